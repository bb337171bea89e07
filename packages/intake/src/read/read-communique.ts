import { fail } from '../codes.ts';
import { type Day, daysBetween, encodeDay, parseDay } from '../dates/day.ts';
import { findDates } from '../dates/find-dates.ts';
import { type Flag, type ReadDate, resolveDate } from '../dates/resolve-date.ts';
import { isFullyRead, type Language, languageOf } from '../languages.ts';
import { type Document, has, type Span, type Stretch, spanOf } from '../text/document.ts';
import { type Sentence, sentencesOf } from '../text/sentences.ts';
import { touches } from '../text/within.ts';
import { wordsOf } from '../text/words.ts';
import { vocabularyOf } from '../vocabulary.ts';
import { findDateline, wholeDay } from './dateline.ts';
import { findMeetings } from './find-meetings.ts';
import { type EventMention, findEvents, findOrganisations, findThemes, type OrganisationMention, type ThemeMention } from './find-names.ts';
import { findOffices, withBrackets } from './find-offices.ts';
import { findPeople, type People } from './find-people.ts';
import { findPromises, type Promised } from './find-promises.ts';
import type { Aside, Meeting } from './meeting.ts';
import type { Office } from './office.ts';
import { withholdNames } from './withhold-names.ts';

/** Longest text that is read, in UTF-16 code units. */
export const maxTextLength = 200_000;

/** What a reading is asked with. */
export interface ReadingOptions {
  /** Stated rather than recognised. */
  readonly language?: Language;
  /** `YYYY-MM-DD`; relative dates are resolved against it and stay open without it. */
  readonly publishedOn?: string;
}

/** A promise with the text that may be released. */
export interface ReadPromise extends Promised {
  readonly text: string;
}

/** Everything found in a text, each with where it stands. Spans are of the text that was read. */
export interface Reading {
  readonly language: Language;
  /** False for Spanish and Portuguese, which are read as far as it goes. */
  readonly fullyRead: boolean;
  readonly publishedOn?: string;
  readonly dateline?: { readonly span: Span; readonly place: string; readonly date?: ReadDate };
  readonly meetings: readonly Meeting[];
  readonly offices: readonly Office[];
  readonly organisations: readonly OrganisationMention[];
  readonly themes: readonly ThemeMention[];
  readonly events: readonly EventMention[];
  readonly promises: readonly ReadPromise[];
  /** For the officer's own screen; nothing of it goes into a draft. */
  readonly people: People;
  readonly asides: readonly Aside[];
  readonly flags: readonly Flag[];
}

/** A text cut into words and sentences, with the vocabulary of its language. Throws as `readCommunique`. */
export function documentOf(text: string, stated: Language | undefined): Document & { readonly language: Language } {
  if (text.length > maxTextLength) throw fail('intake-too-long', `${text.length} characters, at most ${maxTextLength}`);
  const words = wordsOf(text);
  if (words.length === 0) throw fail('intake-empty', 'no word in the text');
  const language = stated ?? languageOf(words);
  if (language === undefined) throw fail('intake-language', 'none of fr, en, ar, es, pt was recognised');
  return { text, words, sentences: sentencesOf(words), vocabulary: vocabularyOf(language), language };
}

function publicationOf(options: ReadingOptions): Day | undefined {
  if (options.publishedOn === undefined) return undefined;
  const day = parseDay(options.publishedOn);
  if (day === undefined) throw fail('intake-date', `${JSON.stringify(options.publishedOn)} is no day; wanted YYYY-MM-DD`);
  return day;
}

/** Sentences that say that something was not spoken of. */
function notDiscussed(document: Document, sentence: Stretch): boolean {
  return has(document, document.vocabulary.markers.notDiscussed, sentence);
}

/**
 * Reads a communiqué or minutes by rules alone: the same text gives the same reading on every machine, in time linear in its length.
 * Throws `intake-empty`, `intake-too-long`, `intake-language`, `intake-date`.
 */
export function readCommunique(text: string, options: ReadingOptions = {}): Reading {
  const published = publicationOf(options);
  const document = documentOf(text, options.language);
  const { language, sentences } = document;
  const dateline = findDateline(document);
  const datelineDate =
    dateline?.date === undefined
      ? undefined
      : resolveDate(document, dateline.date, { future: false, ...(published === undefined ? {} : { today: published }) });
  const datelineDay = wholeDay(dateline?.date) ?? parseDay(datelineDate?.value ?? '');
  const today = datelineDay ?? published;
  const flags: Flag[] = [];
  if (datelineDay !== undefined && published !== undefined && Math.abs(daysBetween(datelineDay, published)) > 7)
    flags.push({ flag: 'dateline-differs', printed: encodeDay(datelineDay) });
  const bodyOf = (sentence: Sentence): Stretch =>
    dateline !== undefined && dateline.from === sentence.from ? { from: Math.min(dateline.to, sentence.to), to: sentence.to } : sentence;
  const named = sentences.flatMap((sentence) => findOffices(document, bodyOf(sentence)));
  const people = findPeople(document, named);
  const offices = withBrackets(document, named, people.mentions);
  const sources = { document, ...(today === undefined ? {} : { today }) };
  const met = findMeetings({ ...sources, offices, people, ...(dateline === undefined ? {} : { dateline }) });
  const promised = findPromises({ ...sources, meetings: met.meetings, bodyOf });
  const events = sentences.flatMap((sentence) => findEvents(document, bodyOf(sentence)));
  flags.push(...dateFlags(document));
  const spoken = sentences.filter((sentence) => !notDiscussed(document, sentence));
  const unspoken = sentences.filter((sentence) => notDiscussed(document, sentence));
  const outside = (stretch: Stretch): boolean => !touches(people.mentions, stretch);
  return {
    language,
    fullyRead: isFullyRead(language),
    ...(today === undefined ? {} : { publishedOn: encodeDay(today) }),
    ...(dateline === undefined
      ? {}
      : {
          dateline: {
            span: spanOf(document, dateline),
            place: dateline.place.code,
            ...(datelineDate === undefined ? {} : { date: datelineDate }),
          },
        }),
    meetings: met.meetings,
    offices,
    organisations: sentences
      .flatMap((sentence) => findOrganisations(document, bodyOf(sentence)))
      .filter((each) => outside(each) && !isOfEventName(each, events)),
    themes: spoken.flatMap((sentence) => findThemes(document, bodyOf(sentence))).filter(outside),
    events,
    promises: promised.promises.map((promise) => releasable(document, people, promise)),
    people,
    asides: [
      ...met.asides,
      ...promised.asides,
      ...unspoken.flatMap((sentence) =>
        findThemes(document, sentence).map((theme): Aside => ({ what: 'theme', reason: 'negated', span: theme.span })),
      ),
    ],
    flags,
  };
}

/** "FIFA World Cup" names an event; "Assemblée générale d'Interpol" names Interpol too. */
function isOfEventName({ from, to, organisation }: OrganisationMention, events: readonly EventMention[]): boolean {
  return ['fifa', 'uefa', 'caf'].includes(organisation.organisation) && touches(events, { from, to });
}

const dateProblems: ReadonlySet<Flag['flag']> = new Set(['date-impossible', 'weekday-differs', 'year-suspicious']);

/** Dates anywhere in the text that cannot be as printed. */
function dateFlags(document: Document): readonly Flag[] {
  const mentions = document.sentences.flatMap((sentence) => findDates(document, sentence));
  return mentions
    .flatMap((mention) => resolveDate(document, mention, { future: false }).flags)
    .filter((flag) => dateProblems.has(flag.flag));
}

function releasable(document: Document, people: People, promise: Promised): ReadPromise {
  const { text, withheld } = withholdNames(document, people, promise);
  return { ...promise, text, flags: withheld ? [...promise.flags, { flag: 'name-withheld' }] : promise.flags };
}
