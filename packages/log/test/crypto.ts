import { createHash, createPrivateKey, createPublicKey, hash, sign as signBytes, verify as verifyBytes } from 'node:crypto';
import type { Crypto, PublicKey, Signer } from '@wasl/record';

/** Node's own primitives behind the package's port. */
export const crypto: Crypto = {
  sha256: (data) => hash('sha256', data, 'buffer'),
  sha256Text: (data) => hash('sha256', data, 'base64url'),
  verify: (key, message, signature) => key.alg === 'Ed25519' && verifyBytes(null, message, publicKeyObject(key), signature),
};

/** An Ed25519 signer whose private key is the SHA-256 of a seed: the same in every run. */
export function signerOf(seed: string): Signer {
  const secret = createHash('sha256').update(seed).digest();
  const key = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret]),
    format: 'der',
    type: 'pkcs8',
  });
  const raw = createPublicKey(key).export({ format: 'jwk' }).x ?? '';
  return {
    key: { alg: 'Ed25519', bytes: new Uint8Array(Buffer.from(raw, 'base64url')) },
    sign: (message) => new Uint8Array(signBytes(null, message, key)),
  };
}

const keyObjects = new Map<string, ReturnType<typeof createPublicKey>>();

function publicKeyObject(key: PublicKey): ReturnType<typeof createPublicKey> {
  const x = Buffer.from(key.bytes).toString('base64url');
  const known = keyObjects.get(x) ?? createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  keyObjects.set(x, known);
  return known;
}
