import type { Json } from '@wasl/record';
import { type codes, fail } from './codes.ts';

/**
 * Reads the members of one JSON object that came from outside: every member asked for must have the wanted form, and
 * `done` refuses members that nobody asked for. Each refusal throws the reader's code with the JSON pointer of the place.
 */
export interface ObjectReader {
  has(name: string): boolean;
  raw(name: string): Json;
  text(name: string, form?: RegExp): string;
  integer(name: string, bounds?: { readonly min?: number; readonly max?: number }): number;
  flag(name: string): boolean;
  oneOf<T extends string>(name: string, values: readonly T[]): T;
  texts(name: string, bounds?: { readonly max?: number; readonly form?: RegExp }): readonly string[];
  object(name: string): ObjectReader;
  objects(name: string, max?: number): readonly ObjectReader[];
  /** Refuses members that nobody asked for. */
  done(): void;
}

const anyText = /^[\s\S]{0,4096}$/;

/** A reader over `value`, or the code thrown because it is no object. */
export function readObject(value: Json | undefined, code: keyof typeof codes, path = ''): ObjectReader {
  function bad(name: string, wanted: string, found: Json | undefined): never {
    const shown = found === undefined ? 'absent' : JSON.stringify(found).slice(0, 60);
    throw fail(code, `${path}/${name} is ${shown}, wanted ${wanted}`, { path: `${path}/${name}` });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fail(code, `${path || '/'} is no object`, { path });
  const members = value as { readonly [key: string]: Json };
  const asked = new Set<string>();
  function member(name: string): Json | undefined {
    asked.add(name);
    return Object.hasOwn(members, name) ? members[name] : undefined;
  }
  function list(name: string, max: number): readonly Json[] {
    const found = member(name);
    return Array.isArray(found) && found.length <= max ? (found as readonly Json[]) : bad(name, `a list of at most ${max}`, found);
  }
  return {
    has: (name) => {
      asked.add(name);
      return Object.hasOwn(members, name);
    },
    raw: (name) => member(name) ?? bad(name, 'a value', undefined),
    text: (name, form = anyText) => {
      const found = member(name);
      return typeof found === 'string' && form.test(found) ? found : bad(name, `text of the form ${form.source.slice(0, 60)}`, found);
    },
    integer: (name, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}) => {
      const found = member(name);
      return typeof found === 'number' && Number.isSafeInteger(found) && found >= min && found <= max
        ? found
        : bad(name, `an integer ${min}…${max}`, found);
    },
    flag: (name) => {
      const found = member(name);
      return typeof found === 'boolean' ? found : bad(name, 'true or false', found);
    },
    oneOf: (name, values) => {
      const found = member(name);
      return values.find((known) => known === found) ?? bad(name, values.join(' or '), found);
    },
    texts: (name, { max = 1000, form = anyText } = {}) =>
      list(name, max).map((item, at) =>
        typeof item === 'string' && form.test(item) ? item : bad(`${name}/${at}`, `text of the form ${form.source.slice(0, 60)}`, item),
      ),
    object: (name) => readObject(member(name), code, `${path}/${name}`),
    objects: (name, max = 1000) => list(name, max).map((item, at) => readObject(item, code, `${path}/${name}/${at}`)),
    done: () => {
      const surplus = Object.keys(members).find((name) => !asked.has(name));
      if (surplus !== undefined) bad(surplus, 'no such member', members[surplus]);
    },
  };
}
