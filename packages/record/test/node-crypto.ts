import { createPublicKey, generateKeyPairSync, hash, type KeyObject, randomFillSync, sign, verify } from 'node:crypto';
import type { Algorithm, Crypto, PublicKey, Signer } from '../src/index.ts';

function objectOf(key: PublicKey): KeyObject {
  const text = (from: number, to: number) => Buffer.from(key.bytes.subarray(from, to)).toString('base64url');
  const jwk =
    key.alg === 'Ed25519' ? { kty: 'OKP', crv: 'Ed25519', x: text(0, 32) } : { kty: 'EC', crv: 'P-256', x: text(1, 33), y: text(33, 65) };
  return createPublicKey({ key: jwk, format: 'jwk' });
}

const digestOf = (alg: Algorithm) => (alg === 'Ed25519' ? null : 'sha256');

/** Hash and verification by node:crypto, for tests only. */
export const nodeCrypto: Crypto = {
  sha256: (data) => hash('sha256', data, 'buffer'),
  sha256Text: (data) => hash('sha256', data, 'base64url'),
  verify(key, message, signature) {
    try {
      return verify(digestOf(key.alg), message, { key: objectOf(key), dsaEncoding: 'ieee-p1363' }, signature);
    } catch {
      // The port promises false for keys and signatures that cannot be read.
      return false;
    }
  },
};

/** Fresh random bytes. */
export const nodeRandom = (length: number): Uint8Array => randomFillSync(new Uint8Array(length));

/** A signer with a fresh key. */
export function newSigner(alg: Algorithm): Signer {
  const pair = alg === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = pair.publicKey.export({ format: 'jwk' });
  const x = Buffer.from(jwk.x ?? '', 'base64url');
  const bytes = alg === 'Ed25519' ? x : Buffer.concat([Buffer.from([4]), x, Buffer.from(jwk.y ?? '', 'base64url')]);
  return {
    key: { alg, bytes: new Uint8Array(bytes) },
    sign: (message) => sign(digestOf(alg), message, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }),
  };
}
