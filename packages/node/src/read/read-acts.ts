import type { Json, RecordId } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { Actor, RecordFilter } from '../service.ts';

/** Why records are read: for a purpose, with a reason, by which question. */
export interface ReadReason {
  readonly purpose?: string;
  readonly reason?: string;
  readonly query?: RecordFilter;
}

/** Writes a read down before its bytes leave (JO1): one act a record, or one for a question that found none. */
export async function journalReads(core: NodeCore, actor: Actor, ids: readonly RecordId[], why: ReadReason): Promise<void> {
  const details: Record<string, Json> = {
    ...(why.purpose === undefined ? {} : { purpose: why.purpose }),
    ...(why.query === undefined ? {} : { query: queryText(why.query) }),
  };
  const base = {
    actor: actor.user,
    ...(why.reason === undefined ? {} : { reason: why.reason }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
  await core.flusher.submit({
    // What only stood in a list was not opened.
    state: why.query === undefined ? (core.onRead?.(actor.desk, ids) ?? []) : [],
    acts: ids.length === 0 ? [{ act: 'read-nothing', ...base }] : ids.map((id) => ({ act: 'read', about: id, ...base })),
  });
}

/** What was asked, as a query string without the page. */
function queryText(filter: RecordFilter): string {
  const { type, subject, mode } = filter;
  const given = Object.entries({ type, subject, mode }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  return given.length === 0 ? 'all' : given.join('&');
}
