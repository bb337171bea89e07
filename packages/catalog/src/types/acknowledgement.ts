import { openLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import { desk, instant, text } from '../schema-parts.ts';
import { acknowledgementState, refusalReason } from '../vocabulary/reporting.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** A desk's answer to a record; it refers to it by `acknowledges`. Delivery is a receipt of the log and no record. */
export const acknowledgement: RecordType = {
  type: 'acknowledgement',
  version: 1,
  names: { en: 'Acknowledgement', fr: 'Accusé de réception', ar: 'تأكيد الاستلام', es: 'Acuse de recibo', pt: 'Aviso de receção' },
  topic: 'operations',
  arity: 8,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 1095,
  authorSignature: false,
  units: [
    required(unit('state', ['Answer', 'Réponse', 'الجواب'], coded(acknowledgementState))),
    required(unit('desk', ['Desk', 'Bureau', 'المكتب'], desk)),
    required(unit('at', ['Time', 'Heure', 'الوقت'], instant)),
    unit('reasonCode', ['Reason', 'Motif', 'السبب'], coded(refusalReason)),
    unit('counterAt', ['Proposed time', 'Heure proposée', 'الوقت المقترح'], instant),
    unit('note', ['Note', 'Note', 'ملاحظة'], text(1000)),
  ],
  engine: {
    moves: {
      rel: 'acknowledges',
      desk: 'desk',
      event: 'state',
      steps: { seen: 'seen', accepted: 'accepted', partial: 'partial', refused: 'refused', deferred: 'deferred', done: 'done' },
    },
  },
  rules: [
    rule('acknowledgement-refused', ['A refusal gives its reason.', 'Un refus indique son motif.', 'يجب أن يبين الرفض سببه.'], (fields) => {
      if (fields['state'] !== 'refused' || fields['reasonCode'] !== undefined) return undefined;
      return { path: 'reasonCode', message: 'a refusal needs a reason code' };
    }),
    rule(
      'acknowledgement-deferred',
      ['A deferral proposes a time.', 'Un report propose une heure.', 'يجب أن يقترح التأجيل وقتا.'],
      (fields) => {
        if (fields['state'] !== 'deferred' || fields['counterAt'] !== undefined) return undefined;
        return { path: 'counterAt', message: 'a deferral needs a proposed time' };
      },
    ),
  ],
};
