import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv, createSecretKey, randomFillSync } from 'node:crypto';

/** Bytes that sealing adds: a random 96-bit nonce before and the 128-bit tag behind (AES-256-GCM, NIST SP 800-38D). */
export const sealOverhead = 28;

const nonceLength = 12;
const pool = Buffer.allocUnsafeSlow(nonceLength * 512);
let used = pool.length;

function nextNonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += nonceLength;
  return pool.subarray(used - nonceLength, used);
}

/** Writes `nonce ‖ ciphertext ‖ tag` at `at` of `target`, which has room for `plain.length + sealOverhead`; returns the end. */
export function sealInto(
  target: Buffer,
  at: number,
  input: { readonly key: Uint8Array; readonly plain: Uint8Array; readonly aad?: Uint8Array },
): number {
  const nonce = nextNonce();
  // A KeyObject, because Node 24 tells a raw key from a KeyObject by a thrown error, which costs more than the encryption.
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(input.key), nonce);
  if (input.aad !== undefined) cipher.setAAD(input.aad);
  target.set(nonce, at);
  const sealed = cipher.update(input.plain);
  cipher.final();
  target.set(sealed, at + nonceLength);
  const end = at + nonceLength + sealed.length;
  target.set(cipher.getAuthTag(), end);
  return end + 16;
}

/** `nonce ‖ ciphertext ‖ tag` of `plain`. */
export function seal(key: Uint8Array, plain: Uint8Array, aad?: Uint8Array): Buffer {
  const sealed = Buffer.allocUnsafe(plain.length + sealOverhead);
  sealInto(sealed, 0, aad === undefined ? { key, plain } : { key, plain, aad });
  return sealed;
}

/** The plaintext, or undefined when key, bytes or `aad` are not those of `seal`. */
export function openSealed(key: Uint8Array, sealed: Uint8Array, aad?: Uint8Array): Buffer | undefined {
  if (sealed.length < sealOverhead) return undefined;
  const end = sealed.length - 16;
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), sealed.subarray(0, nonceLength));
  if (aad !== undefined) decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(end));
  const plain = decipher.update(sealed.subarray(nonceLength, end));
  try {
    decipher.final();
  } catch {
    // The tag does not fit: reported as absence, the caller knows which code that is.
    return undefined;
  }
  return plain;
}
