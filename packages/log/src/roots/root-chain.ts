import { accept, type Crypto, decodeBase64url, parseInstant, type Result, refusalOf, refuse } from '@wasl/record';
import { parseRoot } from './parse-root.ts';
import { parsePublicKey } from './public-key.ts';
import {
  type Quorum,
  type RootChain,
  type RootDocument,
  type RootKey,
  rootDigest,
  rootSignatureMessage,
  type SignedRoot,
} from './root-document.ts';

/** Longest chain that is read. */
export const maxRootVersions = 256;

/** Which signatures count toward a quorum: those of these keys over this message. */
export interface QuorumQuestion {
  readonly message: Uint8Array;
  readonly signatures: readonly { readonly keyId: string; readonly signature: string }[];
  readonly keys: readonly RootKey[];
  readonly quorum: Quorum;
}

/**
 * Verifies a party's root documents from the pinned first version to the last (LG6). `pin` is the base64url SHA-256 of the first document's
 * text, as the agreement names it. Each version is the next number, names the digest of the one before, and is signed: a version that
 * changes only `agencies` and `retired` by the `agency` quorum of the version before; one that keeps the keys by its threshold; one that
 * changes keys, threshold or the commitment by the thresholds of both versions, and then installs only keys and a threshold that the
 * version before committed to. Distinct keys are counted, never signatures. With `nowMs` an expired last version is refused.
 */
export function verifyRootChain(
  chain: readonly SignedRoot[],
  options: { readonly pin: string; readonly crypto: Crypto; readonly nowMs?: number },
): Result<RootChain> {
  const { pin, crypto, nowMs } = options;
  if (chain.length === 0 || chain.length > maxRootVersions) {
    return refuse('root-chain-broken', `chain of ${chain.length} versions, wanted 1 to ${maxRootVersions}`);
  }
  const documents: RootDocument[] = [];
  const digests: string[] = [];
  for (const [i, signed] of chain.entries()) {
    const next = verifyStep(signed, documents[i - 1], { digest: digests[i - 1], crypto });
    if (!next.ok) return next;
    digests.push(rootDigest(signed.document, crypto));
    documents.push(next.value);
    if (i === 0 && digests[0] !== pin) return refuse('root-pin-mismatch', `first root document is ${digests[0]}, pinned is ${pin}`);
  }
  const latest = documents[documents.length - 1];
  if (latest === undefined) return refuse('root-chain-broken', 'chain without a version');
  if (nowMs !== undefined && nowMs >= parseInstant(latest.expires)) {
    return refuse('root-expired', `root of ${latest.party} version ${latest.version} expired at ${latest.expires}`);
  }
  return accept({ party: latest.party, documents, digests, latest });
}

/**
 * Counts the distinct keys of a quorum with a good signature. A failing signature of a key of the quorum refuses (`root-signature-bad`), signatures
 * of other keys and further ones of a counted key are ignored, and fewer distinct keys than the threshold refuse (`root-threshold`). The value
 * is the ids that signed. Verifies each key at most once when all is well.
 */
export function countQuorum(question: QuorumQuestion, crypto: Crypto): Result<readonly string[]> {
  const { message, signatures, keys, quorum } = question;
  const of = new Map(keys.filter((key) => quorum.keys.includes(key.id)).map((key) => [key.id, key]));
  const signed = signersOf(message, { signatures, keys: of, crypto });
  if (!signed.ok) return signed;
  if (signed.value.size < quorum.threshold) {
    return refuse('root-threshold', `${signed.value.size} distinct keys signed, wanted ${quorum.threshold}`);
  }
  return accept([...signed.value]);
}

/** Ids of the given keys whose signature over the message is there and good; a failing one refuses (`root-signature-bad`). */
export function signersOf(
  message: Uint8Array,
  by: { readonly signatures: QuorumQuestion['signatures']; readonly keys: ReadonlyMap<string, RootKey>; readonly crypto: Crypto },
): Result<ReadonlySet<string>> {
  const signed = new Set<string>();
  for (const { keyId, signature } of by.signatures) {
    const key = by.keys.get(keyId);
    if (key === undefined || signed.has(keyId)) continue;
    if (!verifyWith(key, message, { signature, crypto: by.crypto }))
      return refuse('root-signature-bad', `signature of key ${keyId} does not verify`);
    signed.add(keyId);
  }
  return accept(signed);
}

function verifyWith(key: RootKey, message: Uint8Array, by: { readonly signature: string; readonly crypto: Crypto }): boolean {
  const publicKey = parsePublicKey(key.key);
  if (publicKey === undefined || publicKey.alg !== key.alg) return false;
  try {
    const bytes = decodeBase64url(by.signature);
    return bytes.length === 64 && by.crypto.verify(publicKey, message, bytes);
  } catch (error) {
    refusalOf(error);
    return false;
  }
}

function verifyStep(
  signed: SignedRoot,
  before: RootDocument | undefined,
  context: { readonly digest: string | undefined; readonly crypto: Crypto },
): Result<RootDocument> {
  const { digest, crypto } = context;
  let document: RootDocument;
  try {
    document = parseRoot(signed.document, crypto);
  } catch (error) {
    return { ok: false, reason: refusalOf(error) };
  }
  const message = rootSignatureMessage(signed.document);
  const counted = (by: RootDocument, quorum: Quorum) =>
    countQuorum({ message, signatures: signed.signatures, keys: by.keys, quorum }, crypto);
  if (before === undefined) {
    if (document.version !== 1) return refuse('root-chain-broken', `chain begins at version ${document.version}, wanted 1`);
    const own = counted(document, whole(document));
    return own.ok ? accept(document) : own;
  }
  if (document.party !== before.party) return refuse('root-chain-broken', `version of ${document.party} follows one of ${before.party}`);
  if (document.version !== before.version + 1) return refuse('root-chain-broken', `version ${document.version} follows ${before.version}`);
  if (document.previous !== digest)
    return refuse('root-chain-broken', `version ${document.version} does not name the digest of the one before`);
  if (changesAgenciesOnly(before, document)) {
    const delegated = counted(before, before.roles.agency);
    if (delegated.ok || delegated.reason.code === 'root-signature-bad') return delegated.ok ? accept(document) : delegated;
  }
  const byOld = counted(before, whole(before));
  if (!byOld.ok) return byOld;
  if (sameCustody(before, document)) return accept(document);
  const uncommitted = document.keys.find((key) => !before.next.includes(key.id));
  if (uncommitted !== undefined)
    return refuse('root-not-committed', `key ${uncommitted.id} was not committed by version ${before.version}`);
  if (document.threshold !== before.nextThreshold) {
    return refuse('root-not-committed', `threshold ${document.threshold}, version ${before.version} committed to ${before.nextThreshold}`);
  }
  const byNew = counted(document, whole(document));
  return byNew.ok ? accept(document) : byNew;
}

function whole(document: RootDocument): Quorum {
  return { threshold: document.threshold, keys: document.keys.map((key) => key.id) };
}

/** Who holds the root is unchanged: same keys, threshold and commitment. */
function sameCustody(a: RootDocument, b: RootDocument): boolean {
  const custody = ({ keys, threshold, next, nextThreshold }: RootDocument) =>
    JSON.stringify([keys.map((key) => key.id), threshold, next, nextThreshold]);
  return custody(a) === custody(b);
}

function changesAgenciesOnly(a: RootDocument, b: RootDocument): boolean {
  const roles = ({ roles }: RootDocument) =>
    JSON.stringify([roles.agreement.threshold, roles.agreement.keys, roles.agency.threshold, roles.agency.keys]);
  return sameCustody(a, b) && roles(a) === roles(b) && a.expires === b.expires;
}
