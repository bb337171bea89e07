import { expect, test } from 'vitest';
import { inputScenarios } from './input.ts';

test('[AP6, BY3] random and mutated bytes at every entrance of a served node: coded problems, no crash, and it works afterwards', async () => {
  const outcomes = await inputScenarios({ seed: 1, count: 400 });
  expect(outcomes.flatMap(({ scenario, problems }) => problems.map((problem) => `${scenario}: ${problem}`))).toEqual([]);
  expect(outcomes.length).toBe(5);
}, 240_000);
