/** Languages in which a page can be worded; the first three are complete everywhere, the others are begun. */
export type NoticeLanguage = 'en' | 'fr' | 'ar' | 'es' | 'pt';

/** What waits. A page says how many of which kind and nothing else: no title, no sender, no place (DESIGN §6). */
export type WaitingKind = 'acknowledge' | 'answer' | 'alarm';

/** All that a page can say: counts cannot carry content. */
export interface Notice {
  readonly waiting: WaitingKind;
  /** 1 to 999; more is said as 999. */
  readonly count: number;
  readonly urgent: boolean;
}

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

const words: Readonly<Record<NoticeLanguage, Readonly<Record<WaitingKind, Forms>>>> = {
  en: {
    acknowledge: { one: '{n} item to acknowledge', other: '{n} items to acknowledge' },
    answer: { one: '{n} request to answer', other: '{n} requests to answer' },
    alarm: { one: '{n} alarm to look at', other: '{n} alarms to look at' },
  },
  fr: {
    acknowledge: {
      one: '{n} élément à accuser réception',
      many: '{n} d’éléments à accuser réception',
      other: '{n} éléments à accuser réception',
    },
    answer: { one: '{n} demande à traiter', many: '{n} de demandes à traiter', other: '{n} demandes à traiter' },
    alarm: { one: '{n} alarme à examiner', many: '{n} d’alarmes à examiner', other: '{n} alarmes à examiner' },
  },
  ar: {
    acknowledge: {
      one: 'عنصر واحد ينتظر الإشعار بالاستلام',
      two: 'عنصران ينتظران الإشعار بالاستلام',
      few: '{n} عناصر تنتظر الإشعار بالاستلام',
      many: '{n} عنصرا ينتظر الإشعار بالاستلام',
      other: '{n} عنصر ينتظر الإشعار بالاستلام',
    },
    answer: {
      one: 'طلب واحد ينتظر الجواب',
      two: 'طلبان ينتظران الجواب',
      few: '{n} طلبات تنتظر الجواب',
      many: '{n} طلبا ينتظر الجواب',
      other: '{n} طلب ينتظر الجواب',
    },
    alarm: {
      one: 'إنذار واحد يستوجب الاطلاع',
      two: 'إنذاران يستوجبان الاطلاع',
      few: '{n} إنذارات تستوجب الاطلاع',
      many: '{n} إنذارا يستوجب الاطلاع',
      other: '{n} إنذار يستوجب الاطلاع',
    },
  },
  es: {
    acknowledge: { one: '{n} elemento por acusar recibo', other: '{n} elementos por acusar recibo' },
    answer: { one: '{n} solicitud por responder', other: '{n} solicitudes por responder' },
    alarm: { one: '{n} alarma por revisar', other: '{n} alarmas por revisar' },
  },
  pt: {
    acknowledge: { one: '{n} item a confirmar', other: '{n} itens a confirmar' },
    answer: { one: '{n} pedido a responder', other: '{n} pedidos a responder' },
    alarm: { one: '{n} alarme a ver', other: '{n} alarmes a ver' },
  },
};

const urgentWord: Readonly<Record<NoticeLanguage, string>> = { en: 'URGENT', fr: 'URGENT', ar: 'عاجل', es: 'URGENTE', pt: 'URGENTE' };

const maxCount = 999;
const rules = new Map<NoticeLanguage, Intl.PluralRules>();

/** The words of a page in one language, digits Latin: `Wasl: 1 item to acknowledge`. */
export function noticeText(notice: Notice, language: NoticeLanguage): string {
  const count = Math.min(maxCount, Math.max(1, Math.trunc(notice.count)));
  const rule = rules.get(language) ?? new Intl.PluralRules(language);
  rules.set(language, rule);
  const forms = words[language][notice.waiting];
  const text = (forms[rule.select(count)] ?? forms.other).replace('{n}', String(count));
  return notice.urgent ? `Wasl: ${urgentWord[language]}: ${text}` : `Wasl: ${text}`;
}
