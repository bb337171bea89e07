import { type Json, modes } from '@wasl/record';

/** JSON Schema 2020-12, as data. References go to `#/components/schemas/<name>` of the one OpenAPI document. */
export type JsonSchema = { readonly [key: string]: Json };

export const text = (maxLength: number, minLength = 0): JsonSchema => ({ type: 'string', minLength, maxLength });
export const pattern = (form: string, maxLength = 200): JsonSchema => ({ type: 'string', pattern: form, maxLength });
export const oneOf = (...values: readonly string[]): JsonSchema => ({ type: 'string', enum: values });
export const list = (items: JsonSchema, maxItems: number): JsonSchema => ({ type: 'array', items, maxItems });
export const any: JsonSchema = {};
export const anyObject: JsonSchema = { type: 'object' };
export const count: JsonSchema = { type: 'integer', minimum: 0 };
export const flag: JsonSchema = { type: 'boolean' };

/** A reference to a schema of the document. */
export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** A closed object: members named with `?` are optional. */
export function object(members: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const names = Object.keys(members);
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name.replace(/\?$/, ''), members[name] ?? any])),
    required: names.filter((name) => !name.endsWith('?')),
    additionalProperties: false,
  };
}

export const recordId = pattern('^sha256:[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$', 50);
export const subjectId = pattern('^[A-Za-z0-9_-]{21}[AQgw]$', 22);
export const agencyId = pattern('^[a-z]{2,12}\\.[a-z][a-z0-9-]{0,31}$', 64);
export const deskId = pattern('^[a-z]{2,12}\\.[a-z][a-z0-9-]{0,31}/[a-z][a-z0-9-]{0,31}$', 100);
export const agreementId = pattern('^[a-z0-9][a-z0-9.-]{0,99}$', 100);
export const instant = pattern('^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z$', 40);
export const mode = oneOf(...modes);
export const role = oneOf('duty', 'release', 'liaison', 'cooperation', 'oversight', 'admin');
export const digest = pattern('^[A-Za-z0-9_-]{43}$', 43);
