import { type Document, quoteOf, type Span, spanOf } from '../text/document.ts';
import { type Day, daysAfter, daysBetween, encodeDay, isDay, weekdayOf } from './day.ts';
import type { DateMention } from './find-dates.ts';

/** Something about a value that a person must look at. Nothing is repaired. */
export interface Flag {
  readonly flag:
    | 'year-suspicious'
    | 'date-impossible'
    | 'weekday-differs'
    | 'day-and-month-ambiguous'
    | 'lunar-calendar'
    | 'date-open'
    | 'from-dateline'
    | 'from-publication'
    | 'derived'
    | 'conditional'
    | 'quoted'
    | 'event-year-unusual'
    | 'name-withheld'
    | 'dateline-differs'
    | 'far-from-publication';
  /** The words as printed, where there are any. */
  readonly printed?: string;
}

/** A time as read: `value` is a year, a month or a day as ISO 8601 writes them, and absent when the text leaves it open. */
export interface ReadDate {
  readonly value?: string;
  /** Last day of several. */
  readonly end?: string;
  readonly printed: string;
  readonly span: Span;
  readonly flags: readonly Flag[];
  /** 0 to 100. */
  readonly confidence: number;
}

/** What a resolution leans on: the day of the text, and whether the sentence speaks of what is to come. */
export interface DateContext {
  readonly today?: Day;
  readonly future: boolean;
}

interface Resolved {
  readonly day?: Day;
  readonly flags: readonly Flag[];
  readonly confidence: number;
}

const open: Resolved = { flags: [{ flag: 'date-open' }], confidence: 90 };

function relativeDay(relative: string, today: Day): Resolved {
  const offsets: Readonly<Record<string, number>> = { today: 0, yesterday: -1, 'day-before-yesterday': -2, tomorrow: 1 };
  const offset = offsets[relative];
  return offset === undefined ? open : { day: daysAfter(today, offset), flags: [{ flag: 'from-publication' }], confidence: 85 };
}

function weekdayDay(weekday: number, today: Day, of: { readonly future: boolean; readonly toward?: 'next' | 'last' }): Resolved {
  const future = of.toward === 'next' || (of.toward === undefined && of.future);
  const back = (weekdayOf(today) - weekday + 7) % 7;
  const offset = future ? 7 - ((back + 7) % 7) : -(of.toward === 'last' && back === 0 ? 7 : back);
  return { day: daysAfter(today, offset), flags: [{ flag: 'from-publication' }], confidence: 75 };
}

/** A day and month without a year: the nearest such day before the day of the text, or after it when the sentence looks ahead. */
function withoutYear(mention: DateMention & { readonly day: number; readonly month: number }, context: DateContext): Resolved {
  const { today, future } = context;
  if (today === undefined) return open;
  const candidates = [today.year - 1, today.year, today.year + 1]
    .map((year): Day => ({ year, month: mention.month, day: mention.day }))
    .filter(isDay)
    .filter((day) => mention.weekday === undefined || weekdayOf(day) === mention.weekday);
  const ahead = future || mention.toward === 'next';
  // A dispatch may carry the day after the act it tells of.
  const fitting = candidates.filter((day) => (ahead ? daysBetween(today, day) >= 0 : daysBetween(today, day) <= 1));
  const day = ahead ? fitting[0] : fitting.at(-1);
  if (day === undefined || Math.abs(daysBetween(today, day)) > 300) {
    return mention.weekday === undefined ? open : { flags: [{ flag: 'weekday-differs' }], confidence: 60 };
  }
  return { day, flags: [{ flag: 'from-publication' }], confidence: 80 };
}

/** A weekday with a day of the month: the one such day in the month around the day of the text. */
function weekdayAndDay(weekday: number, day: number, { today, future }: DateContext): Resolved {
  if (today === undefined) return open;
  for (let distance = 0; distance <= 31; distance++) {
    const candidate = daysAfter(today, future ? distance : -distance);
    if (candidate.day === day) {
      return weekdayOf(candidate) === weekday
        ? { day: candidate, flags: [{ flag: 'from-publication' }], confidence: 80 }
        : { flags: [{ flag: 'weekday-differs' }], confidence: 60 };
    }
  }
  return open;
}

function resolvedDay(mention: DateMention, context: DateContext): Resolved {
  const { year, month, day, weekday, relative } = mention;
  const { today } = context;
  if (relative !== undefined) return today === undefined ? open : relativeDay(relative, today);
  if (day !== undefined && month !== undefined) {
    if (month > 12 || !isDay({ year: year ?? 2024, month, day })) return { flags: [{ flag: 'date-impossible' }], confidence: 60 };
    if (year === undefined) return withoutYear({ ...mention, day, month }, context);
    const full = { year, month, day };
    if (weekday !== undefined && weekdayOf(full) !== weekday) return { day: full, flags: [{ flag: 'weekday-differs' }], confidence: 50 };
    return { day: full, flags: [], confidence: 97 };
  }
  if (weekday !== undefined && day !== undefined) return weekdayAndDay(weekday, day, context);
  if (weekday !== undefined && today !== undefined)
    return weekdayDay(weekday, today, { future: context.future, ...(mention.toward === undefined ? {} : { toward: mention.toward }) });
  return open;
}

/** Resolves what a text says of a time against the day of the text; what that does not settle stays open, and says so. */
export function resolveDate(document: Document, mention: DateMention, context: DateContext): ReadDate {
  const printed = quoteOf(document, mention);
  const base = { printed, span: spanOf(document, mention) };
  if (mention.hijri === true) return { ...base, flags: [{ flag: 'lunar-calendar', printed }, { flag: 'date-open' }], confidence: 80 };
  if (mention.badYear !== undefined)
    return { ...base, flags: [{ flag: 'year-suspicious', printed: mention.badYear }, { flag: 'date-open' }], confidence: 50 };
  if (mention.year !== undefined && mention.day === undefined) {
    const month = mention.month === undefined ? '' : `-${String(mention.month).padStart(2, '0')}`;
    return { ...base, value: `${mention.year}${month}`, flags: [], confidence: 85 };
  }
  const { day, flags, confidence } = resolvedDay(mention, context);
  const noted = [
    ...flags.map((flag): Flag => (flag.flag === 'weekday-differs' || flag.flag === 'date-impossible' ? { ...flag, printed } : flag)),
    ...(mention.ambiguous === true ? [{ flag: 'day-and-month-ambiguous', printed } as const] : []),
  ];
  if (day === undefined) return { ...base, flags: noted, confidence };
  const end = mention.lastDay === undefined ? undefined : { ...day, day: mention.lastDay };
  const ends = end !== undefined && isDay(end) ? { end: encodeDay(end) } : {};
  return { ...base, value: encodeDay(day), ...ends, flags: noted, confidence: mention.ambiguous === true ? 50 : confidence };
}
