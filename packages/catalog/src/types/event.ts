import { openLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import { agency, code, desk, instant, list, object, party, subjectId, text, timeOfDay, timeZone } from '../schema-parts.ts';
import { authorityAct, eventKind, eventPhase } from '../vocabulary/event.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** A mega-event: what, who hosts, when, which rhythm, who may decide what. */
export const event: RecordType = {
  type: 'event',
  version: 1,
  names: { en: 'Event', fr: 'Événement', ar: 'تظاهرة', es: 'Evento', pt: 'Evento' },
  topic: 'operations',
  arity: 16,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 730,
  authorSignature: false,
  units: [
    required(unit('name', ['Name', 'Nom', 'الاسم'], text(300))),
    required(unit('kind', ['Kind', 'Nature', 'النوع'], coded(eventKind))),
    required(unit('hosts', ['Host countries', 'Pays hôtes', 'الدول المضيفة'], list(party, { min: 1, max: 8 }))),
    required(unit('period', ['From and to', 'Du … au …', 'من … إلى …'], object({ start: instant, end: instant }))),
    unit('phase', ['Phase', 'Phase', 'المرحلة'], coded(eventPhase)),
    unit('centre', ['Coordination centre', 'Centre de coordination', 'مركز التنسيق'], object({ name: text(300), agency, timeZone })),
    unit(
      'rhythm',
      ['Daily rhythm', 'Rythme quotidien', 'الإيقاع اليومي'],
      list(object({ at: timeOfDay, title: text(200), audience: code }), { min: 1, max: 24 }),
    ),
    unit(
      'leadTimes',
      ['Lead times in days', 'Délais en jours', 'الآجال بالأيام'],
      object({ matchDays: { type: 'integer', minimum: 0, maximum: 366 }, tournamentDays: { type: 'integer', minimum: 0, maximum: 366 } }),
    ),
    unit('desks', ['Participating desks', 'Bureaux participants', 'المكاتب المشاركة'], list(desk, { min: 1, max: 256 })),
    unit('plans', ['Plans', 'Plans', 'المخططات'], list(object({ title: text(300), subject: subjectId }, ['subject']), { max: 64 })),
    unit(
      'authority',
      ['Who may decide', 'Qui décide quoi', 'من يقرر ماذا'],
      list(
        object({
          act: coded(authorityAct),
          authority: code,
        }),
        { max: 64 },
      ),
    ),
  ],
  engine: {
    fold: {
      kind: { merge: 'same' },
      period: { merge: 'same', near: { seconds: 3600 } },
      phase: { merge: 'newest' },
      desks: { merge: 'union' },
      authority: { merge: 'union', key: 'act' },
    },
    mentions: ['plans/subject'],
  },
  rules: [
    rule(
      'event-period',
      ['An event ends after it starts.', 'Un événement se termine après son début.', 'تنتهي التظاهرة بعد بدايتها.'],
      (fields) => {
        const { start, end } = (fields['period'] ?? {}) as { readonly start?: string; readonly end?: string };
        if (start === undefined || end === undefined || start < end) return undefined;
        return { path: 'period.end', message: `${end} is not after ${start}` };
      },
    ),
  ],
};
