import type { Json } from '@wasl/record';
import { type Path, valueAt } from './path.ts';

type Scalar = string | number | boolean;

/**
 * A test of a record's units, as data: no functions, no recursion but nesting. An absent value makes a leaf false, and `not` of it true.
 * `ge` and `le` read integers; `sum` adds the integers found at several paths (absent ones are nothing); `has` asks for presence;
 * `some` asks for an element of a list whose member is one of the scalars.
 */
export type Condition =
  | readonly ['all', readonly Condition[]]
  | readonly ['any', readonly Condition[]]
  | readonly ['not', Condition]
  | readonly ['has', Path]
  | readonly ['in', Path, readonly Scalar[]]
  | readonly ['ge', Path, number]
  | readonly ['le', Path, number]
  | readonly ['sum', readonly Path[], number]
  | readonly ['some', Path, string, readonly Scalar[]];

/** Units by name; what is not held here is absent. */
export type Fields = Readonly<Record<string, Json>>;

/** Whether the units meet the condition; `row` is what paths that begin with `./` are read from. Total. */
export function meets(condition: Condition, fields: Fields, row?: Json): boolean {
  const at = (path: Path) => valueAt(path, fields, row);
  switch (condition[0]) {
    case 'all':
      return condition[1].every((one) => meets(one, fields, row));
    case 'any':
      return condition[1].some((one) => meets(one, fields, row));
    case 'not':
      return !meets(condition[1], fields, row);
    case 'has':
      return at(condition[1]) !== undefined;
    case 'in':
      return isOneOf(at(condition[1]), condition[2]);
    case 'ge':
      return numberOf(at(condition[1]), Number.NEGATIVE_INFINITY) >= condition[2];
    case 'le':
      return numberOf(at(condition[1]), Number.POSITIVE_INFINITY) <= condition[2];
    case 'sum':
      return condition[1].reduce((sum, path) => sum + numberOf(at(path), 0), 0) >= condition[2];
    case 'some': {
      const [, path, member, wanted] = condition;
      const list = at(path);
      return Array.isArray(list) && (list as readonly Json[]).some((element) => isOneOf(valueAt(`./${member}`, fields, element), wanted));
    }
  }
}

function isOneOf(value: Json | undefined, wanted: readonly Scalar[]): boolean {
  return (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') && wanted.includes(value);
}

function numberOf(value: Json | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
