import { is, needed } from '../checks.ts';
import { openLabel, type RecordType, required, unit } from '../record-type.ts';
import { desk, instant, list, object, pastInstant, recordId, recordIdOf, subjectId, text } from '../schema-parts.ts';
import { lessonKind, lessonState, lessonTheme } from '../vocabulary/cooperation.ts';
import { coded } from '../vocabulary/vocabulary.ts';

const paragraph = text(4000);

/** A lesson: observation, discussion, conclusion, recommendation. It is learned only when its improvement was validated. */
export const lesson: RecordType = {
  type: 'lesson',
  version: 1,
  names: { en: 'Lesson', fr: 'Retour d’expérience', ar: 'درس', es: 'Lección', pt: 'Lição' },
  topic: 'cooperation',
  arity: 24,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 1825,
  authorSignature: false,
  units: [
    required(unit('title', ['Title', 'Titre', 'العنوان'], text(300))),
    unit('event', ['Event', 'Événement', 'التظاهرة'], subjectId),
    required(unit('kind', ['Kind', 'Nature', 'النوع'], coded(lessonKind))),
    required(unit('observation', ['Observation', 'Observation', 'الملاحظة'], paragraph)),
    unit('discussion', ['Discussion', 'Analyse', 'التحليل'], paragraph),
    unit('conclusion', ['Conclusion', 'Conclusion', 'الخلاصة'], paragraph),
    unit('recommendation', ['Recommendation', 'Recommandation', 'التوصية'], paragraph),
    required(unit('theme', ['Themes', 'Thèmes', 'المحاور'], list(coded(lessonTheme), { min: 1, max: 6 }))),
    unit('actionBody', ['Body to act', 'Service chargé', 'الجهة المكلفة'], desk),
    unit('action', ['Remedial action', 'Action corrective', 'الإجراء التصحيحي'], text(2000)),
    unit('due', ['Due', 'Échéance', 'الأجل'], instant),
    required(unit('state', ['Status', 'État', 'الحالة'], coded(lessonState))),
    unit(
      'validation',
      ['Validation', 'Validation', 'المصادقة'],
      object({ evidence: list(recordId, { min: 1, max: 64 }), by: desk, at: pastInstant }),
    ),
    unit('rejected', ['Why rejected', 'Motif du rejet', 'سبب الرفض'], text(2000)),
    unit('carryTo', ['Carried to', 'Reporté sur', 'محمول إلى'], list(subjectId, { max: 64 })),
    unit('from', ['Drawn from', 'Tiré de', 'مستخلص من'], list(recordId, { max: 64 })),
    unit('offer', ['Feedback to', 'Retour sur', 'تعقيب على'], recordIdOf('offer')),
  ],
  engine: {
    fold: { state: { merge: 'newest' }, theme: { merge: 'union' }, carryTo: { merge: 'union' } },
    mentions: ['event', 'carryTo', 'offer'],
    derives: ['from', 'validation/evidence'],
    clocks: [
      {
        clock: 'action',
        when: ['in', 'state', ['tasked', 'endorsed']],
        desk: 'actionBody',
        due: { at: 'due' },
        per: 'subject',
        stops: [],
        warns: [80],
        escalates: { last: 'issuer' },
      },
    ],
  },
  rules: [
    needed('lesson-conclusion', { unit: 'conclusion', when: is('state', 'identified', 'endorsed', 'tasked', 'implemented', 'learned') }, [
      'A lesson identified has a conclusion.',
      'Une leçon identifiée a une conclusion.',
      'للدرس المحدد خلاصة.',
    ]),
    needed(
      'lesson-recommendation',
      { unit: 'recommendation', when: is('state', 'identified', 'endorsed', 'tasked', 'implemented', 'learned') },
      ['A lesson identified has a recommendation.', 'Une leçon identifiée a une recommandation.', 'للدرس المحدد توصية.'],
    ),
    needed('lesson-body', { unit: 'actionBody', when: is('state', 'tasked', 'implemented', 'learned') }, [
      'A lesson that was tasked names the body that acts.',
      'Une leçon confiée désigne le service chargé.',
      'يحدد الدرس المكلف به الجهة المكلفة.',
    ]),
    needed('lesson-due', { unit: 'due', when: is('state', 'tasked') }, [
      'A lesson that was tasked has a date.',
      'Une leçon confiée a une échéance.',
      'للدرس المكلف به أجل.',
    ]),
    needed('lesson-validated', { unit: 'validation', when: is('state', 'learned') }, [
      'A lesson is learned only when its improvement was validated.',
      'Une leçon n’est apprise qu’une fois l’amélioration validée.',
      'لا يعد الدرس مستفادا إلا بعد المصادقة على التحسين.',
    ]),
    needed('lesson-rejected', { unit: 'rejected', when: is('state', 'rejected') }, [
      'A rejected lesson says why.',
      'Une leçon rejetée indique pourquoi.',
      'يبين الدرس المرفوض سبب رفضه.',
    ]),
  ],
};
