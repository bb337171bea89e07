import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import type { ChunkCipher } from '@wasl/node';

const tagBytes = 16;

/** 96 bits: the index of the chunk, big-endian. A key encrypts one attachment only, so no nonce comes twice under it. */
function nonceOf(index: number): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(8, index);
  return nonce;
}

/** Chunks of attachments under AES-256-GCM (NIST SP 800-38D): `ciphertext ‖ tag`, no nonce stored. */
export const chunkCipher: ChunkCipher = Object.freeze({
  seal(plain: Uint8Array, at: { readonly key: Uint8Array; readonly index: number }): Uint8Array {
    const cipher = createCipheriv('aes-256-gcm', createSecretKey(at.key), nonceOf(at.index));
    const body = cipher.update(plain);
    cipher.final();
    const sealed = new Uint8Array(plain.length + tagBytes);
    sealed.set(body);
    sealed.set(cipher.getAuthTag(), plain.length);
    return sealed;
  },
  open(sealed: Uint8Array, at: { readonly key: Uint8Array; readonly index: number }): Uint8Array | undefined {
    if (sealed.length < tagBytes || at.key.length !== 32) return undefined;
    const end = sealed.length - tagBytes;
    const decipher = createDecipheriv('aes-256-gcm', createSecretKey(at.key), nonceOf(at.index), { authTagLength: tagBytes });
    decipher.setAuthTag(sealed.subarray(end));
    const plain = decipher.update(sealed.subarray(0, end));
    try {
      decipher.final();
    } catch {
      // The tag does not fit: reported as absence, the caller knows which code that is.
      return undefined;
    }
    return plain;
  },
});
