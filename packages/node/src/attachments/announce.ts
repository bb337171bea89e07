import type { RecordId } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { JournalAct } from '../logs/journal.ts';
import type { CheckedLeaf } from '../receive/check-leaf.ts';
import type { RemoteLog } from '../receive/remote-logs.ts';
import type { IncomingFile, StateRow } from './book.ts';
import { attachmentsOf } from './value.ts';

/** What one partner's files may fill of this node's disk, in bytes. */
const maxReceivedBytes = 20_000_000_000;

/** Files that the records of a batch name: part of its commit, and taken up once it is durable. */
export interface Announced {
  readonly state: readonly StateRow[];
  readonly acts: readonly JournalAct[];
  apply(): void;
}

/** Puts the files that new records name on the list of what is to be fetched, apart from the records and after them (RC6). */
export function announceFiles(core: NodeCore, log: RemoteLog, leaves: readonly { readonly leaf: CheckedLeaf }[]): Announced {
  const found: { record: RecordId; root: string; file: IncomingFile }[] = [];
  const acts: JournalAct[] = [];
  let bytes = -1;
  for (const { leaf } of leaves) {
    const units = core.attachmentUnits(leaf.entry.type);
    if (units.size === 0 || leaf.fields === undefined || core.erasedAhead.has(`${leaf.id}/${leaf.entry.issuer}`)) continue;
    for (const { name, value } of leaf.fields) {
      if (!units.has(name)) continue;
      if (bytes < 0) bytes = core.files.receivedBytes(log.descriptor.issuer);
      for (const { root, sizeBytes } of attachmentsOf(value)) {
        if (core.files.incoming(leaf.id).has(root)) continue;
        bytes += sizeBytes;
        const full = bytes > maxReceivedBytes;
        const base = { issuer: log.descriptor.issuer, agreement: log.agreement, mode: log.descriptor.mode, sizeBytes };
        found.push({
          record: leaf.id,
          root,
          file: full ? { ...base, state: 'refused', code: 'attachment-quota' } : { ...base, state: 'wanted' },
        });
        if (full) acts.push({ act: 'refuse-attachment', about: leaf.id, code: 'attachment-quota' });
      }
    }
  }
  return {
    state: found.map(({ record, root, file }) => core.files.incomingRow(record, root, file)),
    acts,
    apply() {
      for (const { record, root, file } of found) {
        core.files.takeIncoming(record, root, file);
        if (file.code !== undefined)
          core.alarms.raise(file.code, `files of ${file.issuer} fill what it may have here; one was not fetched`, { record });
      }
    },
  };
}
