import type { Language } from '@wasl/contract';

export type Theme = 'system' | 'light' | 'dark';

/** What this browser remembers of its officer: no record, no token. */
export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  /** Fingerprints typed by the officer, by country (EV1). */
  readonly anchors: Readonly<Record<string, string>>;
}

const place = 'wasl.preferences';

function preferredLanguage(offered: readonly string[]): Language {
  for (const tag of offered) {
    const base = tag.split('-')[0];
    if (base === 'en' || base === 'fr' || base === 'ar') return base;
  }
  return 'en';
}

function parsePreferences(text: string | null, offered: readonly string[]): Preferences {
  let kept: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) kept = parsed as Record<string, unknown>;
  } catch {
    kept = {};
  }
  const { language, theme, anchors } = kept;
  const known = typeof anchors === 'object' && anchors !== null ? Object.entries(anchors) : [];
  return {
    language: language === 'en' || language === 'fr' || language === 'ar' ? language : preferredLanguage(offered),
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    anchors: Object.fromEntries(known.filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].length <= 200)),
  };
}

/** What this browser kept. A browser that refuses storage starts with the defaults each time. */
export function loadPreferences(): Preferences {
  let text: string | null = null;
  try {
    text = localStorage.getItem(place);
  } catch {
    text = null;
  }
  return parsePreferences(text, navigator.languages);
}

/** Keeps the preferences; answers false where the browser refuses storage. */
export function savePreferences(preferences: Preferences): boolean {
  try {
    localStorage.setItem(place, JSON.stringify(preferences));
    return true;
  } catch {
    return false;
  }
}
