/** A day of the proleptic Gregorian calendar. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const dayMs = 86_400_000;

/** Milliseconds of a day's start in UTC; `undefined` when the calendar has no such day. */
function timeOf({ year, month, day }: Day): number | undefined {
  const time = Date.UTC(year, month - 1, day);
  const made = new Date(time);
  return made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? time : undefined;
}

/** Whether the calendar has the day. */
export function isDay(day: Day): boolean {
  return timeOf(day) !== undefined;
}

/** The day so many days later, or earlier. */
export function daysAfter(day: Day, count: number): Day {
  const made = new Date((timeOf(day) ?? 0) + count * dayMs);
  return { year: made.getUTCFullYear(), month: made.getUTCMonth() + 1, day: made.getUTCDate() };
}

/** Days from one day to another. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round(((timeOf(to) ?? 0) - (timeOf(from) ?? 0)) / dayMs);
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(day: Day): number {
  return ((new Date(timeOf(day) ?? 0).getUTCDay() + 6) % 7) + 1;
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** `YYYY-MM-DD`. */
export function encodeDay({ year, month, day }: Day): string {
  return `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`;
}

/** The day of `YYYY-MM-DD`; `undefined` for any other text. */
export function parseDay(text: string): Day | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const day = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  return isDay(day) ? day : undefined;
}
