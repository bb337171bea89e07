import { is, needed } from '../checks.ts';
import { openLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import { desk, elementsOf, flag, instant, list, memberOf, object, party, recordId, subjectId, text } from '../schema-parts.ts';
import { commitmentState, cooperationTheme } from '../vocabulary/cooperation.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** What was promised, by whom, until when, and how one will see that it is done. */
export const commitment: RecordType = {
  type: 'commitment',
  version: 1,
  names: { en: 'Commitment', fr: 'Engagement', ar: 'التزام', es: 'Compromiso', pt: 'Compromisso' },
  topic: 'cooperation',
  arity: 24,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 1825,
  authorSignature: true,
  units: [
    required(unit('text', ['Commitment', 'Engagement', 'الالتزام'], text(4000))),
    unit('from', ['Made at', 'Pris lors de', 'تم الالتزام خلال'], subjectId),
    required(unit('owners', ['Owners', 'Responsables', 'المسؤولون'], list(object({ party, desk }), { min: 1, max: 8 }))),
    required(unit('due', ['Due', 'Échéance', 'الأجل'], instant)),
    required(unit('measure', ['Measure of completion', 'Critère d’achèvement', 'معيار الإنجاز'], text(2000))),
    required(unit('state', ['Status', 'État', 'الحالة'], coded(commitmentState))),
    unit('evidence', ['Evidence', 'Justificatifs', 'الإثباتات'], list(recordId, { max: 64 })),
    unit('nextReview', ['Next review', 'Prochain examen', 'المراجعة الموالية'], instant),
    required(unit('public', ['Public', 'Public', 'علني'], flag)),
    unit('reason', ['Why dropped', 'Motif d’abandon', 'سبب التخلي'], text(2000)),
    unit('renegotiated', ['Renegotiated', 'Renégociation', 'إعادة التفاوض'], object({ wasDue: instant, reason: text(2000) })),
    unit('themes', ['Themes', 'Thèmes', 'المحاور'], list(coded(cooperationTheme), { max: 22 })),
    unit('partOf', ['Part of', 'Fait partie de', 'جزء من'], subjectId),
  ],
  engine: {
    fold: {
      state: { merge: 'newest' },
      due: { merge: 'same', near: { seconds: 86_400 } },
      owners: { merge: 'union', key: 'party' },
      evidence: { merge: 'union' },
    },
    mentions: ['from', 'partOf'],
    derives: ['evidence'],
    clocks: [
      {
        clock: 'due',
        when: ['in', 'state', ['agreed', 'inProgress', 'late', 'renegotiated']],
        rows: 'owners',
        desk: './desk',
        due: { at: 'due' },
        per: 'subject',
        stops: [],
        warns: [50, 80],
        escalates: { last: 'issuer' },
      },
      { clock: 'review', desk: 'author', due: { at: 'nextReview' }, per: 'subject', stops: [] },
    ],
  },
  rules: [
    needed('commitment-evidence', { unit: 'evidence', when: is('state', 'done') }, [
      'A commitment is done when there is evidence for it.',
      'Un engagement est réalisé quand un justificatif l’établit.',
      'يعد الالتزام منجزا عند وجود ما يثبته.',
    ]),
    needed('commitment-dropped', { unit: 'reason', when: is('state', 'dropped') }, [
      'A dropped commitment says why.',
      'Un engagement abandonné indique pourquoi.',
      'يبين الالتزام المتخلى عنه السبب.',
    ]),
    needed('commitment-renegotiated', { unit: 'renegotiated', when: is('state', 'renegotiated') }, [
      'A renegotiated commitment says what was due before, and why it changed.',
      'Un engagement renégocié indique l’échéance antérieure et le motif.',
      'يبين الالتزام المعاد التفاوض بشأنه الأجل السابق والسبب.',
    ]),
    rule(
      'commitment-owner',
      ['Each country is an owner once.', 'Chaque pays n’est cité qu’une fois comme responsable.', 'تذكر كل دولة مرة واحدة ضمن المسؤولين.'],
      (fields) => {
        const parties = elementsOf(fields['owners']).map((row) => String(memberOf(row, 'party')));
        const twice = parties.findIndex((each, index) => parties.indexOf(each) < index);
        return twice < 0 ? undefined : { path: `owners[${twice}].party`, message: `${parties[twice] ?? ''} is named twice` };
      },
    ),
  ],
};
