import {
  type AgencyKeys,
  encodeRoot,
  type RetiredKey,
  type RootDocument,
  type RootKey,
  rootDigest,
  rootSignatureMessage,
  type SignedRoot,
} from '@wasl/log';
import { type Crypto, encodeBase64url, encodeInstant, type PartyId } from '@wasl/record';
import { fail } from '../codes.ts';
import type { Officer } from './officers.ts';

const dayMs = 86_400_000;
const defaultLifeDays = 1825;

/** Who holds a root: keys, how many of them must sign, and the keys and threshold that the next rotation must install. */
export interface Custody {
  readonly keys: readonly RootKey[];
  readonly threshold: number;
  readonly next: readonly RootKey[];
  readonly nextThreshold: number;
}

/** The first version of a party's root, before anyone signs. Quorums default to the threshold for agreements and one for agencies' keys. */
export interface FirstRoot extends Custody {
  readonly party: PartyId;
  readonly nowMs: number;
  readonly agencies: readonly AgencyKeys[];
  readonly agreementThreshold?: number;
  readonly agencyThreshold?: number;
  readonly lifeDays?: number;
}

function checkCustody({ keys, threshold, next, nextThreshold }: Custody): void {
  if (keys.length < 2 || threshold < 2) {
    throw fail('root-custody', `${threshold} of ${keys.length} officers may sign: no single officer may hold a party`);
  }
  if (threshold > keys.length || nextThreshold > next.length || nextThreshold < 2) {
    throw fail(
      'root-custody',
      `thresholds ${threshold} of ${keys.length} now, ${nextThreshold} of ${next.length} next: wanted 2 or more, and enough keys`,
    );
  }
  const clash = next.find((key) => keys.some((now) => now.id === key.id));
  if (clash !== undefined) throw fail('root-custody', `next key ${clash.id} is in use already: a stolen key would survive its rotation`);
}

/**
 * Text of version 1 of a root document: `threshold` of the officers must sign it, the keys of the next rotation are committed
 * by digest. Throws `root-custody` for thresholds under two or next keys in use, `root-malformed` for the rest.
 */
export function firstRootText(first: FirstRoot, crypto: Crypto): string {
  checkCustody(first);
  const ids = first.keys.map((key) => key.id);
  const { party, nowMs, agencies, threshold, agreementThreshold = threshold, agencyThreshold = 1, lifeDays = defaultLifeDays } = first;
  return encodeRoot(
    {
      v: 1,
      party,
      version: 1,
      expires: encodeInstant(nowMs + lifeDays * dayMs),
      threshold,
      keys: first.keys,
      roles: { agreement: { threshold: agreementThreshold, keys: ids }, agency: { threshold: agencyThreshold, keys: ids } },
      agencies,
      next: first.next.map((key) => key.id),
      nextThreshold: first.nextThreshold,
    },
    crypto,
  );
}

function successor(before: RootDocument, changes: Partial<RootDocument>, crypto: Crypto): string {
  const previous = rootDigest(encodeRoot(before, crypto), crypto);
  return encodeRoot({ ...before, version: before.version + 1, previous, ...changes }, crypto);
}

/**
 * Text of the version that installs the keys committed before and commits to new ones. It needs the thresholds of both
 * versions. Throws `root-custody` when a key was not committed or the threshold is another than the committed one.
 */
export function rotatedRootText(
  before: RootDocument,
  to: Custody & { readonly nowMs: number; readonly lifeDays?: number },
  crypto: Crypto,
): string {
  checkCustody(to);
  const stranger = to.keys.find((key) => !before.next.includes(key.id));
  if (stranger !== undefined) throw fail('root-custody', `key ${stranger.id} was not committed by version ${before.version}`);
  if (to.threshold !== before.nextThreshold)
    throw fail('root-custody', `threshold ${to.threshold}, version ${before.version} committed to ${before.nextThreshold}`);
  const ids = to.keys.map((key) => key.id);
  const quorum = (asked: number): { threshold: number; keys: readonly string[] } => ({ threshold: Math.min(asked, ids.length), keys: ids });
  const changes = {
    expires: encodeInstant(to.nowMs + (to.lifeDays ?? defaultLifeDays) * dayMs),
    threshold: to.threshold,
    keys: to.keys,
    roles: { agreement: quorum(Math.max(2, before.roles.agreement.threshold)), agency: quorum(before.roles.agency.threshold) },
    next: to.next.map((key) => key.id),
    nextThreshold: to.nextThreshold,
  };
  return successor(before, changes, crypto);
}

/**
 * Text of the version that changes nothing but agencies' keys; the agency quorum signs it. Keys that go out of use belong in
 * `retired` with the tree sizes up to which they stand (LG6).
 */
export function changedAgenciesText(
  before: RootDocument,
  to: { readonly agencies: readonly AgencyKeys[]; readonly retired?: readonly RetiredKey[] },
  crypto: Crypto,
): string {
  const retired = [...(before.retired ?? []), ...(to.retired ?? [])];
  return successor(before, { agencies: to.agencies, ...(retired.length === 0 ? {} : { retired }) }, crypto);
}

/** A document with the officers' signatures over its text; signatures already there are kept, one for each key. */
export function signRoot(root: string | SignedRoot, officers: readonly Officer[]): SignedRoot {
  const document = typeof root === 'string' ? root : root.document;
  const message = rootSignatureMessage(document);
  const signatures = new Map(typeof root === 'string' ? [] : root.signatures.map((one) => [one.keyId, one]));
  for (const { row, signer } of officers) signatures.set(row.id, { keyId: row.id, signature: encodeBase64url(signer.sign(message)) });
  return { document, signatures: [...signatures.values()] };
}
