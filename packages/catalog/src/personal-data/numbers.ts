import { type Span, spansOf } from './finding.ts';

const documentWords =
  "passports?|passeports?|pasaportes?|passaportes?|CNIE?|CIN|carte nationale|carte d[’']identité|identity cards?|id cards?|id (?:no|number)|" +
  "national insurance|NINO|SSN|social security|DNI|NIE|driving licen[cs]e|driver[’']?s licen[cs]e|permis de conduire|titre de séjour|residence permit|" +
  'جواز(?: ال)?سفر|رقم الجواز|بطاقة التعريف|البطاقة الوطنية|رقم البطاقة|رخصة السياقة';
const documentNumber = new RegExp(`(?:${documentWords})[^\\n\\d]{0,24}?\\b(?=[A-Z0-9-]*\\d{3})[A-Z0-9-]{5,14}`, 'gi');
const nationalInsurance = /\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/g;
const socialSecurity = /\b\d{3}-\d{2}-\d{4}\b/g;
const spanishIdentity = /\b(\d{8})-?([A-Z])\b/g;
const spanishLetters = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Numbers of identity documents: after their words in en, fr, es, pt, ar, or by their own form and check letter. */
export function identityNumbers(text: string): Span[] {
  return [
    ...spansOf('identity-number', text, { form: documentNumber }),
    ...spansOf('identity-number', text, { form: nationalInsurance }),
    ...spansOf('identity-number', text, { form: socialSecurity }),
    ...spansOf('identity-number', text, {
      form: spanishIdentity,
      accept: ([, digits, letter]) => spanishLetters.charAt(Number(digits) % 23) === letter,
    }),
  ];
}

const mrzLine = /(?<![A-Z0-9<])(?=[A-Z0-9<]*<<)[A-Z0-9<]{28,44}(?![A-Z0-9<])/g;
const mrzStart = /(?<![A-Z0-9<])[PIACV][A-Z<][A-Z]{3}[A-Z]+<<?[A-Z<]{3,}/g;
const mrzSecond = /(?<![A-Z0-9<])[A-Z0-9<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{2,16}(?![A-Z0-9<])/g;

/** Machine-readable zones of travel documents (ICAO Doc 9303), whole or a line. */
export function machineReadableZones(text: string): Span[] {
  for (const form of [mrzStart, mrzSecond, mrzLine]) {
    const spans = spansOf('machine-readable-zone', text, { form });
    if (spans.length > 0) return spans;
  }
  return [];
}

const iban = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g;

function isIban(text: string): boolean {
  const compact = text.replaceAll(' ', '');
  if (compact.length < 15 || compact.length > 34) return false;
  let rest = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Account numbers whose check digits hold (ISO 13616). */
export function ibans(text: string): Span[] {
  return spansOf('iban', text, { form: iban, accept: ([match]) => isIban(match) });
}

const phoneForms = [
  /(?<![\w.])(?:\+|00)[1-9]\d{0,2}(?:[ ./-]?\(?\d{1,4}\)?){2,6}(?!\w)/g,
  /(?<![\w.,:/-])0[1-9](?:[ .-]?\d{2}){4}(?![\w:/-])/g,
  /(?<![\w.,:/-])0\d{2,4} ?\d{3,4} ?\d{3,4}(?![\w:/-])/g,
  /(?<![\w.,:/-])\(?[2-9]\d{2}\)?[ .-][2-9]\d{2}-\d{4}(?![\w-])/g,
];
const officeWords =
  /(?:(?:hot|help|flood|info|crime|tip)[ -]?line|switchboard|freephone|toll.?free|emergency number|numéro vert|numéro d[’']urgence|standard|teléfono de emergencias|الرقم الأخضر|رقم النجدة)[^\n]{0,24}$/i;

// Numbers no person has: freephone and shared-cost ranges of the United Kingdom, France and Morocco.
const officeNumber = /^(?:(?:\+|00)44 ?\(?0?\)?|0)(?:3\d\d|80[08]|84[345]|87[0-3])|^(?:(?:\+|00)(?:33|212) ?|0)8\d/;

/** Telephone numbers that are not said to be an office's own. */
export function phones(text: string): Span[] {
  const accept = (match: RegExpExecArray): boolean => {
    const digits = match[0].replace(/\D/g, '').length;
    return digits >= 9 && digits <= 15 && !officeNumber.test(match[0]) && !officeWords.test(text.slice(0, match.index));
  };
  const spans: Span[] = [];
  for (const form of phoneForms) {
    for (const span of spansOf('phone', text, { form, accept })) {
      if (!spans.some((other) => span.start < other.start + other.length && other.start < span.start + span.length)) spans.push(span);
    }
  }
  return spans;
}

const mailbox = /[\p{L}\d._%+-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63})+/gu;
const officeMailbox =
  /^(?:(?:info|contact|press|presse|media|ops|operations|duty|admin|webmaster|office|desk|bureau|alerts?|alertes?|cap|weather|meteo|noreply|no-reply|support|service|server|serv|control|centre|center|nfip|liaison|secretariat|control-?room|watch)[\d._-]?)+@/i;

/** E-mail addresses but those of an office by their name. */
export function mailboxes(text: string): Span[] {
  return spansOf('e-mail', text, { form: mailbox, accept: ([match]) => !officeMailbox.test(match) });
}

const plateWords =
  "(?:licen[cs]e|number|registration|reg\\.?|vehicle) ?(?:plates?|no\\.?|number|mark)|plates?|VRM|immatricul\\p{L}*|plaques?(?: d[’']immatriculation)?|matr[íi]culas?|لوحة(?: ال)?(?:ترقيم|تسجيل)?|رقم اللوحة|ترقيم";
const plateAfterWord = new RegExp(
  `(?<!\\p{L})(?:${plateWords})[^\\n\\d\\p{Lu}]{0,14}(?=[\\p{L}\\d|-]*\\d)[\\p{Lu}\\d|-]{1,6}(?:[ |-][\\p{L}\\d|-]{1,5}){0,2}`,
  'giu',
);
const plateForms = [
  // United Kingdom, current form.
  /(?<![\p{L}\d-])[A-HJ-PR-Y][A-HJ-PR-Y]\d{2} ?[A-HJ-PR-Z]{3}(?![\p{L}\d-])/gu,
  // France, current form.
  /(?<![\p{L}\d-])[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}(?![\p{L}\d-])/gu,
  // Morocco: serial, Arabic letter, prefecture.
  /(?<![\p{L}\d])\d{1,5}\s?[|\-/]?\s?[أابتثجحدهـوط](?:ـ)?\s?[|\-/]?\s?\d{1,2}(?![\p{L}\d])/gu,
];

/** Vehicle plates: after their words, or by the forms of Morocco, the United Kingdom and France. */
export function plates(text: string): Span[] {
  return [plateAfterWord, ...plateForms].flatMap((form) => spansOf('plate', text, { form }));
}
