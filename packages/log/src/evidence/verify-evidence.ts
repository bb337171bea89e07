import {
  type AgencyId,
  agencyOf,
  type Crypto,
  decodeBase64url,
  type Entry,
  encodeBase64url,
  isAgencyId,
  type OpenedField,
  openDisclosures,
  parseEntry,
  parseInstant,
  partyOf,
  type RecordId,
  type Result,
  recordIdOf,
  verifyEntrySignature,
} from '@wasl/record';
import { type Checkpoint, parseCheckpoint } from '../checkpoint.ts';
import { fail } from '../codes.ts';
import { type Descriptor, originOf, parseDescriptor } from '../descriptor.ts';
import { hashLeaf } from '../hash.ts';
import { leafText } from '../leaf.ts';
import { parseReleaseLine, type ReleaseLine } from '../release-line.ts';
import { fingerprintOfDigest, parseFingerprint } from '../roots/fingerprint.ts';
import { keyAt, keysOf } from '../roots/key-validity.ts';
import { parsePublicKey } from '../roots/public-key.ts';
import type { RootChain } from '../roots/root-document.ts';
import { verifyInclusion } from '../verify-proof.ts';
import { type VerifiedAgreement, verifyAgreements } from './agreement-chain.ts';
import { type EvidenceBundle, parseEvidence } from './bundle.ts';
import { attempt, need } from './refused.ts';
import { type Cosigner, type HeadSignatures, verifyHead } from './signed-head.ts';

/** How the root of one party of the agreement is known: by a matching anchor, by the pin in an agreement, or against an anchor that differs. */
export interface AnchorState {
  readonly party: string;
  readonly state: 'matched' | 'pinned' | 'differs';
  /** Of the first root document in the bundle, 12 groups of 5 digits. */
  readonly fingerprint: string;
  readonly rootVersion: number;
}

/** Who said what, to whom, under which terms: every member is covered by the checks. */
export interface EvidenceStatement {
  readonly recordId: RecordId;
  readonly entry: Entry;
  readonly releaseLine: ReleaseLine;
  readonly descriptor: Descriptor;
  readonly origin: string;
  readonly index: number;
  /** True when the author's own signature stands in the release line; else only the agency's log speaks for it. */
  readonly authorSigned: boolean;
  /** True when `until` has passed: what it proves stays proved, the right to use it has ended. */
  readonly expired: boolean;
  readonly gone?: number;
}

/** One thing that was verified, in the order of verification. A check that fails refuses the bundle, so that all of these held. */
export interface EvidenceCheck {
  readonly id: 'record' | 'disclosures' | 'log' | 'inclusion' | 'agreement' | 'head' | 'author' | 'cosignatures';
  readonly detail: string;
}

/** What a bundle proves. Without a matching anchor all of it rests on roots that came in the bundle: show it as UNANCHORED. */
export interface EvidenceReport {
  readonly anchored: boolean;
  /** `UNANCHORED` exactly when `anchored` is false. */
  readonly warning?: 'UNANCHORED';
  readonly anchors: readonly AnchorState[];
  readonly statement: EvidenceStatement;
  readonly releasedFields: readonly OpenedField[];
  readonly cosigners: readonly Cosigner[];
  readonly checks: readonly EvidenceCheck[];
  /** The bundle speaks of the log up to this size, known to have been the head at this time (POSIX seconds, absent without a cosignature). */
  readonly knownUpTo: { readonly size: number; readonly root: string; readonly timestampSeconds?: number };
}

/** What the verifier brings: fingerprints it had from elsewhere, by party, in any typed form, and the present time. */
export interface EvidenceOptions {
  readonly anchors: Readonly<Record<string, string>>;
  readonly crypto: Crypto;
  readonly nowMs: number;
}

/**
 * Verifies a bundle without any network (EV1): the record, its disclosures, the log and place it stands at, the agreement and its signatures
 * under the roots it pins, the signed head and the author. Roots inside the bundle are trusted only through an anchor: one party of the
 * agreement whose fingerprint matches vouches, by its signature under the agreement, for the pinned roots of the others. Never throws for
 * a bad bundle: refuses with the code of the first check that fails.
 */
export function verifyEvidence(input: EvidenceBundle | Uint8Array | string, options: EvidenceOptions): Result<EvidenceReport> {
  return attempt(() => {
    const bundle = typeof input === 'string' || input instanceof Uint8Array ? parseEvidence(input) : input;
    return report(bundle, options);
  });
}

function report(bundle: EvidenceBundle, options: EvidenceOptions): EvidenceReport {
  const { crypto, nowMs } = options;
  const line = parseReleaseLine(bundle.releaseLine);
  const entry = parseEntry(bundle.entry);
  const recordId = recordIdOf(bundle.entry, crypto);
  const releasedFields = openFields(bundle, { entry, line }, crypto);
  const { descriptor, origin } = checkLog(bundle, entry, crypto);
  const checkpoint = parseCheckpoint(bundle.checkpoint);
  checkPlace(bundle, { checkpoint, origin }, crypto);
  const agreed = verifyAgreements(bundle, { first: descriptor.agreement, last: line.agreement }, crypto);
  const issuerChain = chainOfIssuer(entry.issuer, agreed);
  const agencies = agreed.facts.agencies.map((each) => each.agency).filter((agency) => isAgencyId(agency));
  const head = verifyHead(checkpoint, { issuer: entry.issuer, agencies, chains: agreed.chains }, crypto);
  const authorSigned = checkAuthor(bundle, { entry, line, origin, chain: issuerChain }, crypto);
  const anchors = judgeAnchors(agreed, options.anchors);
  const anchored = anchors.some(({ state }) => state === 'matched') && anchors.every(({ state }) => state !== 'differs');
  const root = encodeBase64url(checkpoint.root);
  return {
    anchored,
    ...(anchored ? {} : { warning: 'UNANCHORED' as const }),
    anchors,
    statement: {
      recordId,
      entry,
      releaseLine: line,
      descriptor,
      origin,
      index: bundle.index,
      authorSigned,
      expired: nowMs >= parseInstant(line.until),
      ...(bundle.gone === undefined ? {} : { gone: bundle.gone }),
    },
    releasedFields,
    cosigners: head.cosigners,
    checks: listChecks({ entry, recordId, releasedFields, agreed, head, checkpoint, authorSigned, index: bundle.index }),
    knownUpTo: { size: checkpoint.size, root, ...(head.latestSeconds === undefined ? {} : { timestampSeconds: head.latestSeconds }) },
  };
}

function openFields(
  bundle: EvidenceBundle,
  record: { readonly entry: Entry; readonly line: ReleaseLine },
  crypto: Crypto,
): readonly OpenedField[] {
  if (bundle.gone === undefined) return openDisclosures(record.entry, bundle.disclosures, { crypto, slots: record.line.slots });
  if (bundle.disclosures.length > 0) throw fail('evidence-malformed', 'content is said to be gone and yet disclosed', { path: '/gone' });
  return [];
}

function checkLog(bundle: EvidenceBundle, entry: Entry, crypto: Crypto): { readonly descriptor: Descriptor; readonly origin: string } {
  const descriptor = parseDescriptor(bundle.descriptor);
  if (descriptor.issuer !== entry.issuer) throw fail('evidence-log', `entry of ${entry.issuer} in a log of ${descriptor.issuer}`);
  if (descriptor.mode !== entry.mode) throw fail('evidence-log', `entry of mode ${entry.mode} in a log of mode ${descriptor.mode}`);
  if (agencyOf(entry.author) !== entry.issuer) throw fail('evidence-log', `author ${entry.author} is no desk of ${entry.issuer}`);
  return { descriptor, origin: originOf(bundle.descriptor, crypto) };
}

function checkPlace(bundle: EvidenceBundle, at: { readonly checkpoint: Checkpoint; readonly origin: string }, crypto: Crypto): void {
  const { checkpoint, origin } = at;
  const { size, root } = checkpoint;
  if (checkpoint.origin !== origin) throw fail('evidence-log', `checkpoint of ${checkpoint.origin}, the descriptor is that of ${origin}`);
  if (bundle.index === 0) throw fail('evidence-inclusion', 'leaf 0 is the descriptor, no record');
  const first = { index: 0, size, leafHash: hashLeaf(bundle.descriptor, crypto), proof: bundle.descriptorProof.map(decodeBase64url), root };
  if (!verifyInclusion(first, crypto)) throw fail('evidence-inclusion', `the descriptor is not leaf 0 of the tree of ${size} leaves`);
  const leafHash = hashLeaf(leafText(bundle.releaseLine, bundle.entry), crypto);
  if (!verifyInclusion({ index: bundle.index, size, leafHash, proof: bundle.proof.map(decodeBase64url), root }, crypto)) {
    throw fail('evidence-inclusion', `the record is not leaf ${bundle.index} of the tree of ${size} leaves`);
  }
}

function chainOfIssuer(issuer: AgencyId, agreed: VerifiedAgreement): RootChain {
  const row = agreed.facts.agencies.find((each) => each.agency === issuer);
  const chain = agreed.chains.get(partyOf(issuer));
  if (row === undefined || row.party !== partyOf(issuer) || chain === undefined) {
    throw fail('evidence-agreement', `${issuer} is no agency of the agreement ${agreed.facts.digest}`);
  }
  return chain;
}

function checkAuthor(
  bundle: EvidenceBundle,
  said: { readonly entry: Entry; readonly line: ReleaseLine; readonly origin: string; readonly chain: RootChain },
  crypto: Crypto,
): boolean {
  const { sig } = said.line;
  if (sig === undefined) return false;
  const holder = { agency: said.entry.issuer, use: 'author' as const, desk: said.entry.author };
  const signing = keysOf(said.chain.latest, holder).find((key) => {
    const publicKey = parsePublicKey(key);
    return publicKey !== undefined && verifyEntrySignature(bundle.entry, sig, publicKey, crypto);
  });
  if (signing === undefined) throw fail('evidence-author', `the signature is by no key of ${said.entry.author}`);
  need(keyAt(said.chain.latest, holder, { key: signing, origin: said.origin, size: bundle.index + 1 }));
  return true;
}

function judgeAnchors(agreed: VerifiedAgreement, anchors: EvidenceOptions['anchors']): readonly AnchorState[] {
  return agreed.facts.parties.map(({ party }): AnchorState => {
    const chain = agreed.chains.get(party);
    const prints = (chain?.digests ?? []).map(fingerprintOfDigest);
    const typed = Object.hasOwn(anchors, party) ? anchors[party] : undefined;
    const wanted = typed === undefined ? undefined : parseFingerprint(typed);
    const state = typed === undefined ? 'pinned' : wanted !== undefined && prints.includes(wanted) ? 'matched' : 'differs';
    return { party, state, fingerprint: prints[0] ?? '', rootVersion: chain?.latest.version ?? 0 };
  });
}

function listChecks(held: {
  readonly entry: Entry;
  readonly recordId: RecordId;
  readonly releasedFields: readonly OpenedField[];
  readonly agreed: VerifiedAgreement;
  readonly head: HeadSignatures;
  readonly checkpoint: Checkpoint;
  readonly authorSigned: boolean;
  readonly index: number;
}): readonly EvidenceCheck[] {
  const { entry, agreed, head, checkpoint } = held;
  const author = { id: 'author' as const, detail: `signed by ${entry.author}` };
  return [
    { id: 'record', detail: `${held.recordId} by ${entry.issuer}, issued at ${entry.issuedAt}` },
    { id: 'disclosures', detail: `${held.releasedFields.length} of ${entry.sd.length} committed units opened` },
    { id: 'log', detail: checkpoint.origin },
    { id: 'inclusion', detail: `leaf ${held.index} of ${checkpoint.size}` },
    {
      id: 'agreement',
      detail: `${agreed.facts.digest}, ${agreed.versions} versions, signed by ${agreed.facts.parties.map((each) => each.party).join(', ')}`,
    },
    { id: 'head', detail: `signed by ${entry.issuer} with a ${head.standing} key` },
    ...(held.authorSigned ? [author] : []),
    { id: 'cosignatures', detail: head.cosigners.map((each) => `${each.agency} ${each.use}`).join(', ') || 'none' },
  ];
}
