import { expect, test } from 'vitest';
import { killScenario } from './kill.ts';

test('[I3, DU2] four kills at random moments lose, double and reorder nothing, and both nodes converge', async () => {
  const outcome = await killScenario({ seed: 1, kills: 4, perLane: 12 });
  expect(outcome.problems).toEqual([]);
  expect(outcome.figures['acknowledged']).toBeGreaterThan(300);
}, 240_000);
