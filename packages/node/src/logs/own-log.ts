import { type CompactRange, emptyRange, parseRange, TreeBuilder } from '@wasl/log';
import type { Crypto } from '@wasl/record';
import type { LogBatch } from '../ports/link.ts';
import type { Channel } from './channel.ts';

const keptRoots = 4096;
/** What followers have not confirmed is kept at hand up to this: reading it back from the store costs as much as sending it. */
const recentBytes = 32 * 1024 * 1024;

/** A head that is durable and signed. */
export interface PublishedHead {
  readonly size: number;
  readonly root: Uint8Array;
  /** Checkpoint note with this node's signature. */
  readonly note: string;
}

/** A log this node issues: its growing tree, its published head and the batches that followers are likely to ask for next. */
export class OwnLog {
  readonly origin: string;
  readonly descriptor: string;
  readonly channel: Channel;
  readonly epoch: number;
  tree: TreeBuilder;
  head: PublishedHead | undefined;
  closed = false;
  #recent: { batch: LogBatch; bytes: number }[] = [];
  #bytes = 0;
  readonly #waiting = new Set<() => void>();
  readonly #crypto: Crypto;
  readonly #roots = new Map<number, Uint8Array>();

  constructor(options: { origin: string; descriptor: string; channel: Channel; epoch: number; crypto: Crypto; range?: string }) {
    this.origin = options.origin;
    this.descriptor = options.descriptor;
    this.channel = options.channel;
    this.epoch = options.epoch;
    this.#crypto = options.crypto;
    const range: CompactRange = options.range === undefined ? emptyRange : parseRange(options.range);
    this.tree = new TreeBuilder(options.crypto, range);
  }

  /** A copy of the tree as it is, to go back to when a commit is refused. */
  snapshot(): TreeBuilder {
    return new TreeBuilder(this.#crypto, this.tree.range());
  }

  /** Size that is committed and signed; the tree may be ahead of it during a flush. */
  get size(): number {
    return this.head?.size ?? 0;
  }

  /** Makes a committed and signed batch visible to followers. */
  publish(head: PublishedHead, batch: LogBatch): void {
    this.head = head;
    this.#roots.set(head.size, head.root);
    const oldest = this.#roots.keys().next().value;
    if (this.#roots.size > keptRoots && oldest !== undefined) this.#roots.delete(oldest);
    const bytes = batch.leaves.reduce((sum, leaf) => sum + leaf.entryText.length + leaf.releaseLine.length + 1500, 0);
    this.#recent.push({ batch, bytes });
    this.#bytes += bytes;
    while (this.#bytes > recentBytes && this.#recent.length > 1) this.#bytes -= this.#recent.shift()?.bytes ?? 0;
    this.wake();
  }

  /** Lets go of batches that every reader holds. */
  forgetDelivered(size: number): void {
    for (let first = this.#recent[0]; first !== undefined; first = this.#recent[0]) {
      if (first.batch.first + first.batch.leaves.length > size) return;
      this.#recent.shift();
      this.#bytes -= first.bytes;
    }
  }

  /** Root of a recently published head. */
  rootAt(size: number): Uint8Array | undefined {
    return this.#roots.get(size);
  }

  /** Forgets batches kept in memory: after an erasure they hold content that must not be sent again (ER3). */
  forgetRecent(): void {
    this.#recent = [];
    this.#bytes = 0;
  }

  /** Ends the wait of every follower, so that it looks at the log and at its rights again. */
  wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** The recent batch that begins at or holds leaf `from`, cut to begin there. */
  recentFrom(from: number): LogBatch | undefined {
    for (let i = this.#recent.length - 1; i >= 0; i--) {
      const batch = this.#recent[i]?.batch;
      if (batch === undefined || batch.first > from) continue;
      if (batch.first === from) return batch;
      return from < batch.first + batch.leaves.length
        ? { ...batch, first: from, leaves: batch.leaves.slice(from - batch.first) }
        : undefined;
    }
    return undefined;
  }

  /** Resolves when the log has grown beyond `size`, was woken, or the signal aborts. */
  grown(size: number, signal: AbortSignal): Promise<void> {
    if (this.size > size || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done);
        this.#waiting.delete(done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }
}
