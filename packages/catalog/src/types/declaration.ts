import { openLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import { code, desk, instant, integer, list, object, subjectId, text } from '../schema-parts.ts';
import { declarationSubject } from '../vocabulary/incident.ts';
import { coded } from '../vocabulary/vocabulary.ts';

const reviewWithinMs = 30 * 60 * 1000;

/** A declaration: it must be acknowledged by every desk it names, within seconds (L1). */
export const declaration: RecordType = {
  type: 'declaration',
  version: 1,
  names: { en: 'Declaration', fr: 'Déclaration', ar: 'إعلان', es: 'Declaración', pt: 'Declaração' },
  topic: 'alerts',
  arity: 12,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 1095,
  authorSignature: true,
  acknowledge: { withinSeconds: 60 },
  units: [
    required(unit('what', ['What', 'Objet', 'الموضوع'], coded(declarationSubject))),
    unit('scope', ['Concerns', 'Concerne', 'يخص'], subjectId),
    unit('detail', ['Detail', 'Précisions', 'التفاصيل'], text(4000)),
    required(unit('authority', ['By whose authority', 'Par quelle autorité', 'بأي سلطة'], code)),
    required(unit('effective', ['Effective from', 'À compter de', 'ابتداء من'], instant)),
    required(unit('reviewAt', ['Review at', 'Réexamen à', 'إعادة النظر في'], instant)),
    required(
      unit(
        'ackBy',
        ['To be acknowledged by', 'Accusé de réception attendu de', 'يجب تأكيد الاستلام من'],
        list(object({ desk, deadlineSeconds: integer(10, 86_400), ladder: list(desk, { max: 16 }) }), { min: 1, max: 64 }),
      ),
    ),
  ],
  engine: {
    fold: { what: { merge: 'same' }, authority: { merge: 'same' } },
    mentions: ['scope'],
    ladder: { rows: 'ackBy', desk: './desk', owes: ['acknowledge'] },
    clocks: [
      {
        clock: 'acknowledge',
        rows: 'ackBy',
        desk: './desk',
        due: { after: { path: './deadlineSeconds' } },
        // That someone saw it is no answer.
        stops: [{ rel: 'acknowledges', by: 'agency', when: ['not', ['in', 'state', ['seen']]] }],
        escalates: { desks: './ladder', last: 'issuer' },
      },
      { clock: 'review', desk: 'author', due: { at: 'reviewAt' }, per: 'subject', stops: [] },
    ],
  },
  rules: [
    rule(
      'declaration-review',
      [
        'A declaration is reviewed within 30 minutes of taking effect.',
        'Une déclaration est réexaminée dans les 30 minutes de sa prise d’effet.',
        'يعاد النظر في الإعلان في غضون 30 دقيقة من سريانه.',
      ],
      (fields) => {
        const effective = Date.parse(String(fields['effective']));
        const review = Date.parse(String(fields['reviewAt']));
        if (review > effective && review <= effective + reviewWithinMs) return undefined;
        return {
          path: 'reviewAt',
          message: `${String(fields['reviewAt'])} is not within 30 minutes after ${String(fields['effective'])}`,
        };
      },
    ),
  ],
};
