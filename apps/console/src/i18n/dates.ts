import type { Language } from '@wasl/contract';
import { locales } from './translate.ts';

/** Months as Morocco writes them in Arabic; other Arabic months must not depend on what the browser was built with. */
const moroccanMonths = ['يناير', 'فبراير', 'مارس', 'أبريل', 'ماي', 'يونيو', 'يوليوز', 'غشت', 'شتنبر', 'أكتوبر', 'نونبر', 'دجنبر'];

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const at = `${language}${JSON.stringify(options)}`;
  const known = formatters.get(at);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locales[language], { numberingSystem: 'latn', calendar: 'gregory', hourCycle: 'h23', ...options });
  formatters.set(at, made);
  return made;
}

/** The viewer's zone, or UTC where the browser does not tell. */
export function viewerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC';
}

/** 24-hour time with seconds, in the zone. */
export function formatTime(instant: Date, language: Language, zone: string): string {
  return formatter(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: zone }).format(instant);
}

/** Day, month in words and year, in the zone. */
function formatDate(instant: Date, language: Language, zone: string): string {
  const parts = formatter(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: zone }).formatToParts(instant);
  if (language !== 'ar') return parts.map((part) => part.value).join('');
  const month = Number(formatter('en', { month: 'numeric', timeZone: zone }).format(instant));
  return parts.map((part) => (part.type === 'month' ? (moroccanMonths[month - 1] ?? part.value) : part.value)).join('');
}

/** Date, time and the zone's short name. */
export function formatMoment(instant: Date, language: Language, zone: string): string {
  const name = formatter('en', { timeZoneName: 'short', timeZone: zone })
    .formatToParts(instant)
    .find((part) => part.type === 'timeZoneName')?.value;
  return `${formatDate(instant, language, zone)}${language === 'ar' ? '، ' : ', '}${formatTime(instant, language, zone)} ${name ?? zone}`;
}
