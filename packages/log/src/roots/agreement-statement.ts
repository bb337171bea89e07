import { accept, type Crypto, type Result, refuse } from '@wasl/record';
import { signersOf } from './root-chain.ts';
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
 * of distinct keys of that role. Any version will do, the newest that does is named, because an agreement outlives rotations. Each signature
 * is checked once, however long the chain. Refuses with `root-signature-bad` or `root-threshold`.
 */
export function verifyAgreementStatement(
  statement: { readonly digest: string; readonly threshold: number; readonly signatures: readonly StatementSignature[] },
  chain: RootChain,
  crypto: Crypto,
): Result<{ readonly rootVersion: number; readonly signers: readonly string[] }> {
  const signatures = statement.signatures.filter((each) => each.party === chain.party);
  const keys = new Map(
    chain.documents.flatMap((root) => root.keys.filter((key) => root.roles.agreement.keys.includes(key.id)).map((key) => [key.id, key])),
  );
  const signed = signersOf(agreementSignatureMessage(statement.digest), { signatures, keys, crypto });
  if (!signed.ok) return signed;
  for (const root of chain.documents.toReversed()) {
    const role = root.roles.agreement;
    const signers = role.keys.filter((id) => signed.value.has(id));
    if (signers.length >= Math.max(role.threshold, statement.threshold)) return accept({ rootVersion: root.version, signers });
  }
  return refuse(
    'root-threshold',
    `${signed.value.size} distinct officers of ${chain.party} signed, fewer than any version of its root and the agreement ask`,
  );
}
