import { expect, test } from 'vitest';
import { newSigner, nodeCrypto } from '../test/node-crypto.ts';
import { sampleRecord } from '../test/sample.ts';
import {
  type Algorithm,
  decodeBase64url,
  encodeBase64url,
  entrySignatureMessage,
  recordIdOf,
  signEntry,
  verifyEntrySignature,
} from './index.ts';

const algorithms: readonly Algorithm[] = ['Ed25519', 'ES256'];
const orderOfP256 = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const orderOfEd25519 = 2n ** 252n + 27742317777372353535851937790883648493n;
const { entryText, id } = sampleRecord();

test.each(algorithms)('[RC1.5] an author signs an entry by %s, and it verifies by that key only', (alg) => {
  const signer = newSigner(alg);
  const signature = signEntry(entryText, signer);
  expect(signature).toMatch(/^[A-Za-z0-9_-]{86}$/);
  expect(verifyEntrySignature(entryText, signature, signer.key, nodeCrypto)).toBe(true);
  expect(verifyEntrySignature(entryText, signature, newSigner(alg).key, nodeCrypto)).toBe(false);
  expect(verifyEntrySignature(sampleRecord().entryText, signature, signer.key, nodeCrypto)).toBe(false);
});

test('[RC1.5] what is signed is wasl/entry/v1, a line feed and the bytes of the entry', () => {
  expect(new TextDecoder().decode(entrySignatureMessage('{}'))).toBe('wasl/entry/v1\n{}');
});

test('[RC1.5] the algorithm is the key’s: a key given the other name verifies nothing', () => {
  const ed = newSigner('Ed25519');
  const es = newSigner('ES256');
  expect(verifyEntrySignature(entryText, signEntry(entryText, ed), { alg: 'ES256', bytes: ed.key.bytes }, nodeCrypto)).toBe(false);
  expect(verifyEntrySignature(entryText, signEntry(entryText, es), { alg: 'Ed25519', bytes: es.key.bytes.slice(1, 33) }, nodeCrypto)).toBe(
    false,
  );
});

test('[RC1.5] malformed signatures and keys are false, never a failure', () => {
  const signer = newSigner('Ed25519');
  const signature = signEntry(entryText, signer);
  for (const bad of ['', 'x', `${signature}=`, signature.slice(1), `${signature.slice(0, 85)}B`, 'é'.repeat(86)]) {
    expect(verifyEntrySignature(entryText, bad, signer.key, nodeCrypto)).toBe(false);
  }
  expect(verifyEntrySignature(entryText, signature, { alg: 'Ed25519', bytes: new Uint8Array(31) }, nodeCrypto)).toBe(false);
  expect(verifyEntrySignature(entryText, signature, { alg: 'Ed25519', bytes: new Uint8Array(32) }, nodeCrypto)).toBe(false);
  expect(verifyEntrySignature(entryText, signature, { alg: 'ES256', bytes: new Uint8Array(65).fill(4) }, nodeCrypto)).toBe(false);
});

test('[RC1.5] the second signature that ES256 allows for one message mints no second id', () => {
  const signer = newSigner('ES256');
  const signature = decodeBase64url(signEntry(entryText, signer));
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`);
  const other = Buffer.concat([signature.subarray(0, 32), Buffer.from((orderOfP256 - s).toString(16).padStart(64, '0'), 'hex')]);
  expect(verifyEntrySignature(entryText, encodeBase64url(other), signer.key, nodeCrypto)).toBe(true);
  expect(recordIdOf(entryText, nodeCrypto)).toBe(id);
});

test('[RC1.5] an Ed25519 signature with S beyond the group order is refused (RFC 8032 §5.1.7)', () => {
  const signer = newSigner('Ed25519');
  const signature = decodeBase64url(signEntry(entryText, signer));
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + orderOfEd25519;
  const other = Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()]);
  expect(verifyEntrySignature(entryText, encodeBase64url(other), signer.key, nodeCrypto)).toBe(false);
});
