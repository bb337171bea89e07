import commonWords from './data/common-words.json' with { type: 'json' };
import languageWords from './data/languages.json' with { type: 'json' };
import { isArabic } from './text/fold.ts';
import type { Word } from './text/words.ts';

/** Languages that are read. French, English and Arabic fully; Spanish and Portuguese as far as it goes. */
export const languages = ['fr', 'en', 'ar', 'es', 'pt'] as const;
export type Language = (typeof languages)[number];

/** Whether a language has the full rules. */
export function isFullyRead(language: Language): boolean {
  return language === 'fr' || language === 'en' || language === 'ar';
}

const sampled = 4000;
const tables = new Map<Language, ReadonlySet<string>>(
  languages.map((language) => [
    language,
    new Set<string>([...languageWords[language], ...(language === 'ar' ? [] : commonWords[language])]),
  ]),
);

/** The language of a text by its script and its small words; `undefined` when no language has one word in twelve. */
export function languageOf(words: readonly Word[]): Language | undefined {
  const sample = words.slice(0, sampled);
  const letters = sample.filter((word) => !word.number);
  if (letters.length === 0) return undefined;
  const counts = new Map<Language, number>();
  for (const word of letters) {
    if (isArabic(word.raw)) counts.set('ar', (counts.get('ar') ?? 0) + 1);
    else
      for (const [language, table] of tables) if (table.has(word.raw.toLowerCase())) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  const [best, second] = [...counts].sort((a, b) => b[1] - a[1]);
  if (best === undefined || best[1] * 12 < letters.length) return undefined;
  return second !== undefined && second[1] === best[1] ? undefined : best[0];
}
