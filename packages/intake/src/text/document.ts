import type { Vocabulary } from '../vocabulary.ts';
import type { Hit, Lexicon } from './lexicon.ts';
import type { Sentence } from './sentences.ts';
import type { Word } from './words.ts';

/** A text ready to be read. */
export interface Document {
  readonly text: string;
  readonly words: readonly Word[];
  readonly sentences: readonly Sentence[];
  readonly vocabulary: Vocabulary;
}

/** Where something stands: offsets in UTF-16 code units, `end` past the last one. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A stretch of words: `from` up to but not including `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The span of words `from` up to but not including `to`. */
export function spanOf({ words }: Pick<Document, 'words'>, { from, to }: Stretch): Span {
  return { start: words[from]?.start ?? 0, end: words[to - 1]?.end ?? 0 };
}

/** The text of a stretch of words, white space made single blanks. */
export function quoteOf(document: Pick<Document, 'text' | 'words'>, stretch: Stretch): string {
  const { start, end } = spanOf(document, stretch);
  return document.text.slice(start, end).replace(/\s+/g, ' ');
}

/** Whether a phrase of a list stands within a stretch of words. */
export function has<T>({ words }: Pick<Document, 'words'>, lexicon: Lexicon<T>, { from, to }: Stretch): boolean {
  return firstOf(words, lexicon, { from, to }) !== undefined;
}

/** The first phrase of a list within a stretch of words. */
export function firstOf<T>(words: readonly Word[], lexicon: Lexicon<T>, { from, to }: Stretch): Hit<T> | undefined {
  for (let index = Math.max(0, from); index < to; index++) {
    const hit = lexicon.at(words, index, to);
    if (hit !== undefined) return hit;
  }
  return undefined;
}
