import type { AgencyKeys, RootChain } from '@wasl/log';
import { type AgencyId, type Algorithm, type DeskId, encodeBase64url, type RandomBytes, type Signer } from '@wasl/record';
import { fail } from '../codes.ts';
import type { KeyStorage } from '../keys/key-storage.ts';
import { type Certificate, createAuthority, issueLeaf } from '../tls/authority.ts';
import type { AuthorityPin } from '../tls/peer.ts';
import { type TlsIdentity, tlsIdentity } from '../tls/tls-identity.ts';

/** Names under which an agency's keys stand in its storage; an author's key is `author/<desk>`. */
export const agencyKeyNames = { log: 'log', receipt: 'receipt', witness: 'witness', authority: 'tls-authority', node: 'tls-node' } as const;

/** The storage name of a desk's author key: `author/ops` for `ma.police/ops`. */
export function authorKeyName(desk: DeskId): string {
  return `author/${desk.slice(desk.indexOf('/') + 1)}`;
}

export interface NewAgency {
  readonly agency: AgencyId;
  readonly function: AgencyKeys['function'];
  readonly desks: readonly DeskId[];
  readonly nowMs: number;
  readonly random: RandomBytes;
  /** Algorithm of author keys; smart cards have P-256. Log, receipt and witness keys are Ed25519 always (C2SP). */
  readonly authorAlg?: Algorithm;
  /** The authority certificate of an earlier run, kept instead of making a new one. */
  readonly authority?: Certificate;
}

async function madeOnce(storage: KeyStorage, name: string, alg: Algorithm): Promise<Signer> {
  return (await storage.signer(name)) ?? (await storage.createSigner(name, alg));
}

/**
 * Makes an agency's keys, each for one role (EX4), and its private authority; keys that are there already are kept, so that an
 * interrupted start can go on. The row goes into the root document, the certificate to the partners.
 */
export async function makeAgencyKeys(
  storage: KeyStorage,
  agency: NewAgency,
): Promise<{ readonly row: AgencyKeys; readonly authority: Certificate }> {
  const publicText = async (name: string, alg: Algorithm): Promise<string> =>
    encodeBase64url((await madeOnce(storage, name, alg)).key.bytes);
  const authoritySigner = await madeOnce(storage, agencyKeyNames.authority, 'ES256');
  const authority = agency.authority ?? (await createAuthority(agency.agency, authoritySigner, agency));
  const authors: { desk: DeskId; key: string }[] = [];
  for (const desk of agency.desks) authors.push({ desk, key: await publicText(authorKeyName(desk), agency.authorAlg ?? 'Ed25519') });
  return {
    authority,
    row: {
      agency: agency.agency,
      function: agency.function,
      logKey: await publicText(agencyKeyNames.log, 'Ed25519'),
      receiptKey: await publicText(agencyKeyNames.receipt, 'Ed25519'),
      witnessKey: await publicText(agencyKeyNames.witness, 'Ed25519'),
      tlsCa: authority.fingerprint,
      authors,
    },
  };
}

/** A new node certificate under the agency's authority, with the PEMs to serve it; the node key stays the same. Throws `keys-absent`. */
export async function issueNodeCertificate(
  storage: KeyStorage,
  node: {
    readonly agency: AgencyId;
    readonly hosts: readonly string[];
    readonly authority: Certificate;
    readonly nowMs: number;
    readonly random: RandomBytes;
  },
): Promise<{ readonly leaf: Certificate; readonly identity: TlsIdentity }> {
  const signer = await storage.signer(agencyKeyNames.authority);
  if (signer === undefined) throw fail('keys-absent', `the storage of ${node.agency} holds no authority key`);
  const key = await madeOnce(storage, agencyKeyNames.node, 'ES256');
  const leaf = await issueLeaf({ agency: node.agency, key: key.key, hosts: node.hosts }, { certificate: node.authority, signer }, node);
  return { leaf, identity: tlsIdentity(leaf, node.authority, key) };
}

/**
 * The pins of a party: of the certificates offered, those that its verified root names, each for the agencies that name it.
 * With `overlap` the version before counts too, while partners change over. Throws `authority-not-in-root` when an agency of
 * the latest version has no certificate among them.
 */
export function authorityPins(
  chain: Pick<RootChain, 'party' | 'documents' | 'latest'>,
  certificates: readonly Certificate[],
  options: { readonly overlap?: boolean } = {},
): readonly AuthorityPin[] {
  const versions = options.overlap === true ? chain.documents.slice(-2) : [chain.latest];
  const pins = certificates.flatMap((certificate): AuthorityPin[] => {
    const named = versions.flatMap((version) =>
      version.agencies.filter((row) => row.tlsCa === certificate.fingerprint).map((row) => row.agency),
    );
    return named.length === 0 ? [] : [{ party: chain.party, agencies: [...new Set(named)], certificate }];
  });
  const bare = chain.latest.agencies.find((row) => !pins.some((pin) => pin.certificate.fingerprint === row.tlsCa));
  if (bare !== undefined)
    throw fail(
      'authority-not-in-root',
      `no certificate was given for the authority that the root of ${chain.party} names for ${bare.agency}`,
    );
  return pins;
}
