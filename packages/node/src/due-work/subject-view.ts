import { type Said, SubjectFold, type SubjectView } from '@wasl/engine';
import { type Json, type Mode, parseEntry, type RecordId, type SubjectId } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { ViewRow } from '../ports/store.ts';
import { viewOf } from '../read/record-view.ts';
import { declarationsOf, saidOf } from './said-of.ts';

const pageRows = 500;
/** A fold of more entries than this takes the newest: a subject is a thing people work on, not a year of it. */
const maxRows = 20_000;

/** A subject's fold with the ids of the records it is made of. */
export interface FoldedSubject {
  readonly view: SubjectView;
  readonly records: readonly RecordId[];
}

/**
 * Folds a subject from the index and the store. `readable` keeps to what an officer may read now (terms that ended, erased content); without it
 * the fold holds what the node holds, for its own duties. `undefined` when nothing is held.
 */
export async function foldSubject(
  core: NodeCore,
  subject: SubjectId,
  of: { readonly mode?: Mode; readonly readable: boolean },
): Promise<FoldedSubject | undefined> {
  await core.indexed();
  const rows = await rowsOf(core, subject);
  const mode = of.mode ?? rows[0]?.mode;
  const mine = rows.filter((row) => row.mode === mode);
  if (mode === undefined || mine.length === 0) return undefined;
  const fold = new SubjectFold({ subject, mode, declarations: declarationsOf(core) });
  const known = new Set<RecordId>();
  let front: readonly RecordId[] = mine.map((row) => row.id);
  // What refers to the records, and what refers to that: acts, decisions, and who accepted or withdrew those.
  for (let step = 0; step < 3 && front.length > 0; step += 1) {
    const next = new Set<RecordId>();
    for (const id of front) {
      if (known.has(id)) continue;
      known.add(id);
      const said = await read(core, id, of.readable);
      if (said === undefined) continue;
      fold.add(said);
      for (const { id: from } of await core.referring(id)) if (!known.has(from)) next.add(from);
    }
    front = [...next];
  }
  return { view: fold.view(), records: mine.map((row) => row.id) };
}

async function rowsOf(core: NodeCore, subject: SubjectId): Promise<readonly ViewRow[]> {
  const rows: ViewRow[] = [];
  for (let since = 0; rows.length < maxRows; ) {
    const page = await core.options.views.list({ subject, since, limit: pageRows });
    rows.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < pageRows) break;
    since = last.seq;
  }
  return rows;
}

async function read(core: NodeCore, id: RecordId, readable: boolean): Promise<Said | undefined> {
  const held = await core.options.store.record(id);
  if (held === undefined) return undefined;
  if (!readable) return saidOf(core, held);
  const view = await viewOf(core, held, { seq: 0, withContent: true });
  const { type, issuer, author, mode, subject, refs } = view;
  const fields: Record<string, Json> = {};
  for (const { name, value } of view.fields) fields[name] = value;
  return { id, type, issuer, author, mode, hlc: parseEntry(held.entryText).hlc, subject, refs, fields };
}
