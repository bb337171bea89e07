import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatOffsetTime, parseOffsetTime } from './offset-time.ts';

test('[BY3] a formatted instant parses back to its second, whatever the offset', () => {
  fc.assert(
    fc.property(fc.integer({ min: -6e13, max: 2.5e14 }), fc.integer({ min: -840, max: 840 }), (ms, offset) => {
      const text = formatOffsetTime(ms, offset);
      expect(parseOffsetTime(text)).toBe(Math.floor(ms / 1000) * 1000);
    }),
    { seed: 3 },
  );
});

test('[BY3] writes UTC as -00:00 and local time with its offset', () => {
  expect(formatOffsetTime(Date.UTC(2030, 5, 14, 18, 4, 9))).toBe('2030-06-14T18:04:09-00:00');
  expect(formatOffsetTime(Date.UTC(2030, 5, 14, 18, 4, 9), 60)).toBe('2030-06-14T19:04:09+01:00');
  expect(formatOffsetTime(Date.UTC(2030, 5, 14, 18, 4, 9), -90)).toBe('2030-06-14T16:34:09-01:30');
});

test.each([
  '2030-06-14T18:04:09Z',
  '2030-06-14T18:04:09',
  '2030-06-14T18:04:09.5+01:00',
  '2030-06-14 18:04:09+01:00',
  '2030-06-14T18:04:09,01:00',
  '2030-06-14T18:04:09+0100',
  '2030-02-29T18:04:09+01:00',
  '2030-13-01T18:04:09+01:00',
  '2030-06-14T24:00:00+01:00',
  '2030-06-14T18:60:09+01:00',
  '2030-06-14T18:04:60+01:00',
  '2030-06-14T18:04:09+15:00',
  '2030-06-14T18:04:09+01:60',
  '0000-06-14T18:04:09+01:00',
  ' 2030-06-14T18:04:09+01:00',
])('[BY3] refuses %s', (text) => {
  expect(parseOffsetTime(text)).toBeUndefined();
});
