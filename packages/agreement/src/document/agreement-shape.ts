import { predicate, predicateSchema } from './predicate-shape.ts';
import { flag, integer, type JsonSchema, list, object, oneOf, record, type Shape, text } from './shape.ts';

const agencyPattern = '[a-z]{2,12}\\.[a-z][a-z0-9-]{0,31}';
const wordPattern = '[a-z][a-z0-9-]{0,63}';
const camelPattern = '[A-Za-z][A-Za-z0-9]{0,63}';
const datePattern = '\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])';

const digest = text({ pattern: '^[A-Za-z0-9_-]{43}$', wanted: 'a base64url SHA-256 digest of 43 characters' });
const partyId = text({ pattern: '^[a-z]{2,12}$', wanted: 'a party such as ma' });
const agencyId = text({ pattern: `^${agencyPattern}$`, wanted: 'an agency such as ma.police' });
const word = text({ pattern: `^${wordPattern}$`, wanted: 'a lower-case word with hyphens' });
const camel = text({ pattern: `^${camelPattern}$`, wanted: 'a name of letters and digits' });
const clauseId = text({ pattern: '^[A-Za-z0-9][A-Za-z0-9.-]{0,31}$', wanted: 'a clause id such as 4.1 or N1' });
const date = text({ pattern: `^${datePattern}$`, wanted: 'a date such as 2030-06-13' });
const instant = text({
  pattern: `^${datePattern}T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$`,
  wanted: 'an instant such as 2030-06-13T18:04:09Z',
});
const language = text({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$', wanted: 'a BCP 47 language tag', maxLength: 35 });
const prose = (wanted: string): Shape => text({ wanted, maxLength: 8000 });
const reference = text({ wanted: 'a reference', maxLength: 500 });
const words = list(object({ lang: language, text: prose('a text') }), { min: 1, max: 16 });

const anyOf = (form: string, wanted: string): Shape => list(text({ pattern: `^(\\*|${form})$`, wanted }), { min: 1, unique: true });
const anyAgency = anyOf(agencyPattern, 'an agency or *');
const anyType = anyOf(camelPattern, 'a record type or *');
const anyUnit = anyOf('[A-Za-z][A-Za-z0-9_.]{0,127}', 'a unit or *');
const anyPurpose = anyOf(wordPattern, 'a purpose or *');

const personalData = oneOf(['staff', 'position', 'matching']);

// 31 characters, so that `<clause>/<obligation>` fits the 64 of a release line.
const obligationId = text({ pattern: '^[A-Za-z0-9][A-Za-z0-9.-]{0,30}$', wanted: 'an obligation id such as o1' });
const obligation = object(
  { type: camel, id: obligationId },
  {
    days: integer(1, 36_500),
    minutes: integer(1, 525_600),
    seconds: integer(1, 31_536_000),
    units: list(text({ pattern: '^[A-Za-z][A-Za-z0-9_.]{0,127}$', wanted: 'a unit' }), { min: 1, unique: true }),
  },
);

const clause = { id: clauseId, types: anyType, units: anyUnit, to: anyAgency, basis: reference, text: words };
const permitMembers = { ...clause, from: anyAgency, purposes: anyPurpose, obligations: list(obligation, { max: 10 }) };

/** The form of a never clause; an agency's private forbids have the same. */
export const neverShape: Shape = object(clause, { when: predicate });

const members: Readonly<Record<string, Shape>> = {
  v: oneOf([1]),
  id: text({ pattern: '^[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+$', wanted: 'an id such as ma-gb.major-events', maxLength: 100 }),
  version: integer(1, 1_000_000),
  title: words,
  parent: object({ title: words, date, article: reference }),
  languages: list(language, { min: 1, max: 16, unique: true }),
  prevails: language,
  alternat: flag,
  parties: list(object({ party: partyId, name: words, root: digest, threshold: integer(1, 100) }), { min: 2, max: 64 }),
  agencies: list(
    object(
      {
        agency: agencyId,
        party: partyId,
        function: oneOf(['police', 'defence', 'intelligence', 'border', 'civil']),
        ceiling: integer(0, 5),
        caveats: list(text({ wanted: 'a caveat', maxLength: 64 }), { unique: true }),
        supports: list(camel, { unique: true }),
      },
      { name: words },
    ),
    { min: 2, max: 256 },
  ),
  control: record({ pattern: '^[a-z]{2,12}$', wanted: 'a party' }, agencyId),
  rights: object({ scheme: reference, reference, rating: oneOf(['low', 'medium', 'high']), date }),
  dataProtection: list(object({ party: partyId, authority: reference, reference, expires: date })),
  impactAssessments: list(object({ party: partyId, covers: list(personalData, { min: 1, unique: true }), reference, date, expires: date })),
  purposes: list(object({ purpose: word, text: words }), { min: 1, max: 64 }),
  modes: list(oneOf(['actual', 'exercise', 'system', 'test']), { min: 1, unique: true }),
  topics: list(object({ topic: word, types: list(camel, { min: 1, unique: true }) }), { min: 1, max: 64 }),
  audiences: list(object({ audience: word, agencies: list(agencyId, { min: 2, unique: true }) }), { min: 1, max: 256 }),
  channels: list(object({ audience: word, topic: word }), { min: 1, max: 1000 }),
  nevers: list(neverShape),
  permits: list(object(permitMembers, { when: predicate })),
  emergency: list(object({ ...permitMembers, threatToLife: oneOf([true]) }, { when: predicate }), { max: 64 }),
  retention: list(object({ types: anyType, days: integer(1, 36_500) })),
  erasure: object({ deadlineHours: integer(1, 8760) }),
  clocks: object({
    rfiHours: record({ pattern: `^${camelPattern}$`, wanted: 'a precedence' }, integer(1, 8760)),
    acknowledgeSeconds: integer(1, 86_400),
    leadDays: record({ pattern: `^${camelPattern}$`, wanted: 'a kind of event' }, integer(1, 3650)),
  }),
  equivalences: list(
    object({
      policy: text({ wanted: 'a marking policy', maxLength: 64 }),
      word: text({ wanted: 'a marking', maxLength: 120 }),
      lvl: integer(0, 5),
      status: oneOf(['public', 'agreed', 'assumed']),
      source: reference,
    }),
  ),
  onward: object({ rule: oneOf(['grant', 'never']) }, { text: words }),
  properties: list(
    object({
      id: clauseId,
      never: object({ types: anyType, to: anyAgency }, { units: anyUnit, when: predicate }),
      text: words,
    }),
    { max: 100 },
  ),
  effective: instant,
  sunset: instant,
  suspension: object({ by: oneOf(['one-officer']), resume: oneOf(['threshold']) }),
  succession: object({ signatures: oneOf(['all-parties', 'continuing-parties']) }),
};

/** The form of an agreement, members only; `references.ts` checks what one member says of another. */
export const agreementShape: Shape = object(members, {
  previous: digest,
  hosting: object({ rule: oneOf(['own-node', 'host-seat']) }, { text: words }),
  nonRefoulement: object({ text: words, basis: reference }),
});

/** JSON Schema (2020-12) of the document; `docs/reference/agreement.schema.json` is this, and a test holds the two equal. */
export const agreementSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:wasl:schema:agreement:1',
  title: 'Wasl technical arrangement, version 1',
  ...agreementShape.schema,
  $defs: { predicate: predicateSchema },
};
