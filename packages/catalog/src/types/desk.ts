import { openLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import { desk as deskId, instant, line, list, object, text, timeOfDay, timeZone } from '../schema-parts.ts';
import { contactKind, deskFunction, holderRole } from '../vocabulary/event.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** A desk and how to reach it: an office, never a person. */
export const desk: RecordType = {
  type: 'desk',
  version: 1,
  names: { en: 'Desk', fr: 'Bureau', ar: 'مكتب', es: 'Oficina', pt: 'Posto' },
  topic: 'operations',
  arity: 14,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 365,
  authorSignature: false,
  units: [
    required(unit('desk', ['Desk', 'Bureau', 'المكتب'], deskId)),
    required(unit('name', ['Name', 'Nom', 'الاسم'], text(300))),
    required(unit('function', ['Function', 'Fonction', 'الوظيفة'], coded(deskFunction))),
    unit('languages', ['Languages', 'Langues', 'اللغات'], list({ type: 'string', pattern: '^[a-z]{2,3}$' }, { min: 1, max: 16 })),
    unit(
      'channels',
      ['Office channels', 'Moyens de contact du bureau', 'وسائل الاتصال بالمكتب'],
      list(object({ kind: coded(contactKind), address: line }), { max: 16 }),
    ),
    unit('hours', ['Hours', 'Horaires', 'أوقات العمل'], object({ from: timeOfDay, to: timeOfDay, timeZone })),
    unit('holder', ['Current holder', 'Titulaire actuel', 'المسؤول الحالي'], coded(holderRole)),
    unit('deputy', ['Deputy desk', 'Bureau suppléant', 'المكتب النائب'], deskId),
    unit('escalation', ['Escalation order', 'Ordre d’escalade', 'ترتيب التصعيد'], list(deskId, { max: 16 })),
    unit('verifiedAt', ['Verified at', 'Vérifié le', 'تاريخ التحقق'], instant),
  ],
  engine: {
    fold: {
      name: { merge: 'owner' },
      channels: { merge: 'owner' },
      holder: { merge: 'newest' },
      deputy: { merge: 'owner' },
      escalation: { merge: 'owner' },
    },
  },
  rules: [
    rule(
      'L4',
      ['An operations desk has a deputy desk.', 'Un bureau d’opérations a un bureau suppléant.', 'لكل مكتب عمليات مكتب نائب.'],
      (fields) => {
        if (fields['function'] !== 'ops' || fields['deputy'] !== undefined) return undefined;
        return { path: 'deputy', message: 'an operations desk needs a deputy desk' };
      },
    ),
    rule(
      'desk-deputy',
      ['A desk is not its own deputy.', 'Un bureau n’est pas son propre suppléant.', 'لا يكون المكتب نائبا عن نفسه.'],
      (fields) => {
        if (fields['deputy'] === undefined || fields['deputy'] !== fields['desk']) return undefined;
        return { path: 'deputy', message: `${String(fields['desk'])} is its own deputy` };
      },
    ),
  ],
};
