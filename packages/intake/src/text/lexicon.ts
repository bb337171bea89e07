import { stem } from './fold.ts';
import type { Word } from './words.ts';

interface Node<T> {
  readonly next: Map<string, Node<T>>;
  /** Edges for words that begin so. */
  readonly prefixes: Map<string, Node<T>>;
  /** After up to four other words. */
  gap?: Node<T>;
  readonly values: T[];
}

/** A phrase of the vocabulary found in a text: words `from` up to but not including `to`. */
export interface Hit<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

const wordForm = /[\p{L}\p{M}\p{N}]+\*?|…/gu;
const longestGap = 4;

function emptyNode<T>(): Node<T> {
  return { next: new Map(), prefixes: new Map(), values: [] };
}

/**
 * Phrases and what they stand for. In a phrase `word*` is any word that begins so and `…` stands for up to four words. Looking one place up
 * takes at most the length of the longest phrase times the open gaps, so a text is read in linear time.
 */
export class Lexicon<T> {
  readonly #root: Node<T> = emptyNode();

  add(phrase: string, value: T): this {
    let node = this.#root;
    for (const [part] of phrase.matchAll(wordForm)) {
      if (part === '…') {
        node.gap ??= emptyNode();
        node = node.gap;
        continue;
      }
      const edges = part.endsWith('*') ? node.prefixes : node.next;
      const key = part.endsWith('*') ? stem(part.slice(0, -1)) : stem(part);
      const there = edges.get(key);
      const follower = there ?? emptyNode<T>();
      if (there === undefined) edges.set(key, follower);
      node = follower;
    }
    node.values.push(value);
    return this;
  }

  /** The longest phrase that begins at word `at` and ends before word `limit`. */
  at(words: readonly Word[], at: number, limit: number): Hit<T> | undefined {
    let found: Hit<T> | undefined;
    const open: [Node<T>, number][] = [[this.#root, at]];
    const seen = new Set<Node<T>>();
    for (let step = open.pop(); step !== undefined; step = open.pop()) {
      const [node, index] = step;
      if (node.values[0] !== undefined && index > (found?.to ?? at)) found = { from: at, to: index, value: node.values[0] };
      const word = words[index];
      if (word === undefined || index >= limit || (index > at && word.barrier)) continue;
      for (const follower of followers(node, word)) open.push([follower, index + 1]);
      if (node.gap === undefined || seen.has(node.gap)) continue;
      seen.add(node.gap);
      for (let skipped = 0; skipped <= longestGap && index + skipped < limit; skipped++) {
        const later = words[index + skipped];
        if (later === undefined || (later.barrier && index + skipped > at)) break;
        for (const follower of followers(node.gap, later)) open.push([follower, index + skipped + 1]);
      }
    }
    return found;
  }

  /** As `scan`, but phrases may overlap; one within another is left out. */
  scanOverlapping(words: readonly Word[], from: number, to: number): readonly Hit<T>[] {
    const hits: Hit<T>[] = [];
    for (let index = from; index < to; index++) {
      const hit = this.at(words, index, to);
      if (hit !== undefined && hit.to > (hits.at(-1)?.to ?? 0)) hits.push(hit);
    }
    return hits;
  }

  /** The phrases of a stretch of words, from left to right, the longest at each place and none within another. */
  scan(words: readonly Word[], from: number, to: number): readonly Hit<T>[] {
    const hits: Hit<T>[] = [];
    for (let index = from; index < to; index++) {
      const hit = this.at(words, index, to);
      if (hit === undefined) continue;
      hits.push(hit);
      index = hit.to - 1;
    }
    return hits;
  }
}

function followers<T>(node: Node<T>, word: Word): Node<T>[] {
  const found: Node<T>[] = [];
  for (const key of word.stems) {
    const follower = node.next.get(key);
    if (follower !== undefined) found.push(follower);
    if (node.prefixes.size === 0) continue;
    for (let length = 2; length <= Math.min(key.length, 14); length++) {
      const byPrefix = node.prefixes.get(key.slice(0, length));
      if (byPrefix !== undefined) found.push(byPrefix);
    }
  }
  return found;
}
