import { accept, decodeBase64url, openDisclosures, parseEntry, type RecordId, type Result, refuse } from '@wasl/record';
import { fail } from '../codes.ts';
import type { NodeCore } from '../core.ts';
import { viewOf } from '../read/record-view.ts';
import type { Actor, AttachmentFile } from '../service.ts';
import { type AttachmentValue, attachmentsOf, chunkCount, fileNameOf } from './value.ts';

/** Which file of a record: the unit, and its place in that unit's list. */
export interface FileAsked {
  readonly record: RecordId;
  readonly unit: string;
  readonly item: number;
}

/**
 * The plain file of a record's field, for an officer who may see the field now. The read is in the activity record before a byte leaves (JO1).
 * Refuses `record-unknown`, `record-withdrawn`, `record-erased`, `attachment-unknown`.
 */
export async function readFile(core: NodeCore, actor: Actor, asked: FileAsked): Promise<Result<AttachmentFile>> {
  const held = await core.options.store.record(asked.record);
  if (held === undefined) return refuse('record-unknown', `no record ${asked.record}`);
  await core.flusher.submit({
    acts: [{ act: 'read-attachment', about: asked.record, actor: actor.user, details: { unit: asked.unit, item: asked.item } }],
  });
  const entry = parseEntry(held.entryText);
  const view = await viewOf(core, held, { seq: 0, withContent: true });
  const own = view.issuer === core.agency;
  if (view.status === 'erased') return refuse('record-erased', `${asked.record} was erased`);
  if (view.status === 'withdrawn' && !own) return refuse('record-withdrawn', `${asked.record} was withdrawn by its issuer`);
  const unknown = refuse('attachment-unknown', `${asked.record} has no file ${asked.item} in ${asked.unit}`);
  if (!core.attachmentUnits(entry.type).has(asked.unit) || !view.fields.some(({ name }) => name === asked.unit)) return unknown;
  const opened = openDisclosures(
    entry,
    (held.content?.disclosures ?? []).map(({ text }) => text),
    { crypto: core.options.crypto },
  );
  const field = opened.find(({ name }) => name === asked.unit);
  const value = field === undefined ? undefined : attachmentsOf(field.value)[asked.item];
  if (value === undefined) return unknown;
  const name = fileNameOf({ issuer: entry.issuer, root: value.root, sizeBytes: value.sizeBytes }, core.options.crypto);
  const status = await core.options.attachments.status(name);
  if (status?.complete !== true)
    return refuse('attachment-unknown', `${status?.held ?? 0} of ${chunkCount(value.sizeBytes)} parts are here`);
  return accept({
    name: value.name,
    mediaType: value.mediaType,
    sizeBytes: value.sizeBytes,
    issuer: entry.issuer,
    status: view.status,
    label: view.label,
    bytes: plain(core, name, value),
  });
}

async function* plain(core: NodeCore, name: string, value: AttachmentValue): AsyncGenerator<Uint8Array> {
  const key = decodeBase64url(value.key);
  for (let index = 0; index < chunkCount(value.sizeBytes); index++) {
    const sealed = await core.options.attachments.read(name, index);
    const bytes = sealed === undefined ? undefined : core.options.cipher.open(sealed, { key, index });
    if (bytes === undefined) throw fail('attachment-corrupt', `part ${index} of ${value.root} does not open`);
    yield bytes;
  }
}
