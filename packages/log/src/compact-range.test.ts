import { WaslError } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crypto } from '../test/crypto.ts';
import { naiveLeaf, naiveRoot } from '../test/naive-tree.ts';
import { appendLeafHash, type CompactRange, emptyRange, encodeRange, parseRange, rootOf, TreeBuilder } from './compact-range.ts';
import { hashLeaf, hashNode, sameHash } from './hash.ts';
import { maxSize, oneBits } from './size.ts';

test('[LG4.1] a leaf is hashed with prefix 0 as bytes and as text, a node with prefix 1', () => {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  expect(hex(hashLeaf('', crypto))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  expect(hashLeaf('é\nوصل', crypto)).toEqual(hashLeaf(new TextEncoder().encode('é\nوصل'), crypto));
  const a = naiveLeaf(0);
  const b = naiveLeaf(1);
  expect(sameHash(hashNode(a, b, crypto), naiveRoot([a, b]))).toBe(true);
  expect(sameHash(hashNode(a, b, crypto), hashNode(b, a, crypto))).toBe(false);
});

test('[LG4.2] builder and immutable range have the naive root at every size up to 300', () => {
  const leaves: Uint8Array[] = [];
  const builder = new TreeBuilder(crypto);
  let range: CompactRange = emptyRange;
  for (let size = 0; size <= 300; size++) {
    const root = naiveRoot(leaves);
    expect(sameHash(builder.root(), root), `builder at ${size}`).toBe(true);
    expect(sameHash(rootOf(range, crypto), root), `range at ${size}`).toBe(true);
    expect(builder.range().nodes.length).toBe(oneBits(size));
    const leaf = naiveLeaf(size);
    leaves.push(leaf);
    builder.push(leaf);
    range = appendLeafHash(range, leaf, crypto);
  }
});

test('[LG4.2] a builder goes on from any encoded range as if it had never stopped', () => {
  const whole = new TreeBuilder(crypto);
  let halted: CompactRange = emptyRange;
  for (let i = 0; i < 130; i++) {
    whole.push(naiveLeaf(i));
    const next = new TreeBuilder(crypto, parseRange(encodeRange(halted)));
    next.push(naiveLeaf(i));
    const before = halted.nodes.length;
    halted = next.range();
    expect(before).toBe(oneBits(i));
    expect(sameHash(next.root(), whole.root())).toBe(true);
  }
});

test('[LG4.2] sizes beyond 32 bits keep their shape', () => {
  const size = 2 ** 40 + 2 ** 33 + 1;
  const builder = new TreeBuilder(crypto, { size, nodes: [naiveLeaf(0), naiveLeaf(1), naiveLeaf(2)] });
  builder.push(naiveLeaf(3));
  expect(builder.size).toBe(size + 1);
  expect(builder.range().nodes.length).toBe(3);
  expect(oneBits(maxSize)).toBe(53);
});

test('[LG4.3] a range whose nodes do not fit its size is refused', () => {
  expect(() => new TreeBuilder(crypto, { size: 3, nodes: [naiveLeaf(0)] })).toThrow('wanted 2');
  for (const bad of [
    '',
    '1',
    ':',
    '01:',
    '-1:',
    '1:',
    '0:AAAA',
    '3:AAAA',
    `1:${'A'.repeat(42)}B`,
    '9007199254740992:',
    `1:${'A'.repeat(5000)}`,
  ]) {
    expect(() => parseRange(bad), bad).toThrowError(expect.objectContaining({ code: 'log-range-malformed' }));
  }
});

test('[LG4.3] parseRange never throws but by code', () => {
  const good = encodeRange({ size: 5, nodes: [naiveLeaf(0), naiveLeaf(1)] });
  const mutated = fc
    .tuple(fc.nat(good.length - 1), fc.string({ minLength: 0, maxLength: 2 }))
    .map(([at, by]) => good.slice(0, at) + by + good.slice(at + 1));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), mutated), (text) => {
      try {
        expect(encodeRange(parseRange(text))).toBe(text);
      } catch (error) {
        expect(error).toBeInstanceOf(WaslError);
      }
    }),
    { seed: 4, numRuns: 200 },
  );
});
