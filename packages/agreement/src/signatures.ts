import { agreementSignatureMessage } from '@wasl/log';
import {
  type Algorithm,
  accept,
  type Crypto,
  decodeBase64url,
  encodeBase64url,
  type PublicKey,
  type Refusal,
  type Result,
  refuse,
  type Signer,
} from '@wasl/record';
import { digestOf } from './document/parse.ts';
import type { Agreement, AgreementParty } from './document.ts';

/** One officer's signature on an agreement version. `signature` is base64url of 64 bytes over `wasl/agreement/v1`, LF, digest. */
export interface AgreementSignature {
  readonly party: string;
  readonly keyId: string;
  readonly signature: string;
}

/** The part of a party's current root document that says who may sign agreements. */
export interface AgreementRoot {
  readonly keys: readonly { readonly id: string; readonly alg: Algorithm; readonly key: string }[];
  readonly roles: { readonly agreement: { readonly threshold: number; readonly keys: readonly string[] } };
}

/** Party → its current root document, already verified along its chain from the first root that the agreement pins. */
export type AgreementRoots = Readonly<Record<string, AgreementRoot>>;

/** Signs one version as one officer of a party. */
export function signAgreement(
  digest: string,
  officer: { readonly party: string; readonly keyId: string; readonly signer: Signer },
): AgreementSignature {
  return {
    party: officer.party,
    keyId: officer.keyId,
    signature: encodeBase64url(officer.signer.sign(agreementSignatureMessage(digest))),
  };
}

function decoded(text: string): Uint8Array | undefined {
  try {
    return decodeBase64url(text);
  } catch {
    // Not base64url: it verifies as nothing, and the caller reports the signature by its key.
    return undefined;
  }
}

function keyOf(root: AgreementRoot, keyId: string): (PublicKey & { readonly text: string }) | undefined {
  if (!root.roles.agreement.keys.includes(keyId)) return undefined;
  const key = root.keys.find((each) => each.id === keyId);
  const bytes = key === undefined ? undefined : decoded(key.key);
  return key === undefined || bytes === undefined ? undefined : { alg: key.alg, bytes, text: `${key.alg}:${key.key}` };
}

interface Signed {
  readonly message: Uint8Array;
  readonly signatures: readonly AgreementSignature[];
  readonly roots: AgreementRoots;
  readonly crypto: Pick<Crypto, 'verify'>;
}

/** Why this party has not signed, or undefined. Distinct key material is counted, not signatures and not key ids. */
function partyRefusal(party: AgreementParty, signed: Signed): Refusal | undefined {
  const root = Object.hasOwn(signed.roots, party.party) ? signed.roots[party.party] : undefined;
  if (root === undefined) return { code: 'agreement-root', message: `no root of ${party.party} at hand` };
  const threshold = Math.max(party.threshold, root.roles.agreement.threshold, 1);
  const keys = new Set<string>();
  for (const each of signed.signatures) {
    const key = each.party === party.party ? keyOf(root, each.keyId) : undefined;
    if (key === undefined) continue;
    const signature = decoded(each.signature);
    if (signature === undefined || !signed.crypto.verify(key, signed.message, signature))
      return { code: 'agreement-signature', message: `the signature of ${each.keyId} of ${party.party} does not verify` };
    keys.add(key.text);
  }
  if (keys.size >= threshold) return undefined;
  return { code: 'agreement-threshold', message: `${keys.size} of ${threshold} distinct officers of ${party.party} signed` };
}

/**
 * Whether every party of the agreement signed it with enough distinct keys of its agreement role: at least its own
 * `threshold` and its root's. Signatures of unknown keys and parties are ignored; a known key's bad signature refuses.
 * Codes: `agreement-root`, `agreement-signature`, `agreement-threshold`.
 */
export function verifyAgreementSignatures(
  agreement: Agreement,
  signatures: readonly AgreementSignature[],
  tools: { readonly roots: AgreementRoots; readonly crypto: Pick<Crypto, 'verify' | 'sha256Text'> },
): Result<true> {
  const message = agreementSignatureMessage(digestOf(agreement, tools.crypto));
  for (const party of agreement.parties) {
    const refusal = partyRefusal(party, { message, signatures, ...tools });
    if (refusal !== undefined) return { ok: false, reason: refusal };
  }
  return accept(true);
}

function breaks(previous: Agreement, next: Agreement, digest: string): string | undefined {
  if (next.id !== previous.id) return `${next.id} is not ${previous.id}`;
  if (next.version !== previous.version + 1) return `version ${next.version} does not follow ${previous.version}`;
  if (next.previous !== digest) return `previous is ${next.previous ?? 'absent'}, the version before is ${digest}`;
  const moved = next.parties.find((each) => previous.parties.some((old) => old.party === each.party && old.root !== each.root));
  return moved === undefined ? undefined : `the first root of ${moved.party} changed; keys follow the root chain instead`;
}

/**
 * Whether `next` may take the place of `previous`: same id, next version, digest of the one before, unchanged first roots, and the
 * signatures that the rule of `previous` demands, parties that leave included under `all-parties`.
 * Codes: `agreement-succession` and those of `verifyAgreementSignatures`.
 */
export function maySucceed(
  previous: Agreement,
  next: Agreement,
  tools: {
    readonly signatures: readonly AgreementSignature[];
    readonly roots: AgreementRoots;
    readonly crypto: Pick<Crypto, 'verify' | 'sha256Text'>;
  },
): Result<true> {
  const broken = breaks(previous, next, digestOf(previous, tools.crypto));
  if (broken !== undefined) return refuse('agreement-succession', broken);
  const own = verifyAgreementSignatures(next, tools.signatures, tools);
  if (!own.ok || previous.succession.signatures === 'continuing-parties') return own;
  const message = agreementSignatureMessage(digestOf(next, tools.crypto));
  const leaving = previous.parties.filter((each) => !next.parties.some((other) => other.party === each.party));
  for (const party of leaving) {
    const refusal = partyRefusal(party, { ...tools, message });
    if (refusal !== undefined) return { ok: false, reason: refusal };
  }
  return accept(true);
}
