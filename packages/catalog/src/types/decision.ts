import { controlledLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import { code, elementsOf, instant, integer, list, memberOf, object, party, recordId, subjectId, text } from '../schema-parts.ts';

/** A joint decision of officers and why it was taken. */
export const decision: RecordType = {
  type: 'decision',
  version: 1,
  names: { en: 'Joint decision', fr: 'Décision conjointe', ar: 'قرار مشترك', es: 'Decisión conjunta', pt: 'Decisão conjunta' },
  topic: 'operations',
  arity: 16,
  defaultLabel: controlledLabel,
  personalData: 'none',
  retentionDays: 1095,
  authorSignature: true,
  units: [
    required(unit('question', ['Question', 'Question', 'السؤال'], text(2000))),
    unit(
      'information',
      ['Information used', 'Informations utilisées', 'المعلومات المستعملة'],
      list({ anyOf: [recordId, subjectId] }, { max: 64 }),
    ),
    unit('unknowns', ['Not known', 'Inconnues', 'المجهول'], list(text(1000), { max: 32 })),
    unit('risks', ['Risks', 'Risques', 'المخاطر'], list(text(1000), { max: 32 })),
    unit('strategy', ['Working strategy', 'Stratégie', 'الاستراتيجية'], text(4000)),
    unit('powers', ['Powers and policies', 'Pouvoirs et règles', 'الصلاحيات والقواعد'], list(code, { max: 32 })),
    required(
      unit(
        'options',
        ['Options', 'Options', 'الخيارات'],
        list(
          object(
            {
              text: text(2000),
              suitable: { type: 'boolean' },
              feasible: { type: 'boolean' },
              acceptable: { type: 'boolean' },
              doNothing: { const: true },
            },
            ['doNothing'],
          ),
          { min: 1, max: 16 },
        ),
      ),
    ),
    required(unit('chosen', ['Chosen option', 'Option retenue', 'الخيار المعتمد'], integer(0, 15))),
    required(unit('rationale', ['Rationale', 'Motifs', 'التعليل'], text(4000))),
    required(unit('authority', ['Authority', 'Autorité', 'السلطة'], code)),
    unit('dissent', ['Dissent', 'Désaccord', 'الرأي المخالف'], list(object({ party, text: text(2000) }), { max: 16 })),
    required(unit('reviewAt', ['Review at', 'Réexamen à', 'إعادة النظر في'], instant)),
    unit('outcome', ['Outcome', 'Résultat', 'النتيجة'], text(4000)),
  ],
  engine: {
    settles: 'concerns',
    mentions: ['information'],
    clocks: [{ clock: 'review', desk: 'author', due: { at: 'reviewAt' }, per: 'subject', stops: [] }],
  },
  rules: [
    rule(
      'decision-options',
      [
        'A decision weighs at least two options, one of which is to do nothing.',
        'Une décision compare au moins deux options, dont celle de ne rien faire.',
        'يوازن القرار بين خيارين على الأقل، أحدهما عدم القيام بشيء.',
      ],
      (fields) => {
        const options = elementsOf(fields['options']);
        if (options.length >= 2 && options.some((option) => memberOf(option, 'doNothing') === true)) return undefined;
        return {
          path: 'options',
          message: `${options.length} options: at least two are needed, one of them with doNothing`,
        };
      },
    ),
    rule(
      'decision-chosen',
      [
        'The chosen option is one of the options.',
        'L’option retenue figure parmi les options.',
        'الخيار المعتمد يجب أن يكون من بين الخيارات.',
      ],
      (fields) => {
        const { length } = elementsOf(fields['options']);
        if (typeof fields['chosen'] === 'number' && fields['chosen'] < length) return undefined;
        return { path: 'chosen', message: `${String(fields['chosen'])} is not below ${length}` };
      },
    ),
  ],
};
