import {
  type AgencyId,
  type Crypto,
  canonicalText,
  decodeBase64url,
  type Entry,
  type Json,
  type OpenedField,
  openDisclosures,
  parseCanonical,
  parseEntry,
  partyOf,
  type Result,
  refusalOf,
} from '@wasl/record';
import { parseCheckpoint } from '../checkpoint.ts';
import { fail } from '../codes.ts';
import { originOf, parseDescriptor } from '../descriptor.ts';
import { maxEvidenceBytes } from '../evidence/bundle.ts';
import { attempt, need } from '../evidence/refused.ts';
import { type Cosigner, verifyHead } from '../evidence/signed-head.ts';
import { hashLeaf } from '../hash.ts';
import { digestOf, listOf, membersOf, textOf } from '../members.ts';
import { fingerprintOfDigest, parseFingerprint } from '../roots/fingerprint.ts';
import { parseSignedRoot } from '../roots/parse-root.ts';
import { verifyRootChain } from '../roots/root-chain.ts';
import { type RootChain, rootDigest, type SignedRoot } from '../roots/root-document.ts';
import { isSize } from '../size.ts';
import { verifyInclusion } from '../verify-proof.ts';

/** Proves one leaf of an agency's activity record, under a head that partners cosigned where there is one (EX6, JO1). */
export interface JournalEvidence {
  readonly v: 1;
  readonly kind: 'journal';
  readonly index: number;
  readonly releaseLine: string;
  readonly entry: string;
  /** Empty when the content was erased: the leaf stays proved, its acts can't be read. */
  readonly disclosures: readonly string[];
  /** Audit path of the leaf, base64url hashes. */
  readonly proof: readonly string[];
  readonly descriptor: string;
  readonly descriptorProof: readonly string[];
  readonly checkpoint: string;
  /** Root chains of the agency's party and of its cosigners'. */
  readonly roots: readonly { readonly party: string; readonly chain: readonly SignedRoot[] }[];
}

/** What it proves. `own`: no partner cosigned the head, so that the agency's own word is all there is. */
export interface JournalEvidenceReport {
  /** A fingerprint given matches the root of the agency's party or of a cosigner's. */
  readonly anchored: boolean;
  readonly vouched: 'partner' | 'own';
  readonly cosigners: readonly (Cosigner & { readonly anchored: boolean })[];
  readonly entry: Entry;
  readonly fields: readonly OpenedField[];
  readonly origin: string;
  readonly index: number;
  readonly size: number;
  readonly timestampSeconds?: number;
}

const bounds = { maxBytes: maxEvidenceBytes, maxDepth: 8, maxMembers: 65_536, maxStringLength: maxEvidenceBytes };
const required = [
  'checkpoint',
  'descriptor',
  'descriptorProof',
  'disclosures',
  'entry',
  'index',
  'kind',
  'proof',
  'releaseLine',
  'roots',
  'v',
];
const anyText = /^/;
const partyForm = /^[a-z]{2,12}$/;

function refused(path: string, why: string) {
  return fail('journal-evidence-malformed', `journal evidence${path}: ${why}`, { path });
}

/** Canonical text. Throws for what parseJournalEvidence would refuse. */
export function encodeJournalEvidence(evidence: JournalEvidence): string {
  const text = canonicalText(evidence as unknown as Json);
  parseJournalEvidence(text);
  return text;
}

/** Reads the form, at most 2 MiB of canonical JSON; nothing is verified. Throws `journal-evidence-malformed`. */
export function parseJournalEvidence(input: Uint8Array | string): JournalEvidence {
  let value: unknown;
  try {
    value = parseCanonical(input, bounds);
  } catch (cause) {
    throw fail('journal-evidence-malformed', `journal evidence: ${refusalOf(cause).message}`, { cause });
  }
  const members = membersOf(value, { required }, refused, '');
  if (members['v'] !== 1 || members['kind'] !== 'journal') throw refused('/kind', 'wanted a journal of version 1');
  if (!isSize(members['index'])) throw refused('/index', 'not a leaf index');
  const text = (name: string): string => textOf(members[name], anyText, refused, `/${name}`);
  const path = (name: string) => listOf(members[name], 54, refused, `/${name}`).map((hash, i) => digestOf(hash, refused, `/${name}/${i}`));
  return {
    v: 1,
    kind: 'journal',
    index: members['index'],
    releaseLine: text('releaseLine'),
    entry: text('entry'),
    disclosures: listOf(members['disclosures'], 64, refused, '/disclosures').map((each, i) =>
      textOf(each, anyText, refused, `/disclosures/${i}`),
    ),
    proof: path('proof'),
    descriptor: text('descriptor'),
    descriptorProof: path('descriptorProof'),
    checkpoint: text('checkpoint'),
    roots: listOf(members['roots'], 64, refused, '/roots').map((item, i) => {
      const row = membersOf(item, { required: ['chain', 'party'] }, refused, `/roots/${i}`);
      const chain = listOf(row['chain'], 256, refused, `/roots/${i}/chain`).map((signed) => parseSignedRoot(signed));
      return { party: textOf(row['party'], partyForm, refused, `/roots/${i}/party`), chain };
    }),
  };
}

/**
 * Verifies a proof of a line of an activity record without any network. The issuer's log key and each partner's witness key are judged by
 * the root chains inside, which count only as far as a fingerprint in `anchors` vouches for them. Never throws for a bad proof.
 */
export function verifyJournalEvidence(
  input: JournalEvidence | Uint8Array | string,
  options: { readonly anchors: Readonly<Record<string, string>>; readonly crypto: Crypto },
): Result<JournalEvidenceReport> {
  const { crypto, anchors } = options;
  return attempt(() => {
    const evidence = typeof input === 'string' || input instanceof Uint8Array ? parseJournalEvidence(input) : input;
    const entry = parseEntry(evidence.entry);
    const { issuer } = parseDescriptor(evidence.descriptor);
    const origin = originOf(evidence.descriptor, crypto);
    const head = parseCheckpoint(evidence.checkpoint);
    if (head.origin !== origin || entry.issuer !== issuer) throw fail('evidence-log', 'entry, descriptor and head are not of one log');
    included(evidence, { size: head.size, root: head.root }, crypto);
    const chains = new Map<string, RootChain>();
    for (const { party, chain } of evidence.roots) {
      const verified = need(verifyRootChain(chain, { pin: rootDigest(chain[0]?.document ?? '', crypto), crypto }));
      if (verified.party !== party) throw refused('/roots', `the chain of ${party} is one of ${verified.party}`);
      chains.set(party, verified);
    }
    const agencies: AgencyId[] = [...chains.values()].flatMap((chain) => chain.latest.agencies.map((row) => row.agency));
    const signed = verifyHead(head, { issuer, agencies, chains }, crypto);
    const anchored = (agency: AgencyId): boolean => isAnchored(chains.get(partyOf(agency)), anchors);
    const cosigners = signed.cosigners.map((each) => ({ ...each, anchored: anchored(each.agency) }));
    return {
      anchored: anchored(issuer) || cosigners.some((each) => each.anchored),
      vouched: cosigners.length > 0 ? 'partner' : 'own',
      cosigners,
      entry,
      fields: openDisclosures(entry, evidence.disclosures, { crypto }),
      origin,
      index: evidence.index,
      size: head.size,
      ...(signed.latestSeconds === undefined ? {} : { timestampSeconds: signed.latestSeconds }),
    };
  });
}

function included(evidence: JournalEvidence, head: { readonly size: number; readonly root: Uint8Array }, crypto: Crypto): void {
  const leaves = [
    { index: evidence.index, text: `${evidence.releaseLine}\n${evidence.entry}`, proof: evidence.proof },
    { index: 0, text: evidence.descriptor, proof: evidence.descriptorProof },
  ];
  for (const { index, text, proof } of leaves) {
    const leafHash = hashLeaf(text, crypto);
    if (!verifyInclusion({ index, ...head, leafHash, proof: proof.map((hash) => decodeBase64url(hash)) }, crypto))
      throw fail('evidence-inclusion', `leaf ${index} does not lead to the root of ${head.size} leaves`);
  }
}

function isAnchored(chain: RootChain | undefined, anchors: Readonly<Record<string, string>>): boolean {
  if (chain === undefined || !Object.hasOwn(anchors, chain.party)) return false;
  const wanted = parseFingerprint(anchors[chain.party] ?? '');
  return wanted !== undefined && chain.digests.map(fingerprintOfDigest).includes(wanted);
}
