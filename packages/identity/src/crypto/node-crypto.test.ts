import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cachedKeyCount, nodeCrypto } from './node-crypto.ts';
import { createSigner } from './node-signer.ts';

const utf8 = new TextEncoder();

test('[ID4] hashes strings as UTF-8 and gives 43 characters of base64url', () => {
  const text = 'وصل wasl';
  expect(nodeCrypto.sha256(text)).toEqual(createHash('sha256').update(utf8.encode(text)).digest());
  expect(nodeCrypto.sha256Text(utf8.encode(text))).toBe(nodeCrypto.sha256Text(text));
  // FIPS 180-4 example: SHA-256("abc").
  expect(Buffer.from(nodeCrypto.sha256('abc')).toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(nodeCrypto.sha256Text('')).toHaveLength(43);
});

test('[ID4] verifies the first test of RFC 8032 §7.1', () => {
  const bytes = Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex');
  const signature = Buffer.from(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    'hex',
  );
  expect(nodeCrypto.verify({ alg: 'Ed25519', bytes }, new Uint8Array(), signature)).toBe(true);
  expect(nodeCrypto.verify({ alg: 'Ed25519', bytes }, Uint8Array.of(0), signature)).toBe(false);
});

for (const alg of ['Ed25519', 'ES256'] as const) {
  test(`[ID4] ${alg}: what is signed verifies, and one changed bit anywhere does not`, () => {
    const signer = createSigner(alg);
    const message = utf8.encode('wasl/entry/v1\n{}');
    const signature = signer.sign(message);
    expect(signature).toHaveLength(64);
    expect(nodeCrypto.verify(signer.key, message, signature)).toBe(true);
    fc.assert(
      fc.property(fc.nat({ max: signature.length * 8 - 1 }), (bit) => {
        const changed = Uint8Array.from(signature);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        return !nodeCrypto.verify(signer.key, message, changed);
      }),
      { seed: 81, numRuns: 60 },
    );
  });

  test(`[ID4] ${alg}: random keys and signatures are false, never an exception`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ maxLength: 70 }), (bytes, signature) => {
        return nodeCrypto.verify({ alg, bytes }, Uint8Array.of(1), signature) === false;
      }),
      { seed: 82, numRuns: 300 },
    );
  });
}

test('[ID4] the algorithm is bound to the key: a key of one algorithm verifies nothing under the other', () => {
  const signer = createSigner('ES256');
  const message = Uint8Array.of(1, 2, 3);
  expect(nodeCrypto.verify({ alg: 'Ed25519', bytes: signer.key.bytes }, message, signer.sign(message))).toBe(false);
  expect(nodeCrypto.verify({ alg: 'Ed25519', bytes: signer.key.bytes.slice(1, 33) }, message, signer.sign(message))).toBe(false);
});

test('[ID4] an Ed25519 key of small order, under which anyone could sign, verifies nothing', () => {
  // Encodings of points whose order divides 8; with R = O and S = 0 an unguarded verifier accepts one message in eight or more.
  const points = [
    '0100000000000000000000000000000000000000000000000000000000000000',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    '0000000000000000000000000000000000000000000000000000000000000000',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  ];
  const forged = new Uint8Array(64);
  forged[0] = 1;
  for (const hex of points) {
    const key = { alg: 'Ed25519' as const, bytes: Uint8Array.from(Buffer.from(hex, 'hex')) };
    for (let byte = 0; byte < 64; byte++) expect(nodeCrypto.verify(key, Uint8Array.of(byte), forged)).toBe(false);
  }
});

test('[ID4] a key value changed in place is read anew', () => {
  const [a, b] = [createSigner('Ed25519'), createSigner('Ed25519')];
  const key = { alg: 'Ed25519' as const, bytes: Uint8Array.from(a.key.bytes) };
  const message = Uint8Array.of(7);
  expect(nodeCrypto.verify(key, message, a.sign(message))).toBe(true);
  key.bytes.set(b.key.bytes);
  expect(nodeCrypto.verify(key, message, a.sign(message))).toBe(false);
  expect(nodeCrypto.verify(key, message, b.sign(message))).toBe(true);
});

test('[BY3] the key cache stays bounded whatever keys a partner sends', () => {
  for (let index = 0; index < 1500; index++) {
    const bytes = new Uint8Array(32);
    new DataView(bytes.buffer).setUint32(4, index);
    nodeCrypto.verify({ alg: 'Ed25519', bytes }, Uint8Array.of(1), new Uint8Array(64));
  }
  expect(cachedKeyCount()).toBeLessThanOrEqual(1024);
});
