import type { RecordContent } from '@wasl/node';
import { ByteReader, ByteWriter } from './bytes.ts';

/**
 * The plaintext that is sealed under a record's key:
 * `notes (u32 length or 0xffffffff, UTF-8) ‖ count u32 ‖ count × (slot u32 ‖ length u32 ‖ text)`, disclosures in order of slot.
 */
export function writeContent(writer: ByteWriter, content: RecordContent): void {
  writer.optionalText(content.notes);
  const { disclosures } = content;
  writer.u32(disclosures.length);
  for (const disclosure of disclosures) {
    writer.u32(disclosure.slot);
    writer.text(disclosure.text);
  }
}

/** Reads what `writeContent` wrote. */
export function readContent(reader: ByteReader): RecordContent {
  const notes = reader.optionalText();
  const count = reader.u32();
  const disclosures = new Array<{ slot: number; text: string }>(count);
  for (let index = 0; index < count; index += 1) disclosures[index] = { slot: reader.u32(), text: reader.text() };
  return notes === undefined ? { disclosures } : { disclosures, notes };
}

/** The union by slot, what was held first winning; notes given replace those held. Undefined when nothing changes. */
function uniteContent(held: RecordContent, given: RecordContent): RecordContent | undefined {
  const bySlot = new Map(held.disclosures.map((disclosure) => [disclosure.slot, disclosure]));
  for (const disclosure of given.disclosures) if (!bySlot.has(disclosure.slot)) bySlot.set(disclosure.slot, disclosure);
  const notes = given.notes ?? held.notes;
  if (bySlot.size === held.disclosures.length && notes === held.notes) return undefined;
  const disclosures = [...bySlot.values()].sort((left, right) => left.slot - right.slot);
  return notes === undefined ? { disclosures } : { disclosures, notes };
}

/** `uniteContent` on encoded plaintext; undefined when nothing changes. */
export function uniteEncoded(held: Uint8Array, given: Uint8Array): Uint8Array | undefined {
  const united = uniteContent(readContent(new ByteReader(held)), readContent(new ByteReader(given)));
  if (united === undefined) return undefined;
  const writer = new ByteWriter(held.length + given.length);
  writeContent(writer, united);
  return writer.view();
}
