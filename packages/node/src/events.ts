import type { Json, RecordId } from '@wasl/record';
import type { NodeEvent } from './service.ts';

const keptEvents = 2048;
/** Ids a process may give out in each millisecond of its life before they could meet those of the next process. */
const idsPerMs = 1000;

/**
 * Recent events of a node for open consoles. Not durable: who missed some is told and reads its lists again. Ids begin at the time of the
 * start, so that an id of the process before is never one of this process.
 */
export class EventRing {
  readonly #kept: NodeEvent[] = [];
  readonly #waiting = new Set<() => void>();
  #next: number;

  constructor(startMs: number) {
    this.#next = Math.max(1, Math.floor(startMs) * idsPerMs);
  }

  /** Id of the newest event: a stream from here on misses nothing that is announced after this call. */
  get last(): number {
    return this.#next - 1;
  }

  /** Announces an event to everyone who listens. */
  emit(kind: NodeEvent['kind'], data: Readonly<Record<string, Json>>, record?: RecordId): void {
    this.#kept.push({ id: this.#next, kind, data, ...(record === undefined ? {} : { record }) });
    this.#next += 1;
    if (this.#kept.length > keptEvents) this.#kept.shift();
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /**
   * Events after `since` (absent: only new ones), then new ones until the signal aborts. Whenever some are no longer kept, at the beginning
   * or because the listener was slow, one event of kind `alarm` with code `events-lost` stands for them.
   */
  async *after(since: number | undefined, signal: AbortSignal): AsyncGenerator<NodeEvent> {
    let last = since ?? this.last;
    if (last > this.last) last = -1;
    while (!signal.aborted) {
      const oldest = this.#kept[0]?.id ?? this.#next;
      if (last + 1 < oldest) {
        last = oldest - 1;
        yield { id: last, kind: 'alarm', data: { code: 'events-lost' } };
        continue;
      }
      const event = this.#kept[last + 1 - oldest];
      if (event === undefined) {
        await this.#wait(signal);
      } else {
        last = event.id;
        yield event;
      }
    }
  }

  #wait(signal: AbortSignal): Promise<void> {
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
