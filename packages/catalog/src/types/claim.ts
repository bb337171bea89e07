import { openLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import { code, desk, elementsOf, instant, list, object, recordId, text } from '../schema-parts.ts';
import { checkedSource, checkResult, claimStatus, reach } from '../vocabulary/reporting.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** A rumour or figure, what was checked, and the lines both sides say. */
export const claim: RecordType = {
  type: 'claim',
  version: 1,
  names: { en: 'Claim or rumour', fr: 'Allégation ou rumeur', ar: 'ادعاء أو إشاعة', es: 'Afirmación o rumor', pt: 'Alegação ou rumor' },
  topic: 'operations',
  arity: 12,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 365,
  authorSignature: true,
  units: [
    required(unit('statement', ['Statement', 'Énoncé', 'المضمون'], text(4000))),
    unit('firstSeen', ['First seen', 'Première apparition', 'أول ظهور'], object({ where: code, at: instant, reach: coded(reach) })),
    required(unit('status', ['Status', 'État', 'الحالة'], coded(claimStatus))),
    unit('basis', ['Basis', 'Fondement', 'الأساس'], list(recordId, { max: 64 })),
    unit(
      'checkedWith',
      ['Checked with', 'Vérifié auprès de', 'تم التحقق لدى'],
      list(
        object({
          what: coded(checkedSource),
          at: instant,
          result: coded(checkResult),
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
    rule(
      'claim-checked',
      [
        'A claim is confirmed or false only after something was checked.',
        'Une allégation n’est confirmée ou fausse qu’après vérification.',
        'لا يكون الادعاء مؤكدا أو غير صحيح إلا بعد التحقق.',
      ],
      (fields) => {
        const judged = fields['status'] === 'confirmed' || fields['status'] === 'false';
        if (!judged || elementsOf(fields['checkedWith']).length > 0) return undefined;
        return {
          path: 'checkedWith',
          message: `a claim that is ${String(fields['status'])} needs what it was checked with`,
        };
      },
    ),
  ],
};
