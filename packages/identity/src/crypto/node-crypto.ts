import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import type { Crypto, PublicKey } from '@wasl/record';

/** SubjectPublicKeyInfo prefix of a raw Ed25519 key (RFC 8410 §4). */
const ed25519Spki = Buffer.from('302a300506032b6570032100', 'hex');
/** SubjectPublicKeyInfo prefix of an uncompressed P-256 point (RFC 5480 §2.1). */
const p256Spki = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');

const maxCachedKeys = 1024;

/** Key objects by `alg:bytes`, least recently used first; `false` remembers bytes that are no usable key. */
const cache = new Map<string, KeyObject | false>();
/** The key object of a `PublicKey` value already seen: spares the text key on the hot path. */
const byIdentity = new WeakMap<PublicKey, { readonly alg: string; readonly copy: Uint8Array; readonly key: KeyObject | false }>();

function decodeKey(key: PublicKey): KeyObject | false {
  const ed25519 = key.alg === 'Ed25519';
  if (ed25519 ? key.bytes.length !== 32 : key.bytes.length !== 65 || key.bytes[0] !== 4) return false;
  try {
    return createPublicKey({ key: Buffer.concat([ed25519 ? ed25519Spki : p256Spki, key.bytes]), format: 'der', type: 'spki' });
  } catch {
    // OpenSSL refuses a point that is not on the curve: such bytes are no key, and nothing verifies under them.
    return false;
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

/**
 * The key object that stands for `key`, or `undefined` for bytes that are no usable key: wrong length or off
 * the curve. At most 1,024 keys stay cached, the least recently used goes first.
 */
function keyObjectOf(key: PublicKey): KeyObject | undefined {
  const known = byIdentity.get(key);
  if (known !== undefined && known.alg === key.alg && sameBytes(known.copy, key.bytes)) return known.key || undefined;
  if (key.alg !== 'Ed25519' && key.alg !== 'ES256') return undefined;
  const name = `${key.alg}:${Buffer.from(key.bytes).toString('base64url')}`;
  let found = cache.get(name);
  if (found === undefined) found = decodeKey(key);
  else cache.delete(name);
  cache.set(name, found);
  if (cache.size > maxCachedKeys) {
    const oldest = cache.keys().next();
    if (!oldest.done) cache.delete(oldest.value);
  }
  byIdentity.set(key, { alg: key.alg, copy: Uint8Array.from(key.bytes), key: found });
  return found || undefined;
}

/** How many keys the cache holds now: never above 1,024. */
export function cachedKeyCount(): number {
  return cache.size;
}

function verifySignature(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  const object = keyObjectOf(key);
  if (object === undefined) return false;
  // The algorithm is that of the key entry, never one that a message names.
  return key.alg === 'Ed25519'
    ? verify(null, message, object, signature)
    : verify('sha256', message, { key: object, dsaEncoding: 'ieee-p1363' }, signature);
}

/**
 * `Crypto` on node:crypto. Hashes are one-shot; `verify` is false, never an exception, for bytes that are no key or no
 * signature. Ed25519 is RFC 8032 (S < L enforced by OpenSSL), ES256 is FIPS 186-5 over SHA-256 with raw r‖s.
 */
export const nodeCrypto: Crypto = Object.freeze({
  sha256: (data: Uint8Array | string): Uint8Array => hash('sha256', data, 'buffer'),
  sha256Text: (data: Uint8Array | string): string => hash('sha256', data, 'base64url'),
  verify: verifySignature,
});
