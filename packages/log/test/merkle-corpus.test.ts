import { expect, test } from 'vitest';
import { verifyConsistency, verifyInclusion } from '../src/index.ts';
import { corpusFiles, corpusText, hasCorpus } from './corpus.ts';
import { crypto } from './crypto.ts';

interface InclusionVector {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

interface ConsistencyVector {
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

const bytes = (text: string | null): Uint8Array => Buffer.from(text ?? '', 'base64');

test.skipIf(!hasCorpus('vectors-merkle'))('[LG4.4] agrees with every public RFC 6962 inclusion vector', () => {
  const files = corpusFiles('vectors-merkle', 'inclusion__');
  expect(files.length).toBe(98);
  for (const file of files) {
    const vector = JSON.parse(corpusText('vectors-merkle', file)) as InclusionVector;
    const claim = {
      index: vector.leafIdx,
      size: vector.treeSize,
      leafHash: bytes(vector.leafHash),
      proof: (vector.proof ?? []).map(bytes),
      root: bytes(vector.root),
    };
    expect(verifyInclusion(claim, crypto), file).toBe(!vector.wantErr);
  }
});

test.skipIf(!hasCorpus('vectors-merkle'))('[LG4.5] agrees with every public RFC 6962 consistency vector', () => {
  const files = corpusFiles('vectors-merkle', 'consistency__');
  expect(files.length).toBe(98);
  for (const file of files) {
    const vector = JSON.parse(corpusText('vectors-merkle', file)) as ConsistencyVector;
    const claim = {
      size1: vector.size1,
      root1: bytes(vector.root1),
      size2: vector.size2,
      root2: bytes(vector.root2),
      proof: (vector.proof ?? []).map(bytes),
    };
    // The public set has one valid case whose roots are short placeholders; here a root that is not 32 bytes is never valid.
    const placeholder = claim.root1.length !== 32;
    expect(verifyConsistency(claim, crypto), file).toBe(!vector.wantErr && !placeholder);
  }
});

interface SubtreeVector {
  readonly leafIdx: number;
  readonly start: number;
  readonly end: number;
  readonly size: number;
  readonly root: string;
  readonly leafHash: string;
  readonly root1: string;
  readonly root2: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

// A subtree [start, end) of draft-ietf-plants-merkle-tree-certs is an RFC 6962 tree of its own when start is a multiple of its padded width.
const isSubtree = (start: number, end: number) => start < end && start % 2 ** Math.ceil(Math.log2(end - start)) === 0;

test.skipIf(!hasCorpus('vectors-merkle'))('[LG4.4] agrees with every public subtree inclusion vector, the subtree taken as a tree', () => {
  const files = corpusFiles('vectors-merkle', 'subtreeinclusion__');
  expect(files.length).toBe(204);
  for (const file of files) {
    const { leafIdx, start, end, leafHash, proof, root, wantErr } = JSON.parse(corpusText('vectors-merkle', file)) as SubtreeVector;
    const claim = {
      index: leafIdx - start,
      size: end - start,
      leafHash: bytes(leafHash),
      proof: (proof ?? []).map(bytes),
      root: bytes(root),
    };
    expect(isSubtree(start, end) && verifyInclusion(claim, crypto), file).toBe(!wantErr);
  }
});

test.skipIf(!hasCorpus('vectors-merkle'))('[LG4.5] agrees with every public subtree consistency vector that begins at leaf 0', () => {
  let compared = 0;
  for (const file of corpusFiles('vectors-merkle', 'subtreeconsistency__')) {
    const { start, end, size, root1, root2, proof, wantErr } = JSON.parse(corpusText('vectors-merkle', file)) as SubtreeVector;
    // The draft's empty subtree fits any tree, even one of a wrong root; RFC 6962 has no such proof.
    if (start !== 0 || end === 0) continue;
    const claim = { size1: end, root1: bytes(root1), size2: size, root2: bytes(root2), proof: (proof ?? []).map(bytes) };
    expect(verifyConsistency(claim, crypto), file).toBe(!wantErr && claim.root1.length === 32);
    compared += 1;
  }
  expect(compared).toBeGreaterThan(50);
});
