import { hash } from 'node:crypto';
import { parseAgreement } from '@wasl/agreement';
import { expect, test } from 'vitest';
import { randomAgreement, randomForbids } from '../arbitraries/agreement.ts';
import { Dice } from '../arbitraries/dice.ts';
import { runLeakTest } from './leak-run.ts';

const crypto = { sha256Text: (data: Uint8Array | string) => hash('sha256', data, 'base64url') };

test('[RL10] the verdict and the naive oracle agree on 100,000 random points, and every stage is met', () => {
  const run = runLeakTest({ points: 100_000, seed: 1, crypto });
  expect(run.differences).toEqual([]);
  expect([run.leaked, run.lost]).toEqual([0, 0]);
  expect(run.points).toBeGreaterThanOrEqual(100_000);
  for (const stage of ['released', 'in-force', 'never', 'label', 'orcon', 'forbid', 'permit', 'obligation', 'two-person']) {
    expect(run.tally[stage] ?? 0).toBeGreaterThan(500);
  }
});

test('[RL10] random agreements are agreements: the parser takes them as they are', () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const agreement = randomAgreement(new Dice(seed));
    expect(parseAgreement(agreement)).toEqual(agreement);
  }
});

test('[RL10] the run is repeatable by its seed', () => {
  const options = { points: 1000, seed: 77, crypto };
  expect(runLeakTest(options)).toEqual(runLeakTest(options));
  expect(randomForbids(new Dice(3))).toEqual(randomForbids(new Dice(3)));
});
