import { compile, type DecisionInput, decide, digestOf, type Verdict } from '@wasl/agreement';
import type { Crypto } from '@wasl/record';
import { neighbour, randomAgreement, randomForbids, randomInput, withDigest } from '../arbitraries/agreement.ts';
import { Dice } from '../arbitraries/dice.ts';
import { type OracleVerdict, oracleDecide } from './release-oracle.ts';

export interface LeakRun {
  /** Decided (agreement, record, reader) points. */
  readonly points: number;
  readonly agreements: number;
  /** Units released, and how each stage denied, so that a run which denies everything early is seen to be empty. */
  readonly tally: Readonly<Record<string, number>>;
  /** Units that the verdict released and the oracle denies. */
  readonly leaked: number;
  /** Units that the oracle releases and the verdict denies. */
  readonly lost: number;
  /** First differences in words, at most ten, with the seed of their agreement. */
  readonly differences: readonly string[];
}

function summary(verdict: Verdict): OracleVerdict {
  return {
    units: verdict.units.map(({ atoms: _, ...rest }) => rest),
    released: verdict.released,
    clause: verdict.clause,
    duties: verdict.obligations.map((each) => each.type),
    until: verdict.until,
  };
}

function key(unit: OracleVerdict['units'][number]): string {
  return `${unit.slot} ${unit.name} ${unit.outcome} ${unit.stage} ${unit.code} ${unit.clause ?? ''}`;
}

function same(a: OracleVerdict, b: OracleVerdict): boolean {
  const head = (each: OracleVerdict): string => `${each.released.join()}|${each.clause.join()}|${each.duties.join()}|${each.until}`;
  return (
    head(a) === head(b) && a.units.length === b.units.length && a.units.every((unit, index) => key(unit) === key(b.units[index] ?? unit))
  );
}

/**
 * Compares `decide` with the oracle on at least `points` random points: random agreements with 500 inputs each, most of
 * them one step from the last, so that the memory of decisions is used and can go wrong. Repeatable by `seed`; calls nothing but what it is given.
 */
export function runLeakTest(options: {
  readonly points: number;
  readonly seed: number;
  readonly crypto: Pick<Crypto, 'sha256Text'>;
}): LeakRun {
  const tally: Record<string, number> = {};
  const differences: string[] = [];
  let [points, agreements, leaked, lost] = [0, 0, 0, 0];
  const compareOne = (seed: number, input: DecisionInput, got: OracleVerdict, wanted: OracleVerdict): void => {
    got.units.forEach((unit, index) => {
      const released = unit.outcome === 'released';
      const allowed = wanted.units[index]?.outcome === 'released';
      if (released && !allowed) leaked += 1;
      if (!released && allowed) lost += 1;
      const name = released ? 'released' : unit.stage;
      tally[name] = (tally[name] ?? 0) + 1;
    });
    if (differences.length < 10 && !same(got, wanted)) differences.push(`seed ${seed}: ${JSON.stringify({ got, wanted, input })}`);
  };
  while (points < options.points) {
    const seed = options.seed + agreements;
    const dice = new Dice(seed * 7919);
    const agreement = randomAgreement(dice);
    const forbids = randomForbids(dice);
    const digest = digestOf(agreement, options.crypto);
    const compiled = compile(agreement, { localForbids: forbids, digest, memoryBound: 64 });
    let last: DecisionInput | undefined;
    for (let index = 0; index < 500; index += 1) {
      const fresh = randomInput(dice, digest);
      // Three of four points differ from the one before in one thing only: that is where a memory goes wrong.
      const drawn = last === undefined || dice.chance(4) ? fresh : neighbour(dice, last, fresh);
      last = drawn;
      const first = decide(compiled, drawn, options);
      const input = withDigest(drawn, first.digest);
      const verdict = input === drawn ? first : decide(compiled, input, options);
      compareOne(seed, input, summary(verdict), oracleDecide({ agreement, digest, forbids, input, verdict: verdict.digest }));
    }
    points += 500;
    agreements += 1;
  }
  return { points, agreements, tally, leaked, lost, differences };
}
