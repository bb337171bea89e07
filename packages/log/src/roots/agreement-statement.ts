import { accept, type Crypto, type Result, refuse } from '@wasl/record';
import { countQuorum } from './root-chain.ts';
import type { RootChain } from './root-document.ts';

/** One officer's signature under an agreement version, 64 bytes base64url. */
export interface StatementSignature {
  readonly party: string;
  readonly keyId: string;
  readonly signature: string;
}

/** The bytes an officer signs to agree: `wasl/agreement/v1`, LF, base64url SHA-256 of the agreement's text. */
export function agreementSignatureMessage(digest: string): Uint8Array {
  return new TextEncoder().encode(`wasl/agreement/v1\n${digest}`);
}

/**
 * Whether a party signed an agreement: in one version of its root chain, the `agreement` role's threshold, and no fewer than `threshold`,
 * of distinct keys of that role. The versions are tried newest first, because an agreement outlives rotations. Refuses with
 * `root-signature-bad` or `root-threshold`.
 */
export function verifyAgreementStatement(
  statement: { readonly digest: string; readonly threshold: number; readonly signatures: readonly StatementSignature[] },
  chain: RootChain,
  crypto: Crypto,
): Result<{ readonly rootVersion: number; readonly signers: readonly string[] }> {
  const message = agreementSignatureMessage(statement.digest);
  const signatures = statement.signatures.filter((each) => each.party === chain.party);
  let refusal: Result<never> = refuse('root-threshold', `no version of the root of ${chain.party} has signed`);
  for (const root of chain.documents.toReversed()) {
    const role = root.roles.agreement;
    const quorum = { keys: role.keys, threshold: Math.max(role.threshold, statement.threshold) };
    const counted = countQuorum({ message, signatures, keys: root.keys, quorum }, crypto);
    if (counted.ok) return accept({ rootVersion: root.version, signers: counted.value });
    if (counted.reason.code === 'root-signature-bad') return counted;
    refusal = counted;
  }
  return refusal;
}
