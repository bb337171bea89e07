import { decodeBase64url, encodeBase64url } from './base64url.ts';
import type { Crypto, PublicKey, Signer } from './crypto.ts';

const utf8 = new TextEncoder();
const prefix = 'wasl/entry/v1\n';
const signatureForm = /^[A-Za-z0-9_-]{85}[AQgw]$/;
const keyLengths = { Ed25519: 32, ES256: 65 } as const;

/** The bytes an author signs: `wasl/entry/v1`, LF, the entry's bytes (LG2). The signature stands outside the id. */
export function entrySignatureMessage(entryText: string): Uint8Array {
  return utf8.encode(prefix + entryText);
}

/** Signs an entry: 64 bytes as 86 base64url characters. */
export function signEntry(entryText: string, signer: Signer): string {
  return encodeBase64url(signer.sign(entrySignatureMessage(entryText)));
}

/** Whether the key's owner signed the entry. The algorithm is the key's; a malformed signature or key is false, never a failure. */
export function verifyEntrySignature(entryText: string, signature: string, key: PublicKey, crypto: Pick<Crypto, 'verify'>): boolean {
  if (key.bytes.length !== keyLengths[key.alg] || !signatureForm.test(signature)) return false;
  return crypto.verify(key, entrySignatureMessage(entryText), decodeBase64url(signature));
}
