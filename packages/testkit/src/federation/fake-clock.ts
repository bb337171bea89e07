import type { Clock } from '@wasl/node';

/** A clock that stands still until a test moves it. Timers run in order of time when it is moved over them. */
export class FakeClock implements Clock {
  #nowMs: number;
  #monotonicMs = 0;
  #timers: { readonly atMs: number; readonly run: () => void }[] = [];

  constructor(nowMs = Date.parse('2030-06-14T12:00:00Z')) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.#monotonicMs + delayMs, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  /** Lets time pass: both clocks go on alike, and what is due runs. */
  advance(ms: number): void {
    const end = this.#monotonicMs + ms;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.atMs <= end).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#move(Math.max(0, next.atMs - this.#monotonicMs));
      next.run();
    }
    this.#move(end - this.#monotonicMs);
  }

  /** Sets the wall clock forward or back without any time passing. */
  jump(ms: number): void {
    this.#nowMs += ms;
  }

  #move(ms: number): void {
    this.#nowMs += ms;
    this.#monotonicMs += ms;
  }
}
