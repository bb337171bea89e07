import { type Crypto, decodeBase64url, encodeBase64url } from '@wasl/record';
import { fail } from './codes.ts';
import { checkHash, emptyRoot, hashBytes, hashNode } from './hash.ts';
import { checkSize, oneBits, parseSize } from './size.ts';

/** A tree of `size` leaves as the roots of its perfect subtrees, largest (leftmost) first: one node per one-bit of the size. */
export interface CompactRange {
  readonly size: number;
  readonly nodes: readonly Uint8Array[];
}

/** The range of the tree without leaves. */
export const emptyRange: CompactRange = Object.freeze({ size: 0, nodes: Object.freeze([]) });

/** The range with one more leaf; the given one is unchanged. `leafHash` is 32 bytes (`log-hash-length`). Streams use TreeBuilder. */
export function appendLeafHash(range: CompactRange, leafHash: Uint8Array, crypto: Crypto): CompactRange {
  const builder = new TreeBuilder(crypto, range);
  builder.push(checkHash(leafHash, 'leaf hash'));
  return builder.range();
}

/** RFC 6962 root of the range, 32 bytes. */
export function rootOf(range: CompactRange, crypto: Crypto): Uint8Array {
  return foldRight(range.nodes, crypto) ?? emptyRoot(crypto);
}

/** Hash of neighbouring subtrees folded from the right; undefined when there is none. */
export function foldRight(nodes: readonly Uint8Array[], crypto: Crypto): Uint8Array | undefined {
  let root = nodes[nodes.length - 1];
  if (root === undefined) return undefined;
  for (let i = nodes.length - 2; i >= 0; i--) {
    const left = nodes[i];
    if (left !== undefined) root = hashNode(left, root, crypto);
  }
  return root;
}

/** `<size>:<base64url of the nodes, largest first>`; at most 1 713 characters. */
export function encodeRange(range: CompactRange): string {
  const bytes = new Uint8Array(range.nodes.length * hashBytes);
  for (const [i, node] of range.nodes.entries()) bytes.set(node, i * hashBytes);
  return `${range.size}:${encodeBase64url(bytes)}`;
}

const maxRangeText = 17 + 4 * Math.ceil((53 * hashBytes) / 3);

/** Reads what encodeRange wrote. Throws `log-range-malformed`. That the nodes are those of a tree is shown only by its root. */
export function parseRange(text: string): CompactRange {
  if (text.length > maxRangeText)
    throw fail('log-range-malformed', `compact range of ${text.length} characters, wanted at most ${maxRangeText}`);
  const colon = text.indexOf(':');
  const size = colon < 0 ? undefined : parseSize(text.slice(0, colon));
  if (size === undefined) throw fail('log-range-malformed', 'compact range without a canonical size before a colon');
  let bytes: Uint8Array;
  try {
    bytes = decodeBase64url(text.slice(colon + 1));
  } catch (cause) {
    throw fail('log-range-malformed', 'compact range nodes are not canonical base64url', { cause });
  }
  const wanted = oneBits(size);
  if (bytes.length !== wanted * hashBytes) {
    throw fail('log-range-malformed', `compact range of size ${size} holds ${bytes.length} bytes of nodes, wanted ${wanted * hashBytes}`);
  }
  const nodes = Array.from({ length: wanted }, (_, i) => new Uint8Array(bytes.subarray(i * hashBytes, (i + 1) * hashBytes)));
  return { size, nodes };
}

/**
 * A growing tree that keeps only its compact range. Pushing costs one node hash on average; nothing is copied.
 * Started from a range, it throws `log-size-range` or `log-range-malformed` when size and nodes do not fit.
 */
export class TreeBuilder {
  readonly #crypto: Crypto;
  readonly #nodes: Uint8Array[];
  #size: number;

  constructor(crypto: Crypto, start: CompactRange = emptyRange) {
    checkSize(start.size, 'size of the compact range');
    if (start.nodes.length !== oneBits(start.size)) {
      throw fail('log-range-malformed', `${start.nodes.length} nodes for size ${start.size}, wanted ${oneBits(start.size)}`);
    }
    for (const node of start.nodes) checkHash(node, 'node of the compact range');
    this.#crypto = crypto;
    this.#nodes = [...start.nodes];
    this.#size = start.size;
  }

  /** Number of leaves pushed, those of the starting range included. */
  get size(): number {
    return this.#size;
  }

  /** Appends one leaf hash, which must be 32 bytes: length is not checked here, the caller has just made it. Keeps a reference to it. */
  push(leafHash: Uint8Array): void {
    const nodes = this.#nodes;
    let node = leafHash;
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      node = hashNode(nodes.pop() as Uint8Array, node, this.#crypto);
    }
    nodes.push(node);
    this.#size += 1;
  }

  /** RFC 6962 root of what was pushed so far; costs one node hash per one-bit of the size, less one. */
  root(): Uint8Array {
    return foldRight(this.#nodes, this.#crypto) ?? emptyRoot(this.#crypto);
  }

  /** A snapshot that later pushes do not change. */
  range(): CompactRange {
    return { size: this.#size, nodes: [...this.#nodes] };
  }
}
