import { openLabel, type RecordType, required, unit } from '../record-type.ts';
import { code, desk, elementsOf, instant, list, object, oneOf, recordId, text } from '../schema-parts.ts';

/** A rumour or figure, what was checked, and the lines both sides say. */
export const claim: RecordType = {
  type: 'claim',
  version: 1,
  names: { en: 'Claim or rumour', fr: 'Allégation ou rumeur', ar: 'ادعاء أو إشاعة' },
  topic: 'operations',
  arity: 12,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 365,
  authorSignature: true,
  units: [
    required(unit('statement', ['Statement', 'Énoncé', 'المضمون'], text(4000))),
    unit(
      'firstSeen',
      ['First seen', 'Première apparition', 'أول ظهور'],
      object({ where: code, at: instant, reach: oneOf('0', 'lt25', '25-100', '100-500', 'gt500', 'gt100k', 'unknown') }),
    ),
    required(unit('status', ['Status', 'État', 'الحالة'], oneOf('unverified', 'verifying', 'confirmed', 'false', 'partly', 'withdrawn'))),
    unit('basis', ['Basis', 'Fondement', 'الأساس'], list(recordId, { max: 64 })),
    unit(
      'checkedWith',
      ['Checked with', 'Vérifié auprès de', 'تم التحقق لدى'],
      list(
        object({
          what: oneOf('hospital', 'morgue', 'transport', 'organiser', 'venue', 'partner', 'ministry', 'media', 'sensor', 'other'),
          at: instant,
          result: oneOf('supports', 'contradicts', 'none'),
        }),
        {
          max: 64,
        },
      ),
    ),
    unit('lines', ['Agreed lines', 'Éléments de langage', 'العناصر المتفق عليها'], text(4000)),
    unit('releasedBy', ['Released by', 'Diffusé par', 'صدر عن'], desk),
  ],
  engine: { fold: { status: { merge: 'newest' }, checkedWith: { merge: 'union' }, releasedBy: { merge: 'same' } } },
  rules: [
    {
      id: 'claim-checked',
      text: 'A claim is confirmed or false only after something was checked.',
      check(fields) {
        const judged = fields['status'] === 'confirmed' || fields['status'] === 'false';
        if (!judged || elementsOf(fields['checkedWith']).length > 0) return undefined;
        return {
          path: 'checkedWith',
          rule: 'claim-checked',
          message: `a claim that is ${String(fields['status'])} needs what it was checked with`,
        };
      },
    },
  ],
};
