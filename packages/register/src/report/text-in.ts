import type { LangText, RecordId, SubjectId } from '@wasl/record';
import type { Language } from './phrases.ts';

/** What every row of the register has. */
export interface RegisterRow {
  readonly subject: SubjectId;
  readonly record: RecordId;
}

/** The text in a language, or else its original with the language named before it; a machine's translation is marked. */
export function textIn(value: LangText | undefined, language: Language): string | undefined {
  if (value === undefined) return undefined;
  const own = value.find(({ lang }) => lang === language || lang.startsWith(`${language}-`));
  if (own !== undefined) return own.status === 'machine' ? `[${own.lang}, machine] ${own.text}` : own.text;
  const original = value.find(({ status }) => status === 'original') ?? value[0];
  return original === undefined ? undefined : `[${original.lang}] ${original.text}`;
}
