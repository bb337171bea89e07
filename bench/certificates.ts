import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority, createSigner, issueLeaf, nodeRandom, tlsIdentity } from '@wasl/identity';
import type { AgencyId } from '@wasl/record';

/** Paths of PEM files for one end of a link. */
export interface EndFiles {
  readonly cert: string;
  readonly key: string;
  /** The authority the other end's certificate comes from. */
  readonly ca: string;
}

/** Certificates of two agencies under their own authorities, the same kind that Wasl nodes use, as PEM files in `folder`. */
export async function writeCertificates(folder: string): Promise<{ readonly ma: EndFiles; readonly gb: EndFiles }> {
  const options = { nowMs: Date.now(), random: nodeRandom };
  const make = async (agency: AgencyId) => {
    const signer = createSigner('Ed25519');
    const certificate = await createAuthority(agency, signer, options);
    const key = createSigner('Ed25519');
    const leaf = await issueLeaf({ agency, key: key.key, hosts: ['localhost', '127.0.0.1'] }, { certificate, signer }, options);
    const identity = tlsIdentity(leaf, certificate, key);
    const path = (kind: string) => join(folder, `${agency}.${kind}.pem`);
    writeFileSync(path('cert'), identity.cert);
    writeFileSync(path('key'), identity.key.reveal(), { mode: 0o600 });
    writeFileSync(path('ca'), certificate.pem);
    return { cert: path('cert'), key: path('key'), ca: path('ca') };
  };
  const [ma, gb] = await Promise.all([make('ma.police' as AgencyId), make('gb.police' as AgencyId)]);
  return { ma: { ...ma, ca: gb.ca }, gb: { ...gb, ca: ma.ca } };
}
