import type { Document, Stretch } from '../text/document.ts';
import type { Word } from '../text/words.ts';

const ands: ReadonlySet<string> = new Set(['et', 'and', 'y', 'e', 'ou', 'or']);
/** Small words between a preposition and its infinitive: "de mieux coordonner", "à ne pas", "l'approfondir". */
const light: ReadonlySet<string> = new Set(
  'mieux davantage ne pas l s se y en les le la leur lui aussi ensemble conjointement également plus rapidement faire d a no lo los las mais melhor'.split(
    ' ',
  ),
);
const articles: ReadonlySet<string> = new Set(['un', 'une', 'una', 'uma', 'des']);

function isInfinitive(word: Word | undefined, language: string): boolean {
  const raw = word?.raw.toLowerCase() ?? '';
  if (language === 'fr') return /(?:er|ir|re|oir)$/.test(raw) && raw.length > 3;
  if (language === 'es') return /(?:ar|er|ir|rse|ír|arlo|erlo)$/.test(raw) && raw.length > 3;
  return /(?:ar|er|ir|or|ôr|r-se)$/.test(raw) && raw.length > 2;
}

function deedAt({ words, vocabulary }: Document, from: number, to: number): boolean {
  const { language } = vocabulary;
  for (let at = from; at < Math.min(to, from + 4); at++) {
    const word = words[at];
    if (word === undefined || (at > from && word.barrier)) return false;
    // "savoir-faire" is a noun.
    if (isInfinitive(word, language)) return !/^[-‐‑]$/.test(words[at + 1]?.before ?? '');
    if (!light.has(word.stems[0] ?? '') && !light.has(word.raw.toLowerCase())) return false;
  }
  return false;
}

/** Whether what follows a trigger is a deed: in French, Spanish and Portuguese an infinitive, or "une …" after a need. */
export function startsAsDeed(document: Document, trigger: Stretch, predicate: Stretch): boolean {
  const { words, vocabulary } = document;
  const first = words[predicate.from];
  if (first === undefined || predicate.to <= predicate.from) return false;
  if (vocabulary.language === 'en' || vocabulary.language === 'ar') return !first.barrier || /[:\n]/.test(first.before);
  if (/^actions?$/i.test(words[trigger.from]?.raw ?? '')) return true;
  if (first.barrier) return false;
  return deedAt(document, predicate.from, predicate.to) || articles.has(first.raw.toLowerCase());
}

/** Where a deed ends: at words that go on to something else, or at a bracket. */
export function cutsOf({ words, vocabulary }: Document, { from, to }: Stretch): number {
  for (let at = from + 1; at < to; at++) {
    const word = words[at];
    if (word === undefined) return at;
    if (/[(]/.test(word.before) || /\s[–—-]\s/.test(word.before)) return at;
    const hit = vocabulary.cuts.at(words, at, to);
    if (hit !== undefined && (word.barrier || hit.to - hit.from > 1)) return at;
    if (/[»”"]\s?[,،]/.test(word.before)) return at;
  }
  return to;
}

const arabicPledge = /^[وف]?(?:التزم|تعهد|يلتزم|جدد)/;

/** In Arabic the one who pledges may stand between the verb and the deed: "التزم الجانب القطري بتكوين …". */
export function deedFrom({ words, vocabulary }: Document, trigger: Stretch, limit: number): number {
  if (vocabulary.language !== 'ar' || !arabicPledge.test(words[trigger.from]?.raw ?? '')) return trigger.to;
  for (let at = trigger.to; at < Math.min(limit, trigger.to + 6); at++) if (/^ب\p{L}{3}/u.test(words[at]?.raw ?? '')) return at;
  return trigger.to;
}

/** Parts a deed that lists several, each behind the preposition of the trigger: "de mieux …, d'échanger … et de …". */
export function splitPredicate(document: Document, trigger: Stretch, predicate: Stretch): readonly Stretch[] {
  const { words, vocabulary } = document;
  const particle = words[trigger.to - 1]?.stems[0] ?? '';
  const parts: Stretch[] = [];
  let { from } = predicate;
  for (let at = predicate.from + 2; at < predicate.to - 1; at++) {
    const start = partAt(document, at, { particle: particle === 'd' ? 'de' : particle, to: predicate.to, first: words[predicate.from] });
    if (start === undefined) continue;
    parts.push({ from, to: trimmed(words, from, at) });
    from = start;
    at = start;
  }
  parts.push({ from, to: predicate.to });
  return vocabulary.language === 'en' && particle === 'will' ? [predicate] : parts;
}

function trimmed(words: readonly Word[], from: number, to: number): number {
  return to - 1 > from && ands.has(words[to - 1]?.stems[0] ?? '') ? to - 1 : to;
}

/** Where a new part begins at a word: behind a comma or "and", the particle again, and a deed. */
function partAt(
  document: Document,
  at: number,
  of: { readonly particle: string; readonly to: number; readonly first: Word | undefined },
): number | undefined {
  const { words, vocabulary } = document;
  const word = words[at];
  if (word === undefined) return undefined;
  if (vocabulary.language === 'ar') {
    if (word.raw === 'وعلى' && of.particle === 'علي') return at + 1;
    return of.first?.raw.startsWith('ب') === true && /^وب\p{L}{3}/u.test(word.raw) ? at : undefined;
  }
  const key = word.stems[0] === 'd' ? 'de' : (word.stems[0] ?? '');
  if (key !== of.particle) return undefined;
  const joined = /[,;]/.test(word.before) || ands.has(words[at - 1]?.stems[0] ?? '');
  if (!joined) return undefined;
  if (vocabulary.language === 'en') return at + 1;
  return deedAt(document, at + 1, of.to) ? at + 1 : undefined;
}
