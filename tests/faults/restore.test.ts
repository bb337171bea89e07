import { expect, test } from 'vitest';
import { restoreScenarios } from './restore.ts';

test('[DU4, DU4.3, DU4.4, I3] a process restored from the backup of its running node opens a new epoch alone, and gets back what had a receipt', async () => {
  const [outcome] = await restoreScenarios({ seed: 1, perLane: 3, only: 1 });
  expect(outcome?.problems).toEqual([]);
  expect(outcome?.figures['lost leaves given back']).toBeGreaterThan(0);
}, 240_000);
