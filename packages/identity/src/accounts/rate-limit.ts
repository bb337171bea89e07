/** How many attempts a key has within a sliding window. */
export interface RateLimitOptions {
  readonly attempts: number;
  readonly windowMs: number;
  /** Keys remembered at most; the one longest untouched goes first. */
  readonly maxKeys?: number;
}

/** A sliding-window limit over keys such as an account or an address. The caller's clock decides. */
export interface RateLimit {
  /** Counts one attempt; 0 when it may go on, else milliseconds until one may. A refused attempt is not counted. */
  attempt(key: string, nowMs: number): number;
  /** Forgets a key, after a success. */
  clear(key: string): void;
}

/** A limit held in memory: a restart forgets it, and costs more than the attempts it would give. */
export function createRateLimit({ attempts, windowMs, maxKeys = 10_000 }: RateLimitOptions): RateLimit {
  const times = new Map<string, number[]>();
  return {
    attempt: (key, nowMs) => {
      const recent = (times.get(key) ?? []).filter((atMs) => atMs > nowMs - windowMs);
      times.delete(key);
      times.set(key, recent);
      const [oldest] = recent;
      if (oldest !== undefined && recent.length >= attempts) return oldest + windowMs - nowMs;
      recent.push(nowMs);
      if (times.size > maxKeys) {
        const first = times.keys().next();
        if (!first.done) times.delete(first.value);
      }
      return 0;
    },
    clear: (key) => {
      times.delete(key);
    },
  };
}
