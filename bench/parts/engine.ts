import { ChildLines } from '../child-lines.ts';
import type { BenchContext, PartResult } from '../report/measure.ts';

interface Folded {
  readonly addMs: number;
  readonly viewMs: number;
  readonly divergent: number;
  readonly residentMb: number;
}

interface Sample {
  readonly clocks: readonly { readonly ms: number; readonly told: number }[];
  readonly derivation: readonly { readonly ms: number; readonly addMs: number; readonly reached: number }[];
}

/** Fold of a million records over ten thousand subjects, ten thousand armed clocks, a withdrawal that reaches a thousand; growth over a factor of four. */
export async function measureEngine(context: BenchContext): Promise<PartResult> {
  const child = new ChildLines(new URL('../engine/measure-process.ts', import.meta.url), [], {
    compileCache: context.compileCache,
    nodeArgs: ['--max-old-space-size=900'],
  });
  try {
    await child.next('ready');
    child.send({ rounds: context.rounds, quick: context.quick });
    const done = await child.next('engine', 600_000);
    const samples = done['engine'] as readonly Sample[];
    const folds = done['folds'] as readonly Folded[];
    const deep = done['deep'] as Folded;
    const whole = folds.map(({ addMs, viewMs }) => addMs + viewMs);
    const linear = { at: 'most', value: 1.5 } as const;
    const grown = (values: readonly number[]) => (values[2] ?? Number.NaN) / (values[1] ?? Number.NaN) / 4;
    const last = folds[2];
    return {
      part: 'engine',
      notes: [
        `${String(last?.divergent)} subjects divergent; every view after the last record takes ${(last?.viewMs ?? 0).toFixed(0)} ms of the fold`,
        `one subject of ${context.quick ? '1,000' : '100,000'} records: ${(deep.addMs + deep.viewMs).toFixed(0)} ms`,
        `clocks told ${String(samples[0]?.clocks[1]?.told)}; derived reached ${String(samples[0]?.derivation[1]?.reached)}`,
      ],
      measures: [
        { name: 'fold of 1,000,000 records, 10,000 subjects', unit: 's CPU', role: 'subject', samples: [(whole[2] ?? 0) / 1000] },
        {
          name: 'growth of the fold, 250,000 to 1,000,000, over linear',
          unit: '×',
          role: 'ratio',
          samples: [(whole[2] ?? 0) / (whole[0] ?? 1) / 4],
          target: linear,
        },
        {
          name: 'memory with all of it live',
          unit: 'MB',
          role: 'subject',
          samples: [last?.residentMb ?? Number.NaN],
          target: { at: 'most', value: 1024 },
        },
        {
          name: '10,000 clocks armed, half answered, the rest told',
          unit: 'ms',
          role: 'subject',
          samples: samples.map(({ clocks }) => clocks[1]?.ms ?? 0),
        },
        {
          name: 'growth of the clocks, 10,000 to 40,000, over linear',
          unit: '×',
          role: 'ratio',
          samples: samples.map(({ clocks }) => grown(clocks.map(({ ms }) => ms))),
          target: linear,
        },
        {
          name: 'a withdrawal reaches 1,000 derived',
          unit: 'ms',
          role: 'subject',
          samples: samples.map(({ derivation }) => derivation[1]?.ms ?? 0),
        },
        {
          name: 'growth of the reach, 1,000 to 4,000, over linear',
          unit: '×',
          role: 'ratio',
          samples: samples.map(({ derivation }) => grown(derivation.map(({ ms }) => ms))),
          target: linear,
        },
      ],
    };
  } finally {
    await child.end();
  }
}
