import { differ, ranges } from '../checks.ts';
import { openLabel, type RecordType, required, rule, unit, withTwin } from '../record-type.ts';
import {
  count,
  countBand,
  country,
  desk,
  elementsOf,
  instant,
  list,
  memberOf,
  object,
  range,
  rangeBand,
  recordId,
  recordIdOf,
  subjectId,
  text,
} from '../schema-parts.ts';
import { cell, suppressed } from '../small-cells.ts';
import { groupBand, side } from '../vocabulary/assessment.ts';
import { figureBasis } from '../vocabulary/incident.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** What happened against what was expected. Arrests and ejections are counts by country, and small counts have no place in it (S5). */
export const postEventReport: RecordType = {
  type: 'postEventReport',
  version: 1,
  names: {
    en: 'Post-event report',
    fr: 'Bilan après événement',
    ar: 'تقرير ما بعد التظاهرة',
    es: 'Informe posterior al evento',
    pt: 'Relatório pós-evento',
  },
  topic: 'cooperation',
  arity: 32,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 1825,
  authorSignature: true,
  units: [
    required(unit('fixture', ['Fixture or event', 'Rencontre ou événement', 'المباراة أو التظاهرة'], subjectId)),
    required(unit('madeBy', ['Made by', 'Établi par', 'أعده'], coded(side))),
    required(unit('preparedBy', ['Prepared by', 'Établi par le bureau', 'المكتب المعد'], desk)),
    required(unit('authorisedBy', ['Authorised by', 'Validé par', 'صادق عليه'], desk)),
    unit('due', ['Due', 'Échéance', 'الأجل'], instant),
    ...withTwin(unit('travellersForecast', ['Travellers forecast', 'Voyageurs prévus', 'المسافرون المتوقعون'], range), {
      function: 'count-band',
      names: ['Travellers forecast, bands', 'Voyageurs prévus, tranches', 'المسافرون المتوقعون، شرائح'],
      schema: rangeBand,
    }),
    ...withTwin(unit('travellersActual', ['Travellers counted', 'Voyageurs constatés', 'المسافرون المسجلون'], range), {
      function: 'count-band',
      names: ['Travellers counted, bands', 'Voyageurs constatés, tranches', 'المسافرون المسجلون، شرائح'],
      schema: rangeBand,
    }),
    ...withTwin(unit('attendance', ['Attendance', 'Affluence', 'الحضور'], count), {
      function: 'count-band',
      names: ['Attendance, band', 'Affluence, tranche', 'الحضور، شريحة'],
      schema: countBand,
    }),
    unit('figureBasis', ['Basis of the figures', 'Base des chiffres', 'أساس الأرقام'], coded(figureBasis)),
    unit(
      'riskGroup',
      ['Risk group, forecast and actual', 'Groupe à risque, prévu et constaté', 'المجموعة عالية الخطورة: المتوقع والمسجل'],
      object({ forecast: coded(groupBand), actual: coded(groupBand) }),
    ),
    unit('incidents', ['Incidents', 'Incidents', 'الحوادث'], list(recordIdOf('incident'), { max: 256 })),
    unit(
      'measuresByCountry',
      ['Arrests and ejections by country', 'Interpellations et expulsions par pays', 'التوقيفات وحالات الإخراج حسب البلد'],
      list(object({ country, arrests: cell, ejections: cell }), { max: 64 }),
    ),
    unit(
      'measuresTotal',
      ['Arrests and ejections', 'Interpellations et expulsions', 'التوقيفات وحالات الإخراج'],
      object({ arrests: cell, ejections: cell }),
    ),
    unit('delegation', ['Use of the delegation', 'Apport de la délégation', 'فائدة الوفد'], text(4000)),
    unit('hostMeasures', ['Measures of the host', 'Mesures de l’hôte', 'تدابير المضيف'], text(4000)),
    unit('feedback', ['What supporters said', 'Retour des supporters', 'آراء المشجعين'], text(4000)),
    unit('lessons', ['Lessons', 'Retours d’expérience', 'الدروس'], list(recordIdOf('lesson'), { max: 64 })),
    unit(
      'corrections',
      ['Corrections of assessments', 'Corrections d’évaluations', 'تصحيحات التقييمات'],
      list(object({ assessment: recordIdOf('riskAssessment'), text: text(2000) }), { max: 64 }),
    ),
    unit('basis', ['Records used', 'Documents utilisés', 'السجلات المستعملة'], list(recordId, { max: 256 })),
  ],
  engine: {
    mentions: ['fixture', 'corrections/assessment', 'lessons'],
    derives: ['incidents', 'basis'],
    clocks: [{ clock: 'report', desk: 'preparedBy', due: { at: 'due' }, per: 'subject', stops: [], warns: [80] }],
  },
  rules: [
    ranges('report-figures', 'travellersForecast', 'travellersActual'),
    differ(
      'report-authorised',
      ['preparedBy', 'authorisedBy'],
      ['Whoever prepares a report does not authorise it.', 'Qui établit un bilan ne le valide pas.', 'من يعد التقرير لا يصادق عليه.'],
    ),
    rule(
      'S5',
      [
        'A total beside a count under five would give it away: leave the total out.',
        'Un total à côté d’un effectif inférieur à cinq le révélerait : omettez le total.',
        'مجموع إلى جانب عدد أقل من خمسة يكشفه: احذف المجموع.',
      ],
      (fields) => {
        for (const name of ['arrests', 'ejections']) {
          const hidden = elementsOf(fields['measuresByCountry']).some((row) => memberOf(row, name) === suppressed);
          const total = memberOf(fields['measuresTotal'], name);
          if (hidden && total !== undefined && total !== suppressed)
            return { path: `measuresTotal.${name}`, message: `a total of ${name} beside suppressed counts` };
        }
        return undefined;
      },
    ),
  ],
};
