import type { Json, RecordId } from '@wasl/record';
import type { NodeEvent } from './service.ts';

const keptEvents = 2048;

/** Recent events of a node for open consoles. Not durable: a console that missed some is told and reads its lists again. */
export class EventRing {
  readonly #kept: NodeEvent[] = [];
  readonly #waiting = new Set<() => void>();
  #next = 1;

  /** Announces an event to everyone who listens. */
  emit(kind: NodeEvent['kind'], data: Readonly<Record<string, Json>>, record?: RecordId): void {
    this.#kept.push({ id: this.#next, kind, data, ...(record === undefined ? {} : { record }) });
    this.#next += 1;
    if (this.#kept.length > keptEvents) this.#kept.shift();
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Events after `since` (absent: only new ones), then new ones until the signal aborts. */
  async *after(since: number | undefined, signal: AbortSignal): AsyncGenerator<NodeEvent> {
    let last = since ?? this.#next - 1;
    const oldest = this.#kept[0]?.id ?? this.#next;
    if (last + 1 < oldest || last >= this.#next) {
      yield { id: Math.max(0, oldest - 1), kind: 'alarm', data: { code: 'events-lost' } };
      last = oldest - 1;
    }
    while (!signal.aborted) {
      for (const event of this.#kept.slice(Math.max(0, this.#kept.length - (this.#next - 1 - last)))) {
        yield event;
        last = event.id;
        if (signal.aborted) return;
      }
      if (last === this.#next - 1) await this.#wait(signal);
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
