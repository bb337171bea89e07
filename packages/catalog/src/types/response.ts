import { is, needed } from '../checks.ts';
import { openLabel, type RecordType, required, unit } from '../record-type.ts';
import { desk, instant, integer, line, list, object, recordIdOf, text } from '../schema-parts.ts';
import { refusalReason } from '../vocabulary/reporting.ts';
import { responseAnswer, timeKind, trackState } from '../vocabulary/request.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** The answer to a request and how it is carried out; it refers to the request by `answers`. */
export const response: RecordType = {
  type: 'response',
  version: 1,
  names: { en: 'Response', fr: 'Réponse', ar: 'رد', es: 'Respuesta', pt: 'Resposta' },
  topic: 'requests',
  arity: 16,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 1095,
  authorSignature: true,
  units: [
    required(unit('to', ['Request', 'Demande', 'الطلب'], recordIdOf('request'))),
    required(unit('desk', ['Answering desk', 'Bureau répondant', 'المكتب المجيب'], desk)),
    required(unit('answer', ['Answer', 'Réponse', 'الجواب'], coded(responseAnswer))),
    unit('counterAt', ['Proposed time', 'Heure proposée', 'الوقت المقترح'], instant),
    unit('quantity', ['Quantity given', 'Quantité fournie', 'الكمية المقدمة'], object({ amount: integer(0, 10_000_000), unit: line })),
    unit('reasonCode', ['Reason', 'Motif', 'السبب'], coded(refusalReason)),
    unit('reason', ['More on the reason', 'Précisions', 'توضيح السبب'], text(2000)),
    unit(
      'track',
      ['Progress', 'Suivi', 'التتبع'],
      list(object({ state: coded(trackState), at: instant, kind: coded(timeKind) }), { max: 64 }),
    ),
  ],
  engine: {
    fold: { track: { merge: 'union', key: 'state' } },
    derives: ['to'],
    moves: {
      rel: 'answers',
      desk: 'desk',
      event: 'answer',
      steps: { accepted: 'accepted', partial: 'partial', refused: 'refused', deferred: 'deferred' },
    },
    clocks: [
      {
        clock: 'promised',
        when: ['in', 'answer', ['deferred', 'partial']],
        desk: 'desk',
        due: { at: 'counterAt' },
        per: 'subject',
        stops: [{ rel: 'supersedes', by: 'issuer' }],
      },
    ],
  },
  rules: [
    needed('response-refused', { unit: 'reasonCode', when: is('answer', 'refused') }, [
      'A refusal gives its reason.',
      'Un refus indique son motif.',
      'يجب أن يبين الرفض سببه.',
    ]),
    needed('response-deferred', { unit: 'counterAt', when: is('answer', 'deferred') }, [
      'A deferral proposes a time.',
      'Un report propose une heure.',
      'يجب أن يقترح التأجيل وقتا.',
    ]),
    needed('response-partial', { unit: 'reason', when: is('answer', 'partial') }, [
      'A partial answer says what is given and what is not.',
      'Une réponse partielle précise ce qui est fourni et ce qui ne l’est pas.',
      'يبين الجواب الجزئي ما يقدم وما لا يقدم.',
    ]),
  ],
};
