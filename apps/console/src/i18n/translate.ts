import type { Language } from '@wasl/contract';
import { IntlMessageFormat } from 'intl-messageformat';
import arabic from './ar.json';
import english from './en.json';
import french from './fr.json';

/** Every text of the interface; the other catalogues have exactly these keys (held by a test). */
type MessageKey = keyof typeof english;
/** Values of a message's placeholders; numbers are written and declined by the language. */
type MessageValues = Readonly<Record<string, string | number>>;
/** Writes a message of the catalogue. */
export type Translate = (key: MessageKey, values?: MessageValues) => string;

const catalogues: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en: english, fr: french, ar: arabic };

/** Locales by which numbers and dates are written: Morocco's Arabic has Latin digits. */
export const locales: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr-FR', ar: 'ar-MA' };
/** What each language calls itself. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français', ar: 'العربية' };
export const languages: readonly Language[] = ['en', 'fr', 'ar'];

/** Direction of a language's own script. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return /^(?:ar|fa|he|ur)\b/.test(language) ? 'rtl' : 'ltr';
}

/** Fences text that runs its own way (ids, names, times) inside a sentence: U+2068 … U+2069 (UAX 9). */
function isolate(text: string): string {
  return `\u2068${text}\u2069`;
}

const compiled = new Map<string, IntlMessageFormat>();

/** The writer for one language. In Arabic every inserted text is isolated, so that Latin ids keep their place. */
export function translator(language: Language): Translate {
  return (key, values) => {
    const pattern = catalogues[language][key];
    if (pattern === undefined) return key;
    if (values === undefined && !pattern.includes('{')) return pattern;
    const at = `${language}/${key}`;
    const message = compiled.get(at) ?? new IntlMessageFormat(pattern, locales[language], undefined, { ignoreTag: true });
    compiled.set(at, message);
    return String(message.format(language === 'ar' ? fenced(values ?? {}) : values));
  };
}

function fenced(values: MessageValues): MessageValues {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? isolate(value) : value]));
}

/** The message of a key that is made of a prefix and a code from outside; undefined when the catalogue has none. */
export function messageFor(language: Language, prefix: string, code: string): string | undefined {
  const key = `${prefix}.${code}`;
  return Object.hasOwn(catalogues[language], key) ? catalogues[language][key] : undefined;
}
