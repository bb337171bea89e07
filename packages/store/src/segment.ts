import { Buffer } from 'node:buffer';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { fail } from './codes.ts';
import { type IdIndex, prefixOf } from './id-index.ts';
import type { KeyPlace } from './keys/key-store.ts';

/** Records a segment row holds at most; a place in `ids` is `segment × 1024 + ordinal`. */
const maxRecords = 1024;
const targetBytes = 64 * 1024;
const headLength = 56;
const cachedBytes = 4 << 20;

/** One record as a segment holds it; views, valid until the next commit. */
export interface StoredRecord {
  readonly key: KeyPlace;
  readonly entry: Buffer;
  readonly sealed: Buffer;
}

function asBuffer(value: unknown): Buffer {
  if (!(value instanceof Uint8Array)) throw fail('store-damaged', 'a blob column holds no blob');
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

/**
 * Content segments and their index. A record is found by the first 48 bits of its id and confirmed by the whole id in the segment's
 * heads; of several versions of one record the latest counts.
 *
 * Head, 56 bytes: `id 32 ‖ key period u32 ‖ key page u32 ‖ key row u32 ‖ offset in data u32 ‖ entry length u32 ‖ sealed length u32`.
 */
export class Segments {
  readonly #insert: StatementSync;
  readonly #select: StatementSync;
  readonly #index: IdIndex;
  readonly #cache = new Map<number, { readonly heads: Buffer; readonly data: Buffer }>();
  #cached = 0;
  #next: number;
  #heads = Buffer.allocUnsafeSlow(maxRecords * headLength);
  #data = Buffer.allocUnsafeSlow(4 * targetBytes);
  #count = 0;
  #length = 0;

  constructor(database: DatabaseSync, index: IdIndex) {
    this.#insert = database.prepare('INSERT INTO segments VALUES (?, ?, ?)');
    this.#select = database.prepare('SELECT heads, data FROM segments WHERE segment = ?');
    this.#index = index;
    const last = database.prepare('SELECT max(segment) AS last FROM segments').get();
    this.#next = Number(last?.['last'] ?? 0) + 1;
    for (const row of database.prepare('SELECT segment, heads FROM segments WHERE segment >= ?').iterate(index.upTo().segment)) {
      const heads = asBuffer(row['heads']);
      const first = Number(row['segment']) * maxRecords;
      for (let at = 0; at < heads.length; at += headLength) index.remember(prefixOf(heads, at), 0, first + at / headLength);
    }
  }

  /** The latest version of a record, or undefined. */
  find(id: Buffer): StoredRecord | undefined {
    for (const place of this.#index.content(prefixOf(id))) {
      const found = this.#at(place, id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #at(place: number, id: Buffer): StoredRecord | undefined {
    const segment = this.#load(Math.floor(place / maxRecords));
    const at = (place % maxRecords) * headLength;
    return id.equals(segment.heads.subarray(at, at + 32)) ? this.#recordAt(segment, at) : undefined;
  }

  /** True when some version of the record is held. */
  holds(id: Buffer): boolean {
    return this.find(id) !== undefined;
  }

  /**
   * Adds a record to the segment being filled. `write` puts the sealed content at the offset given and returns its end; it has
   * `sealedLength` bytes of room.
   */
  add(
    record: { readonly id: Buffer; readonly key: KeyPlace; readonly entry: Buffer; readonly sealedLength: number },
    write: (target: Buffer, at: number) => number,
  ): void {
    const length = record.entry.length + record.sealedLength;
    if (this.#count === maxRecords || (this.#count > 0 && this.#length + length > targetBytes)) this.flush();
    if (length > this.#data.length) this.#data = Buffer.allocUnsafeSlow(length);
    const at = this.#count * headLength;
    this.#heads.set(record.id, at);
    this.#heads.writeUInt32LE(record.key.period, at + 32);
    this.#heads.writeUInt32LE(record.key.at, at + 36);
    this.#heads.writeUInt32LE(record.key.slot, at + 40);
    this.#heads.writeUInt32LE(this.#length, at + 44);
    this.#heads.writeUInt32LE(record.entry.length, at + 48);
    this.#heads.writeUInt32LE(record.sealedLength, at + 52);
    this.#data.set(record.entry, this.#length);
    this.#length = write(this.#data, this.#length + record.entry.length);
    this.#index.add(prefixOf(record.id), 0, this.#next * maxRecords + this.#count);
    this.#count += 1;
  }

  /** Writes the segment being filled as a row; does nothing when it is empty. */
  flush(): void {
    if (this.#count === 0) return;
    this.#insert.run(this.#next, this.#heads.subarray(0, this.#count * headLength), this.#data.subarray(0, this.#length));
    this.#next += 1;
    this.#count = 0;
    this.#length = 0;
  }

  /** Forgets the segment being filled and the rows written since `mark`; for a transaction that is rolled back. */
  revert(mark: number): void {
    this.#next = mark;
    this.#count = 0;
    this.#length = 0;
    this.#cache.clear();
    this.#cached = 0;
  }

  /** The number of the next segment row; call after `flush`. */
  get mark(): number {
    return this.#next;
  }

  /** Every record of every segment in order of writing, superseded versions included. */
  *all(database: DatabaseSync): Generator<StoredRecord & { readonly id: Buffer }> {
    for (const row of database.prepare('SELECT heads, data FROM segments ORDER BY segment').iterate()) {
      const segment = { heads: asBuffer(row['heads']), data: asBuffer(row['data']) };
      for (let at = 0; at < segment.heads.length; at += headLength) {
        yield { id: segment.heads.subarray(at, at + 32), ...this.#recordAt(segment, at) };
      }
    }
  }

  #recordAt(segment: { readonly heads: Buffer; readonly data: Buffer }, at: number): StoredRecord {
    const { heads, data } = segment;
    const start = heads.readUInt32LE(at + 44);
    const middle = start + heads.readUInt32LE(at + 48);
    const end = middle + heads.readUInt32LE(at + 52);
    if (end > data.length) throw fail('store-damaged', `a segment head points to ${end}, the data has ${data.length} bytes`);
    const key = { period: heads.readUInt32LE(at + 32), at: heads.readUInt32LE(at + 36), slot: heads.readUInt32LE(at + 40) };
    return { key, entry: data.subarray(start, middle), sealed: data.subarray(middle, end) };
  }

  #load(number: number): { readonly heads: Buffer; readonly data: Buffer } {
    if (number === this.#next)
      return { heads: this.#heads.subarray(0, this.#count * headLength), data: this.#data.subarray(0, this.#length) };
    const known = this.#cache.get(number);
    if (known !== undefined) return known;
    const row = this.#select.get(number);
    if (row === undefined) throw fail('store-damaged', `segment ${number} is missing`);
    const segment = { heads: asBuffer(row['heads']), data: asBuffer(row['data']) };
    this.#cache.set(number, segment);
    this.#cached += segment.data.length;
    for (const [oldest, one] of this.#cache) {
      if (this.#cached <= cachedBytes || oldest === number) break;
      this.#cache.delete(oldest);
      this.#cached -= one.data.length;
    }
    return segment;
  }
}
