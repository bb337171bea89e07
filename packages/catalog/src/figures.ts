import type { Json } from '@wasl/record';
import { type DoctrineRule, rule } from './record-type.ts';
import { elementsOf, memberOf } from './schema-parts.ts';

const easternDigits = /[\u0660-\u0669\u06f0-\u06f9]/g;
const months =
  'january|february|march|april|may|june|july|august|september|october|november|december|' +
  'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|' +
  'enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|' +
  'janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|' +
  'يناير|فبراير|مارس|أبريل|ماي|مايو|يونيو|يوليوز|يوليو|غشت|أغسطس|شتنبر|سبتمبر|أكتوبر|نونبر|نوفمبر|دجنبر|ديسمبر';
/** Numbers that are no figures: times, dates, years, ordinals, versions of plans, numbers inside words and codes. */
const notFigures: readonly RegExp[] = [
  /\b\d{4}-\d\d-\d\d(?:T[\d:]+Z?)?/g,
  /\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b/g,
  /\b\d{1,2}\s?[:h]\s?\d{2}\b|\b\d{1,2}\s?h\b/g,
  new RegExp(`\\b\\d{1,2}(?:er|st|nd|rd|th)?\\s(?:de\\s)?(?:${months})(?:\\s(?:de\\s)?\\d{4})?`, 'giu'),
  new RegExp(`(?:${months})\\s\\d{1,2}(?:,?\\s\\d{4})?`, 'giu'),
  /\b(?:19|20|21)\d\d\b(?!\s?\d)/g,
  /\b\d+(?:st|nd|rd|th|e|er|ère|ème|º|ª)(?!\p{L})/giu,
  /[\p{L}_-]+-?\d[\p{L}\d-]*|\d+\p{L}[\p{L}\d]*/gu,
];
const figure = /\d+(?:[ \u00a0\u202f.,]\d{3})*(?:[.,]\d+)?/g;

function digitsOf(number: string): string {
  return number.replace(/[ \u00a0\u202f]/g, '').replace(/[.,](?=\d{3}(?:\D|$))/g, '');
}

/**
 * The figures that a text states, without grouping marks: `2 600` and `2,600` are `2600`. Times, dates, years, ordinals and numbers inside codes are
 * none. Digits of either Arabic form count.
 */
export function figuresIn(text: string): readonly string[] {
  let rest = text.replace(easternDigits, (digit) => String(digit.charCodeAt(0) & 0xf));
  for (const form of notFigures) rest = rest.replace(form, ' \u241f ');
  return [...new Set([...rest.matchAll(figure)].map(([number]) => digitsOf(number)))];
}

/** Every figure of a text in all its languages. */
function figuresOf(text: Json | undefined): readonly string[] {
  return [...new Set(elementsOf(text).flatMap((each) => figuresIn(String(memberOf(each, 'text') ?? ''))))];
}

/**
 * A rule that figures in texts are bound (L9): each row of `unit` has a `text`, and either a list `figures` of `{figure, claim | unverified}` that
 * names each, or a non-empty list `basis`, or is marked `unverified`.
 */
export function boundFigures(
  id: string,
  unit: string,
  when: (fields: { readonly [unit: string]: Json }) => boolean = () => true,
): DoctrineRule {
  return rule(
    id,
    [
      'Each figure rests on a claim, or is marked as not verified.',
      'Chaque chiffre repose sur une allégation vérifiable, ou porte la mention « non vérifié ».',
      'يستند كل رقم إلى ادعاء مسجل أو يحمل إشارة «غير متحقق منه».',
    ],
    (fields) => {
      if (!when(fields)) return undefined;
      for (const [index, row] of elementsOf(fields[unit]).entries()) {
        if (memberOf(row, 'unverified') === true || elementsOf(memberOf(row, 'basis')).length > 0) continue;
        const bound = new Set(elementsOf(memberOf(row, 'figures')).map((one) => digitsOf(String(memberOf(one, 'figure')))));
        const loose = figuresOf(memberOf(row, 'text')).filter((one) => !bound.has(one));
        if (loose.length > 0) return { path: `${unit}[${index}].text`, message: `${loose.join(', ')} rests on no claim` };
      }
      return undefined;
    },
  );
}
