import type { ProofReport } from '@wasl/agreement';
import type { RecordType } from '@wasl/catalog';
import {
  type AgencyId,
  type Crypto,
  type DeskId,
  encodeInstant,
  newSubjectId,
  type RandomBytes,
  type RecordId,
  type SubjectId,
} from '@wasl/record';
import { Agreements } from './agreements.ts';
import { Alarms } from './alarms.ts';
import { AttachmentBook } from './attachments/book.ts';
import type { ClockGuard } from './clock-guard.ts';
import { loadClock, TimeMarks } from './clock-watch.ts';
import { DeliveryBoard } from './delivery.ts';
import { Calendar } from './duties/calendar.ts';
import { EventRing } from './events.ts';
import { HybridClock } from './hlc.ts';
import { JournalKeeper } from './journal-heads/journal-keeper.ts';
import { JournalStatements } from './journal-heads/journal-statements.ts';
import { type Channel, controlTopic, journalTopic } from './logs/channel.ts';
import { Flusher, type LeafPlan } from './logs/flusher.ts';
import { journalRecord } from './logs/journal.ts';
import type { OwnLog } from './logs/own-log.ts';
import { OwnLogs } from './logs/own-logs.ts';
import type { ChunkCipher } from './ports/cipher.ts';
import type { Directory, NodeKeys } from './ports/keys.ts';
import type { AttachmentStore, Commit, Store, ViewRow, Views } from './ports/store.ts';
import type { Clock } from './ports/time.ts';
import { TreeReader } from './read/tree-reader.ts';
import { type RemoteLog, RemoteLogs } from './receive/remote-logs.ts';
import { restoredOrigins } from './restore.ts';
import type { PutRecord } from './service.ts';
import { TargetBook } from './targets.ts';

/** The index may lag by so much; whoever lists asks for it at once. */
const indexDelayMs = 200;

/** A reference of one entry to another, for the index. */
type ViewLink = Parameters<Views['refer']>[0][number];

/** Everything one node is made of; the composition root gives it. */
export interface NodeOptions {
  readonly agency: AgencyId;
  /** Desk under whose name the node itself writes: refusals, erasure answers, the journal. */
  readonly ownDesk: DeskId;
  readonly mode: 'demonstration' | 'operational';
  readonly crypto: Crypto;
  readonly random: RandomBytes;
  readonly clock: Clock;
  readonly keys: NodeKeys;
  readonly directory: Directory;
  readonly store: Store;
  readonly views: Views;
  readonly attachments: AttachmentStore;
  readonly cipher: ChunkCipher;
  readonly catalog: Readonly<Record<string, RecordType>>;
  readonly prove: (agreement: Parameters<typeof import('@wasl/agreement').digestOf>[0]) => Promise<ProofReport>;
  /** Pairwise pseudonym of an officer towards a partner (labels.md §4.4). */
  readonly pseudonym: (user: string, partner: AgencyId) => string;
  /** The process must end: durability can no longer be promised (DU1). */
  readonly onFatal: (error: unknown) => void;
}

/** State shared by the use cases of one node. It holds no rule of its own. */
export class NodeCore {
  readonly options: NodeOptions;
  readonly events: EventRing;
  readonly alarms: Alarms;
  readonly agreements = new Agreements();
  readonly files = new AttachmentBook();
  readonly logs: OwnLogs;
  readonly remote: RemoteLogs;
  readonly delivery: DeliveryBoard;
  readonly hlc: HybridClock;
  readonly flusher: Flusher;
  readonly trees: TreeReader;
  readonly targets: TargetBook;
  readonly journal: OwnLog;
  /** What this node does at its time by itself. */
  readonly calendar: Calendar;
  /** Heads of activity records: partners' kept here, ours kept by partners (EX6). */
  readonly journals: { readonly kept: JournalKeeper; readonly stated: JournalStatements };
  /** Set by the composition root: hints to partners, best effort (EX7). */
  onLogOpened: ((log: OwnLog) => void) | undefined;
  /** Set by the composition root: tells a partner at once that a log it seems to have lost is offered back (DU4). */
  onLogOffered: ((log: RemoteLog) => void) | undefined;
  /** Told of records that a desk opens; answers state to commit with the read. */
  onRead: ((desk: DeskId, ids: readonly RecordId[]) => Commit['state']) | undefined;
  /** Told of every entry that is put, received or ordered, as it is handed to the index. */
  onIndexed: ((rows: readonly ViewRow[], links: readonly ViewLink[]) => void) | undefined;
  /** What tells the time inside the node (EX8). */
  readonly guard: ClockGuard;
  /** Partners whose link an officer cut by hand: they are answered nothing. */
  readonly cut = new Set<AgencyId>();
  /** `<record>/<issuer>` of erasures that came before the record they are about (ER1). */
  readonly erasedAhead = new Set<string>();
  /** `<arrangement>/<agency>` of readers that an officer excluded (LG1.5). */
  readonly excluded = new Set<string>();
  readonly #journalSubject: SubjectId;
  readonly #twins = new Map<string, ReadonlyMap<string, { readonly twin: string; readonly function: string }>>();
  readonly #attachmentUnits = new Map<string, ReadonlySet<string>>();
  readonly #plain = new Map<string, ReadonlySet<string>>();
  readonly #rows: ViewRow[] = [];
  readonly #links: ViewLink[] = [];
  #second = -1;
  #secondText = '';
  #cancelIndex: (() => void) | undefined;
  #indexed: Promise<unknown> = Promise.resolve();

  private constructor(
    options: NodeOptions,
    parts: { logs: OwnLogs; remote: RemoteLogs; hlc: HybridClock; guard: ClockGuard; journalSubject: SubjectId },
  ) {
    this.options = options;
    this.logs = parts.logs;
    this.remote = parts.remote;
    this.hlc = parts.hlc;
    this.guard = parts.guard;
    this.events = new EventRing(this.nowMs());
    this.#journalSubject = parts.journalSubject;
    this.alarms = new Alarms({
      events: this.events,
      crypto: options.crypto,
      nowMs: () => this.nowMs(),
      nowText: () => this.nowText(),
      submit: (work) => this.flusher.submit(work),
    });
    this.trees = new TreeReader(options.store, options.crypto);
    this.targets = new TargetBook(this);
    this.calendar = new Calendar({
      store: options.store,
      clock: options.clock,
      nowMs: () => this.nowMs(),
      timeUncertain: () => this.timeUncertain,
      onFailure: (kind, error) => this.alarms.raise('duty-failed', `${kind}: ${String(error)}`, { kind }),
    });
    this.journals = { kept: new JournalKeeper(this), stated: new JournalStatements(this) };
    this.delivery = new DeliveryBoard(options.agency, this.logs, options.store);
    const channel = journalChannel(options.agency);
    const opened = this.logs.current(channel);
    const made = opened === undefined ? this.logs.create(channel) : undefined;
    this.journal = opened ?? (made as NonNullable<typeof made>).log;
    const marks = new TimeMarks();
    this.flusher = new Flusher({
      store: options.store,
      crypto: options.crypto,
      journal: this.journal,
      journalEntry: (acts) =>
        journalRecord(acts, {
          issuer: options.agency,
          desk: options.ownDesk,
          subject: this.#journalSubject,
          hlc: this.hlc.next(),
          at: this.nowText(),
          crypto: options.crypto,
          random: options.random,
        }),
      at: () => this.nowText(),
      sign: (log, size, root) => this.logs.sign(log, size, root),
      marks: () => marks.next({ hlc: this.hlc.last, guard: this.guard }),
      onFatal: options.onFatal,
      onStuck: (error) => this.alarms.raise(error.code, `nothing can be written: ${error.row.meaning}`),
      onMoving: (code) => this.alarms.clear(code),
    });
    if (made !== undefined) {
      const { log, record, state } = made;
      const leaf: LeafPlan = { log, id: record.id, entryText: record.entryText, releaseLine: '', disclosures: [] };
      this.flusher.submit({ records: [record], leaves: [leaf], state }).catch(() => undefined);
    }
  }

  /** Reads what the store holds. Agreements are added by the caller once their proofs are looked at (RL3). */
  static async open(options: NodeOptions): Promise<NodeCore> {
    const { store, crypto, random, agency, keys } = options;
    const heads = await store.heads();
    const logs = new OwnLogs({ agency, crypto, random, signer: keys.log, store });
    await logs.load(
      heads.filter((head) => head.own),
      await restoredOrigins(store, heads),
    );
    const remote = new RemoteLogs(store, crypto);
    await remote.load(heads.filter((head) => !head.own));
    const guard = await loadClock(options.clock, store);
    const hlc = new HybridClock(() => guard.nowMs(), await store.state('hlc'));
    const kept = await store.state('journal-subject');
    const journalSubject = (kept ?? newSubjectId(random)) as SubjectId;
    const core = new NodeCore(options, { logs, remote, hlc, guard, journalSubject });
    if (kept === undefined)
      await core.flusher.submit({ state: [{ key: 'journal-subject', value: journalSubject }], acts: [{ act: 'start-journal' }] });
    await core.alarms.load(store);
    // The store could just be opened and written: a disk that was full when the process before died is full no more.
    core.alarms.clear('disk-full');
    await core.journals.kept.load();
    await core.journals.stated.load();
    await core.delivery.load();
    return core;
  }

  get agency(): AgencyId {
    return this.options.agency;
  }

  /** The node's time: the wall clock as long as it can be believed (EX8). */
  nowMs(): number {
    return this.guard.nowMs();
  }

  /** Whether the clock jumped: time-bound permits and erasures by term wait for an operator (EX8). */
  get timeUncertain(): boolean {
    return this.guard.doubt !== undefined;
  }

  /** RFC 3339 UTC, whole seconds. */
  nowText(): string {
    const second = Math.floor(this.nowMs() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#secondText = encodeInstant(second * 1000);
    }
    return this.#secondText;
  }

  /** RFC 3339 UTC of an instant. */
  textOf(ms: number): string {
    return encodeInstant(ms);
  }

  /** The open log of a channel, opened when needed; partners are told that there is a new one. */
  log(channel: Channel): OwnLog {
    const open = this.logs.current(channel);
    if (open !== undefined) return open;
    const log = this.logs.open(channel, this.flusher);
    void this.flusher.settled().then(() => this.onLogOpened?.(log));
    return log;
  }

  /** Coarse twins of a type: fine unit → its twin and the function that makes it (RC4). */
  twins(type: string): ReadonlyMap<string, { readonly twin: string; readonly function: string }> {
    let twins = this.#twins.get(type);
    if (twins === undefined) {
      twins = new Map(
        (this.options.catalog[type]?.units ?? []).flatMap((unit) =>
          unit.twin === undefined ? [] : [[unit.name, { twin: unit.twin.name, function: unit.twin.function }]],
        ),
      );
      this.#twins.set(type, twins);
    }
    return twins;
  }

  /** Units of a type whose values are lists of files (RC6). */
  attachmentUnits(type: string): ReadonlySet<string> {
    let units = this.#attachmentUnits.get(type);
    if (units === undefined) {
      units = new Set((this.options.catalog[type]?.units ?? []).filter((unit) => unit.attachments === true).map((unit) => unit.name));
      if (this.options.catalog[type] !== undefined) this.#attachmentUnits.set(type, units);
    }
    return units;
  }

  /** Whether a record to be made names files. */
  namesFiles(put: Pick<PutRecord, 'type' | 'fields'>): boolean {
    for (const unit of this.attachmentUnits(put.type)) if (put.fields[unit] !== undefined) return true;
    return false;
  }

  /** Units of a type that the catalogue declares free of personal data, the label among them. */
  plainUnits(type: string): ReadonlySet<string> {
    let units = this.#plain.get(type);
    if (units === undefined) {
      units = new Set([
        ...(this.options.catalog[type]?.units ?? []).filter((unit) => unit.personalData === 'none').map((unit) => unit.name),
        'label',
      ]);
      this.#plain.set(type, units);
    }
    return units;
  }

  /** Puts entries into the disposable index, many at a time; lists wait for what was put before (`indexed`). */
  index(rows: readonly ViewRow[], links: readonly ViewLink[]): void {
    if (rows.length === 0 && links.length === 0) return;
    this.#rows.push(...rows);
    this.#links.push(...links);
    this.onIndexed?.(rows, links);
    this.#cancelIndex ??= this.options.clock.after(indexDelayMs, () => this.#sendIndex());
  }

  #sendIndex(): void {
    this.#cancelIndex?.();
    this.#cancelIndex = undefined;
    const rows = this.#rows.splice(0);
    const links = this.#links.splice(0);
    if (rows.length === 0 && links.length === 0) return;
    const { views } = this.options;
    this.#indexed = this.#indexed
      .then(() => views.index(rows))
      .then(() => (links.length > 0 ? views.refer(links) : undefined))
      .catch((error: unknown) => this.alarms.raise('views-stale', `the record index must be rebuilt: ${String(error)}`));
  }

  /** Entries that name this one, without those of the node's own housekeeping. */
  async referring(id: RecordId): Promise<readonly { readonly id: RecordId; readonly rel: string }[]> {
    await this.indexed();
    return (await this.options.views.referring(id)).map(({ from, rel }) => ({ id: from, rel }));
  }

  /** Resolves when everything handed to `index` so far can be listed. */
  async indexed(): Promise<void> {
    this.#sendIndex();
    await this.#indexed;
  }

  /** One agency's wish; the agreement is suspended while anyone's stands (I9). Open streams look at it again at once. */
  setSuspension(agreement: string, by: AgencyId, suspended: boolean): void {
    const active = this.agreements.byId(agreement);
    if (active === undefined) return;
    if (suspended) active.suspendedBy.add(by);
    else active.suspendedBy.delete(by);
    for (const log of this.logs.all()) if (log.channel.agreement === agreement) log.wake();
    this.events.emit('agreement', { agreement, by, state: this.agreements.stateOf(active, this.nowMs()) });
    if (suspended) this.alarms.raise('agreement-suspended', `${by} suspended ${agreement}`, { agreement, by });
    else this.alarms.clear('agreement-suspended', { agreement, by });
  }

  /** Whether an officer excluded this reader. */
  excludes(agreement: string, agency: AgencyId): boolean {
    return this.excluded.size > 0 && this.excluded.has(`${agreement}/${agency}`);
  }

  /** Control logs flow whatever is suspended; every other needs its agreement active (LG7). */
  flows(log: OwnLog): boolean {
    if (log.channel.topic === controlTopic) return true;
    const active = this.agreements.byId(log.channel.agreement);
    return active !== undefined && this.agreements.stateOf(active, this.nowMs()) === 'active';
  }
}

function journalChannel(agency: AgencyId): Channel {
  return { agreement: 'home', chain: homeChain, audience: [agency], topic: journalTopic, mode: 'system' };
}

/** Stands where a descriptor names an agreement: the journal is under none. Base64url of 32 zero bytes. */
const homeChain = 'A'.repeat(43);
