import { isInstant, type Json } from '@wasl/record';
import { type AttributeName, attributeKinds } from '../document.ts';
import { custom, type JsonSchema, type Problem, type Shape } from './shape.ts';

/** Bounds of one predicate, so that evaluation is small by construction: operators deep, and operators in all. */
const predicateBounds = { maxDepth: 8, maxOperators: 64, maxChoices: 64 } as const;

const instant = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

function named(kinds: readonly string[]): JsonSchema {
  return { enum: Object.entries(attributeKinds).flatMap(([name, kind]) => (kinds.includes(kind) ? [name] : [])) };
}

function tuple(operator: string, ...rest: readonly JsonSchema[]): JsonSchema {
  return { type: 'array', prefixItems: [{ const: operator }, ...rest], items: false, minItems: rest.length + 1 };
}

const scalar: JsonSchema = { type: ['string', 'integer', 'boolean'] };
const self: JsonSchema = { $ref: '#/$defs/predicate' };
const group = (operator: string): JsonSchema => ({ type: 'array', prefixItems: [{ const: operator }], items: self, minItems: 1 });

/** The JSON Schema of a predicate, to stand under `$defs.predicate`. Depth, count and the kind of an `eq` value are checked by code only. */
export const predicateSchema: JsonSchema = {
  oneOf: [
    group('all'),
    group('any'),
    tuple('not', self),
    tuple('eq', named(['text', 'int', 'flag']), scalar),
    tuple('in', named(['text', 'int']), {
      type: 'array',
      items: scalar,
      minItems: 1,
      maxItems: predicateBounds.maxChoices,
      uniqueItems: true,
    }),
    tuple('has', named(['set']), { type: 'string', minLength: 1 }),
    tuple('le', named(['int']), { type: 'integer' }),
    tuple('ge', named(['int']), { type: 'integer' }),
    tuple('before', named(['time']), { type: 'string', pattern: instant.source }),
  ],
};

const operandKinds: Readonly<Record<string, readonly string[]>> = {
  eq: ['text', 'int', 'flag'],
  in: ['text', 'int'],
  has: ['set'],
  le: ['int'],
  ge: ['int'],
  before: ['time'],
};

function isKind(value: Json | undefined, kind: string): boolean {
  if (kind === 'int') return Number.isInteger(value);
  if (kind === 'flag') return typeof value === 'boolean';
  if (kind === 'time') return typeof value === 'string' && isInstant(value);
  return typeof value === 'string' && value.length > 0 && value.length <= 200;
}

interface Walk {
  readonly problems: Problem[];
  operators: number;
}

function operandProblem(
  operator: string,
  operand: Json | undefined,
  kind: string,
): { readonly at: string; readonly wanted: string } | undefined {
  if (operator !== 'in') return isKind(operand, kind) ? undefined : { at: '[2]', wanted: `a value of kind ${kind}` };
  const choices = Array.isArray(operand) ? (operand as readonly Json[]) : [];
  const counted = choices.length > 0 && choices.length <= predicateBounds.maxChoices && new Set(choices).size === choices.length;
  if (!counted) return { at: '[2]', wanted: `1 to ${predicateBounds.maxChoices} distinct values` };
  return choices.every((each) => isKind(each, kind)) ? undefined : { at: '[2]', wanted: `values of kind ${kind}` };
}

function atomProblem(value: readonly Json[]): { readonly at: string; readonly wanted: string } | undefined {
  const [operator, attribute, operand] = value;
  if (value.length !== 3) return { at: '', wanted: `["${String(operator)}", attribute, value]` };
  if (typeof attribute !== 'string' || !Object.hasOwn(attributeKinds, attribute))
    return { at: '[1]', wanted: 'an attribute of the closed list' };
  const kind = attributeKinds[attribute as AttributeName];
  if (!(operandKinds[String(operator)] ?? []).includes(kind))
    return { at: '', wanted: `an operator that takes the ${kind} attribute ${attribute}` };
  return operandProblem(String(operator), operand, kind === 'set' ? 'text' : kind);
}

function atom(value: readonly Json[], path: string, walk: Walk): void {
  const problem = atomProblem(value);
  if (problem === undefined) return;
  walk.problems.push({ path: `${path}${problem.at}`, wanted: problem.wanted, got: JSON.stringify(value).slice(0, 60) });
}

function visit(value: Json | undefined, path: string, depth: number, walk: Walk): void {
  walk.operators += 1;
  if (walk.operators > predicateBounds.maxOperators) {
    if (walk.operators === predicateBounds.maxOperators + 1)
      walk.problems.push({ path, wanted: `at most ${predicateBounds.maxOperators} operators`, got: 'more' });
    return;
  }
  if (depth > predicateBounds.maxDepth) {
    walk.problems.push({ path, wanted: `at most ${predicateBounds.maxDepth} levels`, got: 'more' });
    return;
  }
  if (!Array.isArray(value) || value.length === 0) {
    walk.problems.push({ path, wanted: 'a predicate', got: JSON.stringify(value ?? null).slice(0, 60) });
    return;
  }
  const parts = value as readonly Json[];
  switch (parts[0]) {
    case 'all':
    case 'any':
      parts.slice(1).forEach((each, index) => {
        visit(each, `${path}[${index + 1}]`, depth + 1, walk);
      });
      return;
    case 'not':
      if (parts.length !== 2) walk.problems.push({ path, wanted: '["not", predicate]', got: `a list of ${parts.length}` });
      else visit(parts[1], `${path}[1]`, depth + 1, walk);
      return;
    default:
      if (typeof parts[0] === 'string' && Object.hasOwn(operandKinds, parts[0])) atom(parts, path, walk);
      else
        walk.problems.push({
          path: `${path}[0]`,
          wanted: 'all any not eq in has le ge before',
          got: JSON.stringify(parts[0]).slice(0, 60),
        });
  }
}

/** The form of a predicate (AG6): total, bounded, over the closed list of attributes. */
export const predicate: Shape = custom(self, (value, path, problems) => {
  visit(value, path, 1, { problems, operators: 0 });
});
