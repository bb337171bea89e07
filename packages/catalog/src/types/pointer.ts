import { is, needed, notBefore } from '../checks.ts';
import { controlledLabel, type RecordType, required, unit } from '../record-type.ts';
import { desk, instant, pastInstant, recordIdOf } from '../schema-parts.ts';
import { personChannel, pointerState, urgency } from '../vocabulary/request.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** A reference to a message of a channel for questions about persons. The clock runs here; the person stays there. It has no text at all. */
export const pointer: RecordType = {
  type: 'pointer',
  version: 1,
  names: {
    en: 'Pointer to another channel',
    fr: 'Renvoi vers un autre canal',
    ar: 'إحالة إلى قناة أخرى',
    es: 'Remisión a otro canal',
    pt: 'Remissão para outro canal',
  },
  topic: 'requests',
  arity: 16,
  defaultLabel: controlledLabel,
  personalData: 'none',
  retentionDays: 365,
  authorSignature: false,
  units: [
    required(unit('channel', ['Channel', 'Canal', 'القناة'], coded(personChannel))),
    required(
      unit('reference', ['Reference there', 'Référence dans ce canal', 'المرجع في تلك القناة'], {
        type: 'string',
        pattern: '^[A-Z0-9][A-Z0-9./_-]{2,63}$',
      }),
    ),
    required(unit('from', ['From', 'De', 'من'], desk)),
    required(unit('to', ['To', 'À', 'إلى'], desk)),
    required(unit('sentAt', ['Sent at', 'Envoyé le', 'تاريخ الإرسال'], pastInstant)),
    unit('dueAt', ['Due at', 'Échéance', 'الأجل'], instant),
    unit('answeredAt', ['Answered at', 'Répondu le', 'تاريخ الجواب'], pastInstant),
    unit('urgency', ['Urgency', 'Urgence', 'درجة الاستعجال'], coded(urgency)),
    unit('question', ['Instead of', 'Au lieu de', 'بدلا من'], recordIdOf('rfi')),
    required(unit('state', ['Status', 'État', 'الحالة'], coded(pointerState))),
  ],
  engine: {
    fold: { state: { merge: 'newest' } },
    mentions: ['question'],
    ladder: { desk: 'to', owes: ['answer'] },
    clocks: [
      {
        clock: 'answer',
        when: ['in', 'state', ['open']],
        desk: 'to',
        due: { at: 'dueAt' },
        per: 'subject',
        stops: [{ rel: 'answers', by: 'agency' }],
        warns: [50, 80],
        escalates: { last: 'issuer' },
      },
    ],
  },
  rules: [
    notBefore('pointer-answered', 'answeredAt', 'sentAt'),
    notBefore('pointer-due', 'dueAt', 'sentAt'),
    needed('pointer-answer-time', { unit: 'answeredAt', when: is('state', 'answered') }, [
      'An answered pointer says when it was answered.',
      'Un renvoi répondu indique la date de réponse.',
      'تبين الإحالة المجاب عنها تاريخ الجواب.',
    ]),
  ],
};
