import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Algorithm, Signer } from '@wasl/record';
import { fail } from '../codes.ts';
import { Secret } from './secret.ts';

/** Private halves stay here: a signer can be handed on, printed or compared without showing its key. */
const privateKeys = new WeakMap<Signer, KeyObject>();

function algorithmOf(key: KeyObject): Algorithm {
  if (key.asymmetricKeyType === 'ed25519') return 'Ed25519';
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ES256';
  throw fail('key-unsupported', `private key is ${key.asymmetricKeyType ?? key.type}, wanted Ed25519 or P-256`);
}

/** Raw bytes of a public key as `PublicKey` has them: the tail of its SPKI, whose prefix has a fixed length per algorithm. */
function rawPublic(key: KeyObject, alg: Algorithm): Uint8Array {
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return Uint8Array.from(spki.subarray(alg === 'Ed25519' ? -32 : -65));
}

/**
 * A signer over a node:crypto private key, or over a new one when an algorithm is named. Ed25519 signs the message itself
 * (RFC 8032 §5.1), ES256 its SHA-256 with raw r‖s; 64 bytes either way. Throws `key-unsupported` for any other key.
 */
export function createSigner(source: Algorithm | KeyObject): Signer {
  const key = typeof source === 'string' ? generate(source) : source;
  const alg = algorithmOf(key);
  const signer: Signer = Object.freeze({
    key: Object.freeze({ alg, bytes: rawPublic(key, alg) }),
    sign: (message: Uint8Array): Uint8Array =>
      alg === 'Ed25519' ? sign(null, message, key) : sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }),
  });
  privateKeys.set(signer, key);
  return signer;
}

function generate(alg: Algorithm): KeyObject {
  return alg === 'Ed25519' ? generateKeyPairSync('ed25519').privateKey : generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

/** A signer with a new key of the operating system's randomness. */
export function generateSigner(alg: Algorithm): Signer {
  return createSigner(alg);
}

/** A signer from PKCS#8 DER (RFC 5958). Throws `key-unreadable` for other bytes, `key-unsupported` for another algorithm. */
export function loadSigner(pkcs8: Secret<Uint8Array>): Signer {
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: Buffer.from(pkcs8.reveal()), format: 'der', type: 'pkcs8' });
  } catch (cause) {
    throw fail('key-unreadable', 'private key is not PKCS#8 DER', { cause });
  }
  return createSigner(key);
}

/** PKCS#8 DER of a signer made here. Throws `key-not-exportable` for any other: a token keeps its key. */
export function exportPrivateKey(signer: Signer): Secret<Uint8Array> {
  const key = privateKeys.get(signer);
  if (key === undefined) throw fail('key-not-exportable', 'this signer does not hold its private key in memory');
  return new Secret<Uint8Array>(Uint8Array.from(key.export({ format: 'der', type: 'pkcs8' })));
}
