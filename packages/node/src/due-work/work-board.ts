import { AskBook, ClockBook, ClusterBook, type Declarations, DerivationBook, type Derived, LadderBook, type Said } from '@wasl/engine';
import type { DeskId, Json, RecordId } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { ViewRow } from '../ports/store.ts';
import { clockClosing, openClocks } from './open-clocks.ts';
import { declarationsOf, saidOf } from './said-of.ts';
import { Deputies, settingsOf } from './settings.ts';
import { SubjectWatch } from './subject-watch.ts';
import { clearEnded, raiseCluster, raiseDerived, raiseFiring } from './work-alarms.ts';

const toldPrefix = 'clock-told/';
const seenPrefix = 'seen/';
const exportPrefix = 'exported/';
const askKey = 'questions-open';
const pageRows = 500;
/** Steps told in one turn; more wait for the next, so that a long sleep ends in no storm. */
const stepsATurn = 50;
const turnMs = 1000;
/** A node that slept looks for what its partners answered meanwhile before it calls anybody late. */
const graceMs = 5000;
const longestWaitMs = 30_000;

type Link = { readonly from: RecordId; readonly to: RecordId; readonly rel: string };

/**
 * Feeds the engine: at start from the index, page by page, then with what is put and received. Keeps what was told, raises alarms for steps that
 * name desks of this agency, and looks at subjects that changed.
 */
export class WorkBoard {
  readonly clocks: ClockBook;
  readonly ladders: LadderBook;
  readonly derivation: DerivationBook;
  readonly asks: AskBook;
  readonly watch: SubjectWatch;
  readonly declarations: Declarations;
  /** Resolves when all records at start have been read. */
  readonly ready: Promise<void>;
  readonly #core: NodeCore;
  readonly #clusters: ClusterBook;
  readonly #deputies: Deputies;
  readonly #queue = new Set<RecordId>();
  #draining: Promise<void> | undefined;
  #cancel: (() => void) | undefined;
  #loaded = false;
  #ended = false;
  #asksKept = '';
  /** Records whose clocks had not all ended. */
  readonly #open = new Set<RecordId>();

  private constructor(core: NodeCore, kept: { readonly progress: Json; readonly asks: Json }) {
    this.#core = core;
    this.declarations = declarationsOf(core);
    this.#deputies = new Deputies();
    const settings = settingsOf(core);
    const { declarations } = this;
    this.clocks = new ClockBook({ declarations, settings, deputies: (desk) => this.#deputies.of(desk), progress: kept.progress });
    this.ladders = new LadderBook(declarations);
    this.derivation = new DerivationBook(declarations);
    this.asks = new AskBook({ declarations, settings, state: kept.asks });
    this.#clusters = new ClusterBook({ declarations, settings });
    this.watch = new SubjectWatch(core, { declarations, asks: this.asks });
    this.ready = this.#load().catch((error: unknown) => {
      core.alarms.raise('work-failed', `records could not be read at start: ${String(error)}`);
    });
  }

  /** A board with what the process before kept; it then reads the records by itself. */
  static async open(core: NodeCore): Promise<WorkBoard> {
    const { store } = core.options;
    const rows = await store.stateWithPrefix(toldPrefix);
    const progress = Object.fromEntries(rows.map(({ key, value }) => [key.slice(toldPrefix.length), JSON.parse(value) as Json]));
    const asks = JSON.parse((await store.state(askKey)) ?? '{}') as Json;
    const board = new WorkBoard(core, { progress, asks });
    for (const { key, value } of await store.stateWithPrefix(exportPrefix)) board.derivation.addExport(exportOf(key, value));
    for (const { key, value } of await store.stateWithPrefix(seenPrefix)) {
      const [record = '', ...desk] = key.slice(seenPrefix.length).split('/');
      board.ladders.seen(record as RecordId, desk.join('/') as DeskId, Number(value));
    }
    core.onRead = (desk, ids) => board.seen(desk, ids);
    core.onIndexed = (taken, links) => board.take(taken, links);
    return board;
  }

  /** Reads directories of desks, because ladders need deputies, then what has clocks, then everything while it tells already. */
  async #load(): Promise<void> {
    await this.#page(Deputies.type);
    for (const id of await openClocks(this.#core)) {
      this.#open.add(id);
      for (const one of [id, ...(await this.#core.referring(id)).map((ref) => ref.id)]) await this.#read(one, { live: false });
    }
    this.#loaded = true;
    this.#wait(graceMs);
    await this.#page(undefined);
    await this.settled();
    clearEnded(this.#core, this);
  }

  /** Takes note of entries that came in; they are read from the store in turn. */
  take(rows: readonly ViewRow[], links: readonly Link[]): void {
    const referring = new Set(links.map((link) => link.from));
    // What is referred to may not have meant anything before: whose it is decides what an act on it does.
    for (const { to } of links) this.#queue.add(to);
    for (const row of rows) if (referring.has(row.id) || this.#matters(row.type)) this.#queue.add(row.id);
    if (this.#queue.size > 0) this.#draining ??= this.#drain();
  }

  /** Tells nothing any more: the node ends. */
  close(): void {
    this.#ended = true;
    this.#cancel?.();
  }

  /** Resolves when everything taken so far has been read and looked at. */
  async settled(): Promise<void> {
    while (this.#draining !== undefined) await this.#draining;
  }

  /** State that says that an officer's desk opened partners' records; committed with the read (JO1). */
  seen(desk: DeskId, ids: readonly RecordId[]): readonly { readonly key: string; readonly value: string }[] {
    const atMs = this.#core.nowMs();
    return ids
      .filter((id) => this.ladders.of(id).some((ladder) => ladder.desk === desk && ladder.unread))
      .map((id) => {
        this.ladders.seen(id, desk, atMs);
        return { key: `${seenPrefix}${id}/${desk}`, value: String(atMs) };
      });
  }

  /** State that says that a record left as an export; committed with the act (I8). What falls later reaches it (I6). */
  exported(record: RecordId, kind: string): readonly { readonly key: string; readonly value: string }[] {
    const row = { key: `${exportPrefix}${kind}/${record}`, value: String(this.#core.nowMs()) };
    this.derivation.addExport(exportOf(row.key, row.value));
    return [row];
  }

  #matters(type: string): boolean {
    const declared = this.declarations.get(type);
    if (declared === undefined) return false;
    const { clocks, ladder, moves, derives, triggers, fold, settles } = declared;
    return [clocks, ladder, moves, derives, triggers, fold, settles].some((part) => part !== undefined);
  }

  async #page(type: string | undefined): Promise<void> {
    const { views } = this.#core.options;
    await this.#core.indexed();
    for (let since = 0; ; ) {
      const rows = await views.list({ since, limit: pageRows, ...(type === undefined ? {} : { type }) });
      for (const row of rows) await this.#read(row.id, { live: false });
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageRows) return;
      since = last.seq;
    }
  }

  async #drain(): Promise<void> {
    try {
      while (this.#queue.size > 0) {
        const ids = [...this.#queue];
        this.#queue.clear();
        for (const id of ids) await this.#read(id, { live: true });
        raiseDerived(this.#core, this);
        clearEnded(this.#core, this);
        if (this.#loaded) this.#wait(0);
      }
    } catch (error) {
      this.#core.alarms.raise('work-failed', `records could not be looked at: ${String(error)}`);
    } finally {
      this.#draining = undefined;
    }
  }

  async #read(id: RecordId, of: { readonly live: boolean }): Promise<void> {
    const held = await this.#core.options.store.record(id);
    if (held !== undefined) this.#feed(saidOf(this.#core, held), of);
  }

  #feed(said: Said, of: { readonly live: boolean }): void {
    this.#deputies.add(said);
    this.clocks.add(said);
    this.ladders.add(said);
    this.derivation.add(said);
    for (const cluster of this.#clusters.add(said)) raiseCluster(this.#core, cluster);
    this.watch.changed(said, of.live);
    if (this.declarations.get(said.type)?.clocks !== undefined) this.#open.add(said.id);
  }

  /** Looks again when the next step's time comes, or what changed must be looked at; never later than half a minute. */
  #wait(atLeastMs: number): void {
    this.#cancel?.();
    if (this.#ended) return;
    const nowMs = this.#core.nowMs();
    const next = [this.clocks.nextMs(), this.asks.nextMs(), this.watch.waiting ? nowMs + turnMs : undefined].filter(
      (ms) => ms !== undefined,
    );
    const delayMs = Math.min(longestWaitMs, ...next.map((ms) => Math.max(0, ms - nowMs)));
    this.#cancel = this.#core.options.clock.after(Math.max(atLeastMs, delayMs), () => {
      this.#turn().then(
        () => this.#wait(turnMs),
        (error: unknown) => {
          this.#core.alarms.raise('work-failed', `deadlines could not be told: ${String(error)}`);
          this.#wait(longestWaitMs);
        },
      );
    });
  }

  /** Tells what is due. An alarm is raised first and then noted as told: a crash between the two tells it again, never not at all (I11). */
  async #turn(): Promise<void> {
    await this.settled();
    await this.watch.look();
    const nowMs = this.#core.nowMs();
    const fired = this.clocks.fire(nowMs, stepsATurn);
    for (const firing of fired) raiseFiring(this.#core, firing);
    const asked = this.asks.fire(nowMs);
    for (const one of asked) {
      // One alarm a question: it sounds anew each time it is put.
      this.#core.alarms.clear('asked-again', { subject: one.subject, trigger: one.trigger });
      this.#core.alarms.raise('asked-again', `${one.type}: ${one.trigger} is still open, asked for the ${one.asked}. time`, {
        subject: one.subject,
        trigger: one.trigger,
      });
    }
    const asks = JSON.stringify(this.asks.state());
    const state = fired.map(({ key, told }) => ({ key: `${toldPrefix}${key}`, value: JSON.stringify([told.steps, told.repeats]) }));
    const closed = this.#closed();
    if (state.length === 0 && closed.length === 0 && asks === this.#asksKept) return;
    this.#asksKept = asks;
    await this.#core.flusher.submit({
      state: [...state, ...closed.map(clockClosing), { key: askKey, value: asks }],
      acts: fired.map(({ record, clock, step, desk, agency }) => ({
        act: 'tell-deadline',
        about: record,
        code: clock,
        details: { step, to: desk ?? agency },
      })),
    });
  }

  /** Records of which every clock has ended since the last turn. */
  #closed(): readonly RecordId[] {
    const closed = [...this.#open].filter((id) => this.clocks.of(id).every(({ end }) => end.state === 'stopped' || end.state === 'void'));
    for (const id of closed) this.#open.delete(id);
    return closed;
  }
}

/** An export as the engine knows it; its id is what its state key says: kind and record. */
function exportOf(key: string, value: string): Derived {
  const id = key.slice(exportPrefix.length);
  const [kind = '', record = ''] = id.split('/');
  return { id, kind, sources: [record as RecordId], atMs: Number(value) };
}
