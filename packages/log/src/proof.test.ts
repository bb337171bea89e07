import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crypto } from '../test/crypto.ts';
import { naiveLeaf, naiveRoot } from '../test/naive-tree.ts';
import { consistencyNodes, consistencyProof, inclusionNodes, inclusionProof, leafHashReader } from './proof.ts';
import { maxSize } from './size.ts';
import { verifyConsistency, verifyInclusion } from './verify-proof.ts';

const largest = 70;
const leaves = Array.from({ length: largest }, (_, i) => naiveLeaf(i));
const roots = Array.from({ length: largest + 1 }, (_, size) => naiveRoot(leaves.slice(0, size)));
const reader = leafHashReader((index) => leaves[index], crypto);
const rootAt = (size: number) => roots[size] ?? new Uint8Array(0);
const leafAt = (index: number) => leaves[index] ?? new Uint8Array(0);

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = Uint8Array.from(bytes);
  flipped[Math.floor(bit / 8) % bytes.length] = (flipped[Math.floor(bit / 8) % bytes.length] ?? 0) ^ (1 << (bit % 8));
  return flipped;
}

test('[LG4.4] every leaf of every tree up to 70 leaves has an inclusion proof that verifies, and at no other index', () => {
  for (let size = 1; size <= largest; size++) {
    for (let index = 0; index < size; index++) {
      const proof = inclusionProof({ index, size }, reader, crypto);
      const claim = { index, size, leafHash: leafAt(index), proof, root: rootAt(size) };
      expect(verifyInclusion(claim, crypto), `${index} in ${size}`).toBe(true);
      expect(verifyInclusion({ ...claim, index: (index + 1) % size }, crypto)).toBe(size === 1);
      expect(verifyInclusion({ ...claim, leafHash: leafAt((index + 1) % largest) }, crypto)).toBe(false);
    }
  }
});

test('[LG4.5] every pair of trees up to 70 leaves has a consistency proof that verifies, and with no other root', () => {
  for (let size2 = 0; size2 <= largest; size2++) {
    for (let size1 = 0; size1 <= size2; size1++) {
      const proof = consistencyProof({ size1, size2 }, reader, crypto);
      const claim = { size1, root1: rootAt(size1), size2, root2: rootAt(size2), proof };
      expect(verifyConsistency(claim, crypto), `${size1} to ${size2}`).toBe(true);
      expect(verifyConsistency({ ...claim, root1: flip(claim.root1, size2) }, crypto)).toBe(false);
      if (size1 > 0) expect(verifyConsistency({ ...claim, root2: flip(claim.root2, size1) }, crypto)).toBe(false);
    }
  }
});

test('[LG4.4] a mutated inclusion proof is refused', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: largest }), fc.nat(), fc.nat(), fc.nat(255), (size, at, which, bit) => {
      const index = at % size;
      const proof = inclusionProof({ index, size }, reader, crypto);
      const claim = { index, size, leafHash: leafAt(index), root: rootAt(size) };
      const place = which % proof.length;
      const mutants = [
        proof.map((hash, i) => (i === place ? flip(hash, bit) : hash)),
        proof.filter((_, i) => i !== place),
        [...proof, leafAt(0)],
        [leafAt(0), ...proof],
        proof.map((hash, i) => (i === place ? hash.subarray(0, 31) : hash)),
      ];
      for (const mutant of mutants) expect(verifyInclusion({ ...claim, proof: mutant }, crypto)).toBe(false);
    }),
    { seed: 4, numRuns: 300 },
  );
});

test('[LG4.5] a mutated consistency proof is refused', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: largest }), fc.nat(), fc.nat(), fc.nat(255), (size2, at, which, bit) => {
      const size1 = 1 + (at % (size2 - 1));
      const proof = consistencyProof({ size1, size2 }, reader, crypto);
      const claim = { size1, root1: rootAt(size1), size2, root2: rootAt(size2) };
      const place = which % proof.length;
      const mutants = [
        proof.map((hash, i) => (i === place ? flip(hash, bit) : hash)),
        proof.filter((_, i) => i !== place),
        [...proof, leafAt(0)],
        [leafAt(0), ...proof],
      ];
      for (const mutant of mutants) expect(verifyConsistency({ ...claim, proof: mutant }, crypto)).toBe(false);
    }),
    { seed: 5, numRuns: 300 },
  );
});

test('[LG4.6] sizes and indices that are no exact integers are false to a verifier and an error to a prover', () => {
  const claim = { index: 0, size: 1, leafHash: leafAt(0), proof: [], root: rootAt(1) };
  expect(verifyInclusion(claim, crypto)).toBe(true);
  for (const bad of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -0]) {
    expect(verifyInclusion({ ...claim, index: bad }, crypto)).toBe(false);
    expect(verifyInclusion({ ...claim, size: bad }, crypto)).toBe(false);
    expect(() => inclusionNodes(bad, 4)).toThrowError(expect.objectContaining({ code: 'log-size-range' }));
    expect(() => consistencyNodes(bad, 4)).toThrowError(expect.objectContaining({ code: 'log-size-range' }));
  }
  expect(() => inclusionNodes(4, 4)).toThrowError(expect.objectContaining({ code: 'log-size-range' }));
  expect(() => consistencyNodes(5, 4)).toThrowError(expect.objectContaining({ code: 'log-size-range' }));
  const endless = Array.from({ length: 5000 }, () => leafAt(0));
  expect(verifyInclusion({ ...claim, size: maxSize, proof: endless }, crypto)).toBe(false);
});

test('[LG4.6] the largest tree needs few nodes, and a missing node is named', () => {
  expect(inclusionNodes(maxSize - 1, maxSize).length).toBeLessThan(120);
  expect(consistencyNodes(maxSize - 1, maxSize).length).toBeLessThan(120);
  expect(() => inclusionProof({ index: 0, size: 2 }, { nodeAt: () => undefined }, crypto)).toThrowError(
    expect.objectContaining({ code: 'log-node-missing' }),
  );
});
