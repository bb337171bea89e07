import type { BenchContext, Measure, PartResult, Target } from '../report/measure.ts';
import { quantile } from '../report/statistics.ts';
import { startContenders } from './contenders.ts';

const perSecond = 200;
const targets: readonly (readonly [string, number, Target])[] = [
  ['p50', 0.5, { at: 'most', value: 5 }],
  ['p99', 0.99, { at: 'most', value: 25 }],
];

/** 200 records a second for twenty seconds: from the moment a record was due to its being verified and durable at the partner. */
export async function measureLive(context: BenchContext): Promise<PartResult> {
  const { quick, say } = context;
  const rounds = Math.ceil(context.rounds / 2);
  const count = perSecond * (quick ? 3 : 20);
  await using contenders = await startContenders(context, 'live');
  const samples = new Map(contenders.all.map((contender) => [contender, [] as (readonly number[])[]]));
  for (const contender of contenders.all) {
    say(`${contender.name}: warming up`);
    await contender.carry(quick ? 1000 : 5000);
    await contender.live(perSecond, perSecond);
  }
  for (let round = 1; round <= rounds; round += 1) {
    for (const [contender, done] of samples) {
      const waits = await contender.live(count, perSecond);
      done.push(waits);
      const [p50, p99] = [quantile(waits, 0.5), quantile(waits, 0.99)];
      say(`round ${round} of ${rounds}: ${contender.name} p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
    }
  }
  const measures = [...samples].flatMap(([{ name, role }, done]) =>
    targets.map(
      ([label, share, target]): Measure => ({
        name: `${name}: ${label} at ${perSecond}/s`,
        unit: 'ms',
        role,
        samples: done.map((waits) => quantile(waits, share)),
        ...(role === 'subject' ? { target } : {}),
      }),
    ),
  );
  return { part: 'live', measures, notes: contenders.notes };
}
