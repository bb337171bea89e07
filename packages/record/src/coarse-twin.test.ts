import { arbitraryJson } from '@wasl/testkit/arbitraries';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf } from '../test/codes-of.ts';
import { canonicalText, checkTwin, coarseFunctions, coarsen, type Json, truncateToHour } from './index.ts';

const runs = { seed: 90, numRuns: 5000 };
const points = fc.record(
  { lat: fc.integer({ min: -900_000_000, max: 900_000_000 }), lon: fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }) },
  { noNullPrototype: true },
);

test('[RC4] a place lies in the cell that its twin names, and every place of the cell has the same twin', () => {
  fc.assert(
    fc.property(points, fc.nat(99_999), fc.nat(99_999), (point, north, east) => {
      const cell = coarsen('place-cell', point) as { row: number; col: number; size: number };
      expect(cell.size).toBe(100_000);
      const lat = cell.row * cell.size + north;
      const lon = cell.col * cell.size + east;
      expect(coarsen('place-cell', { lat, lon })).toEqual(cell);
      if (point.lat < 900_000_000) expect(point.lat - cell.row * cell.size).toBeGreaterThanOrEqual(0);
      if (point.lon < 1_800_000_000) expect(point.lon - cell.col * cell.size).toBeLessThan(cell.size);
      expect(checkTwin('place-cell', point, cell).ok).toBe(true);
    }),
    runs,
  );
});

test('[RC4] the functions are defined at the poles, the date line and zero', () => {
  expect(coarsen('place-cell', { lat: 900_000_000, lon: 0 })).toEqual({ row: 8999, col: 0, size: 100_000 });
  expect(coarsen('place-cell', { lat: -900_000_000, lon: 1_800_000_000 })).toEqual({ row: -9000, col: -18_000, size: 100_000 });
  expect(coarsen('place-cell', { lat: 0, lon: -1 })).toEqual({ row: 0, col: -1, size: 100_000 });
  expect(coarsen('place-cell-10km', { lat: 339_876_543, lon: -68_543_210 })).toEqual({ row: 339, col: -69, size: 1_000_000 });
});

test('[RC4] times are cut, counts fall in bands', () => {
  expect(coarsen('time-hour', '2030-06-13T18:04:09Z')).toBe('2030-06-13T18:00:00Z');
  expect(coarsen('time-day', '2030-06-13T18:04:09Z')).toBe('2030-06-13T00:00:00Z');
  expect(coarsen('count-band', 0)).toEqual({ from: 0, to: 0 });
  expect(coarsen('count-band', 7)).toEqual({ from: 5, to: 9 });
  expect(coarsen('count-band', { p1: 3, p2: 60 })).toEqual({ p1: { from: 1, to: 4 }, p2: { from: 50, to: 99 } });
  expect(coarsen('count-band', 250_000)).toEqual({ from: 100_000 });
});

test('[RC4] a coarse value that its fine value does not give is refused', () => {
  const mismatch = checkTwin('place-cell', { lat: 339_876_543, lon: -68_543_210 }, { row: 3398, col: -685, size: 100_000 });
  expect(mismatch.ok ? 'ok' : mismatch.reason.code).toBe('twin-mismatch');
  const foreign = checkTwin('place-cell', 'Rabat', { row: 0, col: 0, size: 1 });
  expect(foreign.ok ? 'ok' : foreign.reason.code).toBe('twin-input');
  expect(codeOf(() => coarsen('jitter', 1))).toBe('twin-function');
  expect(codeOf(() => coarsen('constructor', 1))).toBe('twin-function');
});

test('[RC4] a twin is canonical JSON and no input makes a function fail but by code', () => {
  fc.assert(
    fc.property(fc.constantFrom(...coarseFunctions), arbitraryJson, (name, value: Json) => {
      if (codeOf(() => coarsen(name, value)) === 'none') expect(typeof canonicalText(coarsen(name, value))).toBe('string');
    }),
    runs,
  );
});

test('[RC4] an entry whose exact time is hidden has both its times cut alike', () => {
  expect(truncateToHour({ issuedAt: '2030-06-13T18:04:09Z', hlc: '1907604249123.0042' })).toEqual({
    issuedAt: '2030-06-13T18:00:00Z',
    hlc: '1907604000000.0000',
  });
});
