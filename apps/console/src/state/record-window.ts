import type { NodeEvent, RecordView } from '@wasl/contract';
import type { Mode, RecordId } from '@wasl/record';

/** More changed records than this are read as a list anew. */
const manyRecords = 20;

/** What the page must read again after some events. */
export interface ToRead {
  /** The first page and everything after it: events were lost. */
  readonly all: boolean;
  /** Records newer than the newest shown. */
  readonly newer: boolean;
  /** Own records that were not yet with everyone. */
  readonly deliveries: boolean;
  /** Single records that changed. */
  readonly records: ReadonlySet<RecordId>;
  /** Partners, arrangements, alarms. */
  readonly status: boolean;
}

export const nothingToRead: ToRead = { all: false, newer: false, deliveries: false, records: new Set(), status: false };

/** Adds what one event asks for, as seen by a page of one mode (I12) that shows these records. */
export function afterEvent(before: ToRead, event: NodeEvent, shown: { readonly mode: Mode; readonly ids: ReadonlySet<RecordId> }): ToRead {
  const { record } = event;
  switch (event.kind) {
    case 'record':
      if (event.data['mode'] !== undefined && event.data['mode'] !== shown.mode) return before;
      return record !== undefined && shown.ids.has(record) ? withRecord(before, record) : { ...before, newer: true };
    case 'withdrawn':
    case 'erased':
    case 'refused':
    case 'attachment':
      return record === undefined || !shown.ids.has(record) ? before : withRecord(before, record);
    case 'delivery':
      return { ...before, deliveries: true, status: true };
    case 'alarm':
      return event.data['code'] === 'events-lost' ? { ...before, all: true, status: true } : { ...before, status: true };
    case 'link':
    case 'agreement':
    case 'held':
      return { ...before, status: true };
  }
}

function withRecord(before: ToRead, id: RecordId): ToRead {
  const records = new Set([...before.records, id]);
  return records.size > manyRecords ? { ...before, all: true } : { ...before, records };
}

/** The records with others put in: newest first, each once, the later reading standing. A reading without a place keeps the one known. */
export function merged(shown: readonly RecordView[], read: readonly RecordView[]): readonly RecordView[] {
  const byId = new Map(shown.map((record) => [record.id, record]));
  for (const record of read) {
    const seq = record.seq > 0 ? record.seq : byId.get(record.id)?.seq;
    if (seq !== undefined) byId.set(record.id, { ...record, seq });
  }
  return [...byId.values()].sort((a, b) => b.seq - a.seq);
}

/** Place from which own records are read again because not everyone has them yet; undefined when everyone has. */
export function pendingFrom(shown: readonly RecordView[]): number | undefined {
  const pending = shown.filter(({ delivery }) => delivery !== undefined && delivery.readers > 0 && waits(delivery.state));
  return pending.length === 0 ? undefined : Math.min(...pending.map((record) => record.seq)) - 1;
}

function waits(state: string): boolean {
  return state === 'queued' || state === 'signed' || state === 'late';
}
