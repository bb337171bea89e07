import type { Clock, Inlet, Peer } from '@wasl/node';
import { type Refusal, refusalOf, WaslError } from '@wasl/record';
import { codes } from '../codes.ts';
import type { Tempo } from '../link/backoff.ts';

/** Times of a client beside the tempo of its links; milliseconds. */
export interface ClientTimes {
  readonly pingMs: number;
  readonly silentMs: number;
  readonly slowMs: number;
  /** A stream that brings neither batch nor heartbeat for so long is opened again; heartbeats come every 10–30 s. */
  readonly streamSilentMs: number;
  /** An answer whose bytes stop for so long has failed. */
  readonly requestIdleMs: number;
  /** Between a receipt and the comparison of heads. */
  readonly compareMs: number;
  /** Between two statements of this node's journal heads (EX6). */
  readonly heartbeatMs: number;
  /** Between two receipts of one log: each covers all before it, and under load one says as much as ten (EX2). */
  readonly receiptMs: number;
}

export const defaultClientTimes: ClientTimes = Object.freeze({
  pingMs: 2_500,
  silentMs: 5_000,
  slowMs: 2_000,
  streamSilentMs: 75_000,
  requestIdleMs: 30_000,
  compareMs: 2_000,
  heartbeatMs: 30_000,
  receiptMs: 20,
});

/** What the client tells its owner beside what the inlet hears; nothing of it carries content. */
export interface ClientEvent {
  readonly peer: Peer;
  readonly origin?: string;
  readonly reason: Refusal;
  /** Present when the cause is a bug here, not a refusal. */
  readonly error?: unknown;
}

/** What all parts of one client share. */
export interface Shared {
  readonly inlet: Inlet;
  readonly clock: Clock;
  /** In [0, 1); only for jitter. */
  readonly random: () => number;
  readonly tempo: Tempo;
  readonly times: ClientTimes;
  /** Whether a refusal by this node's own inlet may pass by itself. */
  readonly retryable: (code: string) => boolean;
  readonly observe: (event: ClientEvent) => void;
}

/** Whether a code says that the same may work later by itself; the exchange's own codes know, others are asked of the owner. */
export function isPassing(code: string, shared: Pick<Shared, 'retryable'>): boolean {
  return Object.hasOwn(codes, code) ? codes[code as keyof typeof codes].retryable : shared.retryable(code);
}

/** What an exception of the inlet means: its own refusal, or a bug, which is told and tried again. */
export function inletFailure(
  error: unknown,
  where: { readonly peer: Peer; readonly origin?: string },
  shared: Shared,
): Refusal & { readonly passing: boolean } {
  if (error instanceof WaslError) {
    const reason = refusalOf(error);
    return { ...reason, passing: error.row.retryable };
  }
  const reason: Refusal = { code: 'answer-failed', message: error instanceof Error ? error.message : 'the node failed' };
  shared.observe({ ...where, reason, error });
  return { ...reason, passing: true };
}
