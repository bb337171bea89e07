import type { Clock } from '@wasl/node';

/** A clock that a test turns. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
}

export function fakeClock(startMs = Date.parse('2030-06-14T12:00:00Z')): FakeClock {
  let now = startMs;
  const timers = new Set<{ readonly atMs: number; readonly run: () => void }>();
  return {
    nowMs: () => now,
    monotonicMs: () => now - startMs,
    after(delayMs, run) {
      const timer = { atMs: now + delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      now += ms;
      for (const timer of [...timers]) {
        if (timer.atMs > now) continue;
        timers.delete(timer);
        timer.run();
      }
    },
  };
}
