import { type Algorithm, type Crypto, decodeBase64url, type PublicKey } from '@wasl/record';

const ed25519Bytes = 32;
const es256Bytes = 65;

/**
 * A public key from its base64url text; the length tells the algorithm: 32 bytes Ed25519, 65 bytes that begin with 4 ES256.
 * Undefined for anything else. Whether the point is on the curve is the verifier's matter.
 */
export function parsePublicKey(text: string): PublicKey | undefined {
  if (text.length !== 43 && text.length !== 87) return undefined;
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(decodeBase64url(text));
  } catch {
    // base64url-invalid is the only failure; the caller names the member that holds the key.
    return undefined;
  }
  if (bytes.length === ed25519Bytes) return { alg: 'Ed25519', bytes };
  return bytes.length === es256Bytes && bytes[0] === 4 ? { alg: 'ES256', bytes } : undefined;
}

/**
 * Id of a root officer's key and its pre-commitment before it is used: base64url SHA-256 of `wasl/root-key/v1` LF algorithm LF key in
 * base64url LF. One key has one id, so that no signature can count twice.
 */
export function rootKeyId(alg: Algorithm, key: string, crypto: Crypto): string {
  return crypto.sha256Text(`wasl/root-key/v1\n${alg}\n${key}\n`);
}
