import type { Json } from '@wasl/record';

/**
 * Where a value stands: a unit, then members, parted by slashes: `casualties/p1`. `./desk` is a member of the row that a rule goes over, `.` the
 * row itself. Unit names may hold dots; names of members never hold slashes.
 */
export type Path = string;

/** The value at a path, `undefined` where any part of it is absent. Of a list on the way every element is followed only by `valuesAt`. */
export function valueAt(path: Path, fields: Readonly<Record<string, Json>>, row?: Json): Json | undefined {
  if (path === '.') return row;
  const [first = '', ...rest] = path.split('/');
  let value: Json | undefined = first === '.' ? row : Object.hasOwn(fields, first) ? fields[first] : undefined;
  for (const member of rest) value = memberOf(value, member);
  return value;
}

/** All values at a path: lists on the way and at its end are followed element by element. */
export function valuesAt(path: Path, fields: Readonly<Record<string, Json>>, row?: Json): readonly Json[] {
  const [first = '', ...rest] = path.split('/');
  const start = first === '.' ? row : Object.hasOwn(fields, first) ? fields[first] : undefined;
  let values = spread(start);
  for (const member of rest) values = values.flatMap((value) => spread(memberOf(value, member)));
  return values;
}

function spread(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

function memberOf(value: Json | undefined, member: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, member) ? (value as { readonly [key: string]: Json })[member] : undefined;
}
