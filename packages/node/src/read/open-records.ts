import { accept, type RecordId, type Result, refuse } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import { tellOwners } from '../duties/use-notice.ts';
import { may } from '../roles.ts';
import type { Actor, RecordFilter, RecordPage, RecordView } from '../service.ts';
import { journalReads } from './read-acts.ts';
import { viewOf } from './record-view.ts';
import { marked, shownUnder } from './watermark.ts';

/** One record as this officer may see it; the read stands in the activity record, and its owner is told where a duty says so, before it is shown. */
export async function openRecord(
  core: NodeCore,
  actor: Actor,
  of: { readonly id: RecordId; readonly purpose?: string; readonly reason?: string },
): Promise<Result<RecordView>> {
  const { id, purpose } = of;
  const held = await core.options.store.record(id);
  if (held === undefined) return refuse('record-unknown', `no record ${id}`);
  const { id: _id, ...why } = of;
  await journalReads(core, actor, [id], why);
  const view = await viewOf(core, held, {
    seq: 0,
    withContent: may(actor, 'content').ok,
    ...(purpose === undefined ? {} : { purpose }),
  });
  if (purpose !== undefined && view.terms !== undefined && !view.terms.some((terms) => terms.purpose === purpose)) {
    await core.flusher.submit({ acts: [{ act: 'refuse-read', about: id, actor: actor.user, code: 'purpose-mismatch' }] });
    return refuse('purpose-mismatch', `${id} was not released for ${purpose}`);
  }
  await tellOwners(core, actor, { ids: shownOf([view]), use: 'read', ...(purpose === undefined ? {} : { purpose }) });
  return accept(marked(core, actor, view));
}

/** A page of records; every one of them stands in the activity record before the page leaves (JO1). */
export async function listRecords(core: NodeCore, actor: Actor, filter: RecordFilter): Promise<Result<RecordPage>> {
  // Taken before the list is read: what is announced from here on reaches a stream from this cursor.
  const cursor = core.events.last;
  await core.indexed();
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 500);
  const rows = await core.options.views.list({
    limit,
    ...(filter.type === undefined ? {} : { type: filter.type }),
    ...(filter.subject === undefined ? {} : { subject: filter.subject }),
    ...(filter.mode === undefined ? {} : { mode: filter.mode }),
    ...(filter.before === undefined ? {} : { before: filter.before }),
    ...(filter.since === undefined ? { newestFirst: true } : { since: filter.since }),
  });
  const records: RecordView[] = [];
  for (const row of rows) {
    const held = await core.options.store.record(row.id);
    if (held === undefined) continue;
    const view = await viewOf(core, held, {
      seq: row.seq,
      withContent: may(actor, 'content').ok,
      ...(filter.purpose === undefined ? {} : { purpose: filter.purpose }),
    });
    if (filter.purpose === undefined || view.terms === undefined || view.terms.some((terms) => terms.purpose === filter.purpose))
      records.push(view);
  }
  const ids = records.map((view) => view.id);
  const purpose = filter.purpose === undefined ? {} : { purpose: filter.purpose };
  await journalReads(core, actor, ids, { query: filter, ...purpose });
  await tellOwners(core, actor, { ids: shownOf(records), use: 'read', ...purpose });
  const last = rows.length === limit ? rows.at(-1)?.seq : undefined;
  return accept({
    records: records.map((view) => marked(core, actor, view)),
    cursor,
    ...(last === undefined ? {} : filter.since === undefined ? { older: last } : { next: last }),
  });
}

/** Records whose owners want to know of it. */
function shownOf(views: readonly RecordView[]): readonly RecordId[] {
  return views.filter((view) => shownUnder(view, 'notifyOwner')).map((view) => view.id);
}
