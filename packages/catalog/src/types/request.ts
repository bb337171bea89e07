import { openLabel, type RecordType, required, unit, withTwin } from '../record-type.ts';
import { code, desk, instant, integer, line, object, place, placeCell, subjectId, text } from '../schema-parts.ts';
import { rightsAssessment } from '../schema-shapes.ts';
import { costBearer, deadlineClass, deadlineSeconds, requestClass } from '../vocabulary/request.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** A request for a task, a resource or expertise: the effect that is wanted, not the means. */
export const request: RecordType = {
  type: 'request',
  version: 1,
  names: { en: 'Request', fr: 'Demande', ar: 'طلب', es: 'Solicitud', pt: 'Pedido' },
  topic: 'requests',
  arity: 20,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 1095,
  authorSignature: true,
  acknowledge: { withinSeconds: 600 },
  units: [
    required(unit('from', ['From', 'De', 'من'], desk)),
    required(unit('to', ['To', 'À', 'إلى'], desk)),
    required(unit('class', ['Class', 'Catégorie', 'الصنف'], coded(requestClass))),
    required(unit('effect', ['Effect wanted', 'Effet recherché', 'الأثر المطلوب'], text(4000))),
    unit('quantity', ['Quantity', 'Quantité', 'الكمية'], object({ amount: integer(1, 10_000_000), unit: line })),
    ...withTwin(unit('place', ['Place', 'Lieu', 'المكان'], place), {
      function: 'place-cell',
      names: ['Place, about 1 km', 'Lieu, à 1 km près', 'المكان، في حدود كيلومتر'],
      schema: placeCell,
    }),
    required(unit('deadline', ['Deadline', 'Échéance', 'الأجل'], { anyOf: [coded(deadlineClass), instant] })),
    required(unit('clause', ['Clause', 'Clause', 'البند'], line)),
    required(unit('cost', ['Cost borne by', 'Coût à la charge de', 'الكلفة على عاتق'], coded(costBearer))),
    unit('rights', ['Rights assessment', 'Évaluation des droits de l’homme', 'تقييم حقوق الإنسان'], rightsAssessment),
    unit('concerns', ['Event, fixture or incident', 'Événement, rencontre ou incident', 'التظاهرة أو المباراة أو الحادث'], subjectId),
    unit('reference', ['Reference', 'Référence', 'المرجع'], code),
  ],
  engine: {
    mentions: ['concerns', 'place/venue'],
    ladder: { desk: 'to', owes: ['acknowledge', 'answer'] },
    clocks: [
      {
        clock: 'acknowledge',
        desk: 'to',
        due: { after: { setting: 'acknowledgeSeconds', times: 10, otherwise: 600 } },
        stops: [
          { rel: 'acknowledges', by: 'agency' },
          { rel: 'answers', by: 'agency' },
        ],
        escalates: { last: 'issuer' },
      },
      {
        clock: 'answer',
        desk: 'to',
        due: { at: 'deadline', table: deadlineSeconds },
        stops: [
          { rel: 'answers', by: 'agency' },
          { rel: 'refuses', by: 'agency' },
        ],
        warns: [50, 80],
        escalates: { last: 'issuer' },
      },
    ],
  },
  rules: [],
};
