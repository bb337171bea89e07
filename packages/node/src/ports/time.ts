/** Wall and monotonic time; both in milliseconds. Only these tell time inside the node (EX8). */
export interface Clock {
  nowMs(): number;
  monotonicMs(): number;
  /** Calls `run` once after `delayMs`; the returned function cancels. */
  after(delayMs: number, run: () => void): () => void;
}
