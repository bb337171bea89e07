import { accept, type Json, join, type Label, openDisclosures, parseEntry, type Result, recordLabel, refuse } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { PutRecord } from '../service.ts';

/**
 * A record made from others is marked at least as high as they are, and their owners own it too (RC5): so what came under `noOnward`, or
 * from anyone who has not granted it, goes in a derived record to nobody but its owners. Other puts are answered as they came. Refuses
 * `record-unknown`, `record-erased`, and label codes.
 */
export async function derivedFrom(core: NodeCore, put: PutRecord): Promise<Result<PutRecord>> {
  const sources = (put.refs ?? []).filter((ref) => ref.rel === 'derives');
  if (sources.length === 0) return accept(put);
  const targets = core.targets.of(put);
  if (!targets.ok) return targets;
  let label: Label = core.targets.label(put, targets.value.list, put.label);
  for (const { id } of sources) {
    const held = await core.options.store.record(id);
    if (held === undefined) return refuse('record-unknown', `no record ${id} to derive from`);
    if (held.content === undefined) return refuse('record-erased', `the content of ${id} was erased: nothing new is made from it`);
    const entry = parseEntry(held.entryText);
    const opened = openDisclosures(
      entry,
      held.content.disclosures.map((disclosure) => disclosure.text),
      { crypto: core.options.crypto },
    );
    label = join(label, recordLabel(entry.label, opened));
    for (const field of opened) if (field.name !== 'label' && field.label !== undefined) label = join(label, field.label);
  }
  return accept({ ...put, label: label as unknown as Readonly<Record<string, Json>> });
}
