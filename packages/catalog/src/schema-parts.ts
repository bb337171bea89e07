import type { Json } from '@wasl/record';
import type { JsonSchema } from './record-type.ts';
import { textStatus } from './vocabulary/reporting.ts';
import { coded } from './vocabulary/vocabulary.ts';

/** A closed object; members not named in `optional` are required. */
export function object(members: { readonly [name: string]: JsonSchema }, optional: readonly string[] = []): JsonSchema {
  const needed = Object.keys(members).filter((name) => !optional.includes(name));
  return { type: 'object', properties: members, required: needed, additionalProperties: false };
}

/** A list of bounded length. */
export function list(items: JsonSchema, bounds: { readonly min?: number; readonly max: number } = { max: 64 }): JsonSchema {
  return { type: 'array', items, minItems: bounds.min ?? 0, maxItems: bounds.max };
}

/** An integer within bounds. */
export function integer(minimum: number, maximum: number): JsonSchema {
  return { type: 'integer', minimum, maximum };
}

/** A word of an agreed vocabulary outside of this catalogue, such as a key of an authority table. */
export const code: JsonSchema = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,63}$' };
/** A short line without line breaks, in no language: names of teams, gates, references. */
export const line: JsonSchema = { type: 'string', minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f]+$' };
/** RFC 3339 in UTC with whole seconds. */
export const instant: JsonSchema = { type: 'string', format: 'instant' };
/** The same, of something that has happened: it cannot lie ahead of the node's clock. */
export const pastInstant: JsonSchema = { ...instant, moment: 'past' };
/** A time zone of the IANA database; never a fixed offset, because Morocco's changes for Ramadan. */
export const timeZone: JsonSchema = { type: 'string', pattern: '^[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_+-]+)*$', maxLength: 64 };
/** A time of day. */
export const timeOfDay: JsonSchema = { type: 'string', pattern: '^(?:[01][0-9]|2[0-3]):[0-5][0-9]$' };
/** Ids. */
export const agency: JsonSchema = { type: 'string', format: 'agency' };
export const desk: JsonSchema = { type: 'string', format: 'desk' };
export const party: JsonSchema = { type: 'string', format: 'party' };
export const recordId: JsonSchema = { type: 'string', format: 'record-id' };
/** The id of a record of one of these types. */
export function recordIdOf(...types: readonly string[]): JsonSchema {
  return { ...recordId, target: [...types] };
}
export const subjectId: JsonSchema = { type: 'string', format: 'subject-id' };
/** A country of ISO 3166 in capitals. */
export const country: JsonSchema = { type: 'string', pattern: '^[A-Z]{2,3}$' };
/** A language of ISO 639 or a BCP 47 tag. */
export const language: JsonSchema = { type: 'string', pattern: '^[a-z]{2,3}(?:-[A-Z]{2})?$' };
/** From and to. */
export const period: JsonSchema = object({ from: instant, to: instant });
export const flag: JsonSchema = { type: 'boolean' };
export const digest: JsonSchema = { type: 'string', format: 'digest' };

const languageTag: JsonSchema = { type: 'string', pattern: '^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$' };

/** Text in languages, exactly one of them the original (`LangText` of packages/record). */
export function text(maxLength = 8000): JsonSchema {
  const status: JsonSchema = coded(textStatus);
  return {
    type: 'array',
    items: object({ lang: languageTag, text: { type: 'string', minLength: 1, maxLength }, status }),
    minItems: 1,
    maxItems: 16,
    contains: { type: 'object', properties: { status: { const: 'original' } }, required: ['status'] },
    minContains: 1,
    maxContains: 1,
  };
}

const latitude: JsonSchema = integer(-900_000_000, 900_000_000);
const longitude: JsonSchema = integer(-1_800_000_000, 1_800_000_000);

/** A point in 1e-7 degrees. */
export const point: JsonSchema = object({ lat: latitude, lon: longitude });

/** A place: a point, how good it is in metres, and what people call it. All of it is one unit, because the words give the point away. */
export const place: JsonSchema = object(
  { lat: latitude, lon: longitude, accuracyM: integer(0, 100_000), venue: subjectId, zone: line, text: text(500) },
  ['accuracyM', 'venue', 'zone', 'text'],
);

/** The cell that `place-cell` gives: row and column of a grid of `size` 1e-7 degrees. */
export const placeCell: JsonSchema = object({ row: integer(-9000, 8999), col: integer(-18_000, 17_999), size: { const: 100_000 } });

const band: JsonSchema = object({ from: integer(0, 100_000), to: integer(0, 99_999) }, ['to']);
/** The band that `count-band` gives for one count. */
export const countBand: JsonSchema = band;
/** A count of people or things. */
export const count: JsonSchema = integer(0, 10_000_000);

/** The least and the most that a figure may be; the same number twice where it was counted. */
export const range: JsonSchema = object({ min: count, max: count });
/** The bands of a range. */
export const rangeBand: JsonSchema = object({ min: band, max: band });

/** An object of counts, each optional, and the same object of bands. */
export function counts(...names: readonly string[]): { readonly fine: JsonSchema; readonly coarse: JsonSchema } {
  const every = (schema: JsonSchema): JsonSchema => ({
    ...object(Object.fromEntries(names.map((name) => [name, schema])), names),
    minProperties: 1,
  });
  return { fine: every(count), coarse: every(band) };
}

/** Reads a member of a JSON object; `undefined` for anything else. */
export function memberOf(value: Json | undefined, name: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json })[name]
    : undefined;
}

/** The elements of a JSON array; none for anything else. */
export function elementsOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
