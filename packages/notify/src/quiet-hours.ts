/** Hours in which only what is urgent wakes a desk: wall times `HH:MM` in the desk's own zone; `from` after `to` runs over midnight. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

const minuteMs = 60_000;
const dayMinutes = 24 * 60;
const formats = new Map<string, Intl.DateTimeFormat>();

function minuteOfDay(nowMs: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    formats.set(timeZone, format);
  }
  return minutesOf(format.format(nowMs));
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** Whether `nowMs` lies in the quiet hours of a desk in `timeZone` (IANA). The end itself is no longer quiet. */
export function isQuiet(hours: QuietHours | undefined, nowMs: number, timeZone: string): boolean {
  if (hours === undefined) return false;
  const [from, to, at] = [minutesOf(hours.from), minutesOf(hours.to), minuteOfDay(nowMs, timeZone)];
  return from <= to ? at >= from && at < to : at >= from || at < to;
}

/**
 * The first whole minute from `nowMs` on that is not quiet. Minutes are walked in the zone's own time, so that a change of the clock
 * inside the night (Morocco changes at the ends of Ramadan) neither wakes nor forgets anyone.
 */
export function quietUntilMs(hours: QuietHours | undefined, nowMs: number, timeZone: string): number {
  let at = nowMs;
  for (let step = 0; step < 2 * dayMinutes && isQuiet(hours, at, timeZone); step += 1) at = (Math.floor(at / minuteMs) + 1) * minuteMs;
  return at;
}
