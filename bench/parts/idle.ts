import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { residentMbOf } from '../report/machine.ts';
import type { BenchContext, PartResult } from '../report/measure.ts';
import { startDemonstration } from './demonstration.ts';

/** Resident memory of each node of a demonstration started again, after twenty seconds without work. */
export async function measureIdle(context: BenchContext): Promise<PartResult> {
  const { scratch, quick, say } = context;
  if (!existsSync(join(scratch, 'demonstration'))) {
    say('a first start, so that the second finds keys and compiled code');
    await using _ = await startDemonstration(context);
  }
  await using demonstration = await startDemonstration(context);
  const seconds = quick ? 3 : 20;
  say(`waiting ${seconds} s`);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const samples = demonstration.nodePids().map(residentMbOf);
  return {
    part: 'idle',
    notes: samples.length === 2 ? [] : [`${samples.length} node processes found, 2 wanted (needs /proc)`],
    measures: [
      { name: `a node after ${seconds} s idle`, unit: 'MB resident', role: 'subject', samples, target: { at: 'most', value: 150 } },
    ],
  };
}
