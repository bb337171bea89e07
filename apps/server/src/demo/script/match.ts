import { exercise, instant, logLine, named, type Step, words } from './steps.ts';

/** The match: an incident, a declaration that nobody answers, a rumour that is denied, an alert from a file, a withdrawal. */
export const match: readonly Step[] = [
  {
    kind: 'put',
    by: 'ma',
    user: 'duty',
    name: 'incident',
    say: 'incident: London gets the kilometre, not the gate; access routes stay at home',
    record: (names) =>
      exercise('incident', {
        kind: 'breach',
        place: {
          lat: 339_915_400,
          lon: -68_501_200,
          accuracyM: 10,
          zone: 'Porte S2',
          text: words('ar', { ar: 'البوابة S2', fr: 'Porte S2', en: 'Gate S2' }),
        },
        time: instant(),
        hazardsPresent: ['crowd-density'],
        access: {
          text: words('fr', {
            fr: 'Accès par la rocade est, point de rassemblement au parking P3',
            en: 'Access by the east ring road, rendezvous at car park P3',
          }),
        },
        casualties: { p3: 2 },
        casualtyBasis: { basis: 'reported', asOf: instant() },
        status: 'open',
        trend: 'stable',
        fixture: named(names, 'fixture').subject,
        summary: words('ar', {
          ar: 'تدافع خفيف عند البوابة S2، تم تخفيف التدفق',
          fr: 'Légère poussée à la porte S2, flux ralenti',
          en: 'Light surge at gate S2, flow slowed',
        }),
      }),
  },
  logLine(
    'gb',
    words('en', {
      en: 'Our spotters confirm: queue at S2 compressing, people calm',
      fr: 'Nos spotters confirment : file dense à S2, public calme',
      ar: 'مراقبونا يؤكدون: صف مكتظ عند S2 والجمهور هادئ',
    }),
    { source: true, priority: 'high' },
  ),
  logLine(
    'ma',
    words('ar', { ar: 'توجيه الجمهور نحو البوابة N4', fr: 'Public orienté vers la porte N4', en: 'Crowd directed to gate N4' }),
  ),
  {
    kind: 'put',
    by: 'gb',
    user: 'duty',
    name: 'gb-incident',
    say: 'London states its own view of the same incident',
    record: (names) =>
      exercise(
        'incident',
        {
          kind: 'crowd-crush',
          place: { lat: 339_914_900, lon: -68_500_800, accuracyM: 50, zone: 'S2' },
          status: 'open',
          trend: 'improving',
          summary: words('en', {
            en: 'Pressure easing after diversion to N4',
            fr: 'Pression en baisse après déviation vers N4',
            ar: 'انخفاض الضغط بعد التحويل إلى N4',
          }),
        },
        { subject: named(names, 'incident').subject },
      ),
  },
  {
    kind: 'put',
    by: 'ma',
    user: 'duty',
    name: 'decision',
    say: 'decision: what was not known stays at home',
    record: (names) =>
      exercise(
        'decision',
        {
          question: words('fr', {
            fr: 'Faut-il retarder le coup d’envoi ?',
            en: 'Should kick-off be delayed?',
            ar: 'هل يجب تأجيل انطلاق المباراة؟',
          }),
          unknowns: [words('fr', { fr: 'Nombre de personnes encore en route' })],
          options: [
            {
              text: words('fr', { fr: 'Ne rien faire', en: 'Do nothing' }),
              suitable: false,
              feasible: true,
              acceptable: false,
              doNothing: true,
            },
            {
              text: words('fr', { fr: 'Retarder de 15 minutes', en: 'Delay by 15 minutes' }),
              suitable: true,
              feasible: true,
              acceptable: true,
            },
          ],
          chosen: 1,
          rationale: words('fr', {
            fr: 'La file à S2 se résorbe en moins de 15 minutes',
            en: 'The queue at S2 clears within 15 minutes',
            ar: 'ينتهي الصف عند S2 في أقل من 15 دقيقة',
          }),
          authority: 'police-gold',
          reviewAt: instant(15),
        },
        { subject: named(names, 'incident').subject },
      ),
  },
  {
    kind: 'put',
    by: 'gb',
    user: 'duty',
    name: 'delay-view',
    say: 'a declaration that Rabat leaves unanswered: the alarm comes',
    record: (names) =>
      exercise('declaration', {
        what: 'kickoff-delay',
        scope: named(names, 'fixture').subject,
        detail: words('en', {
          en: 'Travelling supporters told: kick-off 15 minutes later',
          fr: 'Supporters visiteurs informés : coup d’envoi 15 minutes plus tard',
        }),
        authority: 'visiting-gold',
        effective: instant(),
        reviewAt: instant(25),
        ackBy: [{ desk: 'ma.police/ops', deadlineSeconds: 20, ladder: ['ma.police/nfip'] }],
      }),
  },
  {
    kind: 'put',
    by: 'gb',
    user: 'duty',
    name: 'rumour',
    say: 'a rumour is opened as a claim',
    record: () =>
      exercise('claim', {
        statement: words('en', {
          en: 'Posts say a stand has collapsed',
          fr: 'Des messages parlent d’une tribune effondrée',
          ar: 'منشورات تتحدث عن انهيار مدرج',
        }),
        firstSeen: { where: 'social-network', at: instant(), reach: 'gt100k' },
        status: 'unverified',
      }),
  },
  logLine(
    'ma',
    words('fr', {
      fr: 'Vérification en cours auprès de l’organisateur et du service médical',
      en: 'Checking with the organiser and the medical service',
      ar: 'التحقق جار لدى المنظم والمصلحة الطبية',
    }),
  ),
  {
    kind: 'put',
    by: 'ma',
    user: 'duty',
    name: 'denial',
    say: 'the claim is denied, with what was checked',
    record: (names) =>
      exercise(
        'claim',
        {
          statement: words('fr', { fr: 'Effondrement d’une tribune', en: 'Collapse of a stand', ar: 'انهيار مدرج' }),
          status: 'false',
          checkedWith: [
            { what: 'venue', at: instant(), result: 'contradicts' },
            { what: 'hospital', at: instant(), result: 'contradicts' },
          ],
          lines: words('fr', {
            fr: 'Aucune tribune ne s’est effondrée. La rencontre se joue normalement.',
            en: 'No stand has collapsed. The match is being played normally.',
            ar: 'لم ينهر أي مدرج، والمباراة تجري بشكل عادي.',
          }),
          releasedBy: 'ma.police/media',
        },
        { subject: named(names, 'rumour').subject, refs: [{ rel: 'answers', id: named(names, 'rumour').id }] },
      ),
  },
  {
    kind: 'cap',
    by: 'ma',
    file: 'gateways/cap/fixtures/valid/trilingual-heat-crowd.xml',
    say: 'a public-service alert comes in as a CAP file in three languages',
  },
  {
    kind: 'put',
    by: 'ma',
    user: 'duty',
    name: 'wrong-count',
    say: 'a figure that will be withdrawn',
    record: () =>
      exercise('logEntry', {
        at: instant(),
        channel: 'phone',
        priority: 'normal',
        text: words('fr', { fr: 'Affluence estimée à 61 000', en: 'Attendance estimated at 61,000', ar: 'الحضور يقدر ب 61000' }),
      }),
  },
  logLine(
    'gb',
    words('en', {
      en: 'Attendance figure looks high for this ground, please check',
      fr: 'Chiffre d’affluence élevé pour ce stade, merci de vérifier',
      ar: 'رقم الحضور مرتفع، المرجو التحقق',
    }),
  ),
  { kind: 'withdraw', by: 'ma', target: 'wrong-count', reason: 'error', say: 'withdrawn: the mark reaches London' },
  logLine(
    'ma',
    words('fr', {
      fr: 'Affluence comptée aux tourniquets : 37 940',
      en: 'Attendance by turnstiles: 37,940',
      ar: 'الحضور حسب العدادات: 37940',
    }),
    { channel: 'system' },
  ),
];
