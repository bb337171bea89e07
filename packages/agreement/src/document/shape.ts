import type { Json } from '@wasl/record';

/** A JSON Schema document (2020-12) or a part of one. */
export type JsonSchema = { readonly [key: string]: Json };

/** One thing wrong with a document: where, what was wanted, what stood there. */
export interface Problem {
  readonly path: string;
  readonly wanted: string;
  readonly got: string;
}

/** A form that JSON may have: the check and its JSON Schema are made from the same arguments, so that they stay equal. */
export interface Shape {
  readonly schema: JsonSchema;
  /** Appends every problem; never throws. */
  check(value: Json | undefined, path: string, problems: Problem[]): void;
}

function shown(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function report(problems: Problem[], path: string, wanted: string, value: Json | undefined): void {
  problems.push({ path: path === '' ? '(document)' : path, wanted, got: shown(value) });
}

export interface TextRule {
  /** Source of an anchored regular expression without backtracking traps. */
  readonly pattern?: string;
  readonly wanted: string;
  readonly maxLength?: number;
}

/** A string; 2000 UTF-16 units unless the rule says otherwise; never empty. */
export function text(rule: TextRule): Shape {
  const maxLength = rule.maxLength ?? 2000;
  const form = rule.pattern === undefined ? undefined : new RegExp(rule.pattern, 'u');
  return {
    schema: { type: 'string', minLength: 1, maxLength, ...(rule.pattern === undefined ? {} : { pattern: rule.pattern }) },
    check(value, path, problems) {
      const good = typeof value === 'string' && value.length > 0 && value.length <= maxLength && (form === undefined || form.test(value));
      if (!good) report(problems, path, rule.wanted, value);
    },
  };
}

/** One of the listed scalars. */
export function oneOf(values: readonly (string | number | boolean)[]): Shape {
  return {
    schema: values.length === 1 ? { const: values[0] ?? null } : { enum: values },
    check(value, path, problems) {
      if (!values.includes(value as string)) report(problems, path, values.map((each) => JSON.stringify(each)).join(' or '), value);
    },
  };
}

/** An integer from `minimum` to `maximum`. */
export function integer(minimum: number, maximum: number): Shape {
  return {
    schema: { type: 'integer', minimum, maximum },
    check(value, path, problems) {
      const good = typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum;
      if (!good) report(problems, path, `an integer from ${minimum} to ${maximum}`, value);
    },
  };
}

export const flag: Shape = {
  schema: { type: 'boolean' },
  check(value, path, problems) {
    if (typeof value !== 'boolean') report(problems, path, 'true or false', value);
  },
};

export interface ListRule {
  readonly min?: number;
  readonly max?: number;
  /** Elements may not repeat (for lists of scalars). */
  readonly unique?: boolean;
}

/** A list of elements of one form; 1000 at most unless the rule says otherwise. */
export function list(element: Shape, rule: ListRule = {}): Shape {
  const min = rule.min ?? 0;
  const max = rule.max ?? 1000;
  return {
    schema: { type: 'array', items: element.schema, minItems: min, maxItems: max, ...(rule.unique === true ? { uniqueItems: true } : {}) },
    check(value, path, problems) {
      if (!Array.isArray(value) || value.length < min || value.length > max) {
        report(problems, path, `a list of ${min} to ${max}`, value as Json | undefined);
        return;
      }
      value.forEach((each: Json, index: number) => {
        element.check(each, `${path}[${index}]`, problems);
      });
      if (rule.unique === true && new Set(value).size !== value.length) report(problems, path, 'a list without repeats', value);
    },
  };
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object with exactly these members; a member nobody knows is refused (AG1). */
export function object(required: Readonly<Record<string, Shape>>, optional: Readonly<Record<string, Shape>> = {}): Shape {
  const all = new Map([...Object.entries(required), ...Object.entries(optional)]);
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries([...all].map(([name, shape]) => [name, shape.schema])),
      required: Object.keys(required),
      additionalProperties: false,
    },
    check(value, path, problems) {
      if (!isObject(value)) {
        report(problems, path, 'an object', value);
        return;
      }
      const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
      for (const name of Object.keys(value)) if (!all.has(name)) report(problems, at(name), 'no such member', value[name]);
      for (const [name, shape] of all) {
        if (Object.hasOwn(value, name)) shape.check(value[name], at(name), problems);
        else if (Object.hasOwn(required, name)) report(problems, at(name), 'a value', undefined);
      }
    },
  };
}

/** An object whose member names have one form and whose values have another; 64 members at most. */
export function record(names: TextRule & { readonly pattern: string }, values: Shape): Shape {
  const form = new RegExp(names.pattern, 'u');
  return {
    schema: { type: 'object', propertyNames: { pattern: names.pattern }, additionalProperties: values.schema, maxProperties: 64 },
    check(value, path, problems) {
      if (!isObject(value) || Object.keys(value).length > 64) {
        report(problems, path, 'an object of at most 64 members', value);
        return;
      }
      for (const [name, each] of Object.entries(value)) {
        if (!form.test(name)) report(problems, `${path}.${name}`, names.wanted, name);
        values.check(each, `${path}.${name}`, problems);
      }
    },
  };
}

/** A form checked by hand, with the schema given; the caller keeps the two equal and tests it. */
export function custom(schema: JsonSchema, check: Shape['check']): Shape {
  return { schema, check };
}
