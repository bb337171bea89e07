import { X509Certificate } from 'node:crypto';
import { NodeHome } from '@wasl/server';

/** A certificate or root that a node depends on, and when it ends. */
export interface KnownCertificate {
  readonly name: string;
  /** RFC 3339. */
  readonly until: string;
}

/** Authorities of the node and its partners, and the newest version of each root, as the home holds them. */
export async function certificatesOf(folder: string): Promise<readonly KnownCertificate[]> {
  const home = new NodeHome(folder);
  const { agency } = await home.config();
  const end = (pem: string): string => new Date(new X509Certificate(pem).validTo).toISOString();
  const own = { name: `authority of ${agency}`, until: end((await home.authority()).pem) };
  const partners = (await home.partners()).map((partner) => ({
    name: `authority of ${partner.agency}`,
    until: end(partner.authority.pem),
  }));
  const roots = [...(await home.roots())].map(([party, chain]) => {
    const document = JSON.parse(chain.at(-1)?.document ?? '{}') as { readonly expires?: string };
    return { name: `root of ${party}`, until: document.expires ?? 'unknown' };
  });
  return [own, ...partners, ...roots];
}
