import { is, needed } from '../checks.ts';
import { openLabel, type RecordType, required, unit } from '../record-type.ts';
import { desk, digest, instant, line, object, pastInstant, subjectId, text } from '../schema-parts.ts';
import { evidenceItem, preserveState } from '../vocabulary/assessment.ts';
import { refusalReason } from '../vocabulary/reporting.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** A request to keep evidence before it is overwritten (L10). A partner may ask; whoever holds it decides. The evidence itself never travels. */
export const preserve: RecordType = {
  type: 'preserve',
  version: 1,
  names: {
    en: 'Preservation request',
    fr: 'Demande de conservation',
    ar: 'طلب حفظ دليل',
    es: 'Solicitud de conservación',
    pt: 'Pedido de preservação',
  },
  topic: 'operations',
  arity: 20,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 1095,
  authorSignature: true,
  acknowledge: { withinSeconds: 3600 },
  units: [
    required(unit('item', ['Item', 'Élément', 'العنصر'], coded(evidenceItem))),
    required(unit('description', ['Description', 'Description', 'الوصف'], text(2000))),
    required(unit('holder', ['Holder', 'Détenteur', 'الحائز'], desk)),
    unit('kept', ['Kept by', 'Conservé par', 'محفوظ لدى'], line),
    required(unit('overwriteAt', ['Overwritten at', 'Écrasé le', 'موعد الطمس'], instant)),
    required(unit('requestedBy', ['Requested by', 'Demandé par', 'طلبه'], desk)),
    required(unit('legalBasis', ['Legal basis', 'Base légale', 'الأساس القانوني'], line)),
    unit('incident', ['Incident', 'Incident', 'الحادث'], subjectId),
    required(unit('state', ['Status', 'État', 'الحالة'], coded(preserveState))),
    unit('proof', ['Proof', 'Preuve', 'الإثبات'], object({ digest, receipt: line, at: pastInstant }, ['digest', 'receipt'])),
    unit('reasonCode', ['Reason', 'Motif', 'السبب'], coded(refusalReason)),
    unit('reason', ['More on the reason', 'Précisions', 'توضيح السبب'], text(2000)),
  ],
  engine: {
    fold: { state: { merge: 'newest' } },
    mentions: ['incident'],
    ladder: { desk: 'holder', owes: ['acknowledge', 'answer'] },
    clocks: [
      {
        clock: 'overwrite',
        when: ['in', 'state', ['requested', 'acknowledged']],
        desk: 'holder',
        due: { at: 'overwriteAt' },
        per: 'subject',
        stops: [
          { rel: 'answers', by: 'agency', when: ['in', 'state', ['preserved', 'refused', 'lost']] },
          { rel: 'acknowledges', by: 'agency', when: ['in', 'state', ['done', 'refused']] },
        ],
        warns: [50, 80],
        escalates: { last: 'oversight' },
      },
      {
        clock: 'acknowledge',
        when: ['in', 'state', ['requested']],
        desk: 'holder',
        due: { after: { setting: 'acknowledgeSeconds', times: 60, otherwise: 3600 } },
        stops: [
          { rel: 'acknowledges', by: 'agency' },
          { rel: 'answers', by: 'agency' },
        ],
        escalates: { last: 'issuer' },
      },
    ],
  },
  rules: [
    needed('preserve-proof', { unit: 'proof', when: is('state', 'preserved') }, [
      'What was preserved has a proof: a digest or a receipt.',
      'Ce qui est conservé est prouvé par une empreinte ou un reçu.',
      'ما تم حفظه يثبت ببصمة أو وصل.',
    ]),
    needed('preserve-refused', { unit: 'reasonCode', when: is('state', 'refused') }, [
      'A refusal gives its reason.',
      'Un refus indique son motif.',
      'يجب أن يبين الرفض سببه.',
    ]),
    needed('preserve-lost', { unit: 'reason', when: is('state', 'lost') }, [
      'Say how the evidence was lost.',
      'Indiquez comment l’élément a été perdu.',
      'بين كيف ضاع الدليل.',
    ]),
  ],
};
