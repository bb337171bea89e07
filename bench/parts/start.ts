import type { BenchContext, PartResult } from '../report/measure.ts';
import { startDemonstration } from './demonstration.ts';

const builtBefore = 'the console had been built before; a clean clone builds it during the first start';

/** From `npm start` to both nodes ready: on an empty home, and again on what that left. */
export async function measureStart(context: BenchContext): Promise<PartResult> {
  const console: string[] = [];
  const seconds: number[] = [];
  for (let start = 0; start <= context.rounds; start += 1) {
    await using demonstration = await startDemonstration(context);
    seconds.push(demonstration.startedSeconds);
    if (start === 0) console.push(...demonstration.steps.filter((step) => step.includes('console:')));
    const told = `${demonstration.steps.length} lines told`;
    context.say(`start ${start + 1} of ${context.rounds + 1}: ${demonstration.startedSeconds.toFixed(1)} s, ${told}`);
  }
  return {
    part: 'start',
    notes: console.length > 0 ? console.map((step) => `first start: ${step.trim()}`) : [builtBefore],
    measures: [
      { name: 'first start to both ready', unit: 's', role: 'subject', samples: seconds.slice(0, 1), target: { at: 'most', value: 20 } },
      { name: 'later starts to both ready', unit: 's', role: 'subject', samples: seconds.slice(1), target: { at: 'most', value: 5 } },
    ],
  };
}
