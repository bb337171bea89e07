import type { Clock } from './ports/time.ts';

/** A wall clock that leaves the monotonic one by more is not believed (EX8). */
const jumpMs = 5 * 60_000;
/** A node that was down longer can't tell its downtime from a clock set forward. */
const longestDownMs = 31 * 86_400_000;

/** Why the time is not sure. */
export interface TimeDoubt {
  readonly cause: 'jump' | 'start-behind' | 'start-ahead';
  /** How far the wall clock is from the time that the node goes by, in milliseconds; positive: the wall clock is ahead. */
  readonly driftMs: number;
}

/**
 * The node's time (EX8). It follows the wall clock, never goes back behind the last committed time, and leaves the wall clock when that
 * jumps: from then on it goes on from the last sure time at the pace of the monotonic clock, over restarts too, until an operator
 * confirms the wall clock. So a clock set forward ends no term, and one set back revives none.
 */
export class ClockGuard {
  readonly #clock: Clock;
  /** Wall and monotonic time of one moment that is believed. */
  #wallMs: number;
  #monotonicMs: number;
  /** The node's time never goes below. */
  #floorMs: number;
  #doubt: TimeDoubt | undefined;
  /** Told once when doubt begins, outside the call that found it. */
  onDoubt: ((doubt: TimeDoubt) => void) | undefined;

  /** `kept` is what the process before committed: its last time, and whether it was in doubt. */
  constructor(clock: Clock, kept: { readonly lastMs?: number; readonly doubt?: TimeDoubt } = {}) {
    this.#clock = clock;
    this.#wallMs = clock.nowMs();
    this.#monotonicMs = clock.monotonicMs();
    this.#floorMs = kept.lastMs ?? 0;
    if (kept.lastMs === undefined) return;
    const driftMs = this.#wallMs - kept.lastMs;
    if (kept.doubt !== undefined) this.#doubt = { ...kept.doubt, driftMs };
    else if (driftMs < -jumpMs) this.#doubt = { cause: 'start-behind', driftMs };
    else if (driftMs > longestDownMs) this.#doubt = { cause: 'start-ahead', driftMs };
    if (this.#doubt !== undefined) this.#wallMs = kept.lastMs;
  }

  /** Why time-bound acts wait; undefined when the time is sure. */
  get doubt(): TimeDoubt | undefined {
    return this.#doubt;
  }

  /** The node's time in milliseconds. */
  nowMs(): number {
    const wall = this.#clock.nowMs();
    const steady = this.#wallMs + this.#clock.monotonicMs() - this.#monotonicMs;
    if (this.#doubt === undefined && Math.abs(wall - steady) > jumpMs) {
      this.#doubt = { cause: 'jump', driftMs: Math.round(wall - steady) };
      const { onDoubt } = this;
      const doubt = this.#doubt;
      if (onDoubt !== undefined) queueMicrotask(() => onDoubt(doubt));
    }
    return Math.max(this.#doubt === undefined ? wall : Math.floor(steady), this.#floorMs);
  }

  /** What the wall clock shows, believed or not. */
  wallMs(): number {
    return this.#clock.nowMs();
  }

  /** That time is committed: from now on the node's time is never before it. */
  committed(ms: number): void {
    if (ms > this.#floorMs) this.#floorMs = ms;
  }

  /** An operator read the wall clock and stands for it: the node goes by it again, backwards if need be. */
  confirm(): void {
    this.#wallMs = this.#clock.nowMs();
    this.#monotonicMs = this.#clock.monotonicMs();
    this.#floorMs = this.#wallMs;
    this.#doubt = undefined;
  }
}
