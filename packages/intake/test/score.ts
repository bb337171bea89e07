import { textOfHtml } from '../src/html/html-text.ts';
import { officeCode } from '../src/read/office.ts';
import { type Reading, readCommunique } from '../src/read/read-communique.ts';
import type { Span } from '../src/text/document.ts';
import type { Expectation } from './expectation.ts';

/** Counts of one kind: found and right, found and wrong, missed. */
export interface Tally {
  right: number;
  wrong: number;
  missed: number;
  /** What was wrong or missed, for the one who mends the rules. */
  readonly faults: string[];
}

/** What is counted. */
export const kinds = [
  'meetings',
  'dates',
  'places',
  'offices',
  'organisations',
  'themes',
  'events',
  'commitments',
  'intentions',
  'told apart',
  'spans exact',
] as const;
export type Kind = (typeof kinds)[number];
export type Score = Readonly<Record<Kind, Tally>>;

/** A score with nothing counted. */
export function emptyScore(): Score {
  return Object.fromEntries(kinds.map((kind) => [kind, { right: 0, wrong: 0, missed: 0, faults: [] as string[] }])) as unknown as Score;
}

/** Adds one score to another. */
export function addScore(to: Score, from: Score): void {
  for (const kind of kinds) {
    to[kind].right += from[kind].right;
    to[kind].wrong += from[kind].wrong;
    to[kind].missed += from[kind].missed;
    to[kind].faults.push(...from[kind].faults);
  }
}

function countSets(tally: Tally, found: readonly string[], wanted: readonly string[]): void {
  const left = [...wanted];
  for (const each of found) {
    const at = left.indexOf(each);
    if (at >= 0) {
      left.splice(at, 1);
      tally.right += 1;
    } else {
      tally.wrong += 1;
      tally.faults.push(`+ ${each}`);
    }
  }
  tally.missed += left.length;
  tally.faults.push(...left.map((each) => `- ${each}`));
}

type WantedMeeting = Expectation['meetings'][number];
type FoundMeeting = Reading['meetings'][number];

function likeness(found: FoundMeeting, wanted: WantedMeeting): number {
  if (found.status !== (wanted.status ?? 'held')) return 0;
  const codes = found.offices.map(officeCode);
  const shared = wanted.offices.filter((office) => codes.includes(office)).length;
  const sameDate = (found.date?.value ?? null) === wanted.date ? 2 : 0;
  const samePlace = (found.place?.code ?? null) === wanted.place ? 1 : 0;
  return 1 + shared * 2 + sameDate + samePlace;
}

function countMeetings(score: Score, found: readonly FoundMeeting[], wanted: readonly WantedMeeting[]): void {
  const pairs = wanted.flatMap((want, w) => found.map((have, h) => ({ w, h, like: likeness(have, want) }))).filter(({ like }) => like > 1);
  const [takenWanted, takenFound] = [new Set<number>(), new Set<number>()];
  for (const { w, h } of pairs.toSorted((a, b) => b.like - a.like)) {
    const [want, have] = [wanted[w], found[h]];
    if (takenWanted.has(w) || takenFound.has(h) || want === undefined || have === undefined) continue;
    takenWanted.add(w);
    takenFound.add(h);
    countSets(score.meetings, ['meeting'], ['meeting']);
    const date = have.date?.value;
    countSets(
      score.dates,
      date === undefined ? [] : [`${date}${have.date?.end === undefined ? '' : `/${have.date.end}`}`],
      want.date === null ? [] : [`${want.date}${want.end === undefined ? '' : `/${want.end}`}`],
    );
    countSets(score.places, have.place === undefined ? [] : [have.place.code], want.place === null ? [] : [want.place]);
    countSets(score.offices, have.offices.flatMap(codesOf), want.offices);
  }
  const describe = (m: FoundMeeting): string => `meeting ${m.status} ${m.date?.value ?? 'open'} ${m.place?.code ?? '-'}`;
  const extra = found.filter((_, index) => !takenFound.has(index));
  countSets(
    score.meetings,
    extra.map(describe),
    wanted.filter((_, index) => !takenWanted.has(index)).map((m) => `meeting ${m.status ?? 'held'} ${m.date ?? 'open'} ${m.place ?? '-'}`),
  );
  for (const meeting of extra) countSets(score.offices, meeting.offices.flatMap(codesOf), []);
  for (const [index, want] of wanted.entries()) if (!takenWanted.has(index)) countSets(score.offices, [], want.offices);
}

function codesOf(office: FoundMeeting['offices'][number]): readonly string[] {
  if (office.parties === undefined) return [officeCode(office)];
  return office.parties.map((party) => officeCode({ ...office, party }));
}

function overlap(a: Span, b: Span): number {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return shared <= 0 ? 0 : shared / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
}

/** A promise as wanted: its deed where it stands in the text. */
interface Wanted {
  readonly kind: 'commitment' | 'intention';
  readonly quote: string;
  readonly span: Span;
}

function wantedPromises(text: string, { commitments = [], intentions = [] }: Expectation): readonly Wanted[] {
  const of = (kind: Wanted['kind']) => (quote: string) => {
    const start = text.indexOf(quote);
    if (start < 0) throw new Error(`the fixture's text has no ${JSON.stringify(quote)}`);
    return { kind, quote, span: { start, end: start + quote.length } };
  };
  return [...commitments.map(of('commitment')), ...intentions.map(of('intention'))];
}

function countPromises(score: Score, text: string, of: { readonly reading: Reading; readonly expect: Expectation }): void {
  const wanted = wantedPromises(text, of.expect);
  const taken = new Set<number>();
  const tallyOf = (kind: Wanted['kind']): Tally => (kind === 'commitment' ? score.commitments : score.intentions);
  for (const promise of of.reading.promises) {
    const [best] = wanted
      .map((want, index) => ({ want, index, like: overlap(promise.span, want.span) }))
      .filter(({ index, like }) => !taken.has(index) && like >= 0.5)
      .toSorted((a, b) => b.like - a.like);
    const quote = text.slice(promise.span.start, promise.span.end);
    if (best === undefined) {
      countSets(tallyOf(promise.kind), [quote], []);
      continue;
    }
    taken.add(best.index);
    const same = promise.kind === best.want.kind;
    countSets(tallyOf(promise.kind), [promise.kind], same ? [promise.kind] : []);
    if (!same) countSets(tallyOf(best.want.kind), [], [best.want.quote]);
    countSets(score['told apart'], [`${promise.kind}: ${quote}`], same ? [`${promise.kind}: ${quote}`] : []);
    countSets(score['spans exact'], [quote], like1(best.like) ? [quote] : []);
  }
  for (const [index, want] of wanted.entries()) if (!taken.has(index)) countSets(tallyOf(want.kind), [], [want.quote]);
}

const like1 = (like: number): boolean => like > 0.999;

/** `code year`, `code ?printed`, `code`. */
export function eventCode({ event, year, flags }: Reading['events'][number]): string {
  const bad = flags.find((flag) => flag.flag === 'year-suspicious');
  if (bad !== undefined) return `${event.event} ?${bad.printed ?? ''}`;
  return year === undefined ? event.event : `${event.event} ${year}`;
}

/** Reads a text and counts what was found against what a reader finds. */
export function scoreText(
  source: string,
  expect: Expectation,
  options: { readonly format?: 'html'; readonly publishedOn?: string; readonly only?: readonly Kind[] },
): { readonly score: Score; readonly reading: Reading; readonly text: string } {
  const text = options.format === 'html' ? textOfHtml(source).text : source;
  const reading = readCommunique(text, options.publishedOn === undefined ? {} : { publishedOn: options.publishedOn });
  const score = emptyScore();
  countMeetings(score, reading.meetings, expect.meetings);
  countSets(score.themes, [...new Set(reading.themes.map(({ theme }) => theme))], expect.themes);
  countSets(score.events, [...new Set(reading.events.map(eventCode))], expect.events ?? []);
  countSets(
    score.organisations,
    [...new Set(reading.organisations.map(({ organisation }) => organisation.organisation))],
    expect.organisations ?? [],
  );
  countPromises(score, text, { reading, expect });
  return { score, reading, text };
}
