import type { Agreement } from '../document.ts';
import { caseIn, code, type Manner, type Names, type ProverLanguage } from '../prove/words.ts';
import type { Change, DutyChange, Term, TermChange } from './report.ts';

type Say = Readonly<Record<ProverLanguage, string>>;

/** One clause's change in words: a case, then how many there are. */
export function changeIn(
  language: ProverLanguage,
  change: Change,
  context: { readonly agreement: Agreement; readonly names?: Names | undefined; readonly manner: Manner },
): string {
  const first = caseIn(language, { point: change.example, clause: change.clause, manner: context.manner }, context);
  const rest = change.cases - 1;
  if (rest === 0) return first;
  if (language === 'fr') return `${first} Cette clause change ${rest} autre(s) cas dans le même sens.`;
  if (language === 'ar') return `${first} ويغير هذا البند ${rest} من الحالات الأخرى في الاتجاه نفسه.`;
  return `${first} This clause changes ${rest} other case(s) the same way.`;
}

const duties: Readonly<Record<string, Say>> = {
  expire: { en: 'erasure after days', fr: 'effacement après (jours)', ar: 'المحو بعد (أيام)' },
  delay: { en: 'delay in minutes', fr: 'délai (minutes)', ar: 'التأخير (دقائق)' },
  acknowledge: { en: 'acknowledgement within seconds', fr: 'accusé de réception (secondes)', ar: 'الإشعار بالتسلم (ثوان)' },
  watermark: { en: 'watermark', fr: 'filigrane', ar: 'العلامة المائية' },
  notifyOwner: { en: 'notice to the owner', fr: 'information du propriétaire', ar: 'إشعار المالك' },
  noOnward: { en: 'no onward release', fr: 'interdiction de retransmission', ar: 'عدم الإحالة على الغير' },
  noJudicial: { en: 'no judicial use', fr: "interdiction d'usage judiciaire", ar: 'عدم الاستعمال القضائي' },
  twoPerson: { en: 'approval of two officers', fr: 'accord de deux agents', ar: 'موافقة موظفين اثنين' },
  logPurpose: { en: 'log of the purpose', fr: 'consignation de la finalité', ar: 'تدوين الغرض' },
};

/** A duty's change in words. */
export function dutyIn(language: ProverLanguage, change: DutyChange): string {
  const duty = duties[change.duty]?.[language] ?? code(change.duty, language);
  const clause = code(change.before === change.after ? change.after : `${change.before} → ${change.after}`, language);
  const numbers = change.kind === 'changed' ? ` (${code(`${change.old ?? '—'} → ${change.new ?? '—'}`, language)})` : '';
  const kinds: Readonly<Record<DutyChange['kind'], Say>> = {
    added: { en: 'now applies', fr: "s'applique désormais", ar: 'أصبح واجبا' },
    dropped: { en: 'no longer applies', fr: "ne s'applique plus", ar: 'لم يعد واجبا' },
    changed: { en: 'changes', fr: 'change', ar: 'تغير' },
  };
  const verb = kinds[change.kind][language];
  if (language === 'fr') return `Clause ${clause} : l'obligation « ${duty} » ${verb}${numbers}.`;
  if (language === 'ar') return `البند ${clause}: الالتزام «${duty}» ${verb}${numbers}.`;
  return `Clause ${clause}: the duty “${duty}” ${verb}${numbers}.`;
}

const terms: Readonly<Record<Term, Say>> = {
  effective: { en: 'Taking effect', fr: "Prise d'effet", ar: 'تاريخ السريان' },
  sunset: { en: 'End', fr: 'Extinction', ar: 'تاريخ الانقضاء' },
  erasureHours: { en: 'Erasure deadline, hours', fr: "Délai d'effacement, heures", ar: 'أجل المحو، بالساعات' },
  acknowledgeSeconds: { en: 'Acknowledgement, seconds', fr: 'Accusé de réception, secondes', ar: 'الإشعار بالتسلم، بالثواني' },
  onward: { en: 'Onward release', fr: 'Retransmission', ar: 'الإحالة على الغير' },
  prevails: { en: 'Language that prevails', fr: 'Langue qui prévaut', ar: 'اللغة المرجحة' },
  succession: { en: 'Signatures for a successor', fr: "Signatures d'une version ultérieure", ar: 'توقيعات الصيغة اللاحقة' },
  rights: { en: 'Rating of the rights assessment', fr: "Cote de l'évaluation relative aux droits", ar: 'درجة تقييم الحقوق' },
  agency: { en: 'Agency', fr: 'Service', ar: 'الجهاز' },
  ceiling: { en: 'Highest level for', fr: 'Niveau maximal de', ar: 'أعلى مستوى لـ' },
  threshold: { en: 'Signatures needed from', fr: 'Signatures requises de', ar: 'عدد التوقيعات المطلوبة من' },
  purpose: { en: 'Purpose', fr: 'Finalité', ar: 'الغرض' },
  mode: { en: 'Mode', fr: 'Mode', ar: 'الوضع' },
  retentionDays: { en: 'Retention, days, of', fr: 'Conservation, jours, de', ar: 'مدة الحفظ، بالأيام، لـ' },
  answerHours: { en: 'Time to answer, hours', fr: 'Délai de réponse, heures', ar: 'أجل الجواب، بالساعات' },
  leadDays: { en: 'Lead time, days, before', fr: 'Préavis, jours, avant', ar: 'الأجل المسبق، بالأيام، قبل' },
  marking: { en: 'Meaning of the marking', fr: 'Sens de la mention', ar: 'معنى التصنيف' },
  property: { en: 'Promise to be proved', fr: 'Engagement à prouver', ar: 'التعهد الواجب إثباته' },
  assessment: { en: 'Personal data assessed until', fr: "Données personnelles évaluées jusqu'au", ar: 'تقييم المعطيات الشخصية إلى غاية' },
  nonRefoulement: { en: 'Non-refoulement clause', fr: 'Clause de non-refoulement', ar: 'بند عدم الإعادة القسرية' },
  wording: { en: 'Wording of clause', fr: 'Libellé de la clause', ar: 'صياغة البند' },
};

const directions: Readonly<Record<TermChange['direction'], Say>> = {
  wider: { en: 'allows more', fr: 'plus permissif', ar: 'أكثر سماحا' },
  narrower: { en: 'allows less', fr: 'plus restrictif', ar: 'أكثر تقييدا' },
  other: { en: 'otherwise changed', fr: 'autre modification', ar: 'تغيير آخر' },
};

/** A value too long for a sentence is left to the documents. */
function short(value: string): string | undefined {
  return value.length <= 40 ? value : undefined;
}

/** A term's change in words. */
export function termIn(language: ProverLanguage, change: TermChange): string {
  const [old, next] = [short(change.old), short(change.new)];
  const both = old === undefined || next === undefined ? '' : ` ${code(`${old} → ${next}`, language)}`;
  const name = change.name === undefined ? '' : ` ${code(change.name, language)}`;
  const colon = language === 'fr' ? ' :' : ':';
  return `${terms[change.term][language]}${name}${both === '' ? '' : `${colon}${both}`} (${directions[change.direction][language]}).`;
}

/** The answer in one sentence. */
export function answerIn(
  language: ProverLanguage,
  counts: { readonly allows: number; readonly forbids: number; readonly easier: number },
): string {
  const { allows, forbids, easier } = counts;
  if (allows === 0 && easier === 0) {
    const less = forbids > 0;
    if (language === 'fr') return `La seconde version ne permet rien que la première ne permettait${less ? ', et permet moins' : ''}.`;
    if (language === 'ar') return `لا تسمح الصيغة الثانية بأي شيء لم تكن الأولى تسمح به${less ? '، وهي تسمح بأقل من ذلك' : ''}.`;
    return `The second version allows nothing that the first did not${less ? ', and allows less' : ''}.`;
  }
  if (language === 'fr')
    return `La seconde version permet davantage : ${allows} clause(s) laissent passer ce qui ne passait pas, ${easier} obligation(s) ou terme(s) sont assouplis ; ${forbids} clause(s) ne laissent plus passer ce qui passait.`;
  if (language === 'ar')
    return `تسمح الصيغة الثانية بأكثر مما سبق: عدد البنود التي تسمح بما لم يكن مسموحا به ${allows}، وعدد الالتزامات أو الشروط المخففة ${easier}، وعدد البنود التي لم تعد تسمح بما كان مسموحا به ${forbids}.`;
  return `The second version allows more: ${allows} clause(s) let go what did not go before, ${easier} dut(ies) or term(s) are eased; ${forbids} clause(s) no longer let go what did.`;
}

/** No answer, which is not the answer “nothing”. */
export function noAnswerIn(language: ProverLanguage): string {
  if (language === 'fr') return "La comparaison n'a pas abouti : rien ne peut en être conclu.";
  if (language === 'ar') return 'لم تكتمل المقارنة: لا يمكن استخلاص أي شيء منها.';
  return 'The comparison came to no answer: nothing may be concluded from it.';
}
