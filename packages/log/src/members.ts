import { isDigestText, isInstant, type Json, type WaslError } from '@wasl/record';

/** An object just parsed from JSON: every member is of unknown form. */
export type Members = Readonly<Record<string, unknown>>;

/** Makes the error of the form being read: `path` is the member at fault, `why` what is wrong and wanted. */
export type Refuse = (path: string, why: string) => WaslError;

/**
 * Bounds a text, parses it as JSON and returns its members if it is one object with no other members than these. It may still be
 * non-canonical or hold duplicate keys: the caller rebuilds it in canonical form and compares the two texts (BY2).
 */
export function parseMembers(
  text: string,
  want: { readonly maxLength: number; readonly required: readonly string[]; readonly optional: readonly string[] },
  refused: Refuse,
): Members {
  if (text.length > want.maxLength) throw refused('', `${text.length} characters, wanted at most ${want.maxLength}`);
  if (!text.isWellFormed()) throw refused('', 'a lone surrogate');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused('', 'not JSON');
  }
  return membersOf(value, want, refused, '');
}

/** The members of a value that must be an object with every required and no unknown member. */
export function membersOf(
  value: unknown,
  want: { readonly required: readonly string[]; readonly optional?: readonly string[] },
  refused: Refuse,
  path: string,
): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refused(path, 'not an object');
  const members = value as Members;
  for (const name of want.required) {
    if (!Object.hasOwn(members, name)) throw refused(at(path, name), 'missing');
  }
  for (const name of Object.keys(members)) {
    if (!want.required.includes(name) && !(want.optional ?? []).includes(name))
      throw refused(at(path, name.slice(0, 40)), 'unknown member');
  }
  return members;
}

/** An array of at most `max` items. */
export function listOf(value: unknown, max: number, refused: Refuse, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw refused(path, 'not a list');
  if (value.length > max) throw refused(path, `${value.length} items, wanted at most ${max}`);
  return value;
}

/** A string that matches the form. */
export function textOf(value: unknown, form: RegExp, refused: Refuse, path: string): string {
  if (typeof value !== 'string') throw refused(path, 'not a string');
  if (!form.test(value)) throw refused(path, `${JSON.stringify(value.slice(0, 80))} does not have the form ${form.source}`);
  return value;
}

/** Base64url of 32 bytes, 43 characters. */
export function digestOf(value: unknown, refused: Refuse, path: string): string {
  if (typeof value !== 'string' || !isDigestText(value)) throw refused(path, 'not the base64url of a SHA-256 digest');
  return value;
}

/** Throws unless every item is greater than the one before. */
export function strictlyAscending<T extends string | number>(items: readonly T[], refused: Refuse, path: string): readonly T[] {
  for (let i = 1; i < items.length; i++) {
    const before = items[i - 1];
    const item = items[i];
    if (before !== undefined && item !== undefined && !(before < item)) throw refused(`${path}/${i}`, 'not sorted and unique');
  }
  return items;
}

/** Text of an RFC 3339 instant in UTC that exists in the calendar: `2030-06-01T18:00:00Z`. */
export function instantOf(value: unknown, refused: Refuse, path: string): string {
  if (typeof value === 'string' && isInstant(value)) return value;
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : typeof value;
  throw refused(path, `${shown} is not an instant such as 2030-06-01T18:00:00Z`);
}

/** The value with the members of every object in it sorted by UTF-16 code units, as RFC 8785 §3.2.3 orders them. */
export function sortMembers(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(sortMembers);
  const sorted: Record<string, Json> = {};
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member !== undefined) sorted[name] = sortMembers(member);
  }
  return sorted;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function at(path: string, name: string): string {
  return `${path}/${name}`;
}
