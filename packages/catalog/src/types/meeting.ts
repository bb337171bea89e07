import { attachments } from '../attachments-unit.ts';
import { is, needed } from '../checks.ts';
import { openLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import { code, desk, instant, integer, line, list, memberOf, object, party, subjectId, text } from '../schema-parts.ts';
import { papers } from '../schema-shapes.ts';
import { cooperationTheme, meetingKind, meetingStatus } from '../vocabulary/cooperation.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** A meeting: who by office, where, when, on what; its decisions become commitments. */
export const meeting: RecordType = {
  type: 'meeting',
  version: 1,
  names: { en: 'Meeting', fr: 'Réunion', ar: 'اجتماع', es: 'Reunión', pt: 'Reunião' },
  topic: 'cooperation',
  arity: 24,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 1825,
  authorSignature: false,
  units: [
    required(unit('title', ['Title', 'Titre', 'العنوان'], text(300))),
    required(unit('kind', ['Kind', 'Nature', 'النوع'], coded(meetingKind))),
    required(unit('status', ['Status', 'État', 'الحالة'], coded(meetingStatus))),
    unit('period', ['From and to', 'Du … au …', 'من … إلى …'], object({ from: instant, to: instant }, ['to'])),
    unit('place', ['Place', 'Lieu', 'المكان'], text(300)),
    required(
      unit(
        'participants',
        ['Participants by office', 'Participants par fonction', 'المشاركون حسب المنصب'],
        list(object({ office: text(300), party, desk }, ['party', 'desk']), { min: 1, max: 128 }),
      ),
    ),
    unit('agenda', ['Agenda', 'Ordre du jour', 'جدول الأعمال'], list(object({ item: text(1000), papers }, ['papers']), { max: 64 })),
    unit('papers', ['Papers', 'Documents', 'الوثائق'], papers),
    unit(
      'decisions',
      ['Decisions', 'Décisions', 'القرارات'],
      list(object({ text: text(2000), commitment: subjectId }, ['commitment']), { max: 64 }),
    ),
    unit('themes', ['Themes', 'Thèmes', 'المحاور'], list(coded(cooperationTheme), { max: 22 })),
    unit('organisations', ['Organisations', 'Organisations', 'المنظمات'], list(line, { max: 64 })),
    unit(
      'events',
      ['Events named', 'Événements cités', 'التظاهرات المذكورة'],
      list(object({ name: line, year: integer(1900, 2200) }, ['year']), { max: 64 }),
    ),
    unit('concerns', ['Event', 'Événement', 'التظاهرة'], subjectId),
    unit('partOf', ['Part of', 'Fait partie de', 'جزء من'], subjectId),
    unit('minutes', ['Minutes', 'Compte rendu', 'المحضر'], text(8000)),
    unit(
      'published',
      ['Published in', 'Publié dans', 'منشور في'],
      object({ outlet: line, on: instant, reference: code }, ['on', 'reference']),
    ),
    attachments,
  ],
  engine: {
    fold: {
      status: { merge: 'newest' },
      participants: { merge: 'union' },
      themes: { merge: 'union' },
      period: { merge: 'same', near: { seconds: 3600 } },
    },
    mentions: ['concerns', 'partOf', 'decisions/commitment'],
    clocks: [
      {
        clock: 'ahead',
        when: ['in', 'status', ['planned']],
        desk: 'author',
        due: { before: 'period/from', by: 86_400 },
        per: 'subject',
        stops: [],
      },
    ],
  },
  rules: [
    rule(
      'meeting-period',
      ['A meeting ends after it starts.', 'Une réunion se termine après son début.', 'ينتهي الاجتماع بعد بدايته.'],
      (fields) => {
        const [from, to] = [memberOf(fields['period'], 'from'), memberOf(fields['period'], 'to')];
        if (to === undefined || String(from) <= String(to)) return undefined;
        return { path: 'period.to', message: `${String(to)} is before ${String(from)}` };
      },
    ),
    needed('meeting-when', { unit: 'period', when: is('status', 'planned') }, [
      'A planned meeting has a date.',
      'Une réunion prévue a une date.',
      'للاجتماع المبرمج تاريخ.',
    ]),
  ],
};
