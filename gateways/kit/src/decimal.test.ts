import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDecimal, scaleDecimal, unscaleDecimal } from './decimal.ts';

test('[BY1] gives decimals one form and refuses what is none', () => {
  expect(['+041.120', '-0.0', '.5', '5.', '007', '-12.30'].map(parseDecimal)).toEqual(['41.12', '0', '0.5', '5', '7', '-12.3']);
  expect(['', '+', '.', '1e5', '1,5', '0x1', ' 1', 'NaN', '1'.repeat(41)].map(parseDecimal)).toEqual(Array(9).fill(undefined));
});

test('[BY1] an integer and its decimal stand for each other exactly', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.nat(9), (value, digits) => {
      expect(scaleDecimal(unscaleDecimal(value, digits), digits)).toEqual({ value: value === 0 ? 0 : value, exact: true });
    }),
    { seed: 5 },
  );
});

test('[BY1] rounds half away from zero and says so', () => {
  expect(scaleDecimal('0.123456749', 7)).toEqual({ value: 1_234_567, exact: false });
  expect(scaleDecimal('-0.12345675', 7)).toEqual({ value: -1_234_568, exact: false });
  expect(scaleDecimal('-0.00000001', 7)).toEqual({ value: 0, exact: false });
  expect(Object.is(scaleDecimal('-0.00000001', 7)?.value, 0)).toBe(true);
  expect(scaleDecimal('9007199254740993', 0)).toBeUndefined();
});
