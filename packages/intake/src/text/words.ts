import { stemsOf } from './fold.ts';

/** A word or number of the text, with the marks between it and the word before. Offsets are UTF-16 code units of the text. */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly raw: string;
  /** Forms under which vocabularies keep it; the first is the likeliest. */
  readonly stems: readonly string[];
  readonly capital: boolean;
  /** Every letter is a capital, and there are two or more. */
  readonly upper: boolean;
  readonly number: boolean;
  /** What stands between the word before and this one, white space made single blanks, line ends kept. */
  readonly before: string;
  /** A mark or line end that no phrase reaches over. */
  readonly barrier: boolean;
  /** Inside quotation marks. */
  readonly quoted: boolean;
}

const pieces = /[\p{L}\p{M}\p{N}]+/gu;
// An apostrophe, a hyphen or the point of an initialism between two letters joins them; quotation marks and blanks do not part a phrase.
const joins = /^[\s'’‘ʼ`´«»“”"‐‑\-\u00a0\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/;
const initialPoint = /^\.\s?$/;
const opening = /[«“]/g;
const closing = /[»”]/g;

function countOf(text: string, form: RegExp): number {
  return text.match(form)?.length ?? 0;
}

function isBarrier(before: string, previous: string, raw: string): boolean {
  if (before.includes('\n')) return true;
  if (joins.test(before)) return /\s[-‐‑–—]+\s/.test(before);
  // "U.S.", "D.C.", "J. C.": points between single capitals; "4.5": a decimal.
  if (before === '.' && /^\d+$/.test(previous) && /^\d+$/.test(raw)) return false;
  return !(initialPoint.test(before) && /^\p{Lu}$/u.test(previous) && /^\p{Lu}$/u.test(raw));
}

/** The words of a text in order, in one pass. */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  // Vocabularies are asked for the same words over and over.
  const known = new Map<string, readonly string[]>();
  let last = 0;
  let depth = 0;
  let previous = '';
  for (const match of text.matchAll(pieces)) {
    const raw = match[0];
    const gap = text.slice(last, match.index);
    const before = gap.replace(/\r\n?|\u2028|\u2029/g, '\n').replace(/[^\S\n]+/g, ' ');
    depth = Math.min(1, Math.max(0, depth + countOf(gap, opening) - countOf(gap, closing)));
    let stems = known.get(raw);
    if (stems === undefined) {
      stems = stemsOf(raw);
      known.set(raw, stems);
    }
    words.push({
      start: match.index,
      end: match.index + raw.length,
      raw,
      stems,
      capital: /^\p{Lu}/u.test(raw),
      upper: raw.length > 1 && raw === raw.toUpperCase() && /\p{Lu}{2}/u.test(raw),
      number: /^\p{N}+$/u.test(raw),
      before,
      barrier: words.length === 0 || isBarrier(before, previous, raw),
      quoted: depth > 0,
    });
    last = match.index + raw.length;
    previous = raw;
  }
  return words;
}
