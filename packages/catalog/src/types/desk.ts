import { openLabel, type RecordType, required, unit } from '../record-type.ts';
import { desk as deskId, instant, line, list, object, oneOf, text, timeOfDay, timeZone } from '../schema-parts.ts';

/** A desk and how to reach it: an office, never a person. */
export const desk: RecordType = {
  type: 'desk',
  version: 1,
  names: { en: 'Desk', fr: 'Bureau', ar: 'مكتب' },
  topic: 'operations',
  arity: 14,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 365,
  authorSignature: false,
  units: [
    required(unit('desk', ['Desk', 'Bureau', 'المكتب'], deskId)),
    required(unit('name', ['Name', 'Nom', 'الاسم'], text(300))),
    required(
      unit(
        'function',
        ['Function', 'Fonction', 'الوظيفة'],
        oneOf('nfip', 'lo', 'ops', 'media', 'medical', 'fire', 'border', 'defence', 'consular', 'oversight'),
      ),
    ),
    unit('languages', ['Languages', 'Langues', 'اللغات'], list({ type: 'string', pattern: '^[a-z]{2,3}$' }, { min: 1, max: 16 })),
    unit(
      'channels',
      ['Office channels', 'Moyens de contact du bureau', 'وسائل الاتصال بالمكتب'],
      list(object({ kind: oneOf('phone', 'radio', 'email', 'fax', 'web'), address: line }), { max: 16 }),
    ),
    unit('hours', ['Hours', 'Horaires', 'أوقات العمل'], object({ from: timeOfDay, to: timeOfDay, timeZone })),
    unit(
      'holder',
      ['Current holder', 'Titulaire actuel', 'المسؤول الحالي'],
      oneOf('duty-officer', 'liaison-officer', 'supervisor', 'commander', 'vacant'),
    ),
    unit('deputy', ['Deputy desk', 'Bureau suppléant', 'المكتب النائب'], deskId),
    unit('escalation', ['Escalation order', 'Ordre d’escalade', 'ترتيب التصعيد'], list(deskId, { max: 16 })),
    unit('verifiedAt', ['Verified at', 'Vérifié le', 'تاريخ التحقق'], instant),
  ],
  rules: [
    {
      id: 'L4',
      text: 'An operations desk has a deputy desk: no function has a roster of one.',
      check(fields) {
        if (fields['function'] !== 'ops' || fields['deputy'] !== undefined) return undefined;
        return { path: 'deputy', rule: 'L4', message: 'an operations desk needs a deputy desk' };
      },
    },
    {
      id: 'desk-deputy',
      text: 'A desk is not its own deputy.',
      check(fields) {
        if (fields['deputy'] === undefined || fields['deputy'] !== fields['desk']) return undefined;
        return { path: 'deputy', rule: 'desk-deputy', message: `${String(fields['desk'])} is its own deputy` };
      },
    },
  ],
};
