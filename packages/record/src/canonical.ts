import { fail } from './codes.ts';
import type { Json } from './json.ts';

const keyForm = /^[A-Za-z][A-Za-z0-9_.]*$/;
// What must be escaped, or checked: quotes, backslashes, control characters, surrogates.
const notPlain = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;
const utf8 = new TextEncoder();
const maxDepth = 32;

/** Whether a key is one that BY1 allows; integer-like keys and `__proto__` are not. */
export function isKey(key: string): boolean {
  return keyForm.test(key);
}

/** The canonical text, or `undefined` when the value is outside BY1. Depth is bounded, so that a cyclic value ends too. */
function write(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return writeString(value);
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : undefined;
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value !== 'object' || depth === 0) return undefined;
  if (Array.isArray(value)) return writeArray(value, depth);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  return writeObject(value as Record<string, unknown>, depth);
}

function writeString(value: string): string | undefined {
  if (!notPlain.test(value)) return `"${value}"`;
  return value.isWellFormed() ? JSON.stringify(value) : undefined;
}

function writeArray(value: readonly unknown[], depth: number): string | undefined {
  let text = '[';
  for (let i = 0; i < value.length; i += 1) {
    const element = write(value[i], depth - 1);
    if (element === undefined) return undefined;
    text += i === 0 ? element : `,${element}`;
  }
  return `${text}]`;
}

function writeObject(value: Record<string, unknown>, depth: number): string | undefined {
  const keys = Object.keys(value);
  for (let i = 1; i < keys.length; i += 1) {
    if ((keys[i - 1] ?? '') > (keys[i] ?? '')) {
      // The default order of sort() is by UTF-16 units, as RFC 8785 §3.2.3 wants.
      keys.sort();
      break;
    }
  }
  let text = '{';
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] ?? '';
    if (!keyForm.test(key)) return undefined;
    const member = write(value[key], depth - 1);
    if (member === undefined) return undefined;
    text += i === 0 ? `"${key}":${member}` : `,"${key}":${member}`;
  }
  return `${text}}`;
}

/** Throws the failure that says which part of the value is outside BY1, with its path. */
function throwFault(value: unknown, path: string, depth: number): void {
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

/**
 * The canonical text of a value: RFC 8785 narrowed by BY1.
 * Throws `json-number`, `json-key`, `json-surrogate`, `json-value` or `json-too-deep` (32 levels) with the path.
 */
export function canonicalText(value: Json): string {
  const text = write(value, maxDepth);
  if (text !== undefined) return text;
  throwFault(value, '', maxDepth);
  throw fail('json-value', 'the value has no canonical form');
}

/** UTF-8 bytes of `canonicalText`. */
export function canonicalBytes(value: Json): Uint8Array {
  return utf8.encode(canonicalText(value));
}
