import { fail } from './codes.ts';
import type { Json } from './json.ts';

/** Where a text comes from; a machine translation never stands alone as if a person had checked it. */
export type TextStatus = 'original' | 'human' | 'machine' | 'unverified';

/** One text in several languages, tagged by BCP 47; exactly one is the original, no language stands twice. */
export type LangText = readonly { readonly lang: string; readonly text: string; readonly status: TextStatus }[];

const tag = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$/;
const statuses: readonly string[] = ['original', 'human', 'machine', 'unverified'];
const maxLanguages = 16;

/** Whether the text is a BCP 47 tag of language, script and region, such as `ar-MA`. */
export function isLanguageTag(text: string): boolean {
  return tag.test(text);
}

/** Parses a language-tagged text; throws `text-invalid`. */
export function parseLangText(input: Json, path = '$'): LangText {
  const wrong = (where: string, wanted: string) => fail('text-invalid', `${where} is not ${wanted}`, { path: where });
  if (!Array.isArray(input) || input.length === 0 || input.length > maxLanguages) throw wrong(path, `a list of 1 to ${maxLanguages} texts`);
  const seen = new Set<string>();
  let originals = 0;
  for (const [index, element] of (input as readonly Json[]).entries()) {
    const at = `${path}[${index}]`;
    if (typeof element !== 'object' || element === null || Array.isArray(element)) throw wrong(at, 'an object');
    const { lang, text, status, ...rest } = element as { readonly [key: string]: Json };
    if (Object.keys(rest).length > 0) throw wrong(at, 'an object of lang, text and status only');
    if (typeof lang !== 'string' || !isLanguageTag(lang)) throw wrong(`${at}.lang`, 'a language tag such as ar-MA');
    if (seen.has(lang)) throw wrong(`${at}.lang`, 'a language that stands once');
    seen.add(lang);
    if (typeof text !== 'string' || text === '') throw wrong(`${at}.text`, 'a text');
    if (typeof status !== 'string' || !statuses.includes(status)) throw wrong(`${at}.status`, `one of ${statuses.join(', ')}`);
    if (status === 'original') originals += 1;
  }
  if (originals !== 1) throw wrong(path, 'a text with exactly one original');
  return input as LangText;
}
