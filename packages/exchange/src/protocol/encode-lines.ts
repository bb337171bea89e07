import type { LogBatch, WireLeaf } from '@wasl/node';
import type { Refusal } from '@wasl/record';
import { fail } from '../codes.ts';
import { defaultWireBounds } from './bounds.ts';

/** A batch handed to many readers is the same object for each of them: it is turned into bytes once. */
const encoded = new WeakMap<LogBatch, Buffer>();

function checkDisclosures(leaf: WireLeaf, index: number): void {
  let disclosures = 0;
  for (const text of leaf.disclosures ?? []) disclosures += text.length;
  if (disclosures > defaultWireBounds.maxDisclosureBytes) {
    throw fail(
      'disclosures-too-large',
      `leaf ${index} has ${disclosures} bytes of disclosures, at most ${defaultWireBounds.maxDisclosureBytes}`,
    );
  }
}

function leafLine(leaf: WireLeaf, index: number): string {
  const { releaseLine, entryText, disclosures, gone } = leaf;
  const fields = disclosures === undefined ? [index, releaseLine, entryText, null, gone] : [index, releaseLine, entryText, disclosures];
  return `{"e":${JSON.stringify(fields)}}\n`;
}

/**
 * The lines of a batch, UTF-8: an `e` line per leaf, then its `c` line; without leaves, one `h` line. Encoded once per batch object.
 * Throws `batch-too-large` or `disclosures-too-large` for a batch that no reader would take.
 */
export function encodeBatch(batch: LogBatch): Uint8Array {
  const known = encoded.get(batch);
  if (known !== undefined) return known;
  if (batch.leaves.length > defaultWireBounds.maxLeaves) {
    throw fail('batch-too-large', `${batch.leaves.length} leaves in a batch, at most ${defaultWireBounds.maxLeaves}`);
  }
  let lines = '';
  let index = batch.first;
  for (const leaf of batch.leaves) {
    checkDisclosures(leaf, index);
    lines += leafLine(leaf, index);
    index += 1;
  }
  if (lines.length > defaultWireBounds.maxBatchBytes) {
    throw fail('batch-too-large', `${lines.length} bytes of lines in a batch, at most ${defaultWireBounds.maxBatchBytes}`);
  }
  lines += batch.leaves.length === 0 ? `{"h":${JSON.stringify(batch.checkpoint)}}\n` : `{"c":${JSON.stringify(batch.checkpoint)}}\n`;
  const bytes = Buffer.from(lines, 'utf8');
  encoded.set(batch, bytes);
  return bytes;
}

/** The heartbeat line of an idle stream: the latest note of the log, freshly cosigned by its issuer (EX6). */
export function encodeHeartbeat(note: string): Uint8Array {
  return Buffer.from(`{"h":${JSON.stringify(note)}}\n`, 'utf8');
}

/** The last line of a stream that the server ends for a reason: code and message, no details. */
export function encodeRefusal(reason: Refusal): Uint8Array {
  return Buffer.from(`{"r":${JSON.stringify([reason.code, reason.message.slice(0, 400)])}}\n`, 'utf8');
}
