import type { DatabaseSync, StatementSync } from 'node:sqlite';

const partitions = 64;
/** Entries kept in memory before a commit moves a partition of them to the table. */
const defaultKept = 65_536;
const prefixLength = 6;
const bucketSize = 2 ** 48 / partitions;
const contentLog = 0;
const span = 2 ** 32;

/** Where something with the prefix stands: log 0 is content (`segment × 1024 + ordinal`), others a leaf index. */
export interface Place {
  readonly log: number;
  readonly place: number;
}

/** How far the table is known to be complete: segments below `segment`, leaves of each log below its size. */
export interface IndexedUpTo {
  readonly segment: number;
  readonly logs: ReadonlyMap<number, number>;
}

interface Entry extends Place {
  readonly prefix: number;
}

/** The first 48 bits of a record id as the number that the index is ordered by. */
export function prefixOf(id: Buffer, at = 0): number {
  return id.readUIntBE(at, prefixLength);
}

/**
 * The index from record ids to places. Ids are random, and a table that took each commit's entries at once would write a page for
 * nearly every one of them. So new entries wait in memory, by range of prefix, and once enough wait each transaction moves one range:
 * many entries to few pages. Nothing is lost with the memory: at opening the entries since the last whole sweep are read back from
 * the segments themselves.
 */
export class IdIndex {
  readonly #kept: number;
  readonly #waiting: Map<number, Place | Place[]>[] = Array.from({ length: partitions }, () => new Map());
  #waitingCount = 0;
  #staged: Entry[] = [];
  #stagedContent = new Map<number, Place | Place[]>();
  #next = 0;
  #draining: number | undefined;
  #sweepStart: IndexedUpTo | undefined;
  readonly #insert: StatementSync;
  readonly #select: StatementSync;
  readonly #save: StatementSync;
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync, kept: number = defaultKept) {
    this.#kept = kept;
    this.#database = database;
    this.#insert = database.prepare('INSERT OR IGNORE INTO ids VALUES (?, ?, ?)');
    this.#select = database.prepare('SELECT log, place FROM ids WHERE prefix = ? ORDER BY log, place');
    this.#save = database.prepare('INSERT OR REPLACE INTO indexed VALUES (?, ?)');
  }

  /** What the table is complete up to; entries after it must be given to `remember` at opening. */
  upTo(): IndexedUpTo {
    const rows = this.#database.prepare('SELECT log, size FROM indexed').all();
    const sizes = new Map(rows.map((row) => [Number(row['log']), Number(row['size'])]));
    return { segment: sizes.get(contentLog) ?? 0, logs: sizes };
  }

  /** Takes an entry that is on the disk but may not be in the table. */
  remember(prefix: number, log: number, place: number): void {
    this.#wait({ prefix, log, place });
  }

  /** Adds an entry of the running transaction. */
  add(prefix: number, log: number, place: number): void {
    const entry = { prefix, log, place };
    this.#staged.push(entry);
    if (log === contentLog) put(this.#stagedContent, entry);
  }

  /** Places of content with this prefix, the latest first; those of the running transaction included. */
  content(prefix: number): number[] {
    const staged = this.#stagedContent.get(prefix);
    const waiting = this.#bucket(prefix).get(prefix);
    const rows = this.#rows(prefix);
    if (staged === undefined && rows.length === 0) {
      if (waiting === undefined) return noPlaces;
      if (!Array.isArray(waiting)) return waiting.log === contentLog ? [waiting.place] : noPlaces;
    }
    const found = [...listOf(staged), ...listOf(waiting), ...rows];
    const places = found.filter((one) => one.log === contentLog).map((one) => one.place);
    return [...new Set(places)].sort((left, right) => right - left);
  }

  /** Places of committed leaves with this prefix, in order of log and index. */
  leaves(prefix: number): Place[] {
    const found = [...listOf(this.#bucket(prefix).get(prefix)), ...this.#rows(prefix)].filter((one) => one.log !== contentLog);
    const unique = new Map(found.map((one) => [one.log * span + one.place, one]));
    return [...unique.values()].sort((left, right) => left.log - right.log || left.place - right.place);
  }

  /** How many entries the running transaction has; to return to with `revert`. */
  get mark(): number {
    return this.#staged.length;
  }

  /** Forgets entries of the running transaction beyond `mark`. */
  revert(mark: number): void {
    this.#staged.length = mark;
    this.#stagedContent = new Map();
    for (const entry of this.#staged) if (entry.log === contentLog) put(this.#stagedContent, entry);
  }

  /** Moves one range to the table when enough entries wait; call inside the transaction. `now` is the state before it. */
  drain(now: () => IndexedUpTo): void {
    if (this.#waitingCount < this.#kept) return;
    if (this.#next === 0) this.#sweepStart = now();
    const bucket = this.#waiting[this.#next];
    this.#draining = this.#next;
    const sorted = [...(bucket ?? [])].sort(([left], [right]) => left - right);
    for (const [prefix, places] of sorted) for (const { log, place } of listOf(places)) this.#insert.run(prefix, log, place);
    if (this.#next !== partitions - 1 || this.#sweepStart === undefined) return;
    this.#save.run(contentLog, this.#sweepStart.segment);
    for (const [log, size] of this.#sweepStart.logs) this.#save.run(log, size);
  }

  /** The transaction is on the disk. */
  accept(): void {
    if (this.#draining !== undefined) {
      const bucket = this.#waiting[this.#draining];
      for (const places of bucket?.values() ?? []) this.#waitingCount -= listOf(places).length;
      bucket?.clear();
      this.#next = (this.#draining + 1) % partitions;
      this.#draining = undefined;
    }
    for (const entry of this.#staged) this.#wait(entry);
    this.revert(0);
  }

  /** The transaction is gone. */
  reject(): void {
    this.#draining = undefined;
    this.revert(0);
  }

  #wait(entry: Entry): void {
    put(this.#bucket(entry.prefix), entry);
    this.#waitingCount += 1;
  }

  #bucket(prefix: number): Map<number, Place | Place[]> {
    const bucket = this.#waiting[Math.floor(prefix / bucketSize)];
    if (bucket === undefined) throw new RangeError(`prefix ${prefix} is no 48-bit number`);
    return bucket;
  }

  #rows(prefix: number): Place[] {
    if (this.#select.get(prefix) === undefined) return noPlaces;
    return this.#select.all(prefix).map((row) => ({ log: Number(row['log']), place: Number(row['place']) }));
  }
}

// Most lookups find nothing; one empty array serves them all. Nobody writes to it.
const noPlaces: never[] = [];

function listOf(places: Place | Place[] | undefined): readonly Place[] {
  if (places === undefined) return noPlaces;
  return Array.isArray(places) ? places : [places];
}

function put(map: Map<number, Place | Place[]>, entry: Entry): void {
  const held = map.get(entry.prefix);
  if (held === undefined) map.set(entry.prefix, entry);
  else if (Array.isArray(held)) held.push(entry);
  else map.set(entry.prefix, [held, entry]);
}
