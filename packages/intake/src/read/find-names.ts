import { numberOf, yearNumber } from '../dates/find-dates.ts';
import type { Flag } from '../dates/resolve-date.ts';
import { type Document, quoteOf, type Span, type Stretch, spanOf } from '../text/document.ts';
import type { EventValue, OrganisationValue, PlaceValue } from '../vocabulary.ts';

/** A city where something happens: behind a preposition of place. */
export interface PlaceMention extends Stretch {
  readonly place: PlaceValue;
}

export interface OrganisationMention extends Stretch {
  readonly organisation: OrganisationValue;
  readonly span: Span;
}

/** A theme of the controlled vocabulary where the text speaks of it. */
export interface ThemeMention extends Stretch {
  readonly theme: string;
  readonly span: Span;
}

/** An event by its normal name. The year is absent where the text has none that can be one. */
export interface EventMention extends Stretch {
  readonly event: EventValue;
  readonly ordinal?: number;
  readonly year?: number;
  readonly place?: PlaceValue;
  readonly printed: string;
  readonly span: Span;
  readonly flags: readonly Flag[];
}

/** Cities and countries that a stretch puts something in. */
export function findPlaces(document: Document, { from, to }: Stretch): readonly PlaceMention[] {
  const { words, vocabulary } = document;
  return vocabulary.places
    .scan(words, from, to)
    .filter((hit) => hit.value.kind === 'city' || hit.value.kind === 'country')
    .filter((hit) => isLocative(document, hit, from))
    .map((hit) => ({ from: hit.from, to: hit.to, place: hit.value }));
}

/** Cities that a stretch names in whatever way: what is visited needs no preposition. */
export function findCities({ words, vocabulary }: Document, { from, to }: Stretch): readonly PlaceMention[] {
  return vocabulary.places
    .scan(words, from, to)
    .filter((hit) => hit.value.kind === 'city')
    .map((hit) => ({ from: hit.from, to: hit.to, place: hit.value }));
}

function isLocative({ words, vocabulary }: Document, { from }: Stretch, floor: number): boolean {
  const word = words[from];
  if (word === undefined) return false;
  if (vocabulary.language === 'ar') {
    if (/^ب/.test(word.raw) && word.stems.length > 1) return true;
    return from > floor && !word.barrier && /^(?:في|بمدينة|مدينة|العاصمة|بالعاصمة)$/.test(words[from - 1]?.raw ?? '');
  }
  if (from <= floor || word.barrier) return false;
  const [before, earlier] = [words[from - 1], words[from - 2]];
  const prepositions = vocabulary.markers.prepositions;
  if (before !== undefined && prepositions.at(words, from - 1, from) !== undefined) return true;
  // "in the city of Fez", "dans la ville de Fès", "in central London".
  const small = before?.stems[0] ?? '';
  if (/^(?:de|of|d|the|la|central)$/.test(small) && /^(?:ville|city|ciudad|cidade|capital|capitale|in|en)$/.test(earlier?.stems[0] ?? ''))
    return true;
  return false;
}

/** Organisations of the gazetteer. */
export function findOrganisations(document: Document, stretch: Stretch): readonly OrganisationMention[] {
  return document.vocabulary.organisations.scan(document.words, stretch.from, stretch.to).flatMap((hit) => {
    const raw = document.words[hit.from]?.raw ?? '';
    // An acronym is written in capitals: "FAR", not "far".
    if (hit.to === hit.from + 1 && /^\p{Script=Latin}/u.test(raw) && !/\p{Lu}/u.test(raw)) return [];
    if (hit.to === hit.from + 1 && raw.length <= 4 && /^\p{Script=Latin}/u.test(raw) && raw !== raw.toUpperCase()) return [];
    return [{ from: hit.from, to: hit.to, organisation: hit.value, span: spanOf(document, hit) }];
  });
}

/** Themes of the controlled vocabulary. */
export function findThemes(document: Document, stretch: Stretch): readonly ThemeMention[] {
  return document.vocabulary.themes
    .scanOverlapping(document.words, stretch.from, stretch.to)
    .map((hit) => ({ from: hit.from, to: hit.to, theme: hit.value, span: spanOf(document, hit) }));
}

/** Events with their years, as printed. A year of the wrong length is flagged and left out. */
export function findEvents(document: Document, stretch: Stretch): readonly EventMention[] {
  const { words, vocabulary } = document;
  return vocabulary.events.scan(words, stretch.from, stretch.to).flatMap((hit): EventMention[] => {
    const raw = words[hit.from]?.raw ?? '';
    const isAcronym = hit.to === hit.from + 1 && raw.length <= 5 && /^\p{Script=Latin}/u.test(raw);
    if (isAcronym && raw !== raw.toUpperCase()) return [];
    // "can" the verb and "COP" alone: an acronym is an event when a number or year follows.
    if (isAcronym && raw.length <= 3 && numberOf(words[hit.to], 9) === undefined && !isCoded(words[hit.to]?.raw)) return [];
    const before = ordinalBefore(document, hit.from, stretch.from);
    const place = placeAfter(document, hit.to, stretch.to);
    const year = yearBeside(document, { from: before?.at ?? hit.from, to: hit.to }, stretch);
    const flags: Flag[] = [...year.flags];
    const { cycle } = hit.value;
    if (year.year !== undefined && cycle !== undefined && year.year % cycle.every !== cycle.remainder)
      flags.push({ flag: 'event-year-unusual', printed: String(year.year) });
    const whole = { from: Math.min(before?.at ?? hit.from, year.from ?? hit.from), to: year.to ?? hit.to };
    return [
      {
        ...whole,
        event: hit.value,
        ...(before === undefined ? {} : { ordinal: before.ordinal }),
        ...(year.year === undefined ? {} : { year: year.year }),
        ...(place === undefined ? {} : { place }),
        printed: quoteOf(document, whole),
        span: spanOf(document, whole),
        flags,
      },
    ];
  });
}

const isCoded = (raw: string | undefined): boolean => /^\d{1,4}$/.test(raw ?? '');

function ordinalBefore({ words }: Document, at: number, floor: number): { readonly ordinal: number; readonly at: number } | undefined {
  const word = words[at - 1];
  if (at - 1 < floor || word === undefined || words[at]?.barrier === true) return undefined;
  const match = /^(\d{1,3})(?:e|eme|er|re|st|nd|rd|th|º|ª)$/.exec(word.stems[0] ?? '') ?? /^(\d{1,3})$/.exec(word.stems[0] ?? '');
  return match === null ? undefined : { ordinal: Number(match[1]), at: at - 1 };
}

interface YearBeside {
  readonly year?: number;
  readonly from?: number;
  readonly to?: number;
  readonly flags: readonly Flag[];
}

/** `Coupe du Monde 2030`, `2030 World Cup`, `Assemblée générale … à Marrakech en 2025`; a following number of another length is no year. */
function yearBeside(document: Document, hit: Stretch, stretch: Stretch): YearBeside {
  const { words, vocabulary } = document;
  const next = words[hit.to];
  if (next !== undefined && hit.to < stretch.to && !next.barrier && next.number) {
    const year = yearNumber(next);
    if (year !== undefined) return { year, to: hit.to + 1, flags: [] };
    const printed = document.text.slice(next.start, next.end);
    if (printed.length >= 3) return { to: hit.to + 1, flags: [{ flag: 'year-suspicious', printed }] };
  }
  const previous = words[hit.from - 1];
  if (previous !== undefined && hit.from > stretch.from && words[hit.from]?.barrier === false && yearNumber(previous) !== undefined)
    return { year: yearNumber(previous) ?? 0, from: hit.from - 1, flags: [] };
  for (let at = hit.to; at < Math.min(stretch.to, hit.to + 7); at++) {
    const word = words[at];
    if (word === undefined || (at > hit.to && /[.;:()]/.test(word.before)) || vocabulary.events.at(words, at, stretch.to) !== undefined)
      break;
    if (!word.number || vocabulary.yearWords.at(words, at - 1, at) === undefined) continue;
    const year = yearNumber(word);
    if (year !== undefined) return { year, to: at + 1, flags: [] };
    if (word.raw.length >= 3) return { to: at + 1, flags: [{ flag: 'year-suspicious', printed: word.raw }] };
  }
  return { flags: [] };
}

function placeAfter(document: Document, from: number, limit: number): PlaceValue | undefined {
  const { words, vocabulary } = document;
  for (let at = from; at < Math.min(limit, from + 4); at++) {
    if (/[.;:()]/.test(words[at]?.before ?? '')) return undefined;
    const hit = vocabulary.places.at(words, at, limit);
    if (hit !== undefined && (hit.value.kind === 'city' || hit.value.kind === 'country'))
      return isLocative(document, hit, from - 1) ? hit.value : undefined;
  }
  return undefined;
}
