import { expect, test } from 'vitest';
import arabic from './ar.json';
import english from './en.json';
import french from './fr.json';

const banned = {
  en: /\b(?:nodes?|logs?|trees?|hash(?:es|ed)?|merkle|disclosures?|checkpoints?|epochs?|witness(?:es)?)\b/i,
  fr: /\b(?:nœuds?|noeuds?|logs?|arbres?|hach\w*|hash|merkle|divulgations?|checkpoints?|époques?|témoins?)(?![\p{L}])/iu,
  ar: /node|log|tree|hash|merkle|disclosure|checkpoint|epoch|witness|عقدة|تجزئة|ميركل|شجرة/i,
};

const catalogues: Readonly<Record<keyof typeof banned, Readonly<Record<string, string>>>> = { en: english, fr: french, ar: arabic };

function placeholders(message: string): readonly string[] {
  return [...new Set([...message.matchAll(/\{(\w+)\s*[,}]/g)].map((match) => match[1] ?? ''))].sort();
}

test('the three catalogues have the same keys and the same placeholders, and no empty text', () => {
  for (const catalogue of [french, arabic] as readonly Readonly<Record<string, string>>[]) {
    expect(Object.keys(catalogue)).toEqual(Object.keys(english));
    for (const [key, message] of Object.entries(english)) {
      expect([key, placeholders(catalogue[key] ?? '')]).toEqual([key, placeholders(message)]);
      expect(catalogue[key]).not.toBe('');
    }
  }
});

test('no text of a screen uses a word of the machinery (DESIGN §2)', () => {
  for (const language of ['en', 'fr', 'ar'] as const) {
    const found = Object.entries(catalogues[language]).filter(([, message]) => banned[language].test(message));
    expect(found).toEqual([]);
  }
});
