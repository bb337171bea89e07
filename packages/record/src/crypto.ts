/** Signature algorithms of authors and parties; the algorithm belongs to the key and is never read from a signature. */
export type Algorithm = 'Ed25519' | 'ES256';

/** A public key: Ed25519 as 32 raw bytes (RFC 8032 §5.1.5), ES256 as 65 bytes SEC1 uncompressed (0x04 ‖ x ‖ y). */
export interface PublicKey {
  readonly alg: Algorithm;
  readonly bytes: Uint8Array;
}

/** Hash and verification, handed in by the shell. Strings are hashed as UTF-8; `verify` answers false, and never throws, for bad keys and signatures. */
export interface Crypto {
  sha256(data: Uint8Array | string): Uint8Array;
  /** Base64url of the digest: 43 characters. */
  sha256Text(data: Uint8Array | string): string;
  verify(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean;
}

/** A private key that can be used but not read. Signatures are 64 bytes for both algorithms (ES256: r ‖ s). */
export interface Signer {
  readonly key: PublicKey;
  sign(message: Uint8Array): Uint8Array;
}

/** Cryptographically secure random bytes of the given length. */
export type RandomBytes = (length: number) => Uint8Array;
