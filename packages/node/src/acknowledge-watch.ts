import { type AgencyId, type Json, openDisclosures, parseEntry, type RecordId } from '@wasl/record';
import { tombstoneOf } from './control/tombstone.ts';
import type { NodeCore } from './core.ts';

const prefix = 'acknowledge-open/';
/** An answer that is late is looked for again this often, so that the alarm ends with the silence. */
const againMs = 30_000;

interface Asked {
  readonly desk: string;
  readonly deadlineSeconds: number;
}

/** What is kept of one desk that was asked, until it answered. */
interface Open {
  readonly deadlineSeconds: number;
  readonly atMs: number;
}

/**
 * Watches records that ask to be acknowledged (L1): when a desk's deadline passes without an acknowledgement, its silence becomes an
 * alarm at the issuer, and the late answer ends it. What is open is committed with the record; deadlines of a node that was down are
 * looked at when it starts.
 */
export class AcknowledgeWatch {
  readonly #core: NodeCore;

  constructor(core: NodeCore) {
    this.#core = core;
  }

  /** Takes up what the process before left open. */
  async resume(): Promise<void> {
    for (const { key, value } of await this.#core.options.store.stateWithPrefix(prefix)) {
      const [id = '', ...desk] = key.slice(prefix.length).split('/');
      this.#start(id as RecordId, desk.join('/'), JSON.parse(value) as Open);
    }
  }

  /** State to commit with an own record; empty for types that ask nobody. */
  opening(id: RecordId, type: string, fields: Readonly<Record<string, Json>>): readonly { readonly key: string; readonly value: string }[] {
    if (this.#core.options.catalog[type]?.acknowledge === undefined) return [];
    const atMs = this.#core.nowMs();
    return askedOf(fields).map(({ desk, deadlineSeconds }) => ({
      key: `${prefix}${id}/${desk}`,
      value: JSON.stringify({ deadlineSeconds, atMs } satisfies Open),
    }));
  }

  /** Starts the clocks of an own record; `atMs` is when it became durable. */
  watch(id: RecordId, type: string, of: { readonly fields: Readonly<Record<string, Json>>; readonly atMs: number }): void {
    if (this.#core.options.catalog[type]?.acknowledge === undefined) return;
    for (const { desk, deadlineSeconds } of askedOf(of.fields)) this.#start(id, desk, { deadlineSeconds, atMs: of.atMs });
  }

  #start(id: RecordId, desk: string, open: Open): void {
    const delayMs = Math.max(0, open.atMs + open.deadlineSeconds * 1000 - this.#core.nowMs());
    this.#again(id, desk, { open, delayMs, told: false });
  }

  #again(id: RecordId, desk: string, of: { readonly open: Open; readonly delayMs: number; readonly told: boolean }): void {
    this.#core.options.clock.after(of.delayMs, () => {
      this.#look(id, desk, of).catch((error: unknown) =>
        this.#core.alarms.raise('not-acknowledged', `${desk} could not be looked for: ${String(error)}`, { record: id, desk }),
      );
    });
  }

  async #look(id: RecordId, desk: string, of: { readonly open: Open; readonly told: boolean }): Promise<void> {
    const { open } = of;
    if (await this.#settled(id, desk.slice(0, desk.indexOf('/')))) {
      await this.#core.flusher.submit({ state: [{ key: `${prefix}${id}/${desk}`, value: undefined }] });
      this.#core.alarms.clear('not-acknowledged', { record: id, desk });
      return;
    }
    if (!of.told) {
      const message = `${desk} has not acknowledged within ${open.deadlineSeconds} s: call the desk`;
      this.#core.alarms.raise('not-acknowledged', message, { record: id, desk });
      await this.#core.flusher.submit({ acts: [{ act: 'not-acknowledged', about: id, code: 'not-acknowledged', details: { desk } }] });
    }
    this.#again(id, desk, { open, delayMs: againMs, told: true });
  }

  /** Answered by the agency, or withdrawn or erased meanwhile. */
  async #settled(id: RecordId, agency: string): Promise<boolean> {
    const { store } = this.#core.options;
    const issuer: AgencyId = this.#core.agency;
    for (const kind of ['withdrawn', 'erased'] as const) if ((await tombstoneOf(store, kind, { id, issuer })) !== undefined) return true;
    for (const { id: from, rel } of await this.#core.referring(id)) {
      if (rel !== 'acknowledges') continue;
      const held = await store.record(from);
      if (held === undefined || parseEntry(held.entryText).issuer !== agency) continue;
      // That someone saw it is no answer: the officer's own act is.
      const state = openDisclosures(
        parseEntry(held.entryText),
        (held.content?.disclosures ?? []).map(({ text }) => text),
        { crypto: this.#core.options.crypto },
      ).find((field) => field.name === 'state')?.value;
      if (state !== 'seen') return true;
    }
    return false;
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
