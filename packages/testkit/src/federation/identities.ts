import { readFileSync } from 'node:fs';
import { type AgreementSignature, agreementText, digestOf, parseAgreement, signAgreement } from '@wasl/agreement';
import {
  agencyKeyNames,
  authorKeyName,
  createSigner,
  firstRootText,
  makeAgencyKeys,
  memoryKeys,
  nodeCrypto,
  nodeRandom,
  type Officer,
  officerWith,
  signRoot,
} from '@wasl/identity';
import { type RootChain, rootDigest, type SignedRoot, verifyRootChain } from '@wasl/log';
import type { AgencyKeys, Directory, NodeKeys } from '@wasl/node';
import { type AgencyId, type DeskId, decodeBase64url, type PartyId, partyOf, type Signer } from '@wasl/record';

/** One agency's secret keys, made in memory without any passphrase. */
interface AgencyIdentity {
  readonly agency: AgencyId;
  readonly keys: NodeKeys & { author(desk: DeskId): Signer };
}

/** Parties with roots, agencies with keys, and one arrangement that all of them signed. */
export interface Identities {
  readonly agencies: ReadonlyMap<AgencyId, AgencyIdentity>;
  readonly directory: Directory;
  readonly chains: ReadonlyMap<PartyId, RootChain>;
  readonly text: string;
  readonly digest: string;
  readonly signatures: readonly AgreementSignature[];
  /** The next version of the arrangement, signed by all its parties. */
  successor(edit: (document: Record<string, unknown>) => void): SignedVersion;
}

/** One signed version of the arrangement. */
interface SignedVersion {
  readonly text: string;
  readonly digest: string;
  readonly signatures: readonly AgreementSignature[];
}

type Document = Record<string, unknown> & {
  parties: Record<string, unknown>[];
  agencies: Record<string, unknown>[];
  audiences: { agencies: string[] }[];
  permits: { from: string[]; to: string[] }[];
  emergency: { from: string[]; to: string[] }[];
  control: Record<string, string>;
};

const arrangement = new URL('../../../../examples/arrangements/major-events.json', import.meta.url);

/**
 * Keys for every agency, a root for every party, and the major-events arrangement between them, signed by two officers each. Agencies
 * beyond the two of the file are added to every list that names both.
 */
export async function makeIdentities(
  agencies: readonly AgencyId[],
  options: { readonly nowMs: number; readonly edit?: (document: Document) => void },
): Promise<Identities> {
  const made = new Map<AgencyId, AgencyIdentity>();
  const chains = new Map<PartyId, RootChain>();
  const signed = new Map<PartyId, readonly SignedRoot[]>();
  const officersOf = new Map<PartyId, readonly Officer[]>();
  for (const party of [...new Set(agencies.map((agency) => partyOf(agency)))]) {
    const officers = [0, 1, 2].map(() => officerWith(createSigner('Ed25519'), nodeCrypto));
    const next = [0, 1, 2].map(() => officerWith(createSigner('Ed25519'), nodeCrypto));
    const rows: Parameters<typeof firstRootText>[0]['agencies'][number][] = [];
    for (const agency of agencies.filter((each) => partyOf(each) === party)) {
      const storage = memoryKeys(nodeRandom);
      const desks = ['ops', 'oversight', 'nfip', 'media'].map((desk) => `${agency}/${desk}` as DeskId);
      const { row } = await makeAgencyKeys(storage, { agency, function: 'police', desks, nowMs: options.nowMs, random: nodeRandom });
      rows.push(row);
      const need = async (name: string): Promise<Signer> => {
        const signer = await storage.signer(name);
        if (signer === undefined) throw new Error(`no key ${name}`);
        return signer;
      };
      const authors = new Map<DeskId, Signer>();
      for (const desk of desks) authors.set(desk, await need(authorKeyName(desk)));
      const author = (desk: DeskId): Signer => authors.get(desk) ?? (authors.get(desks[0] as DeskId) as Signer);
      const [log, receipt, witness] = [
        await need(agencyKeyNames.log),
        await need(agencyKeyNames.receipt),
        await need(agencyKeyNames.witness),
      ];
      made.set(agency, { agency, keys: { log, receipt, witness, author } });
    }
    const text = firstRootText(
      {
        party,
        nowMs: options.nowMs,
        agencies: rows.toSorted((a, b) => (a.agency < b.agency ? -1 : 1)),
        keys: officers.map((officer) => officer.row),
        threshold: 2,
        next: next.map((officer) => officer.row),
        nextThreshold: 2,
      },
      nodeCrypto,
    );
    const chain = [signRoot(text, officers.slice(0, 2))];
    const verified = verifyRootChain(chain, { pin: rootDigest(text, nodeCrypto), crypto: nodeCrypto, nowMs: options.nowMs });
    if (!verified.ok) throw new Error(verified.reason.message);
    chains.set(party, verified.value);
    signed.set(party, chain);
    officersOf.set(party, officers);
  }
  const text = arrangementText(agencies, { signed, ...(options.edit === undefined ? {} : { edit: options.edit }) });
  const signVersion = (version: string): SignedVersion => {
    const digest = digestOf(parseAgreement(version), nodeCrypto);
    const signatures = [...officersOf].flatMap(([party, officers]) =>
      officers.slice(0, 2).map(({ row, signer }) => signAgreement(digest, { party, keyId: row.id, signer })),
    );
    return { text: version, digest, signatures };
  };
  const { digest, signatures } = signVersion(text);
  const successor = (edit: (document: Record<string, unknown>) => void): SignedVersion => {
    const document = JSON.parse(text) as Record<string, unknown> & { version: number };
    document.version += 1;
    document['previous'] = digest;
    edit(document);
    return signVersion(agreementText(parseAgreement(JSON.stringify(document))));
  };
  return { agencies: made, directory: directoryOver(chains, signed), chains, text, digest, signatures, successor };
}

function arrangementText(
  agencies: readonly AgencyId[],
  of: { readonly signed: ReadonlyMap<PartyId, readonly SignedRoot[]>; readonly edit?: (document: Document) => void },
): string {
  const document = JSON.parse(readFileSync(arrangement, 'utf8')) as Document;
  for (const agency of agencies.slice(2)) {
    const party = partyOf(agency);
    document.parties.push({ ...document.parties[0], party, root: `ROOT:${party}` });
    document.agencies.push({ ...document.agencies[0], agency, party });
    document.control[party] = agency;
    for (const audience of document.audiences) audience.agencies.push(agency);
    for (const clause of [...document.permits, ...document.emergency]) {
      for (const list of [clause.from, clause.to]) if (list.includes('ma.police') && list.includes('gb.police')) list.push(agency);
    }
  }
  of.edit?.(document);
  let text = JSON.stringify(document);
  for (const [party, chain] of of.signed) text = text.replaceAll(`ROOT:${party}`, rootDigest(chain[0]?.document ?? '', nodeCrypto));
  return agreementText(parseAgreement(text));
}

function directoryOver(chains: ReadonlyMap<PartyId, RootChain>, signed: ReadonlyMap<PartyId, readonly SignedRoot[]>): Directory {
  const known = new Map<AgencyId, AgencyKeys>();
  for (const chain of chains.values()) {
    for (const row of chain.latest.agencies) {
      const authors = new Map(row.authors.map(({ desk, key }) => [desk, { alg: 'Ed25519' as const, bytes: decodeBase64url(key) }]));
      known.set(row.agency, {
        agency: row.agency,
        party: chain.party,
        log: { alg: 'Ed25519', bytes: decodeBase64url(row.logKey) },
        receipt: { alg: 'Ed25519', bytes: decodeBase64url(row.receiptKey) },
        witness: { alg: 'Ed25519', bytes: decodeBase64url(row.witnessKey) },
        author: (desk) => authors.get(desk),
      });
    }
  }
  return { agency: (id) => known.get(id), rootChain: (party) => signed.get(party) ?? [] };
}
