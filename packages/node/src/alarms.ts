import { accept, type Crypto, type Json, type Result, refuse } from '@wasl/record';
import type { EventRing } from './events.ts';
import type { Work } from './logs/flusher.ts';
import type { JournalAct } from './logs/journal.ts';
import type { Store } from './ports/store.ts';
import type { Actor, Alarm } from './service.ts';

const prefix = 'alarm/';
const keptAlarms = 500;
const maxMessage = 1000;
/** A repetition is written anew at most this often. */
const rewriteMs = 60_000;

/** What alarms need of their node. */
export interface AlarmTools {
  readonly events: EventRing;
  readonly crypto: Crypto;
  readonly nowMs: () => number;
  readonly nowText: () => string;
  /** Resolves when the work is durable. */
  readonly submit: (work: Work) => Promise<Result<unknown>>;
}

/**
 * What a person must see (I11). Alike alarms are one, with the time of the first and of the newest. An alarm stands until what it
 * tells of has ended or an officer closes it; both, and who acknowledged it, outlive the process. State holds desks and ids, never
 * officers' names: those are in the activity record, where they can be erased (I7, JO1).
 */
export class Alarms {
  readonly #kept = new Map<string, Alarm>();
  readonly #writtenMs = new Map<string, number>();
  readonly #dirty = new Set<string>();
  readonly #tools: AlarmTools;
  #acts: JournalAct[] = [];
  #writing = false;

  constructor(tools: AlarmTools) {
    this.#tools = tools;
  }

  /** Reads what the process before left. */
  async load(store: Store): Promise<void> {
    const kept = (await store.stateWithPrefix(prefix)).map(({ value }) => JSON.parse(value) as Alarm);
    for (const alarm of kept.sort((a, b) => (a.at < b.at ? -1 : 1))) this.#kept.set(alarm.id, alarm);
  }

  /** Raises an alarm, or counts it once more when it stands already; one that had ended stands again and asks for an answer anew. */
  raise(code: string, message: string, details: Readonly<Record<string, Json>> = {}): void {
    const { crypto, nowMs, nowText, events } = this.#tools;
    const id = crypto.sha256Text([code, message, details['record'] ?? ''].join('\n')).slice(0, 22);
    const at = nowText();
    const before = this.#kept.get(id);
    this.#kept.delete(id);
    if (before !== undefined && before.state !== 'cleared') {
      this.#kept.set(id, { ...before, at, count: before.count + 1, details });
      if (nowMs() - (this.#writtenMs.get(id) ?? 0) >= rewriteMs) this.#save(id);
      return;
    }
    this.#kept.set(id, { id, code, message: message.slice(0, maxMessage), details, since: at, at, count: 1, state: 'open' });
    this.#trim();
    this.#acts.push({ act: 'raise-alarm', about: id, code });
    this.#save(id);
    events.emit('alarm', { ...details, id, code, message, state: 'open' });
  }

  /** What the alarm told of has ended by itself; `where` narrows by members of its details. */
  clear(code: string, where: Readonly<Record<string, Json>> = {}): void {
    for (const alarm of [...this.#kept.values()]) {
      if (alarm.code !== code || alarm.state === 'cleared') continue;
      if (!Object.entries(where).every(([name, value]) => alarm.details[name] === value)) continue;
      this.#put({ ...alarm, state: 'cleared', cleared: { at: this.#tools.nowText() } });
      this.#acts.push({ act: 'clear-alarm', about: alarm.id, code });
      this.#save(alarm.id);
    }
  }

  /** An officer has seen it and deals with it: durable before it answers. */
  acknowledge(actor: Actor, id: string): Promise<Result<Alarm>> {
    const alarm = this.#kept.get(id);
    if (alarm === undefined) return Promise.resolve(refuse('alarm-unknown', `no alarm ${id}`));
    if (alarm.state !== 'open') return Promise.resolve(accept(alarm));
    const acknowledged = { desk: actor.desk, at: this.#tools.nowText() };
    return this.#answer({ ...alarm, state: 'acknowledged', acknowledged }, { act: 'acknowledge-alarm', actor: actor.user });
  }

  /** An officer says that it is over, and why: durable before it answers. */
  close(actor: Actor, id: string, reason: string): Promise<Result<Alarm>> {
    const alarm = this.#kept.get(id);
    if (alarm === undefined) return Promise.resolve(refuse('alarm-unknown', `no alarm ${id}`));
    if (alarm.state === 'cleared') return Promise.resolve(accept(alarm));
    const cleared = { desk: actor.desk, at: this.#tools.nowText() };
    return this.#answer({ ...alarm, state: 'cleared', cleared }, { act: 'clear-alarm', actor: actor.user, reason });
  }

  /** Those that stand, newest last. */
  all(): readonly Alarm[] {
    return [...this.#kept.values()].filter((alarm) => alarm.state !== 'cleared');
  }

  /** Those that stand and the last that ended, newest last. */
  list(): readonly Alarm[] {
    return [...this.#kept.values()];
  }

  async #answer(alarm: Alarm, act: JournalAct): Promise<Result<Alarm>> {
    const written = await this.#tools.submit({ state: [row(alarm.id, alarm)], acts: [{ ...act, about: alarm.id, code: alarm.code }] });
    if (!written.ok) return written;
    this.#put(alarm);
    return accept(alarm);
  }

  #put(alarm: Alarm): void {
    this.#kept.set(alarm.id, alarm);
    this.#tools.events.emit('alarm', { id: alarm.id, code: alarm.code, state: alarm.state });
  }

  /** Ended alarms go first, then the oldest of the code that has most: a flood of one kind never pushes out another. */
  #trim(): void {
    while (this.#kept.size > keptAlarms) {
      const all = [...this.#kept.values()];
      const counts = new Map<string, number>();
      for (const { code } of all) counts.set(code, (counts.get(code) ?? 0) + 1);
      const most = Math.max(...counts.values());
      const gone = all.find((alarm) => alarm.state === 'cleared') ?? all.find((alarm) => counts.get(alarm.code) === most);
      if (gone === undefined) return;
      this.#kept.delete(gone.id);
      this.#save(gone.id);
    }
  }

  #save(id: string): void {
    this.#dirty.add(id);
    this.#writtenMs.set(id, this.#tools.nowMs());
    if (!this.#writing) void this.#write();
  }

  /** One write at a time; what changes meanwhile goes with the next. A store that takes nothing ends the process elsewhere (DU1). */
  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#dirty.size > 0) {
      const ids = [...this.#dirty];
      this.#dirty.clear();
      const acts = this.#acts.splice(0);
      try {
        await this.#tools.submit({ state: ids.map((id) => row(id, this.#kept.get(id))), acts });
      } catch {
        for (const id of ids) this.#dirty.add(id);
        this.#acts.unshift(...acts);
        break;
      }
    }
    this.#writing = false;
  }
}

function row(id: string, alarm: Alarm | undefined): { readonly key: string; readonly value: string | undefined } {
  return { key: `${prefix}${id}`, value: alarm === undefined ? undefined : JSON.stringify(alarm) };
}
