import { openLabel, type RecordType, required, unit, withTwin } from '../record-type.ts';
import { code, count, countBand, instant, integer, line, list, object, party, subjectId, text, timeZone } from '../schema-parts.ts';
import { fixtureStatus, itemState, stopMeasure } from '../vocabulary/event.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** A match or session of an event. */
export const fixture: RecordType = {
  type: 'fixture',
  version: 1,
  names: { en: 'Fixture', fr: 'Rencontre', ar: 'مباراة', es: 'Encuentro', pt: 'Jogo' },
  topic: 'operations',
  arity: 16,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 730,
  authorSignature: false,
  units: [
    unit('event', ['Event', 'Événement', 'التظاهرة'], subjectId),
    required(unit('teams', ['Teams', 'Équipes', 'الفرق'], list(line, { min: 1, max: 4 }))),
    unit('venue', ['Venue', 'Site', 'الموقع'], subjectId),
    required(unit('kickoff', ['Kick-off', 'Coup d’envoi', 'انطلاق المباراة'], object({ at: instant, timeZone }))),
    ...withTwin(unit('expectedAttendance', ['Expected attendance', 'Affluence attendue', 'الحضور المتوقع'], count), {
      function: 'count-band',
      names: ['Expected attendance, band', 'Affluence attendue, tranche', 'الحضور المتوقع، شريحة'],
      schema: countBand,
    }),
    unit('tickets', ['Tickets per team', 'Billets par équipe', 'التذاكر لكل فريق'], list(object({ team: line, count }), { max: 4 })),
    unit(
      'riskLevel',
      ['Risk level per country', 'Niveau de risque par pays', 'مستوى الخطر لكل دولة'],
      list(object({ party, level: integer(1, 5) }), { max: 8 }),
    ),
    required(unit('status', ['Status', 'État', 'الحالة'], coded(fixtureStatus))),
    unit('delayAuthority', ['Who may delay', 'Qui peut retarder', 'من له صلاحية التأجيل'], code),
    unit(
      'checklist',
      ['Checklist', 'Liste de contrôle', 'لائحة التحقق'],
      list(object({ item: text(300), minutesBefore: integer(0, 100_000), state: coded(itemState) }), { max: 128 }),
    ),
    unit(
      'stopTriggers',
      ['Stop triggers', 'Seuils d’arrêt', 'عتبات الإيقاف'],
      list(
        object({
          measure: coded(stopMeasure),
          threshold: integer(0, 10_000_000),
          authority: code,
        }),
        { max: 32 },
      ),
    ),
  ],
  engine: {
    fold: {
      kickoff: { merge: 'same' },
      venue: { merge: 'same' },
      teams: { merge: 'same' },
      status: { merge: 'newest' },
      delayAuthority: { merge: 'same' },
      riskLevel: { merge: 'union', key: 'party' },
    },
    mentions: ['event', 'venue'],
    triggers: [
      {
        trigger: 'stop',
        kind: 'threshold',
        rows: 'stopTriggers',
        measure: './measure',
        limit: './threshold',
        tell: './authority',
        measures: {
          casualties: { type: 'incident', mention: 'fixture', value: 'casualties/p1', per: 'place/zone', take: 'sum' },
        },
      },
    ],
  },
  rules: [],
};
