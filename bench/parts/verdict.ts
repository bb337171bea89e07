import { ChildLines } from '../child-lines.ts';
import type { BenchContext, PartResult } from '../report/measure.ts';
import { ratios } from '../report/statistics.ts';

interface Sample {
  readonly remembered: number;
  readonly unremembered: number;
  readonly cedar: number;
}

/** Twenty fields against fifty clauses with the trace of each; Cedar decides the same fields one by one. */
export async function measureVerdict(context: BenchContext): Promise<PartResult> {
  const child = new ChildLines(new URL('../verdict/measure-process.ts', import.meta.url), [], { compileCache: context.compileCache });
  try {
    await child.next('ready');
    child.send({ rounds: context.rounds, quick: context.quick });
    const done = await child.next('verdicts');
    const samples = done['verdicts'] as readonly Sample[];
    const remembered = samples.map((sample) => sample.remembered);
    const cedar = samples.map((sample) => sample.cedar);
    const notes = [`${String(done['traced'])} fields traced, ${String(done['released'])} released`];
    if (done['agree'] !== true) notes.push('CEDAR DECIDES OTHERWISE: the two rule sets are not the same');
    const target = { at: 'most', value: 15 } as const;
    return {
      part: 'verdict',
      notes,
      measures: [
        { name: 'whole record, kind seen before', unit: 'µs', role: 'subject', samples: remembered, target },
        { name: 'whole record, nothing remembered', unit: 'µs', role: 'subject', samples: samples.map((sample) => sample.unremembered) },
        { name: 'Cedar WebAssembly, one field', unit: 'µs', role: 'peer', samples: cedar },
        { name: 'Cedar one field over Wasl whole record', unit: '×', role: 'ratio', samples: ratios(cedar, remembered) },
      ],
    };
  } finally {
    await child.end();
  }
}
