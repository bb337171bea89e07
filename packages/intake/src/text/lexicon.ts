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

  /**
   * The phrase that begins at word `at` and ends before word `limit`: the longest of those without a gap; else of those with one the shortest, since
   * a gap that reaches far takes in what belongs to others.
   */
  at(words: readonly Word[], at: number, limit: number): Hit<T> | undefined {
    let plain: Hit<T> | undefined;
    let gapped: Hit<T> | undefined;
    const open: { readonly node: Node<T>; readonly index: number; readonly gap: boolean }[] = [{ node: this.#root, index: at, gap: false }];
    const seen = new Set<Node<T>>();
    for (let step = open.pop(); step !== undefined; step = open.pop()) {
      const { node, index, gap } = step;
      const [value] = node.values;
      if (value !== undefined && index > at) {
        if (!gap && index > (plain?.to ?? at)) plain = { from: at, to: index, value };
        if (gap && index < (gapped?.to ?? limit + 1)) gapped = { from: at, to: index, value };
      }
      const word = words[index];
      if (word === undefined || index >= limit || (index > at && word.barrier)) continue;
      for (const follower of followers(node, word)) open.push({ node: follower, index: index + 1, gap });
      if (node.gap === undefined || seen.has(node.gap)) continue;
      seen.add(node.gap);
      for (let skipped = 0; skipped <= longestGap && index + skipped < limit; skipped++) {
        const later = words[index + skipped];
        if (later === undefined || (later.barrier && index + skipped > at)) break;
        for (const follower of followers(node.gap, later)) open.push({ node: follower, index: index + skipped + 1, gap: true });
      }
    }
    return plain ?? gapped;
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
