import type { Day } from '../dates/day.ts';
import { type DateMention, findDates } from '../dates/find-dates.ts';
import type { Document, Stretch } from '../text/document.ts';
import type { PlaceValue } from '../vocabulary.ts';

/** `Rabat, 6 février 2020 -`: where and when a dispatch was written. */
export interface Dateline extends Stretch {
  readonly place: PlaceValue;
  readonly date?: DateMention;
}

const searched = 5;
const longest = 14;

/** The dateline of a text, looked for at the beginning of its first sentences. */
export function findDateline(document: Document): Dateline | undefined {
  const { words, sentences, vocabulary } = document;
  for (const sentence of sentences.slice(0, searched)) {
    const place = vocabulary.places.at(words, sentence.from, sentence.to);
    if (place === undefined || place.value.kind === 'demonym' || place.value.kind === 'region') continue;
    const after = words[place.to];
    // "Madrid a annoncé" is no dateline, "Madrid, lundi" and "RABAT (MAP) -" are.
    const dated = findDates(document, { from: place.to, to: Math.min(sentence.to, place.to + 4) })[0]?.from === place.to;
    if (after !== undefined && place.to < sentence.to && !dated && !/[,،(–—:]|\s-\s/.test(after.before)) continue;
    const to = endOf(document, place.to, sentence);
    const [date] = findDates(document, { from: place.to, to });
    const closed = to < words.length && /[.:–—]|\s-\s|\n/.test(words[to]?.before ?? '');
    if (date === undefined && !closed) continue;
    return {
      from: sentence.from,
      to: date !== undefined && !closed ? date.to : to,
      place: place.value,
      ...(date === undefined ? {} : { date }),
    };
  }
  return undefined;
}

function endOf({ words }: Document, from: number, sentence: Stretch): number {
  let at = from;
  const limit = Math.min(sentence.to, from + longest);
  while (
    at < limit &&
    !/[:–—]|\s-\s|\)\s*[-–—.:]/.test(at > from || !/[,،(]/.test(words[at]?.before ?? '') ? (words[at]?.before ?? '') : '')
  )
    at += 1;
  return at;
}

/** A mention that is a whole day in itself. */
export function wholeDay(mention: DateMention | undefined): Day | undefined {
  if (mention?.year === undefined || mention.month === undefined || mention.day === undefined) return undefined;
  return { year: mention.year, month: mention.month, day: mention.day };
}
