import type { AgencyId, RecordId } from '@wasl/record';
import type { NodeCore } from '../core.ts';

const prefix = 'erasure-open/';

interface Open {
  readonly deadline: string;
  readonly readers: readonly AgencyId[];
}

/** State to commit with an own erasure order: who must answer, and by when. */
export function openErasure(target: RecordId, open: Open): { readonly key: string; readonly value: string } {
  return { key: `${prefix}${target}`, value: JSON.stringify(open) };
}

/** Looks at every open erasure when its deadline comes: readers without an answer are named (ER1, I11). */
export async function watchErasures(core: NodeCore): Promise<void> {
  for (const { key, value } of await core.options.store.stateWithPrefix(prefix)) {
    watchErasure(core, key.slice(prefix.length) as RecordId, JSON.parse(value) as Open);
  }
}

/** Starts the clock of one order. */
export function watchErasure(core: NodeCore, target: RecordId, open: Open): void {
  const delayMs = Math.max(0, Date.parse(open.deadline) - core.nowMs());
  core.options.clock.after(Math.min(delayMs, longestTimerMs), () => {
    look(core, target, open).catch((error: unknown) =>
      core.alarms.raise('erasure-late', `the erasure of ${target} could not be looked at: ${String(error)}`),
    );
  });
}

async function look(core: NodeCore, target: RecordId, open: Open): Promise<void> {
  if (core.nowMs() < Date.parse(open.deadline)) {
    watchErasure(core, target, open);
    return;
  }
  const late: AgencyId[] = [];
  for (const reader of open.readers) {
    if ((await core.options.store.state(`erased-by/${target}/${reader}`)) === undefined) late.push(reader);
  }
  if (late.length === 0) {
    await core.flusher.submit({ state: [{ key: `${prefix}${target}`, value: undefined }] });
    return;
  }
  core.alarms.raise('erasure-late', `${late.join(', ')} did not answer the erasure of ${target} by ${open.deadline}`, {
    record: target,
    readers: late,
  });
  await core.flusher.submit({ acts: [{ act: 'erasure-late', about: target, code: 'erasure-late', details: { readers: late } }] });
}

/** Longer timers wrap around in Node; the deadline is looked at again when this one ends. */
const longestTimerMs = 86_400_000;
