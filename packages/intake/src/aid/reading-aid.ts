import type { IntakeOptions } from '../draft/intake.ts';
import { textOfHtml } from '../html/html-text.ts';
import type { Language } from '../languages.ts';
import { findOffices } from '../read/find-offices.ts';
import { findPeople } from '../read/find-people.ts';
import { documentOf, readCommunique } from '../read/read-communique.ts';
import { withholdNames } from '../read/withhold-names.ts';
import type { Document, Span, Stretch } from '../text/document.ts';

/**
 * A language model, or anything else that suggests what a text promises. What it answers is a stranger's: it is judged before anyone sees it. None
 * is there unless an operator configured one and an officer asked for it.
 */
export interface ReadingAid {
  /** May take seconds; rejects when it cannot answer. */
  suggest(text: string, language: Language): Promise<unknown>;
}

/** A promise that an aid sees in the text. It is in no draft; an officer makes a record of it by hand or not at all. */
interface Suggestion {
  readonly from: 'model';
  readonly kind: 'commitment' | 'intention';
  /** The words of the text, names withheld. */
  readonly text: string;
  readonly span: Span;
  readonly confidence: number;
}

/** The answers of an aid that hold, and how many did not. */
export interface Suggestions {
  readonly suggestions: readonly Suggestion[];
  readonly refused: number;
}

const most = 64;
const longestQuote = 500;
/** Below what any rule gives: an aid is never the stronger word. */
const confidence = 30;

function stretchOf({ words }: Document, { start, end }: Span): Stretch | undefined {
  const from = words.findIndex((word) => word.start === start);
  const to = words.findIndex((word) => word.end === end) + 1;
  return from >= 0 && to > from ? { from, to } : undefined;
}

function rowsOf(answer: unknown): readonly unknown[] {
  const rows = typeof answer === 'object' && answer !== null ? (answer as { readonly suggestions?: unknown }).suggestions : undefined;
  return Array.isArray(rows) ? rows : [];
}

/** Judges an aid's answer: each suggestion must quote the text to the letter, from word to word. */
export function judgeSuggestions(text: string, answer: unknown, stated?: Language): Suggestions {
  const document = documentOf(text, stated);
  const people = findPeople(
    document,
    document.sentences.flatMap((sentence) => findOffices(document, sentence)),
  );
  const rows = rowsOf(answer);
  const suggestions = rows.slice(0, most).flatMap((row): Suggestion[] => {
    const { kind, quote } = (typeof row === 'object' && row !== null ? row : {}) as { readonly kind?: unknown; readonly quote?: unknown };
    if ((kind !== 'commitment' && kind !== 'intention') || typeof quote !== 'string' || quote.length < 4 || quote.length > longestQuote)
      return [];
    const start = text.indexOf(quote);
    const span = { start, end: start + quote.length };
    const stretch = start < 0 ? undefined : stretchOf(document, span);
    if (stretch === undefined) return [];
    return [{ from: 'model', kind, text: withholdNames(document, people, stretch).text, span, confidence }];
  });
  return { suggestions, refused: rows.length - suggestions.length };
}

/** Asks an aid about a text or page and judges what it answers. Throws as `intake`, and whatever the aid rejects with. */
export async function suggestionsFor(source: string, options: IntakeOptions, aid: ReadingAid): Promise<Suggestions> {
  const page = options.format === 'html' ? textOfHtml(source) : { text: source, locate: (span: Span): Span => span };
  const { language } = readCommunique(page.text, options.language === undefined ? {} : { language: options.language });
  const { suggestions, refused } = judgeSuggestions(page.text, await aid.suggest(page.text, language), language);
  return { suggestions: suggestions.map((each) => ({ ...each, span: page.locate(each.span) })), refused };
}
