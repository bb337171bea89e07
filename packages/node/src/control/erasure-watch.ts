import type { AgencyId, RecordId } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import { type DueRow, type DutyKind, dueState } from '../duties/calendar.ts';

const kind = 'answers';
const dayMs = 86_400_000;

/** An erasure order that readers have to answer. */
interface Open {
  readonly order: RecordId;
  readonly targets: readonly RecordId[];
  readonly deadline: string;
  readonly readers: readonly AgencyId[];
}

/** State to commit with an own erasure order: who must answer, and by when. */
export function openErasure(open: Open): { readonly key: string; readonly value: string } {
  return dueState(kind, { atMs: Date.parse(open.deadline), tail: open.order, value: JSON.stringify(open) });
}

/** Looks at every open erasure when its deadline comes, and each day after: readers without an answer are named (ER1.3, I11). */
export function erasureAnswers(core: NodeCore): DutyKind {
  return {
    name: kind,
    atOnce: 8,
    needsTime: false,
    async run(rows) {
      for (const row of rows) await look(core, row);
    },
  };
}

async function look(core: NodeCore, row: DueRow): Promise<void> {
  const open = JSON.parse(row.value) as Open;
  const late = new Set<AgencyId>();
  let first: RecordId | undefined;
  for (const target of open.targets)
    for (const reader of open.readers)
      if ((await core.options.store.state(`erased-by/${target}/${reader}`)) === undefined) {
        late.add(reader);
        first ??= target;
      }
  const done = { key: row.key, value: undefined };
  if (first === undefined) {
    await core.flusher.submit({ state: [done] });
    core.alarms.clear('erasure-late', { order: open.order });
    return;
  }
  const readers = [...late].sort();
  const what = open.targets.length === 1 ? first : `${first} and others of ${open.targets.length} records`;
  core.alarms.raise('erasure-late', `${readers.join(', ')} did not answer the erasure of ${what} by ${open.deadline}`, {
    record: first,
    order: open.order,
    readers,
  });
  const again = dueState(kind, { atMs: core.nowMs() + dayMs, tail: row.tail, value: row.value });
  await core.flusher.submit({
    state: [done, again],
    acts: [{ act: 'erasure-late', about: first, code: 'erasure-late', details: { readers } }],
  });
  core.calendar.expect(again.key);
}
