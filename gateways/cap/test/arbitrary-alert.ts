import { carriableText, formatOffsetTime } from '@wasl/gateway-kit';
import fc from 'fast-check';
import {
  type CapAlert,
  type CapArea,
  type CapInfo,
  type CapNamed,
  type CapPoint,
  categories,
  certainties,
  messageTypes,
  responseTypes,
  severities,
  statuses,
  urgencies,
} from '../src/document.ts';

const text = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 30 })
  .map(carriableText)
  .filter((value) => value.trim() !== '');
const identifier = fc.stringMatching(/^[!-%'-+\--;=-~]{1,20}$/);
const time = fc
  .tuple(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: -56, max: 56 }))
  .map(([ms, quarter]) => formatOffsetTime(ms, quarter * 15));
const named: fc.Arbitrary<CapNamed> = fc.record({ name: text, value: fc.string({ unit: 'binary', maxLength: 10 }).map(carriableText) });
const decimal = (limit: number): fc.Arbitrary<string> =>
  fc.integer({ min: -limit * 1000, max: limit * 1000 }).map((value) => String(value / 1000));

const rectangle: fc.Arbitrary<readonly CapPoint[]> = fc
  .tuple(fc.integer({ min: -80, max: 79 }), fc.integer({ min: -170, max: 169 }), fc.integer({ min: 1, max: 9999 }))
  .map(([south, west, size]) => {
    const north = String((south * 10_000 + size) / 10_000);
    const east = String((west * 10_000 + size) / 10_000);
    const corners = [
      { lat: String(south), lon: String(west) },
      { lat: north, lon: String(west) },
      { lat: north, lon: east },
      { lat: String(south), lon: east },
    ];
    return [...corners, corners[0] as CapPoint];
  });

const area: fc.Arbitrary<CapArea> = fc.record(
  {
    desc: text,
    polygons: fc.array(rectangle, { maxLength: 2 }),
    circles: fc.array(fc.record({ lat: decimal(90), lon: decimal(180), radiusKm: fc.nat(20_000).map((value) => String(value / 1000)) }), {
      maxLength: 1,
    }),
    geocodes: fc.array(named, { maxLength: 2 }),
    altitude: decimal(10_000),
  },
  { requiredKeys: ['desc', 'polygons', 'circles', 'geocodes'] },
);

const info: fc.Arbitrary<CapInfo> = fc.record(
  {
    language: fc.constantFrom('ar-MA', 'fr-MA', 'en-GB', 'EN-gb', 'x-lingo', 'tzm-Tfng-MA'),
    categories: fc.array(fc.constantFrom(...categories), { minLength: 1, maxLength: 3 }),
    event: text,
    responseTypes: fc.array(fc.constantFrom(...responseTypes), { maxLength: 3 }),
    urgency: fc.constantFrom(...urgencies),
    severity: fc.constantFrom(...severities),
    certainty: fc.constantFrom(...certainties),
    audience: text,
    eventCodes: fc.array(named, { maxLength: 2 }),
    effective: time,
    onset: time,
    expires: time,
    senderName: text,
    headline: text,
    description: text,
    instruction: text,
    web: fc.webUrl(),
    contact: text,
    parameters: fc.array(named, { maxLength: 2 }),
    resources: fc.array(
      fc.record(
        { desc: text, mimeType: text, size: fc.nat(), uri: text, derefUri: text, digest: text },
        { requiredKeys: ['desc', 'mimeType'] },
      ),
      { maxLength: 2 },
    ),
    areas: fc.array(area, { maxLength: 2 }),
  },
  {
    requiredKeys: [
      'categories',
      'event',
      'responseTypes',
      'urgency',
      'severity',
      'certainty',
      'eventCodes',
      'parameters',
      'resources',
      'areas',
    ],
  },
);

/** Infos as they are in life: sometimes translations with equal codes, sometimes the same language twice, sometimes nothing in common. */
const infos = fc.oneof(
  fc.array(info, { maxLength: 3 }),
  fc
    .tuple(info, fc.array(info, { maxLength: 2 }))
    .map(([first, others]) => [first, ...others.map((other) => ({ ...first, language: other.language ?? 'fr-MA', event: other.event }))]),
);

const reference = fc.record({ sender: identifier, identifier, sent: time });

/** A valid CAP 1.2 alert whose numbers fit a record exactly, so that nothing may be lost. */
export const arbitraryAlert: fc.Arbitrary<CapAlert> = fc
  .record(
    {
      identifier,
      sender: identifier,
      sent: time,
      status: fc.constantFrom(...statuses),
      messageType: fc.constantFrom(...messageTypes),
      source: text,
      scope: fc.constantFrom('Public' as const, 'Restricted' as const, 'Private' as const),
      restriction: text,
      addresses: text,
      codes: fc.array(fc.string({ unit: 'binary', maxLength: 8 }).map(carriableText), { maxLength: 2 }),
      note: text,
      references: fc.array(reference, { maxLength: 2 }),
      incidents: text,
      infos,
    },
    { requiredKeys: ['identifier', 'sender', 'sent', 'status', 'messageType', 'scope', 'codes', 'references', 'infos'] },
  )
  .map((alert) => {
    const { restriction, addresses, ...rest } = alert;
    return {
      ...rest,
      messageType: alert.references.length === 0 ? ('Alert' as const) : alert.messageType,
      ...(alert.scope === 'Restricted' ? { restriction: restriction ?? 'desks' } : {}),
      ...(alert.scope === 'Private' ? { addresses: addresses ?? 'a@b.example' } : addresses === undefined ? {} : { addresses }),
    };
  });
