import type { BenchContext, PartResult } from '../report/measure.ts';
import { consoleIsBuilt, startDemonstration } from './demonstration.ts';

/** From `npm start` to both nodes ready: on an empty home, and again on what that left. */
export async function measureStart(context: BenchContext): Promise<PartResult> {
  const built = consoleIsBuilt();
  const seconds: number[] = [];
  for (let start = 0; start <= context.rounds; start += 1) {
    await using demonstration = await startDemonstration(context);
    seconds.push(demonstration.startedSeconds);
    context.say(
      `start ${start + 1} of ${context.rounds + 1}: ${demonstration.startedSeconds.toFixed(1)} s, ${demonstration.steps.length} lines told`,
    );
  }
  return {
    part: 'start',
    notes: [
      built ? 'the console had been built before; a clean clone builds it during the first start' : 'the first start built the console',
    ],
    measures: [
      { name: 'first start to both ready', unit: 's', role: 'subject', samples: seconds.slice(0, 1), target: { at: 'most', value: 20 } },
      { name: 'later starts to both ready', unit: 's', role: 'subject', samples: seconds.slice(1), target: { at: 'most', value: 5 } },
    ],
  };
}
