import type { DeskId, Json, RecordId } from '@wasl/record';
import { fail } from '../codes.ts';
import type { ClockRule, Declarations } from '../declaration.ts';
import { Acts } from '../fate.ts';
import { bySaying, type Said } from '../said.ts';
import type { Settings } from './amount.ts';
import { arm } from './arm.ts';
import { Bearings } from './bearings.ts';
import type { Armed, ClockView, Firing, Progress } from './clock.ts';
import { Heap } from './heap.ts';
import { type Timeline, timelineOf, wallOf } from './timeline.ts';

const untold: Progress = { steps: 0, repeats: 0 };

/**
 * All clocks of a node. Records come in any order and any number of times; what they make of the clocks depends on their set alone. Time is what
 * the caller says it is. Only the progress (which steps were told) is state of its own: keep it, and a book opened with it and fed
 * the same records again tells nothing twice.
 */
export class ClockBook {
  readonly #declarations: Declarations;
  readonly #settings: Settings;
  readonly #deputies: (desk: DeskId) => readonly DeskId[];
  readonly #acts = new Acts();
  readonly #bearings: Bearings;
  readonly #armed = new Map<string, Armed>();
  readonly #byRecord = new Map<RecordId, readonly string[]>();
  readonly #bySubject = new Map<string, Set<RecordId>>();
  /** subject, agency, type and clock → records that state it; the newest that stands holds the clock. */
  readonly #groups = new Map<string, Map<RecordId, Said>>();
  readonly #groupsOf = new Map<RecordId, readonly string[]>();
  readonly #progress = new Map<string, Progress>();
  readonly #heap = new Heap();
  /** Time in the heap of each clock: an item with another time is out of date. */
  readonly #queued = new Map<string, number>();

  constructor(of: {
    readonly declarations: Declarations;
    readonly settings?: Settings;
    readonly deputies?: (desk: DeskId) => readonly DeskId[];
    /** What `progress()` gave before a restart. Throws `engine-state` when it has another form. */
    readonly progress?: Json;
  }) {
    this.#declarations = of.declarations;
    this.#settings = of.settings ?? (() => undefined);
    this.#deputies = of.deputies ?? (() => []);
    this.#bearings = new Bearings(of.declarations);
    for (const [key, progress] of parseProgress(of.progress ?? {})) this.#progress.set(key, progress);
  }

  /** Takes a record in: arms its clocks, and stops, pauses or voids those it bears on. */
  add(said: Said): void {
    this.#arm(said);
    this.#acts.add(said);
    const touched = new Set<RecordId>([said.id]);
    for (const on of this.#bearings.add(said)) {
      if (this.#byRecord.has(on as RecordId)) touched.add(on as RecordId);
      for (const record of this.#bySubject.get(on) ?? []) touched.add(record);
    }
    for (const record of touched) {
      for (const group of this.#groupsOf.get(record) ?? [])
        for (const member of this.#groups.get(group)?.keys() ?? []) this.#queueAll(member);
      this.#queueAll(record);
    }
  }

  /** Steps whose time has come, in order of their time, at most `limit`; each is told once. More may wait: call again. */
  fire(nowMs: number, limit = 100): readonly Firing[] {
    const fired: Firing[] = [];
    while (fired.length < limit) {
      const top = this.#heap.peek();
      if (top === undefined || top.atMs > nowMs) break;
      this.#heap.pop();
      if (this.#queued.get(top.key) !== top.atMs) continue;
      this.#queued.delete(top.key);
      const firing = this.#tell(top.key, top.atMs, nowMs);
      if (firing !== undefined) fired.push(firing);
      this.#queue(top.key);
    }
    return fired;
  }

  /** When the next step's time comes; `undefined` when no clock runs. */
  nextMs(): number | undefined {
    for (;;) {
      const top = this.#heap.peek();
      if (top === undefined || this.#queued.get(top.key) === top.atMs) return top?.atMs;
      this.#heap.pop();
    }
  }

  /** Clocks that run or are paused, by time of due. */
  running(): readonly ClockView[] {
    const views = [...this.#armed.values()].map((clock) => this.#view(clock));
    return views
      .filter(({ end }) => end.state === 'running' || end.state === 'paused')
      .sort((a, b) => a.dueMs - b.dueMs || (a.key < b.key ? -1 : 1));
  }

  /** The clocks of one record, whatever became of them. */
  of(record: RecordId): readonly ClockView[] {
    return (this.#byRecord.get(record) ?? []).flatMap((key) => {
      const clock = this.#armed.get(key);
      return clock === undefined ? [] : [this.#view(clock)];
    });
  }

  /** Which steps were told, by clock: everything that must survive a restart. */
  progress(): Json {
    return Object.fromEntries(
      [...this.#progress].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, { steps, repeats }]) => [key, [steps, repeats]]),
    );
  }

  #arm(said: Said): void {
    const rules = this.#declarations.get(said.type)?.clocks ?? [];
    const keys: string[] = [];
    const joined: string[] = [];
    for (const rule of rules) {
      if (rule.per === 'subject' && stated(rule, said)) {
        const name = groupOf(said, rule);
        const group = this.#groups.get(name) ?? new Map<RecordId, Said>();
        group.set(said.id, said);
        this.#groups.set(name, group);
        joined.push(name);
      }
      for (const clock of arm(said, rule, { settings: this.#settings, deputies: this.#deputies })) {
        this.#armed.set(clock.key, clock);
        keys.push(clock.key);
      }
    }
    if (joined.length > 0) this.#groupsOf.set(said.id, joined);
    if (keys.length === 0) return;
    this.#byRecord.set(said.id, keys);
    const records = this.#bySubject.get(said.subject) ?? new Set<RecordId>();
    records.add(said.id);
    this.#bySubject.set(said.subject, records);
  }

  #queueAll(record: RecordId): void {
    for (const key of this.#byRecord.get(record) ?? []) this.#queue(key);
  }

  #timeline(clock: Armed): Timeline {
    const bearing = {
      refer: this.#bearings.referring(clock.said.id),
      mention: this.#bearings.mentioning(clock.said),
      answering: (id: RecordId) => this.#bearings.referring(id),
    };
    const timeline = timelineOf(clock, bearing, this.#acts);
    if (clock.rule.per !== 'subject' || timeline.end.state === 'void') return timeline;
    const holder = this.#holder(clock);
    return holder === undefined || holder.id === clock.said.id ? timeline : { ...timeline, end: { state: 'void', by: holder.id } };
  }

  #holder(clock: Armed): Said | undefined {
    const standing = [...(this.#groups.get(groupOf(clock.said, clock.rule))?.values() ?? [])].filter(
      (said) => !this.#acts.did(said, 'withdraws', 'erases', 'supersedes'),
    );
    return standing.sort(bySaying).at(-1);
  }

  #queue(key: string): void {
    const clock = this.#armed.get(key);
    const atMs = clock === undefined ? undefined : this.#next(clock);
    if (atMs === undefined) this.#queued.delete(key);
    else if (this.#queued.get(key) !== atMs) {
      this.#queued.set(key, atMs);
      this.#heap.push(atMs, key);
    }
  }

  #next(clock: Armed): number | undefined {
    const { end, pauses } = this.#timeline(clock);
    if (end.state === 'stopped' || end.state === 'void') return undefined;
    const { steps, repeats } = this.#progress.get(clock.key) ?? untold;
    const step = clock.steps[steps];
    if (step === undefined && clock.repeatMs === undefined) return undefined;
    const active = step === undefined ? lastOf(clock) + (repeats + 1) * (clock.repeatMs ?? 0) : step.at;
    const atMs = wallOf(clock, active, pauses);
    return atMs === Number.POSITIVE_INFINITY ? undefined : atMs;
  }

  #tell(key: string, atMs: number, nowMs: number): Firing | undefined {
    const clock = this.#armed.get(key);
    if (clock === undefined || this.#next(clock) !== atMs) return undefined;
    const { pauses } = this.#timeline(clock);
    const before = this.#progress.get(key) ?? untold;
    const dueMs = wallOf(clock, clock.periodMs, pauses);
    const step = clock.steps[before.steps];
    const repeats = step === undefined ? repeatsBy(clock, nowMs, pauses) : before.repeats;
    const told = step === undefined ? { ...before, repeats } : { ...before, steps: before.steps + 1 };
    this.#progress.set(key, told);
    // A reminder that the next step has overtaken tells nobody anything.
    if (step?.step === 'warn' && wallOf(clock, clock.steps[before.steps + 1]?.at ?? clock.periodMs, pauses) <= nowMs) return undefined;
    const { said, desk, agency } = clock;
    const { type, subject, mode } = said;
    return {
      ...{ key, clock: clock.rule.clock, record: said.id, type, subject, mode, desk, agency, dueMs, atMs, told },
      step: step?.step ?? 'repeat',
      n: step === undefined ? repeats : 0,
      missed: repeats - before.repeats - (step === undefined ? 1 : 0),
      tell: step?.tell ?? clock.steps.at(-1)?.tell ?? [],
      lateMs: Math.max(0, nowMs - atMs),
    };
  }

  #view(clock: Armed): ClockView {
    const { end, pauses } = this.#timeline(clock);
    const { said, desk, agency, startMs } = clock;
    const counted = pauses.filter(({ toMs }) => toMs !== Number.POSITIVE_INFINITY);
    return {
      ...{ key: clock.key, clock: clock.rule.clock, record: said.id, type: said.type, subject: said.subject, mode: said.mode },
      ...{ issuer: said.issuer, agency, desk, startMs, dueMs: wallOf(clock, clock.periodMs, counted), end },
      told: this.#progress.get(clock.key) ?? untold,
    };
  }
}

/** Active time of a clock's last step; repeats follow it. */
function lastOf(clock: Armed): number {
  return clock.steps.at(-1)?.at ?? clock.periodMs;
}

/** How many repeats have passed by now. */
function repeatsBy(clock: Armed, nowMs: number, pauses: Timeline['pauses']): number {
  const paused = pauses.reduce((sum, { fromMs, toMs }) => sum + Math.max(0, Math.min(toMs, nowMs) - Math.min(fromMs, nowMs)), 0);
  return Math.max(1, Math.floor((nowMs - clock.startMs - paused - lastOf(clock)) / (clock.repeatMs ?? 1)));
}

function groupOf(said: Said, rule: ClockRule): string {
  return `${said.mode}/${said.subject}/${said.issuer}/${said.type}/${rule.clock}`;
}

/** Whether the record states the unit in which the clock's rows or due time stand. */
function stated(rule: ClockRule, said: Said): boolean {
  const { due, rows } = rule;
  const path = rows ?? ('after' in due ? due.from : 'at' in due ? due.at : due.before);
  return path === undefined || Object.hasOwn(said.fields, path.split('/')[0] ?? '');
}

function parseProgress(input: Json): readonly (readonly [string, Progress])[] {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw fail('engine-state', 'progress is not an object');
  return Object.entries(input).map(([key, value]) => {
    const [steps, repeats] = Array.isArray(value) ? (value as readonly Json[]) : [];
    if (typeof steps !== 'number' || typeof repeats !== 'number')
      throw fail('engine-state', `progress of ${key.slice(0, 120)} is not [steps, repeats]`);
    return [key, { steps, repeats }] as const;
  });
}
