import { expect, test } from 'vitest';
import { linkScenarios } from './link.ts';

test('[I11, EX2.6] a line between two processes that is cut, or reset in mid-line, is shown as it is, and all arrives after', async () => {
  const outcomes = await linkScenarios({ seed: 1, only: ['link cut', 'reset mid-line'] });
  expect(outcomes.flatMap(({ scenario, problems }) => problems.map((problem) => `${scenario}: ${problem}`))).toEqual([]);
  expect(outcomes.length).toBe(2);
}, 240_000);
