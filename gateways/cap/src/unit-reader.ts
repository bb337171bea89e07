import { carriableText, type Loss, parseOffsetTime } from '@wasl/gateway-kit';
import { isLanguageTag, type Json } from '@wasl/record';
import { type BlockLanguage, textsOf } from './block-rule.ts';
import type { CapNamed } from './document.ts';

/** Units of a record by name, as released to a reader: any of them may be absent, and a partner wrote them. */
export type Units = Readonly<Record<string, Json>>;
type Members = { readonly [key: string]: Json };

/** Members of a JSON object; empty for anything else. */
export function membersOf(value: Json | undefined): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

/** Elements of a JSON array; empty for anything else. */
export function elementsOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** A text that XML can carry; what it can't is replaced and noted. Blank and non-texts are absent. */
export function textOf(value: Json | undefined, path: string, losses: Loss[]): string | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const text = carriableText(value);
  if (text !== value) losses.push({ path, reason: 'character-replaced' });
  return text;
}

/** One of the listed values, or undefined. */
export function enumOf<T extends string>(value: Json | undefined, values: readonly T[]): T | undefined {
  return values.find((candidate) => candidate === value);
}

/** An offset time, or undefined. */
export function timeOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && parseOffsetTime(value) !== undefined ? value : undefined;
}

/** An integer, or undefined. */
export function integerOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

/** Names and values; entries of another form are noted and left out. */
export function namedOf(value: Json | undefined, path: string, losses: Loss[]): CapNamed[] {
  return elementsOf(value).flatMap((entry, index) => {
    const { name, value: held } = membersOf(entry);
    const text = textOf(name, `${path}[${index}].name`, losses);
    if (text === undefined || typeof held !== 'string') {
      losses.push({ path: `${path}[${index}]`, reason: 'unit-malformed' });
      return [];
    }
    return [{ name: text, value: carriableText(held) }];
  });
}

const languageUnits = ['event', 'headline', 'description', 'instruction', 'audience', 'senderName', 'contact'];
const infoUnits = [
  ...languageUnits,
  'category',
  'responseType',
  'urgency',
  'severity',
  'certainty',
  'eventCodes',
  'times',
  'web',
  'parameters',
  'resources',
  'areas',
  'place',
  'place.coarse',
];

/**
 * The info blocks that a record asks for: as its unit `languages` says; else one for each language of its texts, the original's first;
 * else one in English when any unit of a block is there; else none.
 */
export function blockLanguagesOf(units: Units): readonly BlockLanguage[] {
  const stated = elementsOf(units['languages']).flatMap((entry): BlockLanguage[] => {
    const { lang, assumed, stated: written } = membersOf(entry);
    if (typeof lang !== 'string' || !isLanguageTag(lang)) return [];
    return [{ lang, ...(assumed === true ? { assumed: true as const } : {}), ...(typeof written === 'string' ? { stated: written } : {}) }];
  });
  if (stated.length > 0) return stated.slice(0, 32);
  const texts = languageUnits.flatMap((name) => textsOf(units[name]));
  const ordered = [...texts.filter((text) => text.status === 'original'), ...texts].map((text) => text.lang).filter(isLanguageTag);
  const found = [...new Set(ordered)].slice(0, 16);
  if (found.length > 0) return found.map((lang) => ({ lang }));
  return infoUnits.some((name) => Object.hasOwn(units, name)) ? [{ lang: 'en' }] : [];
}
