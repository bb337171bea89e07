import type { Json, RecordId } from '@wasl/record';
import type { NodeCore } from './core.ts';

interface Asked {
  readonly desk: string;
  readonly deadlineSeconds: number;
}

/**
 * Watches records that ask to be acknowledged (L1): when a desk's deadline passes without an acknowledgement, its silence becomes an
 * alarm at the issuer. Deadlines of a node that was down are looked at when it starts.
 */
export class AcknowledgeWatch {
  readonly #core: NodeCore;

  constructor(core: NodeCore) {
    this.#core = core;
  }

  /** Starts the clocks of an own record; `atMs` is when it became durable. */
  watch(id: RecordId, type: string, of: { readonly fields: Readonly<Record<string, Json>>; readonly atMs: number }): void {
    if (this.#core.options.catalog[type]?.acknowledge === undefined) return;
    for (const { desk, deadlineSeconds } of askedOf(of.fields)) {
      const delayMs = Math.max(0, of.atMs + deadlineSeconds * 1000 - this.#core.nowMs());
      this.#core.options.clock.after(delayMs, () => void this.#look(id, desk, deadlineSeconds));
    }
  }

  async #look(id: RecordId, desk: string, seconds: number): Promise<void> {
    const agency = desk.slice(0, desk.indexOf('/'));
    await this.#core.indexed();
    for (const { id: from, rel } of await this.#core.referring(id)) {
      if (rel !== 'acknowledges') continue;
      const held = await this.#core.options.store.record(from);
      if (held !== undefined && (JSON.parse(held.entryText) as { issuer: string }).issuer === agency) return;
    }
    this.#core.alarms.raise('not-acknowledged', `${desk} has not acknowledged within ${seconds} s: call the desk`, { record: id, desk });
    await this.#core.flusher.submit({ acts: [{ act: 'not-acknowledged', about: id, code: 'not-acknowledged', details: { desk } }] });
  }
}

function askedOf(fields: Readonly<Record<string, Json>>): readonly Asked[] {
  const asked = fields['ackBy'];
  if (!Array.isArray(asked)) return [];
  return asked.flatMap((row: Json) => {
    const { desk, deadlineSeconds } = row as { desk?: Json; deadlineSeconds?: Json };
    return typeof desk === 'string' && typeof deadlineSeconds === 'number' ? [{ desk, deadlineSeconds }] : [];
  });
}
