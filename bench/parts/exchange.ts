import type { Contender, Round } from '../exchange/contender.ts';
import type { BenchContext, Measure, PartResult } from '../report/measure.ts';
import { ratios } from '../report/statistics.ts';
import { startContenders } from './contenders.ts';

const limitShare = 0.6;

function cpuMeasures(contender: Contender, rounds: readonly Round[]): readonly Measure[] {
  const { role, name } = contender;
  const processes = Object.keys(rounds[0]?.cpuMicros ?? {});
  return processes.map((each) => ({
    name: `${name}: CPU of ${each}`,
    unit: 'µs/record',
    role,
    samples: rounds.map((round) => round.cpuMicros[each] ?? Number.NaN),
  }));
}

/** End to end from the first record put to the last one durable at the partner; creation, labels, verdicts, proofs included. */
export async function measureExchange(context: BenchContext): Promise<PartResult> {
  const { rounds, records, say } = context;
  await using contenders = await startContenders(context, 'exchange');
  const results = new Map<Contender, Round[]>(contenders.all.map((contender) => [contender, []]));
  for (const contender of contenders.all) {
    say(`${contender.name}: warming up`);
    await contender.carry(Math.ceil(records / 2));
  }
  for (let round = 1; round <= rounds; round += 1) {
    for (const [contender, done] of results) {
      const result = await contender.carry(records);
      done.push(result);
      const cpu = Object.entries(result.cpuMicros).map(([name, micros]) => `${name} ${micros.toFixed(0)}`);
      say(
        `round ${round} of ${rounds}: ${contender.name} ${Math.round(result.recordsPerSecond)} records/s (CPU µs/record: ${cpu.join(', ')})`,
      );
    }
  }
  const speeds = new Map([...results].map(([{ role }, done]) => [role, done.map((round) => round.recordsPerSecond)] as const));
  const subject = speeds.get('subject') ?? [];
  const measures: Measure[] = [...results].map(([{ name, role }, done]) => ({
    name,
    unit: 'records/s',
    role,
    samples: done.map((round) => round.recordsPerSecond),
  }));
  const peer = speeds.get('peer');
  if (peer !== undefined) {
    const samples = ratios(subject, peer);
    measures.push({ name: 'Wasl over NATS', unit: '×', role: 'ratio', samples, target: { at: 'least', value: 1 } });
    measures.push({ name: 'Wasl over NATS, aim', unit: '×', role: 'ratio', samples, target: { at: 'least', value: 2, aim: true } });
  }
  const samples = ratios(subject, speeds.get('limit') ?? []);
  measures.push({ name: 'Wasl over the bare limit', unit: '×', role: 'ratio', samples, target: { at: 'least', value: limitShare } });
  for (const [contender, done] of results) measures.push(...cpuMeasures(contender, done));
  return { part: 'exchange', measures, notes: contenders.notes };
}
