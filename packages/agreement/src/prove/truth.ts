import type { Predicate } from '../document.ts';
import { attributeOf, type Point } from './point.ts';

/** Three values: `undefined` is unknown. */
export type Truth = boolean | undefined;

function not(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function all(parts: readonly Predicate[], point: Point): Truth {
  const truths = parts.map((part) => truthOf(part, point));
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}

/**
 * The truth of a predicate at a point, read from the document's own words and from nothing that decides releases: the
 * prover judges the deciding code, so the two share no evaluator. Absent = true (no condition). PR2.
 */
export function truthOf(predicate: Predicate | undefined, point: Point): Truth {
  if (predicate === undefined) return true;
  switch (predicate[0]) {
    case 'all':
      return all(predicate.slice(1) as readonly Predicate[], point);
    case 'any':
      return not(
        all(
          (predicate.slice(1) as readonly Predicate[]).map((part): Predicate => ['not', part]),
          point,
        ),
      );
    case 'not':
      return not(truthOf(predicate[1], point));
    default: {
      const value = attributeOf(point, predicate[1]);
      if (value === undefined) return undefined;
      switch (predicate[0]) {
        case 'eq':
          return value === predicate[2];
        case 'in':
          return predicate[2].some((each) => each === value);
        case 'has':
          return Array.isArray(value) && value.includes(predicate[2]);
        case 'le':
          return Number(value) <= predicate[2];
        case 'ge':
          return Number(value) >= predicate[2];
        case 'before':
          return Number(value) < Date.parse(predicate[2]);
      }
    }
  }
}

/** Every atom of a predicate, in the order written. */
export function atomsOf(predicate: Predicate | undefined): readonly Exclude<Predicate, readonly ['all' | 'any' | 'not', ...unknown[]]>[] {
  if (predicate === undefined) return [];
  switch (predicate[0]) {
    case 'all':
    case 'any':
      return (predicate.slice(1) as readonly Predicate[]).flatMap(atomsOf);
    case 'not':
      return atomsOf(predicate[1]);
    default:
      return [predicate];
  }
}
