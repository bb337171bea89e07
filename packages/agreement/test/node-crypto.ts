import { createPublicKey, generateKeyPairSync, hash, sign, verify } from 'node:crypto';
import type { Crypto, Signer } from '@wasl/record';

/** Hash and verification for tests; Ed25519 only. */
export const crypto: Crypto = {
  sha256: (data) => new Uint8Array(hash('sha256', data, 'buffer')),
  sha256Text: (data) => hash('sha256', data, 'base64url'),
  verify: (key, message, signature) => {
    const x = Buffer.from(key.bytes).toString('base64url');
    return verify(null, message, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }), signature);
  },
};

/** A fresh Ed25519 key for a test officer. */
export function newSigner(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const bytes = new Uint8Array(Buffer.from(String(publicKey.export({ format: 'jwk' }).x), 'base64url'));
  return { key: { alg: 'Ed25519', bytes }, sign: (message) => new Uint8Array(sign(null, message, privateKey)) };
}
