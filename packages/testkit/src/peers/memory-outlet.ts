import type { LogBatch, LogSummary, Outlet, Peer, SeenHead, WireLeaf } from '@wasl/node';
import { accept, type Refusal, type Result, refuse, WaslError } from '@wasl/record';

/** One log in memory, unsigned: enough for the transport, which judges no content. */
interface MemoryLog {
  readonly batches: LogBatch[];
  size: number;
}

/** The wire's view of a node that keeps its logs in memory. Everything the tests want to see is public. */
export class MemoryOutlet implements Outlet {
  readonly receipts: { readonly peer: Peer; readonly origin: string; readonly note: string }[] = [];
  readonly heartbeats: string[] = [];
  readonly attachments = new Map<string, readonly Uint8Array[]>();
  /** Streams that are open now, by origin. */
  readonly streaming = new Map<string, number>();
  /** Set to refuse everything from now on, open streams at their next look. */
  refusal: Refusal | undefined;
  /** Below it a log is pruned. */
  minimum = 0;
  seen: SeenHead[] = [];
  readonly #logs = new Map<string, MemoryLog>();
  #waiting = new Set<() => void>();

  /** Appends one batch and wakes the readers. */
  append(origin: string, leaves: readonly WireLeaf[]): void {
    const log = this.#logs.get(origin) ?? { batches: [], size: 0 };
    this.#logs.set(origin, log);
    const size = log.size + leaves.length;
    log.batches.push({ origin, first: log.size, leaves, checkpoint: checkpointOf(origin, size) });
    log.size = size;
    this.wake();
  }

  /** Makes open streams look again: at new batches, or at `refusal`. */
  wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const run of waiting) run();
  }

  async logs(_peer: Peer): Promise<Result<readonly LogSummary[]>> {
    if (this.refusal !== undefined) return { ok: false, reason: this.refusal };
    return accept([...this.#logs].map(([origin, log]) => ({ origin, descriptor: '{}', checkpoint: checkpointOf(origin, log.size) })));
  }

  async checkpoint(_peer: Peer, origin: string): Promise<Result<string>> {
    if (this.refusal !== undefined) return { ok: false, reason: this.refusal };
    const log = this.#logs.get(origin);
    return log === undefined ? refuse('log-unknown', `no log ${origin}`) : accept(checkpointOf(origin, log.size));
  }

  async stream(
    _peer: Peer,
    origin: string,
    options: { readonly from: number; readonly signal: AbortSignal },
  ): Promise<Result<AsyncIterable<LogBatch>>> {
    if (this.refusal !== undefined) return { ok: false, reason: this.refusal };
    const log = this.#logs.get(origin);
    if (log === undefined) return refuse('log-unknown', `no log ${origin}`);
    if (options.from > log.size) return refuse('log-ahead', `size is ${log.size}`, { details: { size: log.size } });
    if (options.from < this.minimum) {
      return refuse('log-pruned', `minimum is ${this.minimum}`, { details: { minimum: this.minimum, range: `${this.minimum}:` } });
    }
    return accept(this.#follow(log, options));
  }

  async receipt(peer: Peer, origin: string, note: string): Promise<Result<string>> {
    this.receipts.push({ peer, origin, note });
    return accept(note);
  }

  async heads(_peer: Peer): Promise<Result<readonly SeenHead[]>> {
    return accept(this.seen);
  }

  async attachmentChunk(_peer: Peer, root: string, index: number): Promise<Result<Uint8Array>> {
    const chunk = this.attachments.get(root)?.[index];
    return chunk === undefined ? refuse('attachment-unknown', `no chunk ${index} of ${root}`) : accept(chunk);
  }

  async heartbeat(_peer: Peer, statement: string): Promise<Result<string>> {
    this.heartbeats.push(statement);
    return accept(`cosigned ${statement}`);
  }

  async *#follow(log: MemoryLog, options: { readonly from: number; readonly signal: AbortSignal }): AsyncGenerator<LogBatch> {
    const origin = log.batches[0]?.origin ?? '';
    this.streaming.set(origin, (this.streaming.get(origin) ?? 0) + 1);
    try {
      let at = options.from;
      while (!options.signal.aborted) {
        if (this.refusal !== undefined) throw refusalError(this.refusal);
        const batch = log.batches.find(({ first, leaves }) => first <= at && at < first + leaves.length);
        if (batch === undefined) await this.#grown(options.signal);
        else {
          yield batch.first === at ? batch : { ...batch, first: at, leaves: batch.leaves.slice(at - batch.first) };
          at = batch.first + batch.leaves.length;
        }
      }
    } finally {
      this.streaming.set(origin, (this.streaming.get(origin) ?? 1) - 1);
    }
  }

  #grown(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.add(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}

/** An unsigned note of the right shape. */
export function checkpointOf(origin: string, size: number): string {
  return `${origin}\n${size}\nroot\n\n- unsigned\n`;
}

function refusalError(reason: Refusal): Error {
  const { code, message } = reason;
  return new WaslError(code, { meaning: message, status: 403, retryable: false, next: 'Ask the test.' }, message);
}
