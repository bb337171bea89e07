import { expect, test } from 'vitest';
import { diskScenarios } from './disk.ts';

test('[DU1.3, I3, I11] a process whose disk runs full refuses by code, shows it, loses nothing acknowledged and goes on with room again', async () => {
  const [outcome] = await diskScenarios({ seed: 1 });
  expect(outcome?.problems).toEqual([]);
  expect(outcome?.figures['code']).toBe('disk-full');
}, 240_000);
