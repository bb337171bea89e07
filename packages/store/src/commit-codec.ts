import type { Commit } from '@wasl/node';
import { ByteReader, ByteWriter } from './bytes.ts';
import { writeContent } from './content.ts';

/** A record of a commit as the worker sees it: views into the buffer of the commit. */
export interface EncodedRecord {
  readonly id: Buffer;
  readonly entry: Buffer;
  /** Plaintext content as `writeContent` makes it. */
  readonly content: Buffer;
}

/** Leaves of one append, columns rather than objects. `lines` is `count × u32 length ‖ the lines`. */
export interface EncodedAppend {
  readonly origin: string;
  readonly first: number;
  readonly size: number;
  readonly own: boolean;
  readonly root: Buffer;
  readonly range: string;
  readonly checkpoint: string | undefined;
  readonly count: number;
  readonly ids: Buffer;
  readonly hashes: Buffer;
  readonly lines: Buffer;
}

/** A commit as it reaches the worker. */
export interface EncodedCommit {
  readonly records: readonly EncodedRecord[];
  readonly appends: readonly EncodedAppend[];
  readonly receipts: readonly {
    readonly origin: string;
    readonly reader: string;
    readonly size: number;
    readonly root: Buffer;
    readonly note: string;
  }[];
  readonly state: readonly { readonly key: string; readonly value: string | undefined }[];
  readonly idempotency: readonly { readonly key: string; readonly result: string }[];
  readonly guards: readonly { readonly key: string; readonly value: string | undefined }[];
}

function capacityOf(commit: Commit): number {
  let length = 4096;
  for (const record of commit.records) {
    length += record.entryText.length + (record.notes?.length ?? 0) + 64;
    for (const disclosure of record.disclosures) length += disclosure.text.length + 8;
  }
  for (const append of commit.appends) {
    length += 512 + append.range.length + (append.checkpoint?.length ?? 0);
    for (const leaf of append.leaves) length += leaf.releaseLine.length + 68;
  }
  return length;
}

function digest(bytes: Uint8Array, what: string): Uint8Array {
  if (bytes.length !== 32) throw new TypeError(`${what} has ${bytes.length} bytes, wanted 32`);
  return bytes;
}

/** One buffer for one commit, so that handing it to the worker moves memory instead of copying records. */
export function encodeCommit(commit: Commit): ArrayBuffer {
  const writer = new ByteWriter(capacityOf(commit));
  writer.u32(commit.records.length);
  for (const record of commit.records) {
    writer.recordId(record.id);
    writer.text(record.entryText);
    const before = writer.reserve();
    const start = writer.length;
    writeContent(writer, record);
    writer.patch(before, writer.length - start);
  }
  writer.u32(commit.appends.length);
  for (const append of commit.appends) {
    writer.text(append.origin);
    writer.f64(append.first);
    writer.f64(append.size);
    writer.u8(append.own ? 1 : 0);
    writer.bytes(digest(append.root, 'root'));
    writer.text(append.range);
    writer.optionalText(append.checkpoint);
    writer.u32(append.leaves.length);
    for (const leaf of append.leaves) writer.recordId(leaf.id);
    for (const leaf of append.leaves) writer.bytes(digest(leaf.hash, 'leaf hash'));
    const before = writer.reserve();
    const start = writer.length;
    for (const leaf of append.leaves) writer.text(leaf.releaseLine);
    writer.patch(before, writer.length - start);
  }
  writer.u32(commit.receipts.length);
  for (const receipt of commit.receipts) {
    writer.text(receipt.origin);
    writer.text(receipt.reader);
    writer.f64(receipt.size);
    writer.bytes(digest(receipt.root, 'root'));
    writer.text(receipt.note);
  }
  for (const pairs of [commit.state, commit.guards ?? []]) {
    writer.u32(pairs.length);
    for (const pair of pairs) {
      writer.text(pair.key);
      writer.optionalText(pair.value);
    }
  }
  writer.u32(commit.idempotency.length);
  for (const pair of commit.idempotency) {
    writer.text(pair.key);
    writer.text(pair.result);
  }
  return writer.transferable();
}

function many<T>(reader: ByteReader, read: () => T): T[] {
  const count = reader.u32();
  const values = new Array<T>(count);
  for (let index = 0; index < count; index += 1) values[index] = read();
  return values;
}

/** Reads what `encodeCommit` wrote; everything binary is a view into `buffer`. */
export function decodeCommit(buffer: ArrayBuffer): EncodedCommit {
  const reader = new ByteReader(buffer);
  const records = many(reader, () => ({ id: reader.bytes(32), entry: reader.bytes(reader.u32()), content: reader.bytes(reader.u32()) }));
  const appends = many(reader, () => {
    const origin = reader.text();
    const first = reader.f64();
    const size = reader.f64();
    const own = reader.u8() === 1;
    const root = reader.bytes(32);
    const range = reader.text();
    const checkpoint = reader.optionalText();
    const count = reader.u32();
    const ids = reader.bytes(32 * count);
    const hashes = reader.bytes(32 * count);
    const lines = reader.bytes(reader.u32());
    return { origin, first, size, own, root, range, checkpoint, count, ids, hashes, lines };
  });
  const receipts = many(reader, () => ({
    origin: reader.text(),
    reader: reader.text(),
    size: reader.f64(),
    root: reader.bytes(32),
    note: reader.text(),
  }));
  const state = many(reader, () => ({ key: reader.text(), value: reader.optionalText() }));
  const guards = many(reader, () => ({ key: reader.text(), value: reader.optionalText() }));
  const idempotency = many(reader, () => ({ key: reader.text(), result: reader.text() }));
  return { records, appends, receipts, state, guards, idempotency };
}
