import type { AttributeName, Predicate, Scalar } from './document.ts';

/** What a predicate may know about one unit on its way to one reader. `undefined` = absent, hence unknown. */
export interface Facts {
  readonly type: string;
  readonly mode: string;
  readonly issuer: string;
  readonly issuerFunction: string | undefined;
  readonly topic: string | undefined;
  readonly unit: string;
  readonly personalData: string | undefined;
  readonly lvl: number;
  readonly tlp: string;
  readonly hdl: readonly string[];
  readonly cav: readonly string[];
  readonly readerAgency: string;
  readonly readerFunction: string | undefined;
  readonly readerParty: string | undefined;
  readonly purpose: string | undefined;
  readonly threatToLife: boolean;
  /** Absent while this agency's clock is uncertain (EX8). */
  readonly nowMs: number | undefined;
}

/** Three values: `undefined` is unknown. */
type Truth = boolean | undefined;

/** A predicate made ready to run: total, without side effects, bounded by the size of its source. */
export type Test = (facts: Facts) => Truth;

/** An atom that stood in the way: what was asked of which attribute, and what it was (absent = the attribute is absent). Never a unit's value. */
export interface FailedAtom {
  readonly clause: string;
  readonly operator: 'eq' | 'in' | 'has' | 'le' | 'ge' | 'before';
  readonly attribute: AttributeName;
  readonly wanted: Scalar | readonly Scalar[];
  /** The atom had to be false and was not. */
  readonly negated: boolean;
  readonly got?: Scalar | readonly string[];
}

type Getter<T> = (facts: Facts) => T | undefined;

const scalars: Readonly<Record<string, Getter<Scalar>>> = {
  'record.type': (facts) => facts.type,
  'record.mode': (facts) => facts.mode,
  'record.issuer': (facts) => facts.issuer,
  'record.issuerFunction': (facts) => facts.issuerFunction,
  'record.topic': (facts) => facts.topic,
  'unit.name': (facts) => facts.unit,
  'unit.personalData': (facts) => facts.personalData,
  'eff.lvl': (facts) => facts.lvl,
  'eff.tlp': (facts) => facts.tlp,
  'reader.agency': (facts) => facts.readerAgency,
  'reader.function': (facts) => facts.readerFunction,
  'reader.party': (facts) => facts.readerParty,
  'ctx.purpose': (facts) => facts.purpose,
  'ctx.threatToLife': (facts) => facts.threatToLife,
};

const sets: Readonly<Record<string, Getter<readonly string[]>>> = {
  'eff.hdl': (facts) => facts.hdl,
  'eff.cav': (facts) => facts.cav,
};

const absent = (): undefined => undefined;

function all(tests: readonly Test[]): Test {
  return (facts) => {
    let truth: Truth = true;
    for (const test of tests) {
      const each = test(facts);
      if (each === false) return false;
      if (each === undefined) truth = undefined;
    }
    return truth;
  };
}

function any(tests: readonly Test[]): Test {
  return (facts) => {
    let truth: Truth = false;
    for (const test of tests) {
      const each = test(facts);
      if (each === true) return true;
      if (each === undefined) truth = undefined;
    }
    return truth;
  };
}

function compare(attribute: AttributeName, holds: (got: Scalar) => boolean): Test {
  const get = scalars[attribute] ?? absent;
  return (facts) => {
    const got = get(facts);
    return got === undefined ? undefined : holds(got);
  };
}

/** Makes a predicate ready to run; absent = always true. The result keeps nothing between runs. */
export function compilePredicate(predicate: Predicate | undefined): Test {
  if (predicate === undefined) return () => true;
  switch (predicate[0]) {
    case 'all':
      return all(predicate.slice(1).map((each) => compilePredicate(each as Predicate)));
    case 'any':
      return any(predicate.slice(1).map((each) => compilePredicate(each as Predicate)));
    case 'not': {
      const inner = compilePredicate(predicate[1]);
      return (facts) => {
        const truth = inner(facts);
        return truth === undefined ? undefined : !truth;
      };
    }
    case 'eq': {
      const wanted = predicate[2];
      return compare(predicate[1], (got) => got === wanted);
    }
    case 'in': {
      const wanted = new Set<Scalar>(predicate[2]);
      return compare(predicate[1], (got) => wanted.has(got));
    }
    case 'le': {
      const bound = predicate[2];
      return compare(predicate[1], (got) => typeof got === 'number' && got <= bound);
    }
    case 'ge': {
      const bound = predicate[2];
      return compare(predicate[1], (got) => typeof got === 'number' && got >= bound);
    }
    case 'has': {
      const get = sets[predicate[1]] ?? absent;
      const wanted = String(predicate[2]);
      return (facts) => get(facts)?.includes(wanted);
    }
    case 'before': {
      const bound = Date.parse(predicate[2]);
      return (facts) => (facts.nowMs === undefined ? undefined : facts.nowMs < bound);
    }
  }
}

/** The instants in milliseconds at which the predicate can change its answer by the passing of time alone. */
export function instantsOf(predicate: Predicate | undefined): readonly number[] {
  if (predicate === undefined) return [];
  if (predicate[0] === 'before') return [Date.parse(predicate[2])];
  if (predicate[0] === 'all' || predicate[0] === 'any') return predicate.slice(1).flatMap((each) => instantsOf(each as Predicate));
  return predicate[0] === 'not' ? instantsOf(predicate[1]) : [];
}

function got(attribute: AttributeName, facts: Facts): Scalar | readonly string[] | undefined {
  if (attribute === 'ctx.now') return facts.nowMs === undefined ? undefined : `${new Date(facts.nowMs).toISOString().slice(0, 19)}Z`;
  return scalars[attribute]?.(facts) ?? sets[attribute]?.(facts);
}

/**
 * The atoms because of which `predicate` is not `wanted`: every one of them must change for an `all`, any one for an `any`.
 * Empty when the predicate is as wanted, or when no atom is to blame (`["any"]`).
 */
export function blame(
  predicate: Predicate | undefined,
  facts: Facts,
  options: { readonly clause: string; readonly wanted: boolean },
): readonly FailedAtom[] {
  if (predicate === undefined || compilePredicate(predicate)(facts) === options.wanted) return [];
  switch (predicate[0]) {
    case 'all':
    case 'any':
      return predicate.slice(1).flatMap((each) => blame(each as Predicate, facts, options));
    case 'not':
      return blame(predicate[1], facts, { clause: options.clause, wanted: !options.wanted });
    default: {
      const seen = got(predicate[1], facts);
      return [
        {
          clause: options.clause,
          operator: predicate[0],
          attribute: predicate[1],
          wanted: predicate[2],
          negated: !options.wanted,
          ...(seen === undefined ? {} : { got: seen }),
        },
      ];
    }
  }
}
