import { parseReleaseLine } from '@wasl/log';
import { openDisclosures, parseEntry, type RecordId } from '@wasl/record';
import { tombstoneOf } from '../control/tombstone.ts';
import type { NodeCore } from '../core.ts';
import type { OwnLog } from '../logs/own-log.ts';
import { attachmentsOf } from './value.ts';

/** A release of the field that names a file: to the readers of this log, until then. */
export interface FileRelease {
  readonly log: OwnLog;
  /** RFC 3339. */
  readonly until: string;
}

/**
 * Releases of one file. They are read from the logs themselves: who may fetch a file is who was released the field that names it, and
 * nothing else says so. None once the record was withdrawn or erased.
 */
export async function releasesOf(
  core: NodeCore,
  of: { readonly root: string; readonly record: RecordId },
): Promise<readonly FileRelease[]> {
  const { store } = core.options;
  for (const fate of ['withdrawn', 'erased'] as const)
    if ((await tombstoneOf(store, fate, { id: of.record, issuer: core.agency })) !== undefined) return [];
  const slot = await slotOf(core, of);
  if (slot === undefined) return [];
  const found: FileRelease[] = [];
  for (const { origin, index } of await store.placesOf(of.record)) {
    const log = core.logs.byOrigin(origin);
    const [leaf] = log === undefined ? [] : await store.leaves(origin, { from: index, to: index + 1 });
    if (log === undefined || leaf === undefined || leaf.releaseLine === '') continue;
    const line = parseReleaseLine(leaf.releaseLine);
    if (line.slots.includes(slot)) found.push({ log, until: line.until });
  }
  return found;
}

async function slotOf(core: NodeCore, of: { readonly root: string; readonly record: RecordId }): Promise<number | undefined> {
  const held = await core.options.store.record(of.record);
  if (held?.content === undefined) return undefined;
  const entry = parseEntry(held.entryText);
  const units = core.attachmentUnits(entry.type);
  const opened = openDisclosures(
    entry,
    held.content.disclosures.map(({ text }) => text),
    { crypto: core.options.crypto },
  );
  return opened.find((field) => units.has(field.name) && attachmentsOf(field.value).some(({ root }) => root === of.root))?.slot;
}
