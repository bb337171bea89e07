import { openLabel, type RecordType, required, unit } from '../record-type.ts';
import { desk, instant, oneOf, text } from '../schema-parts.ts';

/** A desk's answer to a record; it refers to it by `acknowledges`. Delivery is a receipt of the log and no record. */
export const acknowledgement: RecordType = {
  type: 'acknowledgement',
  version: 1,
  names: { en: 'Acknowledgement', fr: 'Accusé de réception', ar: 'تأكيد الاستلام' },
  topic: 'operations',
  arity: 8,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 1095,
  authorSignature: false,
  units: [
    required(unit('state', ['Answer', 'Réponse', 'الجواب'], oneOf('seen', 'accepted', 'partial', 'refused', 'deferred', 'done'))),
    required(unit('desk', ['Desk', 'Bureau', 'المكتب'], desk)),
    required(unit('at', ['Time', 'Heure', 'الوقت'], instant)),
    unit(
      'reasonCode',
      ['Reason', 'Motif', 'السبب'],
      oneOf('no-capacity', 'no-power', 'law', 'rights', 'classification', 'duplicate', 'other'),
    ),
    unit('counterAt', ['Proposed time', 'Heure proposée', 'الوقت المقترح'], instant),
    unit('note', ['Note', 'Note', 'ملاحظة'], text(1000)),
  ],
  engine: {
    moves: {
      rel: 'acknowledges',
      desk: 'desk',
      event: 'state',
      steps: { seen: 'acknowledged', accepted: 'accepted', partial: 'partial', refused: 'refused', deferred: 'deferred', done: 'done' },
    },
  },
  rules: [
    {
      id: 'acknowledgement-refused',
      text: 'A refusal gives its reason by code.',
      check(fields) {
        if (fields['state'] !== 'refused' || fields['reasonCode'] !== undefined) return undefined;
        return { path: 'reasonCode', rule: 'acknowledgement-refused', message: 'a refusal needs a reason code' };
      },
    },
    {
      id: 'acknowledgement-deferred',
      text: 'A deferral proposes a time.',
      check(fields) {
        if (fields['state'] !== 'deferred' || fields['counterAt'] !== undefined) return undefined;
        return { path: 'counterAt', rule: 'acknowledgement-deferred', message: 'a deferral needs a proposed time' };
      },
    },
  ],
};
