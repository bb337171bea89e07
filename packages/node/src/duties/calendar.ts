import { encodeInstant } from '@wasl/record';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/time.ts';

/** One thing that must be done at a time. It stands in the store from the commit that made it due until the commit that did it. */
export interface DueRow {
  readonly key: string;
  /** When, in milliseconds since 1970. */
  readonly atMs: number;
  /** What tells it apart among the duties of its kind and time. */
  readonly tail: string;
  readonly value: string;
}

/** How duties of one kind are carried out. */
export interface DutyKind {
  readonly name: string;
  /** How many rows one turn takes: other kinds have their turn in between. */
  readonly atOnce: number;
  /** Waits while the node doesn't know what time it is (EX8). */
  readonly needsTime: boolean;
  /** Carries out due rows, oldest first. It commits what it did together with the end of each row, or with its next time. */
  readonly run: (rows: readonly DueRow[]) => Promise<void>;
}

/** Something looked after every so often, not at the time of one row. */
export interface Chore {
  readonly everyMs: number;
  readonly firstMs: number;
  readonly run: () => Promise<void>;
}

export interface CalendarOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** The node's time, which is not the wall clock's while that is in doubt. */
  readonly nowMs: () => number;
  readonly timeUncertain: () => boolean;
  /** Something could not be done; it stays due and is tried again. */
  readonly onFailure: (kind: string, error: unknown) => void;
}

const prefix = 'due/';
const retryMs = 60_000;
/** A machine that slept counts no time meanwhile: what is next is looked up again this often. */
const longestTimerMs = 600_000;

/** State to commit with what makes something due; `calendar.expect` is told of the key once it is durable. */
export function dueState(
  kind: string,
  of: { readonly atMs: number; readonly tail: string; readonly value: string },
): { readonly key: string; readonly value: string } {
  return { key: `${prefix}${kind}/${String(Math.max(0, Math.ceil(of.atMs))).padStart(13, '0')}/${of.tail}`, value: of.value };
}

/**
 * Does things at their time: the times stand in the store, so a restart forgets none, and what came due while the node slept is done in
 * order when it wakes, some at a time, every kind in turn. One timer, one run at a time.
 */
export class Calendar {
  readonly #options: CalendarOptions;
  readonly #kinds = new Map<string, DutyKind>();
  readonly #keys = new Map<string, Set<string>>();
  readonly #chores: { readonly chore: Chore; nextMs: number }[] = [];
  readonly #pausedUntilMs = new Map<string, number>();
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;
  /** RFC 3339 time of the next chore; texts compare as the times do. */
  #nextChore = '';
  #started = false;
  #stopped = false;

  constructor(options: CalendarOptions) {
    this.#options = options;
  }

  add(kind: DutyKind): void {
    this.#kinds.set(kind.name, kind);
  }

  addChore(chore: Chore): void {
    this.#chores.push({ chore, nextMs: this.#options.nowMs() + chore.firstMs });
    this.#noteNext();
  }

  /** Reads what is due from the store and starts the clock. */
  async start(): Promise<void> {
    for (const { key } of await this.#options.store.stateWithPrefix(prefix)) this.#keysOf(kindOf(key)).add(key);
    this.#started = true;
    this.#arm();
  }

  /** Rows that were committed just now. */
  expect(...keys: readonly string[]): void {
    for (const key of keys) this.#keysOf(kindOf(key)).add(key);
    if (keys.length > 0) this.#arm();
  }

  /** Keys of a kind whose tail begins with a record's id. */
  keysAbout(kind: string, id: string): readonly string[] {
    const from = prefix.length + kind.length + 15;
    return [...(this.#keys.get(kind) ?? [])].filter((key) => key.startsWith(id, from)).sort();
  }

  /** When a key's row is due. */
  timeOf(key: string): number {
    return timeOf(key);
  }

  /** Terms that end at this RFC 3339 time were taken in: when that is soon, the chores look at them in time. */
  heard(until: string): void {
    if (until < this.#nextChore) this.soon(Date.parse(until));
  }

  /** The chores have something to look at by this time. */
  soon(atMs: number): void {
    let earlier = false;
    for (const entry of this.#chores) {
      if (entry.nextMs <= atMs) continue;
      entry.nextMs = atMs;
      earlier = true;
    }
    if (!earlier) return;
    this.#noteNext();
    this.#arm();
  }

  /** Resolves when everything that is due now has been done or has failed. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Nothing more is begun; resolves when what runs has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.idle();
  }

  #noteNext(): void {
    const nextMs = Math.min(...this.#chores.map((entry) => entry.nextMs));
    this.#nextChore = Number.isFinite(nextMs) ? encodeInstant(nextMs) : '';
  }

  #keysOf(kind: string): Set<string> {
    let keys = this.#keys.get(kind);
    if (keys === undefined) {
      keys = new Set();
      this.#keys.set(kind, keys);
    }
    return keys;
  }

  #arm(): void {
    if (!this.#started || this.#stopped || this.#running !== undefined) return;
    this.#cancel?.();
    const nowMs = this.#options.nowMs();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const [name, keys] of this.#keys) {
      if (!this.#kinds.has(name) || keys.size === 0) continue;
      let first = Number.POSITIVE_INFINITY;
      for (const key of keys) first = Math.min(first, timeOf(key));
      nextMs = Math.min(nextMs, Math.max(first, this.#pausedUntilMs.get(name) ?? 0));
    }
    for (const entry of this.#chores) nextMs = Math.min(nextMs, entry.nextMs);
    if (nextMs === Number.POSITIVE_INFINITY) return;
    this.#cancel = this.#options.clock.after(Math.min(Math.max(0, nextMs - nowMs), longestTimerMs), () => {
      this.#running ??= this.#run().finally(() => {
        this.#running = undefined;
        this.#arm();
      });
    });
  }

  async #run(): Promise<void> {
    for (const entry of this.#chores) {
      const nowMs = this.#options.nowMs();
      if (entry.nextMs > nowMs) continue;
      entry.nextMs = nowMs + entry.chore.everyMs;
      this.#noteNext();
      await entry.chore.run().catch((error: unknown) => this.#options.onFailure('chore', error));
    }
    let more = true;
    while (more && !this.#stopped) {
      more = false;
      for (const kind of this.#kinds.values()) if (await this.#turn(kind)) more = true;
    }
  }

  /** Some rows of one kind; true when there may be more due now. */
  async #turn(kind: DutyKind): Promise<boolean> {
    const { store, timeUncertain } = this.#options;
    const nowMs = this.#options.nowMs();
    if ((this.#pausedUntilMs.get(kind.name) ?? 0) > nowMs) return false;
    const keys = this.#keysOf(kind.name);
    const due = [...keys].filter((key) => timeOf(key) <= nowMs).sort();
    if (due.length === 0) return false;
    if (kind.needsTime && timeUncertain()) {
      this.#pausedUntilMs.set(kind.name, nowMs + retryMs);
      return false;
    }
    const rows: DueRow[] = [];
    for (const key of due.slice(0, kind.atOnce)) {
      const value = await store.state(key);
      if (value === undefined) keys.delete(key);
      else rows.push({ key, value, atMs: timeOf(key), tail: key.slice(prefix.length + kind.name.length + 15) });
    }
    if (rows.length === 0) return true;
    try {
      await kind.run(rows);
      // What a kind leaves as it was would come up again at once.
      const stuck = (await Promise.all(rows.map(async ({ key, value }) => (await store.state(key)) === value))).every(Boolean);
      if (!stuck) return true;
    } catch (error) {
      this.#options.onFailure(kind.name, error);
    }
    this.#pausedUntilMs.set(kind.name, this.#options.nowMs() + retryMs);
    return false;
  }
}

function kindOf(key: string): string {
  return key.slice(prefix.length, key.indexOf('/', prefix.length));
}

function timeOf(key: string): number {
  const at = key.indexOf('/', prefix.length) + 1;
  return Number(key.slice(at, at + 13));
}
