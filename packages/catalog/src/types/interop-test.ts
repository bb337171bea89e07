import { attachments } from '../attachments-unit.ts';
import { is, needed } from '../checks.ts';
import { openLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import { agency, digest, instant, integer, line, list, memberOf, object, pastInstant, recordId, subjectId, text } from '../schema-parts.ts';
import { dataFormat, linkKind, testResult } from '../vocabulary/technical.ts';
import { coded } from '../vocabulary/vocabulary.ts';

const end = object({ agency, system: line, version: line }, ['version']);

/** What was connected to what, with which result and which evidence. */
export const interopTest: RecordType = {
  type: 'interopTest',
  version: 1,
  names: {
    en: 'Interoperability test',
    fr: 'Essai d’interopérabilité',
    ar: 'اختبار قابلية التشغيل البيني',
    es: 'Prueba de interoperabilidad',
    pt: 'Teste de interoperabilidade',
  },
  topic: 'capability',
  arity: 20,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 1095,
  authorSignature: true,
  units: [
    unit('exercise', ['Exercise', 'Exercice', 'التمرين'], subjectId),
    required(unit('at', ['Time', 'Heure', 'الوقت'], pastInstant)),
    required(unit('left', ['One end', 'Une extrémité', 'الطرف الأول'], end)),
    required(unit('right', ['Other end', 'Autre extrémité', 'الطرف الثاني'], end)),
    required(unit('connection', ['Connection', 'Liaison', 'وسيلة الربط'], coded(linkKind))),
    unit('format', ['Data format', 'Format de données', 'صيغة البيانات'], coded(dataFormat)),
    required(unit('purpose', ['What was tried', 'Ce qui a été essayé', 'موضوع الاختبار'], text(2000))),
    required(unit('result', ['Result', 'Résultat', 'النتيجة'], coded(testResult))),
    unit(
      'measured',
      ['Measured', 'Mesures', 'القياسات'],
      list(object({ measure: line, value: integer(0, Number.MAX_SAFE_INTEGER), unit: line }), { max: 64 }),
    ),
    unit('evidence', ['Evidence', 'Justificatifs', 'الإثباتات'], list({ anyOf: [recordId, digest] }, { max: 64 })),
    unit('problem', ['Problem', 'Difficulté', 'المشكل'], text(4000)),
    unit('workaround', ['Way around', 'Contournement', 'الحل البديل'], text(4000)),
    unit('retestAt', ['To be tried again at', 'Nouvel essai le', 'موعد إعادة الاختبار'], instant),
    attachments,
  ],
  engine: {
    fold: { result: { merge: 'same' }, measured: { merge: 'union', key: 'measure' } },
    mentions: ['exercise'],
    clocks: [
      {
        clock: 'retest',
        when: ['in', 'result', ['partial', 'fail', 'notRun']],
        desk: 'author',
        due: { at: 'retestAt' },
        per: 'subject',
        stops: [],
      },
    ],
  },
  rules: [
    needed('interop-evidence', { unit: 'evidence', when: is('result', 'pass') }, [
      'A test that worked has evidence.',
      'Un essai réussi est justifié.',
      'للاختبار الناجح ما يثبته.',
    ]),
    needed('interop-problem', { unit: 'problem', when: is('result', 'partial', 'fail') }, [
      'A test that did not fully work says what went wrong.',
      'Un essai non concluant indique ce qui n’a pas fonctionné.',
      'يبين الاختبار غير الناجح ما لم يشتغل.',
    ]),
    rule(
      'interop-ends',
      ['A test connects two different systems.', 'Un essai relie deux systèmes différents.', 'يربط الاختبار بين نظامين مختلفين.'],
      (fields) => {
        const same = ['agency', 'system', 'version'].every((name) => memberOf(fields['left'], name) === memberOf(fields['right'], name));
        return same ? { path: 'right', message: 'both ends are the same' } : undefined;
      },
    ),
  ],
};
