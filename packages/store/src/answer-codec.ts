import type { HeldLeaf, HeldRecord } from '@wasl/node';
import type { RecordId } from '@wasl/record';
import { ByteReader, type ByteWriter } from './bytes.ts';
import { readContent } from './content.ts';

/** A record found by the worker: entry and plaintext content as bytes; content undefined once erased. */
export interface FoundRecord {
  readonly entry: Uint8Array;
  readonly content: Uint8Array | undefined;
}

/** `entry ‖ erased u8 ‖ content` for one record. */
export function writeFound(writer: ByteWriter, found: FoundRecord): void {
  writer.u32(found.entry.length);
  writer.bytes(found.entry);
  writer.u8(found.content === undefined ? 1 : 0);
  if (found.content !== undefined) writer.bytes(found.content);
}

/** The record that `writeFound` wrote. */
export function readRecord(id: RecordId, bytes: ArrayBuffer): HeldRecord {
  const reader = new ByteReader(bytes);
  return { id, entryText: reader.text(), content: reader.u8() === 1 ? undefined : readContent(reader) };
}

/** One leaf of an answer; `line` includes its length. */
export function writeLeaf(
  writer: ByteWriter,
  leaf: { readonly id: Uint8Array; readonly line: Uint8Array; readonly found: FoundRecord },
): void {
  writer.bytes(leaf.id);
  writer.u32(leaf.line.length);
  writer.bytes(leaf.line);
  writeFound(writer, leaf.found);
}

/** The leaves of an answer: `count u32`, then each as `writeLeaf` wrote it; the first has index `first`. */
export function readLeaves(first: number, bytes: ArrayBuffer): HeldLeaf[] {
  const reader = new ByteReader(bytes);
  const count = reader.u32();
  const leaves = new Array<HeldLeaf>(count);
  for (let offset = 0; offset < count; offset += 1) {
    const id = reader.recordId() as RecordId;
    const releaseLine = reader.text();
    const entryText = reader.text();
    const disclosures = reader.u8() === 1 ? undefined : readContent(reader).disclosures;
    leaves[offset] = { index: first + offset, id, releaseLine, entryText, disclosures };
  }
  return leaves;
}
