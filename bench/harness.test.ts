import { expect, test } from 'vitest';
import { helpText, OptionError, parseOptions, partNames } from './options.ts';
import type { PartResult } from './report/measure.ts';
import { judge, median, quantile, ratios } from './report/statistics.ts';
import { formatTable } from './report/table.ts';

test('reads its options and refuses what it does not know', () => {
  expect(parseOptions([])).toMatchObject({ only: partNames, quick: false, rounds: 5, records: 30_000, help: false });
  expect(parseOptions(['--quick', '--only', 'live,exchange'])).toMatchObject({ only: ['exchange', 'live'], quick: true, rounds: 2 });
  expect(parseOptions(['--only=idle', '--rounds=3', '--out', 'x.json'])).toMatchObject({ only: ['idle'], rounds: 3, out: 'x.json' });
  for (const bad of [['--only', 'speed'], ['--only'], ['--rounds', '0'], ['--fast'], ['--out']])
    expect(() => parseOptions(bad), bad.join(' ')).toThrow(OptionError);
  for (const part of partNames) expect(helpText).toContain(part);
});

test('judges a figure by its target and says by how much it was missed', () => {
  expect(judge(1.2, { at: 'least', value: 1 })).toBe('met');
  expect(judge(0.5, { at: 'least', value: 1 })).toBe('missed by 50 %');
  expect(judge(5.2, { at: 'most', value: 5 })).toBe('missed by 4.0 %');
  expect(judge(1.5, { at: 'least', value: 2, aim: true })).toBe('aim missed by 25 %');
  expect(judge(Number.NaN, { at: 'least', value: 1 })).toBe('not measured');
});

test('takes medians, quantiles and ratios round by round', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(quantile([5, 1, 4, 2, 3], 0.99)).toBe(5);
  expect(quantile([], 0.5)).toBeNaN();
  expect(ratios([2, 6, 9], [1, 2])).toEqual([2, 3]);
});

test('prints an aligned table with ratios, targets and notes', () => {
  const result: PartResult = {
    part: 'exchange',
    notes: ['NO PEER: nats-server is not installed'],
    measures: [
      { name: 'Wasl', unit: 'records/s', role: 'subject', samples: [12_000, 10_000, 11_000] },
      { name: 'Wasl over the bare limit', unit: '×', role: 'ratio', samples: [0.5], target: { at: 'least', value: 0.6 } },
    ],
  };
  const lines = formatTable([result]).split('\n');
  expect(lines[2]).toMatch(/^exchange {2}subject {2}Wasl +11,000 {2}records\/s {2}10,000–12,000$/);
  expect(lines[3]).toMatch(/0\.50 +× +≥ 0\.60 +missed by 17 %$/);
  expect(lines[4]).toBe('! exchange: NO PEER: nats-server is not installed');
});
