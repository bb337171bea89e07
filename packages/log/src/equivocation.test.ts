import { WaslError } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crypto, signerOf } from '../test/crypto.ts';
import { naiveLeaf, naiveRoot } from '../test/naive-tree.ts';
import {
  detectEquivocation,
  type EquivocationProof,
  encodeEquivocation,
  parseEquivocation,
  verifyEquivocationProof,
} from './equivocation.ts';
import { addSignature, cosign, encodeCheckpoint, signCheckpoint, verifierOf } from './index.ts';
import { consistencyProof, leafHashReader } from './proof.ts';

const origin = 'ma.police/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU';
const signer = signerOf('log');
const verifiers = [verifierOf(signer, { name: origin, type: 'log' })];
const largest = 33;
const honest = Array.from({ length: largest }, (_, i) => naiveLeaf(i));
// The same log told differently from leaf 7 on.
const lying = honest.map((leaf, i) => (i === 7 ? naiveLeaf(700) : leaf));
const treeOf = (leaves: readonly Uint8Array[]) => leafHashReader((i) => leaves[i], crypto);

function head(leaves: readonly Uint8Array[], size: number, as: { readonly origin?: string; readonly seed?: string } = {}): string {
  const text = encodeCheckpoint({ origin: as.origin ?? origin, size, root: naiveRoot(leaves.slice(0, size)) });
  return signCheckpoint(text, { name: as.origin ?? origin, signer: signerOf(as.seed ?? 'log'), crypto });
}

function outcome(proof: EquivocationProof | string, by = verifiers): string {
  const result = verifyEquivocationProof(proof, { verifiers: by, crypto });
  return result.ok ? 'proved' : result.reason.code;
}

test('[I4, LG9.1, EX5] one size with two roots is a proof that anyone with the log key can check', () => {
  const compared = detectEquivocation(head(honest, 9), head(lying, 9), { crypto });
  expect(compared.state).toBe('equivocation');
  if (compared.state !== 'equivocation') return;
  const text = encodeEquivocation(compared.proof);
  expect(parseEquivocation(text)).toEqual(compared.proof);
  expect(verifyEquivocationProof(text, { verifiers, crypto })).toEqual({ ok: true, value: { origin, sizeA: 9, sizeB: 9 } });
  expect(detectEquivocation(head(honest, 7), head(lying, 7), { crypto })).toEqual({ state: 'consistent' });
});

test('[LG9.2, EX5] every pair of sizes that straddles the lie gives a proof, and every pair of one tree none', () => {
  for (let n = 1; n <= largest; n++) {
    for (let m = 0; m < n; m++) {
      expect(detectEquivocation(head(honest, m), head(honest, n), { crypto, tree: treeOf(honest) })).toEqual({ state: 'consistent' });
      const compared = detectEquivocation(head(lying, n), head(honest, m), { crypto, tree: treeOf(lying) });
      expect(compared.state, `${m} in ${n}`).toBe(m > 7 ? 'equivocation' : 'consistent');
      if (compared.state === 'equivocation') expect(outcome(compared.proof)).toBe('proved');
    }
  }
});

test('[LG9.2, EX5] heads of other sizes without the larger tree, or with a wrong one, are unknown and accuse nobody', () => {
  expect(detectEquivocation(head(honest, 9), head(lying, 20), { crypto })).toEqual({ state: 'unknown' });
  expect(detectEquivocation(head(honest, 9), head(lying, 20), { crypto, tree: treeOf(honest) })).toEqual({ state: 'unknown' });
  const elsewhere = origin.replace('47', '57');
  expect(detectEquivocation(head(honest, 9), head(lying, 9, { origin: elsewhere }), { crypto })).toEqual({ state: 'consistent' });
});

test('[LG9.3, EX5] nothing is proved by heads of two logs, foreign signatures, or heads that agree', () => {
  const a = head(honest, 9);
  const elsewhere = origin.replace('47', '57');
  expect(outcome({ v: 1, a, b: a })).toBe('equivocation-unproved');
  expect(outcome({ v: 1, a, b: head(honest, 10) })).toBe('equivocation-unproved');
  expect(outcome({ v: 1, a, b: head(lying, 9, { seed: 'accuser' }) })).toBe('note-unsigned');
  expect(outcome({ v: 1, a, b: head(lying, 9).replace('\n9\n', '\n8\n') })).toBe('note-signature-bad');
  const both = [...verifiers, verifierOf(signer, { name: elsewhere, type: 'log' })];
  expect(outcome({ v: 1, a, b: head(lying, 9, { origin: elsewhere }) }, both)).toBe('equivocation-unproved');
  const text = encodeCheckpoint({ origin, size: 9, root: naiveRoot(lying.slice(0, 9)) });
  const receipt = cosign(text, { name: origin, signer, timestampSeconds: 1, crypto });
  const cosigned = addSignature(signCheckpoint(text, { name: 'x', signer: signerOf('accuser'), crypto }), receipt);
  expect(outcome({ v: 1, a, b: cosigned }, [...verifiers, verifierOf(signer, { name: origin, type: 'cosignature' })])).toBe(
    'note-unsigned',
  );
});

test('[LG9.3, EX5] an honest log cannot be framed: no root or proof makes two of its heads contradict', () => {
  const reader = treeOf(honest);
  const hash = fc.oneof(
    fc.nat(largest).map((size) => naiveRoot(honest.slice(0, size))),
    fc.nat(largest - 1).map((i) => honest[i] ?? naiveLeaf(i)),
    fc.nat(99).map((i) => naiveLeaf(1000 + i)),
  );
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  fc.assert(
    fc.property(fc.nat(largest), fc.nat(largest), hash, fc.array(hash, { maxLength: 7 }), fc.nat(8), (x, y, rootAtA, extra, keep) => {
      const [m, n] = x <= y ? [x, y] : [y, x];
      const true_ = consistencyProof({ size1: m, size2: n }, reader, crypto);
      const proof = [...true_.slice(0, keep), ...extra].map(text);
      expect(outcome({ v: 1, a: head(honest, m), b: head(honest, n), rootAtA: text(rootAtA), proof })).toBe('equivocation-unproved');
    }),
    { seed: 11, numRuns: 300 },
  );
});

test('[LG9.4, EX5] proofs are bounded canonical JSON and never throw but by code', () => {
  const compared = detectEquivocation(head(honest, 9), head(lying, 20), { crypto, tree: treeOf(lying) });
  if (compared.state !== 'equivocation') throw new Error('an equivocation');
  const good = encodeEquivocation(compared.proof);
  for (const bad of [
    '',
    'null',
    '{}',
    ` ${good}`,
    good.replace('"v":1', '"v":2'),
    good.replace('"rootAtA"', '"rootAt"'),
    'x'.repeat(1_000_000),
  ]) {
    expect(outcome(bad)).toBe('equivocation-malformed');
  }
  const mutated = fc
    .tuple(fc.nat(good.length - 1), fc.constantFrom('', '"', '{', ']', '0', 'A', '\\', ',', '\n'), fc.nat(2))
    .map(([at, by, drop]) => good.slice(0, at) + by + good.slice(at + drop));
  fc.assert(
    fc.property(mutated, (each) => {
      expect(outcome(each) === 'proved').toBe(each === good);
    }),
    { seed: 12, numRuns: 300 },
  );
  expect(() => encodeEquivocation({ v: 1, a: '', b: '', proof: [] })).toThrowError(WaslError);
});
