import { type JsonSchema, openLabel, type RecordType, required, rule, unit, withTwin } from '../record-type.ts';
import { elementsOf, integer, list, object, placeCell, point, text } from '../schema-parts.ts';
import {
  alertCategory,
  alertCertainty,
  alertMessageType,
  alertResponse,
  alertScope,
  alertSeverity,
  alertUrgency,
} from '../vocabulary/alert.ts';
import { coded } from '../vocabulary/vocabulary.ts';

const foreign = (maxLength: number): JsonSchema => ({ type: 'string', minLength: 1, maxLength });
const system: JsonSchema = { type: 'string', minLength: 1, maxLength: 512, pattern: '^[^\\s,<&]+$' };
/** CAP 1.2 §3.3.2: an offset is written, never Z. */
const offsetTime: JsonSchema = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d\\d:\\d\\d$' };
const named: JsonSchema = object({ name: { type: 'string', minLength: 1, maxLength: 1024 }, value: { type: 'string', maxLength: 16_384 } });
const maxText = 60_000;
const maxBlocks = 32;

/** A value that is the same in every `info` block, or one value for each block, null where it is absent. */
function perBlock(plain: JsonSchema, inBlock: JsonSchema = plain): JsonSchema {
  return {
    anyOf: [plain, object({ blocks: { type: 'array', items: { anyOf: [inBlock, { type: 'null' }] }, minItems: 1, maxItems: maxBlocks } })],
  };
}

const perBlockText = perBlock(text(maxText), foreign(maxText));
const ring: JsonSchema = { type: 'array', items: integer(-1_800_000_000, 1_800_000_000), minItems: 8, maxItems: 20_000 };
const circle: JsonSchema = object({
  lat: integer(-900_000_000, 900_000_000),
  lon: integer(-1_800_000_000, 1_800_000_000),
  radiusMm: integer(0, Number.MAX_SAFE_INTEGER),
});

function areas(description: JsonSchema): JsonSchema {
  const area = object(
    {
      desc: description,
      polygons: list(ring, { max: 256 }),
      circles: list(circle, { max: 256 }),
      geocodes: list(named, { max: 4096 }),
      altitudeFeetE3: integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
      ceilingFeetE3: integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    },
    ['polygons', 'circles', 'geocodes', 'altitudeFeetE3', 'ceilingFeetE3'],
  );
  return list(area, { min: 1, max: 256 });
}

function resources(description: JsonSchema): JsonSchema {
  const resource = object(
    {
      desc: description,
      mimeType: foreign(256),
      size: integer(0, Number.MAX_SAFE_INTEGER),
      uri: foreign(4096),
      derefUri: foreign(maxText),
      digest: foreign(512),
    },
    ['size', 'uri', 'derefUri', 'digest'],
  );
  return list(resource, { min: 1, max: 64 });
}

const times: JsonSchema = {
  ...object({ effective: offsetTime, onset: offsetTime, expires: offsetTime }, ['effective', 'onset', 'expires']),
  minProperties: 1,
};
const reference: JsonSchema = object({ sender: system, identifier: system, sent: offsetTime });
const categories = list(coded(alertCategory), { min: 1, max: 64 });
const responses = list(coded(alertResponse), {
  min: 1,
  max: 64,
});

/** An alert in the profile of CAP 1.2; its units are those of `gateways/cap/ALERT-UNITS.md`. */
export const alert: RecordType = {
  type: 'alert',
  version: 1,
  names: { en: 'Alert', fr: 'Alerte', ar: 'إنذار', es: 'Alerta', pt: 'Alerta' },
  topic: 'alerts',
  arity: 40,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 365,
  authorSignature: true,
  units: [
    required(unit('messageType', ['Message type', 'Type de message', 'نوع الرسالة'], coded(alertMessageType))),
    unit('identifier', ['Identifier', 'Identifiant', 'المعرف'], system),
    unit('sender', ['Sender', 'Émetteur', 'المرسل'], system),
    unit('sent', ['Sent', 'Envoyé', 'وقت الإرسال'], offsetTime),
    unit('status', ['Draft', 'Brouillon', 'مسودة'], { const: 'Draft' }),
    unit(
      'scope',
      ['Scope', 'Portée', 'النطاق'],
      object({ scope: coded(alertScope), restriction: foreign(maxText), addresses: foreign(maxText) }, ['restriction', 'addresses']),
    ),
    unit('source', ['Source', 'Source', 'المصدر'], foreign(maxText)),
    unit('codes', ['Codes', 'Codes', 'الرموز'], list({ type: 'string', maxLength: 4096 }, { max: 256 })),
    unit('note', ['Note', 'Note', 'ملاحظة'], foreign(maxText)),
    unit('references', ['References', 'Références', 'المراجع'], list(reference, { min: 1, max: 256 })),
    unit('incidents', ['Incidents', 'Incidents', 'الحوادث'], foreign(16_384)),
    unit(
      'languages',
      ['Languages', 'Langues', 'اللغات'],
      list(
        object(
          {
            lang: { type: 'string', pattern: '^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$' },
            assumed: { const: true },
            stated: foreign(256),
          },
          ['assumed', 'stated'],
        ),
        {
          min: 1,
          max: maxBlocks,
        },
      ),
    ),
    unit('category', ['Category', 'Catégorie', 'الفئة'], perBlock(categories)),
    unit('event', ['Event', 'Événement', 'الحدث'], perBlockText),
    unit('responseType', ['Response', 'Réaction attendue', 'الاستجابة'], perBlock(responses)),
    unit('urgency', ['Urgency', 'Urgence', 'الاستعجال'], perBlock(coded(alertUrgency))),
    unit('severity', ['Severity', 'Gravité', 'الخطورة'], perBlock(coded(alertSeverity))),
    unit('certainty', ['Certainty', 'Certitude', 'درجة اليقين'], perBlock(coded(alertCertainty))),
    unit('audience', ['Audience', 'Public visé', 'الجمهور المستهدف'], perBlockText),
    unit('eventCodes', ['Event codes', 'Codes d’événement', 'رموز الحدث'], perBlock(list(named, { min: 1, max: 256 }))),
    unit('times', ['Times', 'Horaires', 'الأوقات'], perBlock(times)),
    unit('senderName', ['Issuing office', 'Service émetteur', 'المصلحة المصدرة'], perBlockText),
    unit('headline', ['Headline', 'Titre', 'العنوان'], perBlockText),
    unit('description', ['Description', 'Description', 'الوصف'], perBlockText),
    unit('instruction', ['Instruction', 'Consigne', 'التعليمات'], perBlockText),
    unit('web', ['Web address', 'Adresse web', 'العنوان الإلكتروني'], perBlock(foreign(4096))),
    unit('contact', ['Office to contact', 'Service à contacter', 'المصلحة المراد الاتصال بها'], perBlockText),
    unit('parameters', ['Parameters', 'Paramètres', 'المعاملات'], perBlock(list(named, { min: 1, max: 512 }))),
    unit('resources', ['Resources', 'Ressources', 'الموارد'], perBlock(resources(text(maxText)), resources(foreign(maxText)))),
    unit('areas', ['Areas', 'Zones', 'المناطق'], perBlock(areas(text(maxText)), areas(foreign(maxText)))),
    ...withTwin(unit('place', ['Middle of the areas', 'Centre des zones', 'وسط المناطق'], point), {
      function: 'place-cell',
      names: ['Middle, about 1 km', 'Centre, à 1 km près', 'الوسط، في حدود كيلومتر'],
      schema: placeCell,
    }),
  ],
  engine: { fold: { place: { merge: 'same', near: { metres: 1000 } }, headline: { merge: 'owner' } } },
  rules: [
    rule(
      'alert-own',
      [
        'An alert made here says what, how urgent, how severe and how certain.',
        'Une alerte établie ici dit quoi, avec quelle urgence, gravité et certitude.',
        'يبين الإنذار المحرر هنا موضوعه ودرجة استعجاله وخطورته واليقين بشأنه.',
      ],
      (fields) => {
        if (fields['identifier'] !== undefined || (fields['messageType'] !== 'Alert' && fields['messageType'] !== 'Update'))
          return undefined;
        const lacking = ['event', 'category', 'urgency', 'severity', 'certainty'].filter((name) => fields[name] === undefined);
        return lacking[0] === undefined
          ? undefined
          : { path: lacking[0], message: `${lacking.join(', ')} are needed for ${String(fields['messageType'])}` };
      },
    ),
    rule(
      'alert-references',
      [
        'This message names the alert it is about.',
        'Ce message désigne l’alerte qu’il concerne.',
        'يجب أن تحدد هذه الرسالة الإنذار الذي تتعلق به.',
      ],
      (fields) => {
        if (fields['identifier'] === undefined || fields['messageType'] === 'Alert' || elementsOf(fields['references']).length > 0)
          return undefined;
        return { path: 'references', message: `${String(fields['messageType'])} needs references` };
      },
    ),
  ],
};
