import type { Json } from '@wasl/record';
import type { EventRing } from './events.ts';
import type { Alarm } from './service.ts';

const keptAlarms = 200;

/** What a person must see (I11). Alike alarms are kept once, with the time of the newest. */
export class Alarms {
  readonly #kept = new Map<string, Alarm>();
  readonly #events: EventRing;
  readonly #at: () => string;

  constructor(events: EventRing, at: () => string) {
    this.#events = events;
    this.#at = at;
  }

  raise(code: string, message: string, details: Readonly<Record<string, Json>> = {}): void {
    const key = `${code}\n${message}`;
    const fresh = !this.#kept.has(key);
    this.#kept.delete(key);
    this.#kept.set(key, { code, message, at: this.#at(), details });
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > keptAlarms && oldest !== undefined) this.#kept.delete(oldest);
    if (fresh) this.#events.emit('alarm', { code, message, ...details });
  }

  /** Newest last. */
  all(): readonly Alarm[] {
    return [...this.#kept.values()];
  }
}
