import type { RecordId } from '@wasl/record';
import { holdOf } from '../control/legal-hold.ts';
import { tombstoneOf } from '../control/tombstone.ts';
import type { NodeCore } from '../core.ts';
import type { StateRow } from './book.ts';
import { dropOldUploads } from './upload.ts';
import { fileNameOf } from './value.ts';

/** Removes the files of records whose content was erased, and their traces in the book; answers the state to commit (I6, ER3). */
export async function dropFiles(core: NodeCore, records: readonly RecordId[]): Promise<readonly StateRow[]> {
  const { files } = core;
  const gone = new Set(records);
  const rows: StateRow[] = [];
  for (const [root, file] of [...files.allOwn()]) {
    if (file.record === undefined || !gone.has(file.record)) continue;
    await core.options.attachments.remove(fileNameOf({ issuer: core.agency, root, sizeBytes: file.sizeBytes }, core.options.crypto));
    rows.push(files.ownRow(root, undefined));
    for (const reader of files.answers(root).keys()) rows.push(files.answerRow(root, reader as typeof core.agency, undefined));
    files.forgetOwn(root);
  }
  for (const record of gone) rows.push(...(await dropReceived(core, record)));
  return rows;
}

/** Removes what was received for one record, unless another record of the same issuer names the same file. */
async function dropReceived(core: NodeCore, record: RecordId): Promise<readonly StateRow[]> {
  const { files } = core;
  const names = [...files.incoming(record)].map(([root, file]) => ({ root, file }));
  if (names.length === 0) return [];
  files.forgetIncoming(record);
  for (const { root, file } of names) {
    const name = fileNameOf({ issuer: file.issuer, root, sizeBytes: file.sizeBytes }, core.options.crypto);
    if (!stillNamed(core, name)) await core.options.attachments.remove(name);
  }
  return names.map(({ root }) => files.incomingRow(record, root, undefined));
}

function stillNamed(core: NodeCore, name: string): boolean {
  for (const [, root, { issuer, sizeBytes }] of core.files.allIncoming())
    if (fileNameOf({ issuer, root, sizeBytes }, core.options.crypto) === name) return true;
  return false;
}

/** The issuer withdrew these: what was fetched of them goes, what was not is not fetched any more. A legal hold keeps it. */
export async function dropWithdrawn(core: NodeCore, records: readonly RecordId[]): Promise<void> {
  const state: StateRow[] = [];
  for (const record of records) if ((await holdOf(core, record)) === undefined) state.push(...(await dropReceived(core, record)));
  if (state.length > 0)
    await core.flusher.submit({ state, acts: records.map((about) => ({ act: 'drop-attachments', about, code: 'record-withdrawn' })) });
}

/**
 * Reads the book at opening and finishes what a dead process left: files of records withdrawn meanwhile, old uploads, and files that nothing
 * names. After a restore nothing is swept, because records that name a file may still come back from readers.
 */
export async function openFiles(core: NodeCore): Promise<void> {
  const { store, attachments, crypto } = core.options;
  const restored = store.mismatches.length > 0;
  await core.files.load(store);
  await dropOldUploads(core);
  const withdrawn = new Set<RecordId>();
  for (const [record, , file] of core.files.allIncoming())
    if ((await tombstoneOf(store, 'withdrawn', { id: record, issuer: file.issuer })) !== undefined) withdrawn.add(record);
  await dropWithdrawn(core, [...withdrawn]);
  if (restored) return;
  const named = new Set<string>();
  for (const [root, file] of core.files.allOwn()) named.add(fileNameOf({ issuer: core.agency, root, sizeBytes: file.sizeBytes }, crypto));
  for (const [, root, { issuer, sizeBytes }] of core.files.allIncoming()) named.add(fileNameOf({ issuer, root, sizeBytes }, crypto));
  for (const name of await attachments.list()) if (!named.has(name)) await attachments.remove(name);
}
