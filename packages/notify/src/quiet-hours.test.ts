import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isQuiet, quietUntilMs } from './quiet-hours.ts';

const night = { from: '22:00', to: '06:00' };

test('[NT3] the end of quiet hours is found over every change of the clock', () => {
  // Morocco goes back to UTC for Ramadan; the night of the change is an hour longer. London jumps in spring.
  for (const [zone, day] of [
    ['Africa/Casablanca', '2025-02-23'],
    ['Africa/Casablanca', '2025-04-06'],
    ['Europe/London', '2026-03-29'],
    ['Europe/London', '2026-10-25'],
  ] as const) {
    const before = Date.parse(`${day}T00:30:00Z`);
    const end = quietUntilMs(night, before, zone);
    expect(isQuiet(night, end - 60_000, zone)).toBe(true);
    expect(isQuiet(night, end, zone)).toBe(false);
    expect(new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'short' }).format(end)).toBe('06:00');
  }
});

test('[NT3] a moment that is not quiet is its own answer', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_800_000_000_000, max: 2_200_000_000_000 }), (ms) => {
      const until = quietUntilMs(night, ms, 'Africa/Casablanca');
      expect(isQuiet(night, until, 'Africa/Casablanca')).toBe(false);
      if (!isQuiet(night, ms, 'Africa/Casablanca')) expect(until).toBe(ms);
    }),
    { seed: 20304 },
  );
});
