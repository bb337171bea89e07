const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)([+-])(\d\d):(\d\d)$/;

/**
 * Epoch milliseconds of a CAP and EDXL time, or undefined: `YYYY-MM-DDThh:mm:ss±hh:mm`, no `Z`, no fraction, offset at most 14:00,
 * a real calendar day, years 0001–9999 (CAP 1.2 §3.3.2; EDXL `EDXLDateTimeType`).
 */
export function parseOffsetTime(text: string): number | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const offsetHours = Number(match[8]);
  const offsetMinutes = Number(match[9]);
  if (year < 1 || hour > 23 || minute > 59 || second > 59 || offsetMinutes > 59) return undefined;
  if (offsetHours * 60 + offsetMinutes > 14 * 60) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, 0);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const sign = match[7] === '-' ? 1 : -1;
  return date.getTime() + sign * (offsetHours * 60 + offsetMinutes) * 60_000;
}

/** The one formatter of gateways for instants: whole seconds, an offset in minutes (default 0, written `-00:00` as CAP 1.2 §3.3.2 asks for UTC). */
export function formatOffsetTime(epochMs: number, offsetMinutes = 0): string {
  const local = new Date(Math.floor(epochMs / 1000) * 1000 + offsetMinutes * 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const size = Math.abs(offsetMinutes);
  const day = `${String(local.getUTCFullYear()).padStart(4, '0')}-${two(local.getUTCMonth() + 1)}-${two(local.getUTCDate())}`;
  const time = `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`;
  return `${day}T${time}${offsetMinutes > 0 ? '+' : '-'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
