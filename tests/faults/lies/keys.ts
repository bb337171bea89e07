import { readFile } from 'node:fs/promises';
import type { TlsMaterial } from '@wasl/exchange';
import { agencyKeyNames, issueNodeCertificate, nodeRandom, openSealedKeys, Secret } from '@wasl/identity';
import type { AgencyId, Signer } from '@wasl/record';
import type { NodeHome } from '@wasl/server';

/** Keys of an agency as its sealed file holds them. */
export interface Keys {
  readonly log: Signer;
  readonly receipt: Signer;
  /** Certificate and key of the agency's own authority for any name, with `trusts` as the authority of the other end. */
  certify(names: string, trusts: NodeHome): Promise<TlsMaterial>;
}

/** Opens the sealed keys of a demonstration's home. */
export async function keysOf(home: NodeHome): Promise<Keys> {
  const passphrase = new Secret((await readFile(home.path('passphrase'), 'utf8')).trimEnd());
  const storage = await openSealedKeys(home.path('keys.sealed'), { passphrase, random: nodeRandom });
  const need = async (name: string): Promise<Signer> => {
    const signer = await storage.signer(name);
    if (signer === undefined) throw new Error(`${home.folder} holds no key ${name}`);
    return signer;
  };
  return {
    log: await need(agencyKeyNames.log),
    receipt: await need(agencyKeyNames.receipt),
    certify: async (agency, trusts) => {
      const authority = await home.authority();
      const options = { agency: agency as AgencyId, hosts: ['localhost', '127.0.0.1'], authority, nowMs: Date.now(), random: nodeRandom };
      const { identity } = await issueNodeCertificate(storage, options);
      return { cert: identity.cert, key: identity.key.reveal(), ca: [(await trusts.authority()).pem] };
    },
  };
}
