import { canonicalText, isLanguageTag, type Json, type LangText } from '@wasl/record';
import { assumedLanguage, type CapInfo } from './document.ts';

const maxLanguages = 16;

/** One entry of the unit `languages`: the tag as records write it, and how the block stated it. */
export interface BlockLanguage {
  readonly lang: string;
  readonly assumed?: true;
  readonly stated?: string;
}

function recordTag(stated: string): string {
  const [language = '', ...rest] = stated.split('-');
  const script = rest.find((part) => /^[A-Za-z]{4}$/.test(part));
  const region = rest.find((part) => /^([A-Za-z]{2}|\d{3})$/.test(part));
  const written = [
    language.toLowerCase(),
    ...(script === undefined ? [] : [`${script.slice(0, 1).toUpperCase()}${script.slice(1).toLowerCase()}`]),
    ...(region === undefined ? [] : [region.toUpperCase()]),
  ].join('-');
  return isLanguageTag(written) ? written : 'und';
}

/** The language of a block as a record writes it; `und` when its tag has no such form. */
export function blockLanguage(info: CapInfo): BlockLanguage {
  if (info.language === undefined) return { lang: assumedLanguage, assumed: true };
  const lang = recordTag(info.language);
  return lang === info.language ? { lang } : { lang, stated: info.language };
}

/** One value for all blocks when they agree, else `{blocks: […]}` with null for absent; undefined when no block has one. */
export function foldCoded(values: readonly (Json | undefined)[]): Json | undefined {
  if (values.every((value) => value === undefined)) return undefined;
  const [first] = values;
  if (first !== undefined) {
    const text = canonicalText(first);
    if (values.every((value) => value !== undefined && canonicalText(value) === text)) return first;
  }
  return { blocks: values.map((value) => value ?? null) };
}

/** A LangText when no language has two different texts, else `{blocks: […]}`; undefined when no block has a text. */
export function foldText(texts: readonly (string | undefined)[], languages: readonly BlockLanguage[]): Json | undefined {
  if (texts.every((text) => text === undefined)) return undefined;
  const byLanguage = new Map<string, string | undefined>();
  for (const [index, text] of texts.entries()) {
    const lang = languages[index]?.lang ?? 'und';
    if (byLanguage.has(lang) && byLanguage.get(lang) !== text) return { blocks: texts.map((each) => each ?? null) };
    byLanguage.set(lang, text);
  }
  const entries = [...byLanguage].flatMap(([lang, text]) => (text === undefined ? [] : [{ lang, text }]));
  if (entries.length > maxLanguages) return { blocks: texts.map((each) => each ?? null) };
  return entries.map((entry, index) => ({ ...entry, status: index === 0 ? 'original' : 'unverified' }));
}

/** The list that a unit in block form holds, or undefined when it is in plain form. */
export function blocksOf(unit: Json | undefined): readonly Json[] | undefined {
  if (typeof unit !== 'object' || unit === null || Array.isArray(unit)) return undefined;
  const blocks = (unit as { readonly [key: string]: Json })['blocks'];
  return Array.isArray(blocks) ? (blocks as readonly Json[]) : undefined;
}

/** The value of each block of a coded unit; undefined = absent. */
export function unfoldCoded(unit: Json | undefined, count: number): (Json | undefined)[] {
  const blocks = blocksOf(unit);
  return Array.from({ length: count }, (_, index) => (blocks === undefined ? unit : (blocks[index] ?? undefined)));
}

function isTexts(unit: Json | undefined): unit is LangText & Json {
  return (
    Array.isArray(unit) &&
    (unit as readonly Json[]).every(
      (entry) =>
        typeof entry === 'object' &&
        entry !== null &&
        typeof (entry as { readonly lang?: Json }).lang === 'string' &&
        typeof (entry as { readonly text?: Json }).text === 'string',
    )
  );
}

/** The entries of a text unit in plain form, empty when it is none. */
export function textsOf(unit: Json | undefined): LangText {
  return isTexts(unit) ? unit : [];
}

/** The text of each block of a text unit; undefined = absent in its language. */
export function unfoldText(unit: Json | undefined, languages: readonly BlockLanguage[]): (string | undefined)[] {
  const blocks = blocksOf(unit);
  const texts = textsOf(unit);
  return languages.map(({ lang }, index) => {
    if (blocks === undefined) return texts.find((entry) => entry.lang === lang)?.text;
    const text = blocks[index];
    return typeof text === 'string' ? text : undefined;
  });
}

/** Pairs of blocks that translate each other: the k-th block of each language; each group lists block indices. */
export function translationGroups(languages: readonly BlockLanguage[]): readonly (readonly number[])[] {
  const seen = new Map<string, number>();
  const groups: number[][] = [];
  for (const [index, { lang }] of languages.entries()) {
    const turn = seen.get(lang) ?? 0;
    seen.set(lang, turn + 1);
    const group = groups[turn] ?? [];
    group.push(index);
    groups[turn] = group;
  }
  return groups;
}
