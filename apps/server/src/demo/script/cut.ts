import { exercise, instant, logLine, named, type Step, words } from './steps.ts';

/** Twenty seconds without a link, work going on at both ends, and its healing; then the end of the evening. */
export const cut: readonly Step[] = [
  { kind: 'link', by: 'ma', partner: 'gb.police', up: false, say: 'the link is cut for 20 seconds; both sides go on working' },
  logLine(
    'ma',
    words('ar', { ar: 'انقطاع الربط مع لندن، نواصل العمل', fr: 'Liaison coupée, le travail continue', en: 'Link lost, work goes on' }),
  ),
  logLine(
    'gb',
    words('en', { en: 'Half time, supporters in good order', fr: 'Mi-temps, supporters calmes', ar: 'بين الشوطين، المشجعون في هدوء' }),
  ),
  logLine(
    'ma',
    words('fr', { fr: 'Mi-temps, porte S2 refermée', en: 'Half time, gate S2 closed again', ar: 'بين الشوطين، إغلاق البوابة S2' }),
  ),
  logLine(
    'gb',
    words('en', {
      en: 'Three coaches will leave early from car park P3',
      fr: 'Trois autocars partiront plus tôt du parking P3',
      ar: 'ثلاث حافلات ستغادر مبكرا من الموقف P3',
    }),
  ),
  {
    kind: 'put',
    by: 'ma',
    user: 'duty',
    say: 'incident contained, written while the link is down',
    record: (names) =>
      exercise(
        'incident',
        {
          kind: 'breach',
          place: { lat: 339_915_400, lon: -68_501_200, accuracyM: 10, zone: 'Porte S2' },
          status: 'contained',
          trend: 'improving',
          summary: words('fr', { fr: 'Situation maîtrisée à S2', en: 'Situation contained at S2', ar: 'الوضع تحت السيطرة عند S2' }),
        },
        { subject: named(names, 'incident').subject, refs: [{ rel: 'supersedes', id: named(names, 'incident').id }] },
      ),
  },
  logLine('gb', words('en', { en: 'Second half under way', fr: 'Deuxième mi-temps commencée', ar: 'انطلاق الشوط الثاني' })),
  { kind: 'pause', ms: 12_000, say: 'still no link: what is waiting is shown as waiting' },
  { kind: 'link', by: 'ma', partner: 'gb.police', up: true, say: 'the link is back: everything written meanwhile crosses, in order' },
  logLine(
    'ma',
    words('ar', { ar: 'عودة الربط، لا شيء ضائع', fr: 'Liaison rétablie, rien n’est perdu', en: 'Link restored, nothing lost' }),
  ),
  logLine(
    'gb',
    words('en', {
      en: 'Link restored, six entries received in order',
      fr: 'Liaison rétablie, entrées reçues dans l’ordre',
      ar: 'عودة الربط، وصول المدخلات بالترتيب',
    }),
  ),
  ...egress(),
];

function egress(): readonly Step[] {
  const lines: readonly (readonly ['ma' | 'gb', Parameters<typeof words>[0], Parameters<typeof words>[1]])[] = [
    [
      'ma',
      'fr',
      {
        fr: 'Coup de sifflet final, sortie par toutes les portes',
        en: 'Final whistle, egress by all gates',
        ar: 'صافرة النهاية، الخروج من جميع البوابات',
      },
    ],
    ['gb', 'en', { en: 'Supporters leaving in good order', fr: 'Départ des supporters dans le calme', ar: 'خروج المشجعين بهدوء' }],
    [
      'ma',
      'ar',
      { ar: 'القطارات الخاصة جاهزة على الرصيف 2', fr: 'Trains spéciaux prêts au quai 2', en: 'Special trains ready on platform 2' },
    ],
    ['gb', 'en', { en: 'First coaches have left P3', fr: 'Premiers autocars partis de P3', ar: 'انطلاق أولى الحافلات من P3' }],
    ['ma', 'fr', { fr: 'Stade vide à 90 %', en: 'Stadium 90% empty', ar: 'إخلاء الملعب بنسبة 90 في المئة' }],
    [
      'gb',
      'en',
      { en: 'Fan park closed, no incidents', fr: 'Zone des supporters fermée, sans incident', ar: 'إغلاق منطقة المشجعين دون حوادث' },
    ],
    [
      'ma',
      'ar',
      {
        ar: 'نهاية العملية، شكرا لجميع المكاتب',
        fr: 'Fin de l’opération, merci à toutes les cellules',
        en: 'End of operation, thanks to all desks',
      },
    ],
  ];
  return [
    ...lines.map(([by, orig, texts]) => logLine(by, words(orig, texts))),
    {
      kind: 'put',
      by: 'ma',
      user: 'duty',
      name: 'standdown',
      say: 'stand-down: must be acknowledged',
      record: (names) =>
        exercise('declaration', {
          what: 'stand-down',
          scope: named(names, 'fixture').subject,
          detail: words('fr', { fr: 'Dispositif levé', en: 'Operation stood down', ar: 'رفع الإجراءات' }),
          authority: 'police-gold',
          effective: instant(),
          reviewAt: instant(20),
          ackBy: [{ desk: 'gb.police/ops', deadlineSeconds: 60, ladder: ['gb.police/nfip'] }],
        }),
    },
    {
      kind: 'put',
      by: 'gb',
      user: 'duty',
      say: 'acknowledged',
      record: (names) => {
        const target = named(names, 'standdown');
        return exercise(
          'acknowledgement',
          { state: 'done', desk: 'gb.police/ops', at: instant() },
          { subject: target.subject, refs: [{ rel: 'acknowledges', id: target.id }] },
        );
      },
    },
    logLine(
      'gb',
      words('en', {
        en: 'London stands down. Debrief tomorrow 09:30',
        fr: 'Londres lève son dispositif. Retour d’expérience demain 09:30',
        ar: 'لندن ترفع الإجراءات. تقييم غدا على الساعة 09:30',
      }),
    ),
  ];
}
