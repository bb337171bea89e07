import { fail } from './codes.ts';

const form = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/;
const hlcForm = /^\d{13}\.\d{4}$/;
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the text is an RFC 3339 instant in UTC with whole seconds, of a day that exists; no leap seconds. */
export function isInstant(text: string): boolean {
  if (text.length !== 20 || !form.test(text)) return false;
  const part = (at: number): number => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
  const month = part(5);
  const day = part(8);
  if (month < 1 || month > 12 || day < 1 || part(11) > 23 || part(14) > 59 || part(17) > 59) return false;
  if (day <= (monthDays[month - 1] ?? 0)) return true;
  const year = part(0) * 100 + part(2);
  return month === 2 && day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Milliseconds since 1970 of an instant such as 2030-06-13T18:04:09Z; throws `time-invalid`. */
export function parseInstant(input: unknown, path?: string): number {
  if (typeof input === 'string' && isInstant(input)) return Date.parse(input);
  throw fail(
    'time-invalid',
    `${typeof input === 'string' ? JSON.stringify(input.slice(0, 40)) : typeof input} is not an instant such as 2030-06-13T18:04:09Z`,
    path === undefined ? {} : { path },
  );
}

/** The instant of whole seconds at or before a time in milliseconds. */
export function encodeInstant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Whether the text is a hybrid logical clock value: 13 digits of milliseconds, a dot, four digits of counter. */
export function isHlc(text: string): boolean {
  return hlcForm.test(text);
}

/** A hybrid logical clock value; milliseconds within 13 digits, counter 0–9999; throws `time-invalid`. */
export function encodeHlc(ms: number, counter: number): string {
  const text = `${String(ms).padStart(13, '0')}.${String(counter).padStart(4, '0')}`;
  if (!isHlc(text)) throw fail('time-invalid', `${ms} and ${counter} do not fit a clock value of 13 and 4 digits`);
  return text;
}

/** Both times of an entry cut to the hour (RC4): for records whose exact time is a hidden unit. */
export function truncateToHour(times: { readonly issuedAt: string; readonly hlc: string }): {
  readonly issuedAt: string;
  readonly hlc: string;
} {
  const ms = parseInstant(times.issuedAt);
  const hour = ms - (ms % 3_600_000);
  return { issuedAt: encodeInstant(hour), hlc: encodeHlc(hour, 0) };
}
