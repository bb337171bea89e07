import { expect, test } from 'vitest';
import { lyingScenarios } from './lies.ts';

test('[I4, EX1, EX3, EX5, RC3, LG2] every lie told to a real process over mutual TLS is named by its code, stopped, and proved where it can be', async () => {
  const outcomes = await lyingScenarios({ seed: 1 });
  expect(outcomes.flatMap(({ scenario, problems }) => problems.map((problem) => `${scenario}: ${problem}`))).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(30);
}, 240_000);
