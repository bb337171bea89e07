/** Tempo of trying again; all in milliseconds. */
export interface Tempo {
  /** First wait after a failure; doubled for each further one. */
  readonly baseMs: number;
  /** Longest wait after any number of failures. */
  readonly capMs: number;
  /** Wait after a refusal by the peer or by this node: asked again, but slowly. */
  readonly slowMs: number;
  /** Between two listings of the peer's logs; hints come between. */
  readonly pollMs: number;
  /** A session or a listing that takes longer has failed. */
  readonly answerMs: number;
  /** A link that stood this long begins its waits anew at `baseMs`. */
  readonly stableMs: number;
}

export const defaultTempo: Tempo = Object.freeze({
  baseMs: 250,
  capMs: 30_000,
  slowMs: 30_000,
  pollMs: 20_000,
  answerMs: 30_000,
  stableMs: 10_000,
});

/** A wait between half of `fullMs` and `fullMs`; `random` in [0, 1). Never above `fullMs`, so a cap holds. */
export function jittered(fullMs: number, random: number): number {
  return Math.round(fullMs / 2 + (fullMs / 2) * random);
}

/** Wait before try number `attempt` + 1 (0-based): base × 2^attempt up to the cap, jittered. */
export function backoffMs(attempt: number, tempo: Tempo, random: number): number {
  return jittered(Math.min(tempo.capMs, tempo.baseMs * 2 ** Math.min(attempt, 20)), random);
}
