import fc from 'fast-check';
import { expect, test } from 'vitest';
import { samples } from '../test/samples.ts';
import { type Fields, suppressSmall, suppressTable, validateFields } from './index.ts';

test('[S5] counts from one to four are told as fewer than five, others as they are', () => {
  expect([0, 1, 4, 5, 128].map(suppressSmall)).toEqual([0, '<5', '<5', 5, 128]);
});

test('[S5] no table lets a small count be worked out from its total', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(12), { minLength: 1, maxLength: 8 }), (counts) => {
      const { cells, total } = suppressTable(counts);
      if (cells.includes('<5')) expect(total).toBeUndefined();
      else expect(total).toBe(counts.reduce((sum, one) => sum + one, 0));
    }),
    { seed: 5, numRuns: 2000 },
  );
});

test('[S5] a small count has no place in a report, and no total beside it gives it away', () => {
  const report = (more: Fields) => {
    const result = validateFields('postEventReport', { ...samples.postEventReport, ...more });
    return result.ok ? 'ok' : result.reason.path;
  };
  expect(report({ measuresByCountry: [{ country: 'GB', arrests: 1, ejections: 0 }] })).toBe('measuresByCountry[0].arrests');
  expect(report({ measuresTotal: { arrests: 13, ejections: 7 } })).toBe('measuresTotal.arrests');
  expect(report({ measuresTotal: { arrests: '<5', ejections: 7 } })).toBe('ok');
});
