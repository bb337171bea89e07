import { is, needed, ordered } from '../checks.ts';
import { openLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import { desk, elementsOf, instant, integer, list, memberOf, object, party, period, recordId, subjectId, text } from '../schema-parts.ts';
import { exportStatus, rightsAssessment } from '../schema-shapes.ts';
import { costBearer } from '../vocabulary/request.ts';
import { projectKind, projectStatus, taskState } from '../vocabulary/technical.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** A technical project of both countries: work plan, milestones, cost, export control, rights assessment. */
export const project: RecordType = {
  type: 'project',
  version: 1,
  names: { en: 'Project', fr: 'Projet', ar: 'مشروع', es: 'Proyecto', pt: 'Projeto' },
  topic: 'cooperation',
  arity: 24,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 1825,
  authorSignature: false,
  units: [
    required(unit('title', ['Title', 'Titre', 'العنوان'], text(300))),
    required(unit('kind', ['Kind', 'Nature', 'النوع'], coded(projectKind))),
    required(unit('status', ['Status', 'État', 'الحالة'], coded(projectStatus))),
    required(unit('parties', ['Countries', 'Pays', 'الدول'], list(party, { min: 1, max: 8 }))),
    required(unit('period', ['From and to', 'Du … au …', 'من … إلى …'], period)),
    unit('aim', ['Aim', 'But', 'الهدف'], text(4000)),
    unit(
      'workPlan',
      ['Work plan', 'Plan de travail', 'خطة العمل'],
      list(object({ task: text(1000), owner: desk, due: instant, state: coded(taskState) }), { max: 256 }),
    ),
    unit(
      'milestones',
      ['Milestones', 'Jalons', 'المراحل'],
      list(object({ title: text(500), due: instant, state: coded(taskState), evidence: list(recordId, { max: 16 }) }, ['evidence']), {
        max: 128,
      }),
    ),
    unit(
      'cost',
      ['Cost', 'Coût', 'الكلفة'],
      object({
        amount: integer(0, Number.MAX_SAFE_INTEGER),
        currency: { type: 'string', pattern: '^[A-Z]{3}$' },
        bearer: coded(costBearer),
      }),
    ),
    required(unit('exportControl', ['Export control', 'Contrôle des exportations', 'مراقبة الصادرات'], exportStatus)),
    unit('rights', ['Rights assessment', 'Évaluation des droits de l’homme', 'تقييم حقوق الإنسان'], rightsAssessment),
    unit('from', ['Agreed at', 'Convenu lors de', 'تم الاتفاق عليه خلال'], subjectId),
    unit('partOf', ['Part of', 'Fait partie de', 'جزء من'], subjectId),
    unit('reason', ['Why stopped', 'Motif d’arrêt', 'سبب التوقف'], text(2000)),
  ],
  engine: {
    fold: { status: { merge: 'newest' }, cost: { merge: 'same' }, period: { merge: 'same', near: { seconds: 86_400 } } },
    mentions: ['from', 'partOf'],
    derives: ['milestones/evidence'],
    clocks: [
      {
        clock: 'task',
        when: ['in', 'status', ['agreed', 'running']],
        rows: 'workPlan',
        desk: './owner',
        due: { at: './due' },
        per: 'subject',
        stops: [],
        warns: [80],
      },
      {
        clock: 'milestone',
        when: ['in', 'status', ['agreed', 'running']],
        rows: 'milestones',
        desk: 'author',
        due: { at: './due' },
        per: 'subject',
        stops: [],
        warns: [80],
      },
    ],
  },
  rules: [
    ordered('project-period', 'period'),
    rule(
      'project-licence',
      ['Licensed means that the licence is named.', '« Sous licence » suppose d’indiquer la licence.', 'يستلزم الترخيص ذكر مرجعه.'],
      (fields) =>
        memberOf(fields['exportControl'], 'control') === 'licensed' && memberOf(fields['exportControl'], 'permit') === undefined
          ? { path: 'exportControl.permit', message: 'licensed needs the licence' }
          : undefined,
    ),
    rule(
      'project-checked',
      [
        'Export control is settled before work begins.',
        'Le contrôle des exportations est réglé avant le début des travaux.',
        'تحسم مراقبة الصادرات قبل بدء الأشغال.',
      ],
      (fields) =>
        is('status', 'running', 'completed')(fields) && memberOf(fields['exportControl'], 'control') === 'check'
          ? { path: 'exportControl.control', message: 'still to be checked' }
          : undefined,
    ),
    needed('project-rights', { unit: 'rights', when: is('status', 'agreed', 'running', 'completed') }, [
      'An agreed project has its rights assessment, even if none is needed.',
      'Un projet convenu a son évaluation des droits de l’homme, même « non requise ».',
      'للمشروع المتفق عليه تقييم لحقوق الإنسان ولو بعبارة «غير لازم».',
    ]),
    rule(
      'project-milestone',
      ['A milestone that is done has evidence.', 'Un jalon atteint est justifié.', 'للمرحلة المنجزة ما يثبتها.'],
      (fields) => {
        const bare = elementsOf(fields['milestones']).findIndex(
          (row) => memberOf(row, 'state') === 'done' && elementsOf(memberOf(row, 'evidence')).length === 0,
        );
        return bare < 0 ? undefined : { path: `milestones[${bare}].evidence`, message: 'done without evidence' };
      },
    ),
    needed('project-stopped', { unit: 'reason', when: is('status', 'stopped', 'paused') }, [
      'A project that is stopped says why.',
      'Un projet arrêté indique pourquoi.',
      'يبين المشروع الموقوف سبب توقفه.',
    ]),
  ],
};
