import { attachments } from '../attachments-unit.ts';
import { openLabel, type RecordType, required, rule, unit, withTwin } from '../record-type.ts';
import { code, counts, desk, instant, line, list, object, place, placeCell, subjectId, text } from '../schema-parts.ts';
import { figureBasis, hazard, incidentKind, incidentStatus, majorState, serviceState, trend } from '../vocabulary/incident.ts';
import { coded } from '../vocabulary/vocabulary.ts';

const casualties = counts('p1', 'p2', 'p3', 'dead', 'missing', 'uninjured', 'evacuated');

/** An incident as M/ETHANE has it; each unit can be hidden or shared apart. */
export const incident: RecordType = {
  type: 'incident',
  version: 1,
  names: { en: 'Incident', fr: 'Incident', ar: 'حادث', es: 'Incidente', pt: 'Incidente' },
  topic: 'operations',
  arity: 24,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 1095,
  authorSignature: true,
  units: [
    required(unit('kind', ['Kind', 'Nature', 'النوع'], coded(incidentKind))),
    unit(
      'major',
      ['Major incident', 'Événement majeur', 'حادث كبير'],
      list(object({ service: desk, state: coded(majorState), at: instant }), { min: 1, max: 32 }),
    ),
    ...withTwin(unit('place', ['Exact place', 'Lieu exact', 'المكان الدقيق'], place), {
      function: 'place-cell',
      names: ['Place, about 1 km', 'Lieu, à 1 km près', 'المكان، في حدود كيلومتر'],
      schema: placeCell,
    }),
    ...withTwin(unit('time', ['Time', 'Heure', 'الوقت'], instant), {
      function: 'time-hour',
      names: ['Time, hour', 'Heure, à l’heure près', 'الوقت، بالساعة'],
      schema: instant,
    }),
    unit('hazardsPresent', ['Hazards present', 'Dangers présents', 'الأخطار الحالية'], list(coded(hazard), { max: 32 })),
    unit('hazardsPotential', ['Hazards possible', 'Dangers possibles', 'الأخطار المحتملة'], list(coded(hazard), { max: 32 })),
    unit('access', ['Access', 'Accès', 'المنافذ'], {
      ...object(
        {
          rvp: place,
          fcp: place,
          safeRoutes: list(place, { max: 16 }),
          avoid: list(place, { max: 16 }),
          egress: place,
          hot: place,
          warm: place,
          cold: place,
          text: text(2000),
        },
        ['rvp', 'fcp', 'safeRoutes', 'avoid', 'egress', 'hot', 'warm', 'cold', 'text'],
      ),
      minProperties: 1,
    }),
    ...withTwin(unit('casualties', ['Casualties', 'Victimes (nombre)', 'عدد الضحايا'], casualties.fine), {
      function: 'count-band',
      names: ['Casualties, bands', 'Victimes, tranches', 'عدد الضحايا، شرائح'],
      schema: casualties.coarse,
    }),
    unit(
      'casualtyBasis',
      ['Basis of the figures', 'Base des chiffres', 'أساس الأرقام'],
      object({ basis: coded(figureBasis), asOf: instant }),
    ),
    unit(
      'services',
      ['Emergency services', 'Services engagés', 'المصالح المتدخلة'],
      list(object({ service: { anyOf: [desk, code] }, state: coded(serviceState) }), { max: 64 }),
    ),
    unit('lead', ['Lead service', 'Service pilote', 'المصلحة القائدة'], { anyOf: [desk, code] }),
    required(unit('status', ['Status', 'État', 'الحالة'], coded(incidentStatus))),
    unit('trend', ['Trend', 'Évolution', 'التطور'], coded(trend)),
    unit('summary', ['Summary', 'Résumé', 'الملخص'], text(4000)),
    unit('fixture', ['Fixture', 'Rencontre', 'المباراة'], subjectId),
    unit('sharedReference', ['Shared reference', 'Référence commune', 'المرجع المشترك'], line),
    attachments,
  ],
  engine: {
    fold: {
      kind: { merge: 'same' },
      major: { merge: 'union', key: 'service', near: { ignore: ['at'] } },
      place: { merge: 'same', near: { metres: 100, ignore: ['accuracyM', 'zone', 'text'] } },
      'place.coarse': { merge: 'same' },
      time: { merge: 'same', near: { seconds: 900 } },
      hazardsPresent: { merge: 'union' },
      hazardsPotential: { merge: 'union' },
      access: { merge: 'same', near: { metres: 100, set: true, ignore: ['text', 'accuracyM', 'zone'] } },
      casualties: { merge: 'highest' },
      'casualties.coarse': { merge: 'same' },
      services: { merge: 'union', key: 'service' },
      lead: { merge: 'same' },
      status: { merge: 'same' },
    },
    mentions: ['fixture', 'place/venue'],
    triggers: [
      {
        trigger: 'declare-major',
        kind: 'ask',
        when: [
          'all',
          [
            ['sum', ['casualties/p1', 'casualties/p2', 'casualties/p3', 'casualties/dead'], 5],
            ['not', ['some', 'major', 'state', ['declared', 'standby']]],
            ['not', ['in', 'status', ['closed']]],
          ],
        ],
        everySeconds: 600,
      },
    ],
  },
  rules: [
    rule(
      'incident-figures',
      [
        'Figures of casualties say how they were come by, and as of when.',
        'Les chiffres de victimes indiquent leur origine et leur date.',
        'تبين أعداد الضحايا مصدرها وتاريخها.',
      ],
      (fields) => {
        if (fields['casualties'] === undefined || fields['casualtyBasis'] !== undefined) return undefined;
        return { path: 'casualtyBasis', message: 'casualties need the basis of the figures' };
      },
    ),
  ],
};
