import type { Algorithm, Signer } from '@wasl/record';
import type { Secret } from '../crypto/secret.ts';

/**
 * Where an agency's private keys live. Obligations: a mutation resolves only once it is durable; a name is
 * `[a-z0-9./-]{1,64}` (`key-name-invalid`); `signer` and `secret` give `undefined` for a name never stored, and nothing
 * prints what they hold.
 */
export interface KeyStorage extends AsyncDisposable {
  readonly kind: 'sealed-file' | 'memory' | 'token';
  /** Names of signing keys, sorted. */
  names(): Promise<readonly string[]>;
  signer(name: string): Promise<Signer | undefined>;
  /** Makes and keeps a new key. Throws `key-exists`: a key is never overwritten. */
  createSigner(name: string, alg: Algorithm): Promise<Signer>;
  /** Keeps a signer made elsewhere. Throws `key-exists`, or `key-not-exportable`. */
  keepSigner(name: string, signer: Signer): Promise<void>;
  /** A symmetric secret of the given name, made on first use (32 bytes). */
  secret(name: string): Promise<Secret<Uint8Array>>;
  /** Forgets a key or secret for good; no error when there is none. */
  remove(name: string): Promise<void>;
}

/** The grammar of key names. */
export const keyNamePattern = /^[a-z0-9][a-z0-9./-]{0,63}$/;
