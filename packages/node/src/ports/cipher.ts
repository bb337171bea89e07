/**
 * Encrypts attachments chunk by chunk. A key is 32 random bytes used for one attachment only: equal files give different ciphertexts,
 * and the index alone makes a nonce.
 */
export interface ChunkCipher {
  /** `plain` and 16 bytes of authentication. */
  seal(plain: Uint8Array, at: { readonly key: Uint8Array; readonly index: number }): Uint8Array;
  /** The plaintext, or undefined when key, index or bytes are not those of `seal`. */
  open(sealed: Uint8Array, at: { readonly key: Uint8Array; readonly index: number }): Uint8Array | undefined;
}
