import { fail } from './codes.ts';
import type { Json } from './json.ts';

const keyForm = /^[A-Za-z][A-Za-z0-9_.]*$/;
const utf8 = new TextEncoder();

/** Whether a key is one that BY1 allows; integer-like keys and `__proto__` are not. */
export function isKey(key: string): boolean {
  return keyForm.test(key);
}

/**
 * The value itself when it is within BY1 and every object already has its keys in order; a sorted copy when they are not;
 * `undefined` when it is outside BY1. Depth is bounded, so that a cyclic value ends too.
 */
export function orderedOrFault(value: unknown, depth: number): Json | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? value : undefined;
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0) ? value : undefined;
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object' || depth === 0) return undefined;
  if (Array.isArray(value)) return orderedArray(value, depth);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  return orderedObject(value as Record<string, unknown>, depth);
}

function orderedArray(value: readonly unknown[], depth: number): readonly Json[] | undefined {
  let copy: Json[] | undefined;
  for (let i = 0; i < value.length; i += 1) {
    const element = value[i];
    const ordered = orderedOrFault(element, depth - 1);
    if (ordered === undefined) return undefined;
    if (ordered !== element && copy === undefined) copy = value.slice() as Json[];
    if (copy !== undefined) copy[i] = ordered;
  }
  return copy ?? (value as readonly Json[]);
}

function orderedObject(value: Record<string, unknown>, depth: number): Json | undefined {
  const keys = Object.keys(value);
  let sorted = true;
  let same = true;
  let last = '';
  const members: Json[] = [];
  for (const key of keys) {
    if (!keyForm.test(key)) return undefined;
    if (key < last) sorted = false;
    last = key;
    const member = value[key];
    const ordered = orderedOrFault(member, depth - 1);
    if (ordered === undefined) return undefined;
    if (ordered !== member) same = false;
    members.push(ordered);
  }
  if (sorted && same) return value as Json;
  const copy: Record<string, Json> = {};
  const order = keys.map((_, index) => index);
  if (!sorted) order.sort((a, b) => ((keys[a] ?? '') < (keys[b] ?? '') ? -1 : 1));
  for (const index of order) copy[keys[index] ?? ''] = members[index] ?? null;
  return copy;
}

/** Throws the failure that says which part of the value is outside BY1, with its path. */
export function throwFault(value: unknown, path: string, depth: number): void {
  const at = { path: path === '' ? '$' : path };
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw fail('json-surrogate', 'a string holds half of a surrogate pair', at);
  } else if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      throw fail('json-number', `${Object.is(value, -0) ? '-0' : String(value)} is not an integer within 2^53-1`, at);
    }
  } else if (typeof value === 'object' && value !== null) {
    if (depth === 0) throw fail('json-too-deep', 'the value is nested too deep', at);
    if (Array.isArray(value)) {
      for (const [index, element] of value.entries()) throwFault(element, `${path}[${index}]`, depth - 1);
    } else {
      const prototype: unknown = Object.getPrototypeOf(value);
      if (prototype !== Object.prototype && prototype !== null) throw fail('json-value', 'an object of a class has no JSON form', at);
      for (const [key, member] of Object.entries(value)) {
        if (!isKey(key)) throw fail('json-key', `${JSON.stringify(key.slice(0, 60))} is not a key such as startsAt`, at);
        throwFault(member, path === '' ? key : `${path}.${key}`, depth - 1);
      }
    }
  } else if (typeof value !== 'boolean' && value !== null) {
    throw fail('json-value', `a value of type ${typeof value} has no JSON form`, at);
  }
}

const maxDepth = 32;

/**
 * The canonical text of a value: RFC 8785 narrowed by BY1.
 * Throws `json-number`, `json-key`, `json-surrogate`, `json-value` or `json-too-deep` (32 levels) with the path.
 */
export function canonicalText(value: Json): string {
  const ordered = orderedOrFault(value, maxDepth);
  if (ordered === undefined) {
    throwFault(value, '', maxDepth);
    throw fail('json-value', 'the value has no canonical form');
  }
  return JSON.stringify(ordered);
}

/** UTF-8 bytes of `canonicalText`. */
export function canonicalBytes(value: Json): Uint8Array {
  return utf8.encode(canonicalText(value));
}
