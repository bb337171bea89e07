import { hashBytes, type NodeId, type NodeReader, TreeBuilder } from '@wasl/log';
import type { Crypto } from '@wasl/record';
import type { Store } from '../ports/store.ts';

const keptLevel = 8;
const keptNodes = 8192;
const pageLeaves = 4096;

/** Hashes of perfect subtrees of stored logs. Those of 256 leaves and more are remembered, so that a second proof of a long log is cheap. */
export class TreeReader {
  readonly #store: Store;
  readonly #crypto: Crypto;
  readonly #known = new Map<string, Uint8Array>();

  constructor(store: Store, crypto: Crypto) {
    this.#store = store;
    this.#crypto = crypto;
  }

  /** A reader that holds exactly these nodes of a log; leaves must exist. */
  async reader(origin: string, nodes: readonly NodeId[]): Promise<NodeReader> {
    const found = new Map<string, Uint8Array>();
    for (const { level, index } of nodes) found.set(`${level}/${index}`, await this.#node(origin, { level, index }));
    return { nodeAt: (level, index) => found.get(`${level}/${index}`) };
  }

  async #node(origin: string, node: NodeId): Promise<Uint8Array> {
    const key = `${origin}/${node.level}/${node.index}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const hash = await this.#compute(origin, node);
    if (node.level >= keptLevel) {
      this.#known.set(key, hash);
      const oldest = this.#known.keys().next().value;
      if (this.#known.size > keptNodes && oldest !== undefined) this.#known.delete(oldest);
    }
    return hash;
  }

  async #compute(origin: string, node: NodeId): Promise<Uint8Array> {
    const width = 2 ** node.level;
    const tree = new TreeBuilder(this.#crypto);
    const end = (node.index + 1) * width;
    for (let from = node.index * width; from < end; from += pageLeaves) {
      const hashes = await this.#store.leafHashes(origin, from, Math.min(from + pageLeaves, end));
      for (let at = 0; at < hashes.length; at += hashBytes) tree.push(hashes.slice(at, at + hashBytes));
    }
    return tree.root();
  }
}

/** The perfect subtrees that make up the first `size` leaves. */
export function cover(size: number): readonly NodeId[] {
  const nodes: NodeId[] = [];
  let start = 0;
  for (let level = 52; level >= 0; level--) {
    const width = 2 ** level;
    if (size - start < width) continue;
    nodes.push({ level, index: start / width });
    start += width;
  }
  return nodes;
}
