import calendar from './data/calendar.json' with { type: 'json' };
import commonWords from './data/common-words.json' with { type: 'json' };
import commonArabic from './data/common-words-ar.json' with { type: 'json' };
import domains from './data/domains.json' with { type: 'json' };
import events from './data/events.json' with { type: 'json' };
import institutions from './data/institutions.json' with { type: 'json' };
import markers from './data/markers.json' with { type: 'json' };
import meetings from './data/meetings.json' with { type: 'json' };
import officeWords from './data/office-words.json' with { type: 'json' };
import organisations from './data/organisations.json' with { type: 'json' };
import parties from './data/parties.json' with { type: 'json' };
import places from './data/places.json' with { type: 'json' };
import promises from './data/promises.json' with { type: 'json' };
import regions from './data/regions.json' with { type: 'json' };
import roles from './data/roles.json' with { type: 'json' };
import themes from './data/themes.json' with { type: 'json' };
import type { Language } from './languages.ts';
import { fold, stem } from './text/fold.ts';
import { Lexicon } from './text/lexicon.ts';

type Forms = { readonly [language in Language]?: readonly string[] };

/** Where a name may lead: a country, a city, a region. */
export interface PlaceValue {
  readonly kind: 'country' | 'demonym' | 'city' | 'region';
  readonly code: string;
  readonly party?: string;
  readonly name: string;
}

export interface OrganisationValue {
  readonly organisation: string;
  readonly party?: string;
  readonly function: string;
  readonly name: string;
}

export interface RoleValue {
  readonly role: string;
  readonly domain?: string;
  readonly party?: string;
}

interface DomainValue {
  readonly domain: string;
  readonly party?: string;
}

export interface EventValue {
  readonly event: string;
  readonly kind: string;
  readonly names: { readonly en: string; readonly fr: string; readonly ar: string };
  readonly cycle?: { readonly every: number; readonly remainder: number };
}

export interface DateWord {
  readonly kind: 'month' | 'weekday' | 'relative' | 'hijri';
  readonly value: number;
  readonly relative?: string;
}

type Marker = Exclude<keyof typeof markers, 'reporting'>;

/** Everything the rules look up, for one language. Names of places and organisations are of all languages: acronyms and dispatches mix them. */
export interface Vocabulary {
  readonly language: Language;
  readonly places: Lexicon<PlaceValue>;
  readonly organisations: Lexicon<OrganisationValue>;
  readonly institutions: Lexicon<string>;
  readonly roles: Lexicon<RoleValue>;
  readonly domains: Lexicon<DomainValue>;
  readonly officeWords: Lexicon<true>;
  readonly themes: Lexicon<string>;
  readonly events: Lexicon<EventValue>;
  readonly dates: Lexicon<DateWord>;
  readonly next: Lexicon<true>;
  readonly last: Lexicon<true>;
  readonly yearWords: Lexicon<true>;
  readonly rangeWords: Lexicon<true>;
  readonly dayWords: Lexicon<true>;
  readonly talksWords: Lexicon<true>;
  readonly counts: Lexicon<number>;
  readonly meetingVerbs: Lexicon<{ readonly word: string; readonly kind?: string }>;
  readonly meetingNouns: Lexicon<string>;
  readonly promises: Lexicon<'commitment' | 'intention'>;
  readonly possible: Lexicon<true>;
  readonly notPromises: Lexicon<true>;
  readonly cuts: Lexicon<true>;
  readonly common: ReadonlySet<string>;
  /** Every word of every phrase of organisations, domains, offices, themes, events, countries and regions: words that are no names by themselves. */
  readonly known: ReadonlySet<string>;
  readonly markers: Readonly<Record<Marker, Lexicon<true>>>;
}

function filled<T>(rows: Iterable<readonly [phrases: readonly string[] | undefined, value: T]>): Lexicon<T> {
  const lexicon = new Lexicon<T>();
  for (const [phrases, value] of rows) for (const phrase of phrases ?? []) lexicon.add(phrase, value);
  return lexicon;
}

function flags(forms: Forms, language: Language): Lexicon<true> {
  return filled([[forms[language], true as const]]);
}

function placeRows(): [readonly string[], PlaceValue][] {
  const name = (names: readonly string[]): string => names[0] ?? '';
  return [
    ...parties.map((row): [string[], PlaceValue] => [
      row.names,
      { kind: 'country', code: row.party, party: row.party, name: name(row.names) },
    ]),
    ...parties.map((row): [string[], PlaceValue] => [
      row.demonyms,
      { kind: 'demonym', code: row.party, party: row.party, name: name(row.names) },
    ]),
    ...places.map((row): [string[], PlaceValue] => [row.names, { kind: 'city', code: row.place, party: row.party, name: name(row.names) }]),
    ...regions.map((row): [string[], PlaceValue] => [row.names, { kind: 'region', code: row.region, name: name(row.names) }]),
  ];
}

function dateRows(language: Language): [readonly string[] | undefined, DateWord][] {
  const of = (forms: Forms): readonly string[] | undefined => forms[language];
  return [
    ...calendar.months.map((row): [readonly string[] | undefined, DateWord] => [of(row.forms), { kind: 'month', value: row.month }]),
    ...calendar.weekdays.map((row): [readonly string[] | undefined, DateWord] => [of(row.forms), { kind: 'weekday', value: row.weekday }]),
    ...calendar.relative.map((row): [readonly string[] | undefined, DateWord] => [
      of(row.forms),
      { kind: 'relative', value: 0, relative: row.relative },
    ]),
    [of(calendar.hijri), { kind: 'hijri', value: 0 }],
  ];
}

function countRows(language: Language): [readonly string[], number][] {
  return (calendar.counts[language] ?? []).map((text): [string[], number] => {
    const [word = '', count = ''] = text.split('=');
    return [[word], Number(count)];
  });
}

function knownWords(language: Language): ReadonlySet<string> {
  const forms = [...institutions, ...roles, ...domains, ...themes, ...events].flatMap((row) => (row.forms as Forms)[language] ?? []);
  const dated = [...calendar.months, ...calendar.weekdays].flatMap((row) => (row.forms as Forms)[language] ?? []);
  const names = [...parties.flatMap((row) => [...row.names, ...row.demonyms]), ...regions.flatMap((row) => row.names)];
  const of = [...forms, ...dated, ...names, ...organisations.flatMap((row) => row.names), ...places.flatMap((row) => row.names)];
  const phrases = [
    ...of,
    ...officeWords[language],
    ...Object.values(meetings).flatMap((rows) => rows.flatMap((row) => (row.forms as Forms)[language] ?? [])),
  ];
  return new Set(phrases.flatMap((phrase) => [...phrase.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map((match) => stem(match[0]))));
}

function build(language: Language): Vocabulary {
  const of = (forms: Forms): readonly string[] | undefined => forms[language];
  const marker = (name: Marker): Lexicon<true> => flags(markers[name], language);
  const names = Object.keys(markers).filter((name): name is Marker => name !== 'reporting');
  return {
    language,
    places: filled(placeRows()),
    organisations: filled(
      organisations.map((row): [string[], OrganisationValue] => {
        const { organisation, function: does, names: called } = row;
        const value = { organisation, function: does, name: called[0] ?? organisation };
        return [called, 'party' in row && row.party !== undefined ? { ...value, party: row.party } : value];
      }),
    ),
    institutions: filled(institutions.map((row) => [of(row.forms), row.institution] as const)),
    roles: filled(
      (roles as readonly (RoleValue & { readonly forms: Forms })[]).map(({ forms, ...value }) => [of(forms), value as RoleValue] as const),
    ),
    domains: filled(
      (domains as readonly (DomainValue & { readonly forms: Forms })[]).map(
        ({ forms, ...value }) => [of(forms), value as DomainValue] as const,
      ),
    ),
    officeWords: filled([[officeWords[language], true as const]]),
    themes: filled(themes.map((row) => [of(row.forms), row.theme] as const)),
    events: filled(
      (events as readonly (EventValue & { readonly forms: Forms })[]).map((row) => [of(row.forms), row as EventValue] as const),
    ),
    dates: filled(dateRows(language)),
    next: flags(calendar.nextWords, language),
    last: flags(calendar.lastWords, language),
    yearWords: flags(calendar.yearWords, language),
    rangeWords: flags(calendar.rangeWords, language),
    dayWords: flags(calendar.dayWords, language),
    talksWords: flags(calendar.talksWords, language),
    counts: filled(countRows(language)),
    meetingVerbs: filled(
      (meetings.verbs as readonly { readonly word: string; readonly kind?: string; readonly forms: Forms }[]).map(
        ({ forms, ...value }) => [of(forms), value] as const,
      ),
    ),
    meetingNouns: filled(meetings.nouns.map((row) => [of(row.forms), row.kind] as const)),
    promises: filled(promises.triggers.map((row) => [of(row.forms), row.kind as 'commitment' | 'intention'] as const)),
    possible: flags(promises.possible, language),
    notPromises: flags(promises.notPromises, language),
    cuts: flags(promises.cuts, language),
    common: new Set((language === 'ar' ? commonArabic : commonWords[language]).map(fold)),
    known: knownWords(language),
    markers: Object.fromEntries(names.map((name) => [name, marker(name)])) as Record<Marker, Lexicon<true>>,
  };
}

const built = new Map<Language, Vocabulary>();

/** The vocabulary of a language; made when it is first asked for. */
export function vocabularyOf(language: Language): Vocabulary {
  let vocabulary = built.get(language);
  if (vocabulary === undefined) {
    vocabulary = build(language);
    built.set(language, vocabulary);
  }
  return vocabulary;
}

/** Names of the themes of the controlled vocabulary, by code. */
export const themeNames: ReadonlyMap<string, { readonly en: string; readonly fr: string; readonly ar: string }> = new Map(
  themes.map((row) => [row.theme, row.names as { en: string; fr: string; ar: string }]),
);

/** The theme of the catalogue that stands for a theme here. */
export const recordThemes: ReadonlyMap<string, string> = new Map(themes.map((row) => [row.theme, row.record]));

/** What a country is called in a language; its code where no name is known. */
export function partyName(party: string, language: Language): string {
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'code' }).of(party.toUpperCase()) ?? party;
}
