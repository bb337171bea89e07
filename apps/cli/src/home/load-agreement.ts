import { type Agreement, parseAgreement } from '@wasl/agreement';
import { fail } from '../codes.ts';
import { readText } from '../io/files.ts';
import { placeholdersIn, withMadeUpRoots } from './placeholders.ts';

/** An arrangement from a file, for reading alone: roots that are still placeholders are made up, and named. */
export async function loadAgreement(file: string): Promise<{ readonly document: Agreement; readonly placeholders: readonly string[] }> {
  const text = await readText(file);
  return { document: parseAgreement(withMadeUpRoots(text)), placeholders: placeholdersIn(text) };
}

/** An arrangement that may be signed. Throws `agreement-placeholder` while a root is missing. */
export async function loadFinal(file: string): Promise<Agreement> {
  const text = await readText(file);
  const open = placeholdersIn(text);
  if (open.length > 0) throw fail('agreement-placeholder', `${file} has no root of ${open.join(', ')}`);
  return parseAgreement(text);
}

/** The words in one language, else in the first there are. */
export function inLanguage(words: readonly { readonly lang: string; readonly text: string }[], lang: string): string {
  return (words.find((each) => each.lang === lang) ?? words[0])?.text ?? '';
}
