import { encodeRange, hashLeaf } from '@wasl/log';
import { type Crypto, type Json, type RecordId, type Refusal, type Result, WaslError } from '@wasl/record';
import type { WireLeaf } from '../ports/link.ts';
import type { Commit, LogAppend, ReceiptWrite, RecordWrite, Store } from '../ports/store.ts';
import { leafTextOf } from './channel.ts';
import { foldActs, type JournalAct, journalReleaseLine } from './journal.ts';
import type { OwnLog } from './own-log.ts';

/** A leaf to append to one of this node's logs. `disclosures` are what travels beside it. */
export interface LeafPlan {
  readonly log: OwnLog;
  readonly id: RecordId;
  readonly entryText: string;
  readonly releaseLine: string;
  readonly disclosures: readonly string[];
}

/** What one use case wants durable, all or nothing. */
export interface Work {
  readonly records?: readonly RecordWrite[];
  readonly leaves?: readonly LeafPlan[];
  readonly foreign?: readonly LogAppend[];
  readonly receipts?: readonly ReceiptWrite[];
  readonly state?: Commit['state'];
  readonly idempotency?: Commit['idempotency'];
  readonly acts?: readonly JournalAct[];
  /** Asked again right before the write (RL4, DU5): a refusal drops this work alone. */
  readonly check?: () => Refusal | undefined;
}

export interface Placed {
  /** Index of each planned leaf, in the order given. */
  readonly indices: readonly number[];
}

export interface FlusherOptions {
  readonly store: Store;
  readonly crypto: Crypto;
  readonly journal: OwnLog;
  readonly journalEntry: (acts: Json) => RecordWrite;
  readonly at: () => string;
  readonly sign: (log: OwnLog, size: number, root: Uint8Array) => string;
  /** State that goes with every commit (EX8). */
  readonly marks: () => Commit['state'];
  /** Called once when the store can no longer promise durability: the process must end (DU1). */
  readonly onFatal: (error: unknown) => void;
  /** Nothing can be written for now, such as on a full disk; called at each refused commit. */
  readonly onStuck?: (error: WaslError) => void;
  /** The first commit after such a time went through. */
  readonly onMoving?: (code: string) => void;
}

interface Queued {
  readonly work: Work;
  readonly resolve: (result: Result<Placed>) => void;
  readonly reject: (error: unknown) => void;
}

const maxLeaves = 256;
/** A commit of this size tells of room, however large the one was that failed. */
const provingBytes = 8 * 1024;
const maxBytes = 1024 * 1024;

/**
 * Group commit. A flush starts as soon as the one before has ended, takes what is queued (≤ 256 leaves of a log, LG4), writes leaves,
 * heads, disclosures, journal and state in one commit, and only then signs heads and publishes (DU1).
 */
export class Flusher {
  readonly #options: FlusherOptions;
  #queue: Queued[] = [];
  #running = false;
  #stopped: unknown;
  /** Code of the last commit while none goes through. */
  #stuck: { readonly code: string; readonly bytes: number } | undefined;
  #idle: (() => void)[] = [];

  constructor(options: FlusherOptions) {
    this.#options = options;
  }

  /** Resolves when the work is durable and published, or with the refusal of its `check`. */
  submit(work: Work): Promise<Result<Placed>> {
    if (this.#stopped !== undefined) return Promise.reject(this.#stopped);
    return new Promise((resolve, reject) => {
      this.#queue.push({ work, resolve, reject });
      if (!this.#running) {
        this.#running = true;
        queueMicrotask(() => void this.#run());
      }
    });
  }

  /** Resolves when nothing is queued or being written. */
  settled(): Promise<void> {
    return this.#running ? new Promise((resolve) => this.#idle.push(resolve)) : Promise.resolve();
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#flush(this.#take());
      // Replies of the store's thread come so fast under load that sockets would starve without a turn of the event loop.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.#running = false;
    for (const done of this.#idle.splice(0)) done();
  }

  #take(): Queued[] {
    const counts = new Map<OwnLog, number>();
    let bytes = 0;
    let taken = 0;
    for (const { work } of this.#queue) {
      let full = false;
      for (const leaf of work.leaves ?? []) {
        const count = (counts.get(leaf.log) ?? 0) + 1;
        counts.set(leaf.log, count);
        bytes += leaf.entryText.length + leaf.releaseLine.length + leaf.disclosures.reduce((sum, text) => sum + text.length, 0);
        if (count > maxLeaves - 1 || bytes > maxBytes) full = true;
      }
      if (full && taken > 0) break;
      taken += 1;
    }
    return this.#queue.splice(0, taken);
  }

  async #flush(batch: Queued[]): Promise<void> {
    const accepted: Queued[] = [];
    for (const queued of batch) {
      const refusal = queued.work.check?.();
      if (refusal === undefined) accepted.push(queued);
      else queued.resolve({ ok: false, reason: refusal });
    }
    if (accepted.length === 0) return;
    const planned = this.#planned(accepted);
    if (!planned.ok) {
      // One work that cannot be written takes nothing else with it, and no process.
      if (accepted.length === 1) for (const queued of accepted) queued.reject(planned.error);
      else for (const queued of accepted) await this.#flush([queued]);
      return;
    }
    const { plan } = planned;
    try {
      await this.#options.store.commit(plan.commit);
    } catch (error) {
      for (const { log, range } of plan.rollback) log.tree = range;
      for (const queued of accepted) queued.reject(error);
      if (error instanceof WaslError && error.row.retryable) {
        this.#stuck = { code: error.code, bytes: Math.min(sizeOf(plan.commit) / 2, provingBytes) };
        this.#options.onStuck?.(error);
        return;
      }
      this.#stopped = error;
      for (const queued of this.#queue.splice(0)) queued.reject(error);
      this.#options.onFatal(error);
      return;
    }
    for (const { log, size, root, leaves } of plan.publish) {
      const note = this.#options.sign(log, size, root);
      log.publish({ size, root, note }, { origin: log.origin, first: size - leaves.length, leaves, checkpoint: note });
    }
    // Small writes find room on a full disk: only one half as large as what failed says that there is some again.
    if (this.#stuck !== undefined && sizeOf(plan.commit) >= this.#stuck.bytes) {
      const { code } = this.#stuck;
      this.#stuck = undefined;
      this.#options.onMoving?.(code);
    }
    for (const [i, queued] of accepted.entries()) queued.resolve({ ok: true, value: { indices: plan.indices[i] ?? [] } });
  }

  /** The plan, or why there is none; the trees are then as they were. */
  #planned(accepted: readonly Queued[]) {
    const trees = new Map<OwnLog, OwnLog['tree']>();
    try {
      return { ok: true as const, plan: this.#plan(accepted, trees) };
    } catch (error) {
      for (const [log, tree] of trees) log.tree = tree;
      return { ok: false as const, error };
    }
  }

  #plan(accepted: readonly Queued[], trees: Map<OwnLog, OwnLog['tree']>) {
    const { crypto, journal } = this.#options;
    const records: RecordWrite[] = [];
    const appends: LogAppend[] = [];
    const receipts: ReceiptWrite[] = [];
    const state: Commit['state'][number][] = [];
    const idempotency: Commit['idempotency'][number][] = [];
    const acts: JournalAct[] = [];
    const indices: number[][] = [];
    const perLog = new Map<OwnLog, { first: number; before: OwnLog['tree']; writes: LogAppend['leaves'][number][]; wire: WireLeaf[] }>();
    const place = (leaf: LeafPlan): number => {
      let group = perLog.get(leaf.log);
      if (group === undefined) {
        group = { first: leaf.log.tree.size, before: leaf.log.snapshot(), writes: [], wire: [] };
        perLog.set(leaf.log, group);
        trees.set(leaf.log, group.before);
      }
      const hash = hashLeaf(leafTextOf(leaf.releaseLine, leaf.entryText), crypto);
      leaf.log.tree.push(hash);
      group.writes.push({ id: leaf.id, releaseLine: leaf.releaseLine, hash });
      group.wire.push({ releaseLine: leaf.releaseLine, entryText: leaf.entryText, disclosures: leaf.disclosures });
      return group.first + group.writes.length - 1;
    };
    for (const { work } of accepted) {
      if (work.records !== undefined) records.push(...work.records);
      if (work.foreign !== undefined) appends.push(...work.foreign);
      if (work.receipts !== undefined) receipts.push(...work.receipts);
      if (work.state !== undefined) state.push(...work.state);
      if (work.idempotency !== undefined) idempotency.push(...work.idempotency);
      if (work.acts !== undefined) acts.push(...work.acts);
      indices.push((work.leaves ?? []).map(place));
    }
    for (const [log, group] of perLog) {
      acts.push({ act: 'append', about: log.origin, details: { first: group.first, size: log.tree.size } });
    }
    if (acts.length > 0) {
      const entry = this.#options.journalEntry(foldActs(acts, this.#options.at()));
      records.push(entry);
      place({ log: journal, id: entry.id, entryText: entry.entryText, releaseLine: journalReleaseLine, disclosures: [] });
    }
    const publish = [...perLog].map(([log, group]) => {
      const root = log.tree.root();
      appends.push({
        origin: log.origin,
        first: group.first,
        leaves: group.writes,
        size: log.tree.size,
        root,
        range: encodeRange(log.tree.range()),
        own: true,
      });
      return { log, size: log.tree.size, root, leaves: group.wire };
    });
    state.push(...this.#options.marks());
    const rollback = [...perLog].map(([log, group]) => ({ log, range: group.before }));
    return { commit: { records, appends, receipts, state, idempotency }, indices, publish, rollback };
  }
}

function sizeOf(commit: Commit): number {
  return commit.records.reduce(
    (sum, record) => sum + record.entryText.length + record.disclosures.reduce((all, { text }) => all + text.length, 0),
    0,
  );
}
