import { ranges } from '../checks.ts';
import { controlledLabel, type RecordType, required, rule, unit, withTwin } from '../record-type.ts';
import {
  elementsOf,
  instant,
  integer,
  language,
  line,
  list,
  memberOf,
  object,
  pastInstant,
  place,
  range,
  rangeBand,
  recordIdOf,
  subjectId,
  text,
} from '../schema-parts.ts';
import { assumption, level, source } from '../schema-shapes.ts';
import { confidence, groupBand, groupBehaviour, moment, side, travelMode } from '../vocabulary/assessment.ts';
import { figureBasis } from '../vocabulary/incident.ts';
import { coded } from '../vocabulary/vocabulary.ts';

const banded = (name: string, names: readonly [string, string, string], band: readonly [string, string, string]) =>
  withTwin(unit(name, names, range), { function: 'count-band', names: band, schema: rangeBand });

/** Assessment of a team's supporters as groups, before, during or after a fixture. A visitor's counter-view stands beside it and cannot be hidden (L6). */
export const riskAssessment: RecordType = {
  type: 'riskAssessment',
  version: 1,
  names: {
    en: 'Risk assessment',
    fr: 'Évaluation des risques',
    ar: 'تقييم المخاطر',
    es: 'Evaluación de riesgos',
    pt: 'Avaliação de riscos',
  },
  topic: 'operations',
  arity: 40,
  defaultLabel: controlledLabel,
  personalData: 'none',
  retentionDays: 90,
  authorSignature: true,
  units: [
    required(unit('fixture', ['Fixture', 'Rencontre', 'المباراة'], subjectId)),
    required(unit('team', ['Team', 'Équipe', 'الفريق'], line)),
    required(unit('madeBy', ['Made by', 'Établie par', 'أعده'], coded(side))),
    required(unit('phase', ['When', 'Moment', 'المرحلة'], coded(moment))),
    required(unit('level', ['Level', 'Niveau', 'المستوى'], level)),
    ...banded(
      'travellers',
      ['Travellers expected', 'Voyageurs attendus', 'المسافرون المتوقعون'],
      ['Travellers, bands', 'Voyageurs, tranches', 'المسافرون، شرائح'],
    ),
    ...banded(
      'ticketed',
      ['With ticket', 'Avec billet', 'حاملو التذاكر'],
      ['With ticket, bands', 'Avec billet, tranches', 'حاملو التذاكر، شرائح'],
    ),
    ...banded(
      'unticketed',
      ['Without ticket', 'Sans billet', 'بدون تذاكر'],
      ['Without ticket, bands', 'Sans billet, tranches', 'بدون تذاكر، شرائح'],
    ),
    unit(
      'figureBasis',
      ['Basis of the figures', 'Base des chiffres', 'أساس الأرقام'],
      object({ basis: coded(figureBasis), asOf: pastInstant, claim: recordIdOf('claim') }, ['claim']),
    ),
    unit(
      'riskGroup',
      ['Risk group', 'Groupe à risque', 'المجموعة عالية الخطورة'],
      object({ band: coded(groupBand), behaviours: list(coded(groupBehaviour), { max: 8 }), lastMatches: integer(0, 50) }),
    ),
    unit(
      'travel',
      ['Travel', 'Déplacements', 'التنقلات'],
      list(object({ mode: coded(travelMode), count: range, via: line, eta: instant }, ['via', 'eta']), { max: 64 }),
    ),
    unit('areas', ['Areas of stay', 'Zones d’hébergement', 'مناطق الإقامة'], list(place, { max: 64 })),
    unit('rendezvous', ['Meeting places', 'Lieux de rassemblement', 'أماكن التجمع'], list(place, { max: 64 })),
    unit('rivalry', ['Rivalry', 'Rivalité', 'التنافس'], text(2000)),
    unit('languages', ['Languages', 'Langues', 'اللغات'], list(language, { max: 16 })),
    unit('vulnerable', ['Vulnerable groups', 'Publics vulnérables', 'الفئات الهشة'], text(2000)),
    unit('facts', ['Facts', 'Faits', 'الوقائع'], list(object({ text: text(2000), source }), { max: 64 })),
    unit('assumptions', ['Assumptions', 'Hypothèses', 'الافتراضات'], list(assumption, { max: 64 })),
    unit('protective', ['Protective facts', 'Éléments favorables', 'العناصر المطمئنة'], list(text(1000), { max: 32 })),
    unit('asks', ['Requests to the host', 'Demandes à l’hôte', 'الطلبات الموجهة إلى المضيف'], list(recordIdOf('request'), { max: 64 })),
    unit('measures', ['Host measures asked for', 'Mesures demandées à l’hôte', 'التدابير المطلوبة من المضيف'], text(4000)),
    unit('delegationOffer', ['Delegation offered', 'Délégation proposée', 'الوفد المقترح'], subjectId),
    unit('confidence', ['Confidence', 'Confiance', 'درجة الثقة'], coded(confidence)),
    unit('counterView', ['Counter-view', 'Contre-avis', 'الرأي المقابل'], recordIdOf('riskAssessment')),
    unit('counterTo', ['Counter-view of', 'Contre-avis à', 'رأي مقابل لـ'], recordIdOf('riskAssessment')),
  ],
  engine: {
    fold: {
      level: { merge: 'same' },
      travellers: { merge: 'same' },
      ticketed: { merge: 'same' },
      unticketed: { merge: 'same' },
      riskGroup: { merge: 'same', near: { set: true, ignore: ['lastMatches'] } },
    },
    mentions: ['fixture', 'counterView', 'counterTo', 'asks', 'delegationOffer'],
    derives: ['figureBasis/claim'],
    clocks: [
      {
        clock: 'assumption',
        rows: 'assumptions',
        desk: './owner',
        due: { at: './reviewBy' },
        stops: [],
      },
    ],
  },
  rules: [
    ranges('risk-figures', 'travellers', 'ticketed', 'unticketed'),
    rule(
      'risk-figure-basis',
      [
        'Figures say how they were come by, and as of when.',
        'Les chiffres indiquent leur origine et leur date.',
        'تبين الأرقام مصدرها وتاريخها.',
      ],
      (fields) => {
        const given = ['travellers', 'ticketed', 'unticketed'].find((name) => fields[name] !== undefined);
        if (given === undefined || fields['figureBasis'] !== undefined) return undefined;
        return { path: 'figureBasis', message: `${given} needs the basis of its figures` };
      },
    ),
    rule(
      'L6',
      [
        'A high level rests on a graded fact or on an assumption that a desk answers for.',
        'Un niveau élevé repose sur un fait évalué ou sur une hypothèse qu’un bureau assume.',
        'يستند المستوى المرتفع إلى واقعة مقيمة المصدر أو إلى افتراض يتحمله مكتب معين.',
      ],
      (fields) => {
        if (Number(fields['level']) < 4) return undefined;
        const graded = elementsOf(fields['facts']).some((fact) => {
          const from = memberOf(fact, 'source');
          return memberOf(from, 'reliability') !== undefined && memberOf(from, 'credibility') !== undefined;
        });
        if (graded || elementsOf(fields['assumptions']).length > 0) return undefined;
        return { path: 'facts', message: `level ${String(fields['level'])} needs a graded fact or an assumption with its owner` };
      },
    ),
    rule(
      'risk-behaviour',
      [
        '“None observed” stands alone in the list of behaviours.',
        '« Aucun constaté » figure seul dans la liste des comportements.',
        'ترد عبارة «لم يسجل شيء» وحدها في لائحة السلوكيات.',
      ],
      (fields) => {
        const seen = elementsOf(memberOf(fields['riskGroup'], 'behaviours'));
        if (!seen.includes('none-observed') || seen.length === 1) return undefined;
        return { path: 'riskGroup.behaviours', message: 'none-observed stands beside others' };
      },
    ),
  ],
};
