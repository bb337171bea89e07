import { venuesIn } from '../gazetteer/venues.ts';
import { type Span, spansOf } from './finding.ts';

const word = "\\p{Lu}[\\p{L}'’-]+";
/** Honours and patronymics say that a person is named, whatever the origin of the name; lists of first names are not used, by choice. */
const forms: readonly RegExp[] = [
  new RegExp(
    `(?<!\\p{L})(?:Moulay|Lalla|Si|Cheikh|Sheikh|Señora?|Sra?\\.|Doña?|Senhora?|Dona)\\s${word}(?:\\s(?:El\\s|Al[ -])?${word})?`,
    'gu',
  ),
  new RegExp(`(?<!\\p{L})${word}\\s(?:ben|bin|bint|ibn|ould|Ould|Bint)\\s${word}(?:\\s${word})?`, 'gu'),
  new RegExp(`(?<!\\p{L})${word}\\s${word},?\\s\\(?(?:aged\\s|âgée?\\sde\\s|de\\s)?\\d{1,2}[\\s-](?:ans|years?|años|anos)\\b`, 'gu'),
  /(?<!\p{L})(?:السيد|السيدة|الآنسة|مولاي|للا|الشيخ|الأستاذ|الدكتور)\s\p{Script=Arabic}{3,}(?:\s\p{Script=Arabic}{3,})?/gu,
  /(?<!\p{L})\p{Script=Arabic}{2,}\s(?:بن|ابن|بنت)\s\p{Script=Arabic}{2,}/gu,
  // Mass, Massa: Mr and Mrs in Tamazight; ism: name.
  /(?<!\p{L})(?:ⵎⴰⵙⵙ|ⵎⴰⵙⵙⴰ|ⵉⵙⵎ)\s?:?\s\p{Script=Tifinagh}{2,}(?:\s\p{Script=Tifinagh}{2,})?/gu,
];

/** Names after an honour, with a patronymic, or beside an age, in Latin, Arabic and Tifinagh letters. */
export function bareNames(text: string): Span[] {
  return forms.flatMap((form) => spansOf('person-name', text, { form }));
}

/** The spans without those that only touch the name of a venue: many stadiums, squares and avenues are called after persons. */
export function withoutVenues(text: string, spans: readonly Span[]): readonly Span[] {
  if (spans.length === 0) return spans;
  const venues = venuesIn(text);
  if (venues.length === 0) return spans;
  return spans.filter((span) => {
    if (span.kind !== 'person-name') return true;
    // A role before the venue belongs to the span; what counts is that the name itself lies in the venue's, up to a word beside it.
    const end = span.start + span.length;
    return !venues.some((venue) => venue.start <= end && span.start <= venue.end && overlap(span.start, end, venue) * 2 >= span.length);
  });
}

function overlap(start: number, end: number, venue: { readonly start: number; readonly end: number }): number {
  return Math.min(end, venue.end) - Math.max(start, venue.start);
}
