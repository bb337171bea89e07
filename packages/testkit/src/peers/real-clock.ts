import type { Clock } from '@wasl/node';

/** The machine's own clock, for tests that run over real sockets. Its timers do not keep a process alive. */
export const realClock: Clock = Object.freeze({
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (delayMs: number, run: () => void) => {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
});

/** Resolves as soon as `check` gives something; looks after every turn of the event loop, fails with `what` after `limitMs`. */
export async function eventually<T>(what: string, check: () => T | undefined | false, limitMs = 10_000): Promise<T> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    const value = check();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > endMs) throw new Error(`not within ${limitMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
