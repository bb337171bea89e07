import { Buffer } from 'node:buffer';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LogHead } from '@wasl/node';
import { fail } from './codes.ts';
import type { EncodedAppend } from './commit-codec.ts';
import { type IdIndex, prefixOf } from './id-index.ts';

const span = 2 ** 32;

/** A log as held: its head, and the head before the last transaction that wrote to it. */
export interface HeldLog extends LogHead {
  readonly log: number;
  readonly before: { readonly size: number; readonly root: Uint8Array };
}

/** A head that an append made. */
export type Boundary = Pick<LogHead, 'size' | 'root' | 'range' | 'checkpoint'>;

/** A run of leaves of one append. */
interface LeafRow {
  readonly first: number;
  readonly ids: Buffer;
  readonly lines: Buffer;
}

function bytesOf(value: unknown): Buffer {
  if (!(value instanceof Uint8Array)) throw fail('store-damaged', 'a blob column holds no blob');
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

/** Heads and leaf segments. Heads are kept in memory; what a transaction changes counts only after `accept`. */
export class Logs {
  readonly #heads = new Map<string, HeldLog>();
  readonly #byNumber = new Map<number, string>();
  #staged = new Map<string, HeldLog>();
  readonly #saveHead: StatementSync;
  readonly #insertLeaves: StatementSync;
  readonly #updateCheckpoint: StatementSync;
  readonly #boundary: StatementSync;
  readonly #index: IdIndex;
  readonly #select: StatementSync;
  readonly #selectHashes: StatementSync;

  constructor(database: DatabaseSync, index: IdIndex) {
    for (const row of database.prepare('SELECT * FROM logs').iterate()) {
      const checkpoint = row['checkpoint'];
      this.#put({
        log: Number(row['log']),
        origin: String(row['origin']),
        own: row['own'] === 1,
        size: Number(row['size']),
        root: bytesOf(row['root']),
        range: String(row['range']),
        before: { size: Number(row['before_size']), root: bytesOf(row['before_root']) },
        ...(typeof checkpoint === 'string' ? { checkpoint } : {}),
      });
    }
    this.#saveHead = database.prepare('INSERT OR REPLACE INTO logs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#insertLeaves = database.prepare('INSERT INTO leaves VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#updateCheckpoint = database.prepare(
      'UPDATE leaves SET checkpoint = ?1 WHERE place = (SELECT max(place) FROM leaves WHERE place >= ?2 AND place < ?3)',
    );
    this.#boundary = database.prepare(
      'SELECT place, length(hashes) AS length, root, range, checkpoint FROM leaves WHERE place >= ?1 AND place < ?2 ORDER BY place DESC LIMIT 2',
    );
    this.#index = index;
    const within = 'place >= coalesce((SELECT max(place) FROM leaves WHERE place <= ?1), ?1) AND place < ?2 ORDER BY place';
    this.#select = database.prepare(`SELECT place, ids, lines FROM leaves WHERE ${within}`);
    this.#selectHashes = database.prepare(`SELECT place, hashes FROM leaves WHERE ${within}`);
    const indexed = index.upTo().logs;
    const select = database.prepare(`SELECT place, ids FROM leaves WHERE ${within}`);
    for (const { log, size } of this.#heads.values()) {
      for (const row of select.iterate(log * span + (indexed.get(log) ?? 0), log * span + size)) {
        const ids = bytesOf(row['ids']);
        const first = Number(row['place']) - log * span;
        for (let at = 0; at < ids.length; at += 32) index.remember(prefixOf(ids, at), log, first + at / 32);
      }
    }
  }

  #put(log: HeldLog): void {
    this.#heads.set(log.origin, log);
    this.#byNumber.set(log.log, log.origin);
  }

  heads(): HeldLog[] {
    return [...this.#heads.values()];
  }

  head(origin: string): HeldLog | undefined {
    return this.#heads.get(origin);
  }

  /** Own logs that the running transaction has written to. */
  stagedOwn(): HeldLog[] {
    return [...this.#staged.values()].filter((log) => log.own);
  }

  /** What is staged, to return to with `restore` when one commit of a group is refused. */
  snapshot(): Map<string, HeldLog> {
    return new Map(this.#staged);
  }

  restore(snapshot: Map<string, HeldLog>): void {
    this.#staged = snapshot;
  }

  /** Writes one append inside the running transaction; throws `commit-out-of-order` or `commit-invalid`. */
  append(append: EncodedAppend): void {
    const committed = this.#heads.get(append.origin);
    const held = this.#staged.get(append.origin) ?? committed;
    const size = held?.size ?? 0;
    if (append.first !== size) {
      throw fail('commit-out-of-order', `append to ${append.origin} from ${append.first}, the log has ${size}`, {
        details: { origin: append.origin, size },
      });
    }
    if (append.first + append.count !== append.size)
      throw fail('commit-invalid', `${append.count} leaves from ${append.first} make no log of ${append.size}`);
    if (held !== undefined && held.own !== append.own)
      throw fail('commit-invalid', `${append.origin} is ${held.own ? 'an own' : "a partner's"} log`);
    if (append.count === 0 && held !== undefined && !append.root.equals(held.root))
      throw fail('commit-invalid', `another root for ${append.origin} at ${size}`);
    const log = held?.log ?? Math.max(0, ...this.#byNumber.keys(), ...[...this.#staged.values()].map((one) => one.log)) + 1;
    if (append.count > 0) {
      const { ids, hashes, root, range, lines } = append;
      this.#insertLeaves.run(log * span + append.first, ids, hashes, root, range, append.checkpoint ?? null, lines);
    } else if (append.checkpoint !== undefined) this.#updateCheckpoint.run(append.checkpoint, log * span, log * span + append.size);
    for (let index = 0; index < append.count; index += 1) {
      this.#index.add(prefixOf(append.ids, 32 * index), log, append.first + index);
    }
    const checkpoint = append.checkpoint ?? held?.checkpoint;
    this.#staged.set(append.origin, {
      log,
      origin: append.origin,
      own: append.own,
      size: append.size,
      root: Buffer.from(append.root),
      range: append.range,
      before: committed === undefined ? { size: 0, root: Buffer.alloc(32) } : { size: committed.size, root: committed.root },
      ...(checkpoint === undefined ? {} : { checkpoint }),
    });
  }

  /** Writes the staged heads; call once before the transaction commits. */
  save(): void {
    for (const log of this.#staged.values()) {
      const { before } = log;
      this.#saveHead.run(
        log.log,
        log.origin,
        log.own ? 1 : 0,
        log.size,
        log.root,
        before.size,
        before.root,
        log.range,
        log.checkpoint ?? null,
      );
    }
  }

  /** The transaction is on the disk: staged heads count from now on. */
  accept(): void {
    for (const log of this.#staged.values()) this.#put(log);
    this.#staged.clear();
  }

  /** The transaction is gone. */
  reject(): void {
    this.#staged.clear();
  }

  /** Leaves [from, to) in order; `line` includes no length. Throws `store-damaged` when one is missing. */
  *leaves(head: HeldLog, from: number, to: number): Generator<{ readonly index: number; readonly id: Buffer; readonly line: Buffer }> {
    const end = Math.min(to, head.size);
    let index = from;
    for (const row of this.#rows(head, from, end)) {
      const count = row.ids.length / 32;
      let at = 0;
      for (let ordinal = 0; ordinal < count && index < end; ordinal += 1) {
        const length = row.lines.readUInt32LE(at);
        const line = row.lines.subarray(at + 4, at + 4 + length);
        at += 4 + length;
        if (row.first + ordinal < index) continue;
        if (row.first + ordinal !== index) break;
        yield { index, id: row.ids.subarray(32 * ordinal, 32 * ordinal + 32), line };
        index += 1;
      }
    }
    if (index < end) throw fail('store-damaged', `leaf ${index} of ${head.origin} is missing`);
  }

  *#rows(head: HeldLog, from: number, end: number): Generator<LeafRow> {
    if (from >= end) return;
    const base = head.log * span;
    for (const row of this.#select.iterate(base + from, base + end)) {
      yield { first: Number(row['place']) - base, ids: bytesOf(row['ids']), lines: bytesOf(row['lines']) };
    }
  }

  /** The largest size in (after, atMost] at which an append ended, and the head it made. */
  boundary(head: HeldLog, after: number, atMost: number): Boundary | undefined {
    const base = head.log * span;
    for (const row of this.#boundary.all(base, base + Math.max(0, atMost))) {
      const size = Number(row['place']) - base + Number(row['length']) / 32;
      if (size > atMost) continue;
      if (size <= after) return undefined;
      const checkpoint = row['checkpoint'];
      const found = { size, root: Uint8Array.from(bytesOf(row['root'])), range: String(row['range']) };
      return typeof checkpoint === 'string' ? { ...found, checkpoint } : found;
    }
    return undefined;
  }

  /** Leaf hashes [from, to), concatenated. */
  hashes(head: HeldLog, from: number, to: number): Buffer {
    const end = Math.min(to, head.size);
    if (from >= end) return Buffer.alloc(0);
    const base = head.log * span;
    const result = Buffer.allocUnsafeSlow((end - from) * 32);
    let index = from;
    for (const row of this.#selectHashes.iterate(base + from, base + end)) {
      const first = Number(row['place']) - base;
      const hashes = bytesOf(row['hashes']);
      const last = Math.min(end, first + hashes.length / 32);
      if (first > index || last <= index) continue;
      result.set(hashes.subarray((index - first) * 32, (last - first) * 32), (index - from) * 32);
      index = last;
    }
    if (index < end) throw fail('store-damaged', `leaf hash ${index} of ${head.origin} is missing`);
    return result;
  }

  /** Every (origin, index) where the record stands, in order of log and index. */
  placesOf(id: Buffer): { readonly origin: string; readonly index: number }[] {
    const places: { origin: string; index: number }[] = [];
    for (const place of this.#index.leaves(prefixOf(id))) {
      const origin = this.#byNumber.get(place.log);
      const head = origin === undefined ? undefined : this.#heads.get(origin);
      if (head === undefined) throw fail('store-damaged', `the index names log ${place.log}, which is missing`);
      for (const leaf of this.leaves(head, place.place, place.place + 1)) {
        if (leaf.id.equals(id)) places.push({ origin: head.origin, index: leaf.index });
      }
    }
    return places;
  }
}
