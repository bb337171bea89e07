import { exercise, instant, logLine, named, type Step, words } from './steps.ts';

const mode = { timeZone: 'Africa/Casablanca' } as const;

/** Before kick-off: event, venue, fixture, desks, first lines. The fixture, the clubs and the stadium are invented. */
export const opening: readonly Step[] = [
  {
    kind: 'put',
    by: 'ma',
    user: 'liaison',
    name: 'event',
    say: 'event opened',
    record: () =>
      exercise('event', {
        name: words('fr', { fr: 'Coupe de l’Atlas 2030 (exercice)', en: 'Atlas Cup 2030 (exercise)', ar: 'كأس الأطلس 2030 (تمرين)' }),
        kind: 'tournament',
        hosts: ['ma'],
        period: { start: '2030-06-13T00:00:00Z', end: '2030-07-14T00:00:00Z' },
        phase: 'live',
        authority: [
          { act: 'delay', authority: 'police-gold' },
          { act: 'stop', authority: 'police-gold' },
          { act: 'public-message', authority: 'police-gold' },
        ],
      }),
  },
  {
    kind: 'put',
    by: 'ma',
    user: 'liaison',
    name: 'venue',
    say: 'venue described, its exact place kept',
    record: () =>
      exercise('venue', {
        name: words('ar', { ar: 'ملعب باب الريح', fr: 'Stade Bab Rih', en: 'Bab Rih Stadium' }),
        place: { lat: 339_912_000, lon: -68_498_000, accuracyM: 20, zone: 'Bab Rih' },
        timeZone: mode.timeZone,
        safeCapacity: 41_500,
        gates: [
          { gate: 'S1', state: 'closed' },
          { gate: 'S2', state: 'closed' },
          { gate: 'N4', state: 'closed' },
        ],
      }),
  },
  {
    kind: 'put',
    by: 'ma',
    user: 'liaison',
    name: 'fixture',
    say: 'fixture announced',
    record: (names) =>
      exercise('fixture', {
        event: named(names, 'event').subject,
        venue: named(names, 'venue').subject,
        teams: ['Atlas Athletic', 'Severn Rovers'],
        kickoff: { at: '2030-06-14T19:00:00Z', timeZone: mode.timeZone },
        expectedAttendance: 38_200,
        status: 'scheduled',
        delayAuthority: 'police-gold',
      }),
  },
  desk('gb', 'gb.police/nfip', 'nfip', {
    en: 'UK football policing desk',
    fr: 'Cellule football, Royaume-Uni',
    ar: 'خلية كرة القدم، المملكة المتحدة',
  }),
  desk('ma', 'ma.police/nfip', 'nfip', {
    fr: 'Point national d’information football',
    en: 'National football information point',
    ar: 'نقطة المعلومات الوطنية لكرة القدم',
  }),
  logLine(
    'ma',
    words('ar', {
      ar: 'فتح مركز التعاون، جميع المكاتب متصلة',
      fr: 'Centre de coopération ouvert, toutes les cellules connectées',
      en: 'Cooperation centre open, all desks connected',
    }),
    { channel: 'system' },
  ),
  logLine(
    'gb',
    words('en', {
      en: 'Supporter engagement officers at the fan park, mood good',
      fr: 'Officiers de contact dans la zone des supporters, bonne ambiance',
      ar: 'ضباط التواصل في منطقة المشجعين، الأجواء جيدة',
    }),
    { source: true },
  ),
  logLine(
    'ma',
    words('fr', {
      fr: 'Premiers trains de supporters arrivés à la gare, flux régulier',
      en: 'First supporter trains at the station, steady flow',
      ar: 'وصول أول قطارات المشجعين، تدفق منتظم',
    }),
    { source: true },
  ),
  {
    kind: 'put',
    by: 'ma',
    user: 'duty',
    name: 'gates',
    say: 'gates open: must be acknowledged in London',
    record: (names) =>
      exercise(
        'declaration',
        {
          what: 'gate-state',
          scope: named(names, 'fixture').subject,
          detail: words('fr', { fr: 'Portes S1 et S2 ouvertes', en: 'Gates S1 and S2 open', ar: 'فتح البوابتين S1 و S2' }),
          authority: 'police-gold',
          effective: instant(),
          reviewAt: instant(20),
          ackBy: [{ desk: 'gb.police/ops', deadlineSeconds: 60, ladder: ['gb.police/nfip'] }],
        },
        { refs: [] },
      ),
  },
  {
    kind: 'put',
    by: 'gb',
    user: 'duty',
    say: 'acknowledged in time',
    record: (names) => acknowledged(names, 'gates'),
  },
];

function desk(by: 'ma' | 'gb', id: string, role: string, name: { readonly en: string; readonly fr: string; readonly ar: string }): Step {
  return {
    kind: 'put',
    by,
    user: 'liaison',
    say: 'desk announced',
    record: () =>
      exercise('desk', {
        desk: id,
        name: words(by === 'ma' ? 'fr' : 'en', name),
        function: role,
        languages: ['en', 'fr', 'ar'],
        holder: 'duty-officer',
        verifiedAt: instant(),
      }),
  };
}

/** An acknowledgement by gb.police's operations desk. */
function acknowledged(names: Parameters<typeof named>[0], name: string) {
  const target = named(names, name);
  return exercise(
    'acknowledgement',
    { state: 'accepted', desk: 'gb.police/ops', at: instant() },
    { subject: target.subject, refs: [{ rel: 'acknowledges', id: target.id }] },
  );
}
