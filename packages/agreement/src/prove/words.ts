import type { Agreement, Words } from '../document.ts';
import { other } from './domain.ts';
import type { Point } from './point.ts';
import type { Doubt } from './report.ts';

/** The languages in which the prover speaks. */
const proverLanguages = ['en', 'fr', 'ar'] as const;
export type ProverLanguage = (typeof proverLanguages)[number];

/** Names of types and units as people know them; whoever has the catalogue gives them. A name it lacks stands as its code. */
export interface Names {
  type?(type: string, language: ProverLanguage): string | undefined;
  unit?(type: string, unit: string, language: ProverLanguage): string | undefined;
}

/** One text for each language, made by the same function. */
export function inEach(make: (language: ProverLanguage) => string): Words {
  return proverLanguages.map((lang) => ({ lang, text: make(lang) }));
}

/** The text in a language, or in the language that prevails, or any. */
export function textIn(words: Words, language: string, fallback: string): string {
  return (words.find((each) => each.lang === language) ?? words.find((each) => each.lang === fallback) ?? words[0])?.text ?? '';
}

const quotes = { en: ['“', '”'], fr: ['« ', ' »'], ar: ['«', '»'] } as const;

/** Codes stand between isolates in Arabic, so that their letters and dots keep their order. */
export function code(text: string, language: ProverLanguage): string {
  return language === 'ar' ? `\u2066${text}\u2069` : text;
}

function quoted(text: string, language: ProverLanguage): string {
  const [open, close] = quotes[language];
  return `${open}${text}${close}`;
}

const unnamed: Readonly<Record<string, Readonly<Record<ProverLanguage, string>>>> = {
  [other.type]: {
    en: 'any type that the agreement does not name',
    fr: "tout type que l'arrangement ne nomme pas",
    ar: 'أي نوع لا يسميه الترتيب',
  },
  [other.unit]: { en: 'any field that no clause names', fr: "tout champ qu'aucune clause ne nomme", ar: 'أي حقل لا يسميه أي بند' },
  [other.purpose]: { en: 'any other purpose', fr: 'toute autre finalité', ar: 'أي غرض آخر' },
};

function name(given: string, known: string | undefined, language: ProverLanguage): string {
  return unnamed[given]?.[language] ?? quoted(known ?? code(given, language), language);
}

function circumstances(point: Point, agreement: Agreement, language: ProverLanguage): string {
  const timed = JSON.stringify([agreement.nevers, agreement.permits, agreement.emergency, agreement.properties]).includes('"before"');
  const parts: Readonly<Record<ProverLanguage, string>>[] = [
    { en: `level ${point.lvl}`, fr: `niveau ${point.lvl}`, ar: `المستوى ${point.lvl}` },
    { en: `TLP:${point.tlp}`, fr: `TLP:${point.tlp}`, ar: code(`TLP:${point.tlp}`, 'ar') },
  ];
  if (point.mode !== 'actual') parts.push({ en: `mode ${point.mode}`, fr: `mode ${point.mode}`, ar: `الوضع ${code(point.mode, 'ar')}` });
  if (point.cav.length > 0 || point.hdl.length > 0) {
    const codes = [...point.cav, ...point.hdl].join(', ');
    parts.push({ en: `marked ${codes}`, fr: `mention ${codes}`, ar: `الإشارة ${code(codes, 'ar')}` });
  }
  if (point.personalData === undefined)
    parts.push({
      en: 'personal-data class not stated',
      fr: 'classe de données personnelles non précisée',
      ar: 'صنف المعطيات الشخصية غير مبين',
    });
  else if (point.personalData !== 'none')
    parts.push({
      en: `personal data: ${point.personalData}`,
      fr: `données personnelles : ${point.personalData}`,
      ar: `معطيات شخصية: ${code(point.personalData, 'ar')}`,
    });
  if (point.threatToLife) parts.push({ en: 'threat to life declared', fr: 'menace pour la vie déclarée', ar: 'مع إعلان تهديد للحياة' });
  if (timed) {
    const at = `${new Date(point.nowMs).toISOString().slice(0, 19)}Z`;
    parts.push({ en: `at ${at}`, fr: `à la date du ${at}`, ar: `بتاريخ ${code(at, 'ar')}` });
    if (point.uncertain) parts.push({ en: 'clock uncertain', fr: 'horloge incertaine', ar: 'والساعة غير مؤكدة' });
  }
  return parts.map((part) => part[language]).join(language === 'ar' ? '، ' : ', ');
}

/** How a sentence about a case begins: what the clause does. */
export type Manner = 'would' | 'now' | 'no-longer';

const manners: Readonly<Record<Manner, Readonly<Record<ProverLanguage, (clause: string) => string>>>> = {
  would: {
    en: (clause) => `Clause ${clause} would let`,
    fr: (clause) => `La clause ${clause} permettrait à`,
    ar: (clause) => `من شأن البند ${code(clause, 'ar')} أن يسمح لـ`,
  },
  now: {
    en: (clause) => `Clause ${clause} now lets`,
    fr: (clause) => `La clause ${clause} permet désormais à`,
    ar: (clause) => `أصبح البند ${code(clause, 'ar')} يسمح لـ`,
  },
  'no-longer': {
    en: (clause) => `Clause ${clause} no longer lets`,
    fr: (clause) => `La clause ${clause} ne permet plus à`,
    ar: (clause) => `لم يعد البند ${code(clause, 'ar')} يسمح لـ`,
  },
};

/** A case in words: which clause lets whom send what to whom, for what, under which marking. */
export function caseIn(
  language: ProverLanguage,
  found: { readonly point: Point; readonly clause: string; readonly manner: Manner },
  context: { readonly agreement: Agreement; readonly names?: Names | undefined },
): string {
  const { point } = found;
  const { agreement, names } = context;
  const type = name(point.type, names?.type?.(point.type, language), language);
  const unit = name(point.unit, names?.unit?.(point.type, point.unit, language), language);
  const agreed = agreement.purposes.find((each) => each.purpose === point.purpose);
  const purpose = name(point.purpose, agreed === undefined ? undefined : textIn(agreed.text, language, agreement.prevails), language);
  const issuer = code(point.issuer, language);
  const reader = code(point.reader.agency, language);
  const start = manners[found.manner][language](found.clause);
  const around = circumstances(point, agreement, language);
  if (language === 'fr')
    return `${start} ${issuer} d'envoyer le champ ${unit} d'un enregistrement de type ${type} à ${reader}, aux fins de : ${purpose} (${around}).`;
  if (language === 'ar')
    return `${start}${issuer} بإرسال الحقل ${unit} من تسجيل من نوع ${type} إلى ${reader} لغرض: ${purpose} (${around}).`;
  return `${start} ${issuer} send the field ${unit} of a record of type ${type} to ${reader}, for the purpose: ${purpose} (${around}).`;
}

/** A proof as one sentence, which claims nothing beyond the agreement. */
export function provedIn(language: ProverLanguage, text: string): string {
  if (language === 'fr') return `Au titre du présent arrangement, pour tout enregistrement : ${text}`;
  if (language === 'ar') return `بموجب هذا الترتيب، وبالنسبة لكل تسجيل: ${text}`;
  return `Under this agreement, for every record: ${text}`;
}

/** A refutation: the promise, then the case that breaks it. */
export function refutedIn(language: ProverLanguage, text: string, counterexample: string): string {
  if (language === 'fr') return `Ceci n'est pas vrai au titre du présent arrangement : ${text} ${counterexample}`;
  if (language === 'ar') return `هذا غير صحيح بموجب هذا الترتيب: ${text} ${counterexample}`;
  return `This is not true under this agreement: ${text} ${counterexample}`;
}

const doubts: Readonly<Record<Doubt, Readonly<Record<ProverLanguage, string>>>> = {
  'time-out': { en: 'the time allowed ran out', fr: 'le temps imparti est écoulé', ar: 'انقضت المدة المحددة' },
  'out-of-memory-or-crashed': {
    en: 'the examination ended before its answer',
    fr: "l'examen s'est interrompu avant sa réponse",
    ar: 'توقف الفحص قبل تقديم الجواب',
  },
  'methods-disagree': { en: 'the two methods disagree', fr: 'les deux méthodes se contredisent', ar: 'اختلفت نتيجة الطريقتين' },
  'domain-too-large': { en: 'there are too many cases', fr: 'les cas sont trop nombreux', ar: 'عدد الحالات كبير جدا' },
  'solver-unknown': { en: 'the solver gave no answer', fr: "le solveur n'a pas donné de réponse", ar: 'لم يقدم برنامج الحل جوابا' },
};

/** Neither proved nor refuted, which counts as not proved. */
export function unknownIn(language: ProverLanguage, text: string, doubt: Doubt): string {
  const why = doubts[doubt][language];
  if (language === 'fr') return `Non prouvé au titre du présent arrangement (${why}) : ${text}`;
  if (language === 'ar') return `لم يتم إثبات ما يلي بموجب هذا الترتيب (${why}): ${text}`;
  return `Not proved under this agreement (${why}): ${text}`;
}
