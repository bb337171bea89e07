import type { Crypto } from '@wasl/record';
import { fail } from './codes.ts';
import { foldRight } from './compact-range.ts';
import { emptyRoot, hashNode } from './hash.ts';
import { checkSize, splitPoint } from './size.ts';

/** Place of a perfect subtree: it covers the leaves [index·2^level, (index+1)·2^level). */
export interface NodeId {
  readonly level: number;
  readonly index: number;
}

/** Gives the 32-byte hash of a perfect subtree whose leaves all exist; undefined makes the proof fail with `log-node-missing`. */
export interface NodeReader {
  nodeAt(level: number, index: number): Uint8Array | undefined;
}

/** Leaves [start, end) as one hash of a proof. `start` is a multiple of the smallest power of two ≥ end − start. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Nodes that inclusionProof will read, so that a caller whose storage is asynchronous can fetch them first. At most 2·53². */
export function inclusionNodes(index: number, size: number): readonly NodeId[] {
  return inclusionSpans(index, size).flatMap((span) => cover(span));
}

/** Nodes that consistencyProof will read. */
export function consistencyNodes(size1: number, size2: number): readonly NodeId[] {
  return consistencySpans(size1, size2).flatMap((span) => cover(span));
}

/** Audit path of leaf `index` in the tree of `size` leaves, leaf end first (RFC 6962 §2.1.1). Throws `log-size-range`, `log-node-missing`. */
export function inclusionProof(
  at: { readonly index: number; readonly size: number },
  reader: NodeReader,
  crypto: Crypto,
): readonly Uint8Array[] {
  return inclusionSpans(at.index, at.size).map((span) => spanHash(span, reader, crypto));
}

/** Proof that the tree of `size1` leaves is a prefix of that of `size2` (RFC 6962 §2.1.2); empty for size1 = 0 and size1 = size2. */
export function consistencyProof(
  at: { readonly size1: number; readonly size2: number },
  reader: NodeReader,
  crypto: Crypto,
): readonly Uint8Array[] {
  return consistencySpans(at.size1, at.size2).map((span) => spanHash(span, reader, crypto));
}

/** Root of the first `size` leaves from stored nodes. Throws `log-size-range`, `log-node-missing`. */
export function rootFromNodes(size: number, reader: NodeReader, crypto: Crypto): Uint8Array {
  return checkSize(size, 'tree size') === 0 ? emptyRoot(crypto) : spanHash({ start: 0, end: size }, reader, crypto);
}

/** A reader over leaf hashes in memory or storage: inner nodes are computed on demand and remembered. For trees up to some 10^5 leaves. */
export function leafHashReader(leafHashAt: (index: number) => Uint8Array | undefined, crypto: Crypto): NodeReader {
  const known = new Map<string, Uint8Array>();
  const nodeAt = (level: number, index: number): Uint8Array | undefined => {
    if (level === 0) return leafHashAt(index);
    const place = `${level}/${index}`;
    const seen = known.get(place);
    if (seen !== undefined) return seen;
    const left = nodeAt(level - 1, index * 2);
    const right = nodeAt(level - 1, index * 2 + 1);
    if (left === undefined || right === undefined) return undefined;
    const node = hashNode(left, right, crypto);
    known.set(place, node);
    return node;
  };
  return { nodeAt };
}

function inclusionSpans(index: number, size: number): readonly Span[] {
  checkSize(size, 'tree size');
  checkSize(index, 'leaf index');
  if (index >= size) throw fail('log-size-range', `leaf index ${index} in a tree of ${size} leaves, wanted an index below the size`);
  const spans: Span[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    if (index < middle) {
      spans.push({ start: middle, end });
      end = middle;
    } else {
      spans.push({ start, end: middle });
      start = middle;
    }
  }
  return spans.reverse();
}

function consistencySpans(size1: number, size2: number): readonly Span[] {
  checkSize(size1, 'first tree size');
  checkSize(size2, 'second tree size');
  if (size1 > size2) throw fail('log-size-range', `consistency from ${size1} to ${size2}, wanted the smaller size first`);
  if (size1 === 0 || size1 === size2) return [];
  const spans: Span[] = [];
  let start = 0;
  let end = size2;
  while (size1 < end) {
    const middle = start + splitPoint(end - start);
    if (size1 <= middle) {
      spans.push({ start: middle, end });
      end = middle;
    } else {
      spans.push({ start, end: middle });
      start = middle;
    }
  }
  // The subtree that ends both trees is the first tree itself only when nothing stands left of it: then the verifier has its hash already.
  if (start > 0) spans.push({ start, end });
  return spans.reverse();
}

function cover(span: Span): NodeId[] {
  const nodes: NodeId[] = [];
  let start = span.start;
  while (start < span.end) {
    let level = 0;
    let width = 1;
    while (start % (width * 2) === 0 && start + width * 2 <= span.end) {
      width *= 2;
      level += 1;
    }
    nodes.push({ level, index: start / width });
    start += width;
  }
  return nodes;
}

function spanHash(span: Span, reader: NodeReader, crypto: Crypto): Uint8Array {
  const hashes = cover(span).map(({ level, index }) => {
    const hash = reader.nodeAt(level, index);
    if (hash === undefined) throw fail('log-node-missing', `no hash for node ${index} at level ${level}`);
    return hash;
  });
  const folded = foldRight(hashes, crypto);
  if (folded === undefined) throw fail('log-node-missing', `no node covers leaves ${span.start} to ${span.end}`);
  return folded;
}
