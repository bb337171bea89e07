import { ChildLines } from '../child-lines.ts';
import type { BenchContext, Measure, PartResult } from '../report/measure.ts';

const arrangements = ['major-events', 'organised-crime', 'defence-cooperation'];

/** Every property of each arrangement by both methods, start of the prover's process included. */
export async function measureProve(context: BenchContext): Promise<PartResult> {
  const child = new ChildLines(new URL('../verdict/prove-process.ts', import.meta.url), [], { compileCache: context.compileCache });
  const target = { at: 'most', value: 2 } as const;
  const notes: string[] = [];
  const seconds = new Map(arrangements.map((name) => [name, [] as number[]]));
  try {
    await child.next('ready');
    for (let round = 1; round <= context.rounds; round += 1) {
      for (const [name, samples] of seconds) {
        child.send({ prove: name });
        const done = await child.next('proved');
        samples.push(Number(done['seconds']));
        const said = `${name}: ${String(done['properties'])} properties ${String(done['outcome'])}`;
        if (round === 1) notes.push(said);
        context.say(`round ${round} of ${context.rounds}: ${said} in ${Number(done['seconds']).toFixed(2)} s`);
      }
    }
  } finally {
    await child.end();
  }
  const measures = [...seconds].map(([name, samples]): Measure => ({ name, unit: 's', role: 'subject', samples, target }));
  return { part: 'prove', measures, notes };
}
