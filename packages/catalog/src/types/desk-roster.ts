import { ordered } from '../checks.ts';
import { openLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import { desk, elementsOf, instant, language, list, memberOf, object, pastInstant, period, subjectId, timeZone } from '../schema-parts.ts';
import { deskFunction, holderRole } from '../vocabulary/event.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** Who stands in for which function and when, by desk: no function may hang on one desk alone (L4). */
export const deskRoster: RecordType = {
  type: 'deskRoster',
  version: 1,
  names: { en: 'Duty roster', fr: 'Tableau de permanence', ar: 'جدول المداومة', es: 'Cuadrante de servicio', pt: 'Escala de serviço' },
  topic: 'operations',
  arity: 12,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 365,
  authorSignature: false,
  units: [
    unit('event', ['Event', 'Événement', 'التظاهرة'], subjectId),
    required(unit('period', ['From and to', 'Du … au …', 'من … إلى …'], period)),
    unit('timeZone', ['Time zone', 'Fuseau horaire', 'المنطقة الزمنية'], timeZone),
    required(
      unit(
        'shifts',
        ['Shifts', 'Vacations', 'نوبات العمل'],
        list(
          object(
            {
              desk,
              function: coded(deskFunction),
              from: instant,
              to: instant,
              holder: coded(holderRole),
              deputy: desk,
              escalation: list(desk, { max: 16 }),
              languages: list(language, { max: 16 }),
            },
            ['holder', 'deputy', 'escalation', 'languages'],
          ),
          { min: 1, max: 512 },
        ),
      ),
    ),
    unit('verifiedAt', ['Verified at', 'Vérifié le', 'تاريخ التحقق'], pastInstant),
  ],
  engine: {
    fold: { shifts: { merge: 'union' } },
    mentions: ['event'],
    clocks: [{ clock: 'verify', desk: 'author', due: { at: 'period/to' }, per: 'subject', stops: [] }],
  },
  rules: [
    ordered('roster-period', 'period'),
    ordered('roster-shift', 'shifts'),
    rule(
      'L4',
      [
        'No function may hang on one desk alone: give each operations shift a deputy desk.',
        'Aucune fonction ne repose sur un seul bureau : donnez un suppléant à chaque vacation d’opérations.',
        'لا تقوم أي وظيفة على مكتب واحد: عين مكتبا نائبا لكل نوبة عمليات.',
      ],
      (fields) => {
        const shifts = elementsOf(fields['shifts']);
        for (const [index, shift] of shifts.entries()) {
          const own = memberOf(shift, 'function');
          const alone = memberOf(shift, 'deputy') === undefined || memberOf(shift, 'deputy') === memberOf(shift, 'desk');
          if (!alone) continue;
          const others = shifts.some((other) => memberOf(other, 'function') === own && memberOf(other, 'desk') !== memberOf(shift, 'desk'));
          if (own === 'ops' || !others) return { path: `shifts[${index}].deputy`, message: `${String(own)} has a roster of one` };
        }
        return undefined;
      },
    ),
    rule(
      'roster-escalation',
      [
        'An escalation order names each desk once, and not the desk itself.',
        'L’ordre d’escalade cite chaque bureau une fois, et pas le bureau lui-même.',
        'يذكر ترتيب التصعيد كل مكتب مرة واحدة دون المكتب نفسه.',
      ],
      (fields) => {
        for (const [index, shift] of elementsOf(fields['shifts']).entries()) {
          const ladder = elementsOf(memberOf(shift, 'escalation')).map(String);
          const own = String(memberOf(shift, 'desk'));
          if (ladder.includes(own) || new Set(ladder).size < ladder.length)
            return { path: `shifts[${index}].escalation`, message: `${own} goes round in ${ladder.join(', ')}` };
        }
        return undefined;
      },
    ),
  ],
};
