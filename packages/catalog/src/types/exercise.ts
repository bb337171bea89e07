import { attachments } from '../attachments-unit.ts';
import { ordered } from '../checks.ts';
import { openLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import {
  agency,
  desk,
  elementsOf,
  instant,
  integer,
  list,
  memberOf,
  object,
  party,
  period,
  recordIdOf,
  subjectId,
  text,
} from '../schema-parts.ts';
import { papers } from '../schema-shapes.ts';
import { achievement, exerciseKind, exercisePhase, injectState, planningMeeting } from '../vocabulary/technical.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** An exercise from its planning meetings through its injects to its evaluation. No order, target or stock has a place in it. */
export const exercise: RecordType = {
  type: 'exercise',
  version: 1,
  names: { en: 'Exercise', fr: 'Exercice', ar: 'تمرين', es: 'Ejercicio', pt: 'Exercício' },
  topic: 'cooperation',
  arity: 24,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 730,
  authorSignature: false,
  units: [
    required(unit('name', ['Name', 'Nom', 'الاسم'], text(300))),
    required(unit('kind', ['Kind', 'Nature', 'النوع'], coded(exerciseKind))),
    required(unit('phase', ['Phase', 'Phase', 'المرحلة'], coded(exercisePhase))),
    required(unit('period', ['From and to', 'Du … au …', 'من … إلى …'], period)),
    unit('hosts', ['Host countries', 'Pays hôtes', 'الدول المضيفة'], list(party, { max: 8 })),
    unit('area', ['Area', 'Zone', 'المنطقة'], text(500)),
    unit('participants', ['Participants', 'Participants', 'المشاركون'], list(object({ agency, role: text(500) }, ['role']), { max: 64 })),
    unit(
      'planning',
      ['Planning meetings', 'Réunions de planification', 'اجتماعات التخطيط'],
      list(object({ meeting: coded(planningMeeting), at: instant, place: text(300), subject: subjectId }, ['place', 'subject']), {
        max: 32,
      }),
    ),
    unit('objectives', ['Objectives', 'Objectifs', 'الأهداف'], list(text(1000), { max: 32 })),
    unit(
      'injects',
      ['Injects', 'Incidents joués', 'الأحداث المفترضة'],
      list(
        object({ number: integer(1, 10_000), at: instant, to: desk, text: text(2000), expected: text(2000), state: coded(injectState) }, [
          'expected',
        ]),
        { max: 512 },
      ),
    ),
    unit(
      'evaluation',
      ['Evaluation', 'Évaluation', 'التقييم'],
      list(
        object({ objective: integer(0, 31), achieved: coded(achievement), observation: text(4000), lesson: recordIdOf('lesson') }, [
          'lesson',
        ]),
        { max: 64 },
      ),
    ),
    unit('papers', ['Documents', 'Documents', 'الوثائق'], papers),
    unit('partOf', ['Part of', 'Fait partie de', 'جزء من'], subjectId),
    attachments,
  ],
  engine: {
    fold: {
      phase: { merge: 'newest' },
      period: { merge: 'same' },
      participants: { merge: 'union', key: 'agency' },
      planning: { merge: 'union' },
    },
    mentions: ['planning/subject', 'partOf', 'evaluation/lesson'],
    clocks: [
      { clock: 'planning', rows: 'planning', desk: 'author', due: { before: './at', by: 604_800 }, stops: [] },
      {
        clock: 'lead',
        when: ['in', 'phase', ['planning']],
        desk: 'author',
        due: { before: 'period/from', by: 4_838_400 },
        per: 'subject',
        stops: [],
      },
      { clock: 'inject', when: ['in', 'phase', ['conduct']], rows: 'injects', desk: './to', due: { at: './at' }, stops: [] },
    ],
  },
  rules: [
    ordered('exercise-period', 'period'),
    rule(
      'exercise-inject',
      ['Injects lie within the exercise.', 'Les incidents joués ont lieu pendant l’exercice.', 'تقع الأحداث المفترضة خلال فترة التمرين.'],
      (fields) => {
        const [from, to] = [String(memberOf(fields['period'], 'from')), String(memberOf(fields['period'], 'to'))];
        const outside = elementsOf(fields['injects']).findIndex(
          (row) => String(memberOf(row, 'at')) < from || String(memberOf(row, 'at')) > to,
        );
        return outside < 0 ? undefined : { path: `injects[${outside}].at`, message: `not between ${from} and ${to}` };
      },
    ),
    rule(
      'exercise-objective',
      ['An evaluation is of one of the objectives.', 'Une évaluation porte sur l’un des objectifs.', 'يتعلق التقييم بأحد الأهداف.'],
      (fields) => {
        const { length } = elementsOf(fields['objectives']);
        const strange = elementsOf(fields['evaluation']).findIndex((row) => Number(memberOf(row, 'objective')) >= length);
        return strange < 0 ? undefined : { path: `evaluation[${strange}].objective`, message: `there are ${length} objectives` };
      },
    ),
  ],
};
