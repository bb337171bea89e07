import { attachments } from '../attachments-unit.ts';
import { openLabel, type RecordType, required, unit, withTwin } from '../record-type.ts';
import { code, count, integer, line, list, object, place, placeCell, text, timeZone } from '../schema-parts.ts';
import { gateState, pointKind } from '../vocabulary/event.ts';
import { coded } from '../vocabulary/vocabulary.ts';

/** A venue: how many people it holds, through which gates, under which constraints. */
export const venue: RecordType = {
  type: 'venue',
  version: 1,
  names: { en: 'Venue', fr: 'Site', ar: 'موقع', es: 'Recinto', pt: 'Recinto' },
  topic: 'operations',
  arity: 16,
  defaultLabel: openLabel,
  personalData: 'none',
  retentionDays: 730,
  authorSignature: false,
  units: [
    required(unit('name', ['Name', 'Nom', 'الاسم'], text(300))),
    ...withTwin(unit('place', ['Place', 'Lieu', 'المكان'], place), {
      function: 'place-cell',
      names: ['Place, about 1 km', 'Lieu, à 1 km près', 'المكان، في حدود كيلومتر'],
      schema: placeCell,
    }),
    unit('timeZone', ['Time zone', 'Fuseau horaire', 'المنطقة الزمنية'], timeZone),
    unit('safeCapacity', ['Safe capacity', 'Capacité de sécurité', 'السعة الآمنة'], count),
    unit(
      'gates',
      ['Gates', 'Portes', 'البوابات'],
      list(object({ gate: line, state: coded(gateState), perHour: count, authority: code }, ['perHour', 'authority']), { max: 256 }),
    ),
    unit(
      'points',
      ['Points and zones', 'Points et zones', 'النقط والمناطق'],
      list(
        object({
          kind: coded(pointKind),
          place,
        }),
        { max: 256 },
      ),
    ),
    unit('constraints', ['Constraints', 'Contraintes', 'القيود'], list(object({ code, text: text(1000) }), { max: 64 })),
    unit('footageKeptHours', ['Footage kept, hours', 'Images conservées, heures', 'مدة حفظ الصور بالساعات'], integer(0, 8760)),
    attachments,
  ],
  engine: {
    fold: {
      place: { merge: 'same', near: { metres: 100, ignore: ['accuracyM', 'zone', 'text'] } },
      safeCapacity: { merge: 'same' },
      gates: { merge: 'union', key: 'gate', near: { ignore: ['perHour'] } },
      points: { merge: 'union' },
      constraints: { merge: 'union', key: 'code' },
      footageKeptHours: { merge: 'same' },
    },
  },
  rules: [],
};
