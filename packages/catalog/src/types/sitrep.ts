import { differ, ordered } from '../checks.ts';
import { boundFigures } from '../figures.ts';
import { openLabel, type RecordType, required, rule, unit } from '../record-type.ts';
import { desk, instant, integer, list, memberOf, object, period, recordId, subjectId, text } from '../schema-parts.ts';
import { boundFigure } from '../schema-shapes.ts';
import { confidence, reportTopic } from '../vocabulary/assessment.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** A situation report: numbered, prepared by one desk and authorised by another, filled from records. */
export const sitrep: RecordType = {
  type: 'sitrep',
  version: 1,
  names: { en: 'Situation report', fr: 'Point de situation', ar: 'تقرير الوضع', es: 'Informe de situación', pt: 'Relatório de situação' },
  topic: 'operations',
  arity: 24,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 1095,
  authorSignature: true,
  units: [
    unit('event', ['Event', 'Événement', 'التظاهرة'], subjectId),
    required(unit('number', ['Number', 'Numéro', 'الرقم'], integer(1, 100_000))),
    required(unit('version', ['Version', 'Version', 'الصيغة'], integer(1, 1000))),
    required(unit('period', ['Period', 'Période', 'الفترة'], period)),
    required(unit('preparedBy', ['Prepared by', 'Établi par', 'أعده'], desk)),
    required(unit('authorisedBy', ['Authorised by', 'Validé par', 'صادق عليه'], desk)),
    required(unit('headline', ['Headline', 'Titre', 'العنوان'], text(500))),
    unit('changed', ['Changed since the last', 'Évolutions', 'المستجدات'], list(text(1000), { max: 64 })),
    required(
      unit(
        'lines',
        ['Situation', 'Situation', 'الوضع'],
        list(
          object(
            {
              topic: coded(reportTopic),
              text: text(4000),
              basis: list(recordId, { max: 256 }),
              figures: list(boundFigure, { max: 64 }),
              unverified: { const: true },
            },
            ['basis', 'figures', 'unverified'],
          ),
          { min: 1, max: 64 },
        ),
      ),
    ),
    unit(
      'forecast',
      ['Forecast', 'Prévision', 'التوقعات'],
      list(object({ hours: { type: 'integer', enum: [6, 12, 24] }, text: text(2000) }), { max: 3 }),
    ),
    unit('gaps', ['Not known', 'Inconnues', 'المجهول'], list(text(1000), { max: 32 })),
    unit('posture', ['Posture', 'Dispositif', 'الانتشار الأمني'], subjectId),
    unit('confidence', ['Confidence', 'Confiance', 'درجة الثقة'], coded(confidence)),
    unit('next', ['Next report due', 'Prochain point', 'موعد التقرير الموالي'], instant),
  ],
  engine: {
    mentions: ['event', 'posture'],
    derives: ['lines/basis', 'lines/figures/claim'],
    clocks: [{ clock: 'next', desk: 'preparedBy', due: { at: 'next' }, per: 'subject', stops: [], warns: [80] }],
  },
  rules: [
    ordered('sitrep-period', 'period'),
    differ(
      'sitrep-authorised',
      ['preparedBy', 'authorisedBy'],
      [
        'Whoever prepares a report does not authorise it.',
        'Qui établit un point de situation ne le valide pas.',
        'من يعد التقرير لا يصادق عليه.',
      ],
    ),
    rule(
      'sitrep-next',
      [
        'The next report is due after this one ends.',
        'Le prochain point suit la période de celui-ci.',
        'موعد التقرير الموالي يأتي بعد نهاية فترة هذا التقرير.',
      ],
      (fields) => {
        const end = memberOf(fields['period'], 'to');
        if (fields['next'] === undefined || String(fields['next']) > String(end)) return undefined;
        return { path: 'next', message: `${String(fields['next'])} is not after ${String(end)}` };
      },
    ),
    boundFigures('L9', 'lines'),
  ],
};
