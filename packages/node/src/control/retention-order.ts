import type { Mode, RecordId } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { LeafPlan } from '../logs/flusher.ts';
import type { OwnLog } from '../logs/own-log.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { controlRecord } from './control-record.ts';
import { carryOut, dutyState, type ErasureDuty } from './erasure-duty.ts';
import { openErasure } from './erasure-watch.ts';
import { deadlineOf } from './orders.ts';
import { encodeTombstone, tombstoneKey, tombstoneOf } from './tombstone.ts';

/** Ids that one order names: an entry has at most 64 references. */
const idsAtOnce = 60;

/** Records that stand in the same logs, ordered by one entry. */
interface Group {
  readonly mode: Mode;
  readonly logs: readonly OwnLog[];
  readonly ids: RecordId[];
}

/** Orders the erasure of own records whose term has ended: one entry for many of them, in every log where they stand and the control logs. */
export async function orderRetention(core: NodeCore, ids: readonly RecordId[]): Promise<void> {
  const groups = new Map<string, Group>();
  for (const id of ids) {
    const held = await core.options.store.record(id);
    const ordered = await tombstoneOf(core.options.store, 'erased', { id, issuer: core.agency });
    if (held === undefined || ordered !== undefined) continue;
    const { mode } = JSON.parse(held.entryText) as { mode: Mode };
    const logs = [...new Set((await core.delivery.placesOf(id)).map(({ log }) => log))];
    const key = `${mode}|${logs.map((log) => log.origin).join('|')}`;
    const group = groups.get(key) ?? { mode, logs, ids: [] };
    groups.set(key, group);
    group.ids.push(id);
  }
  for (const { mode, logs, ids: all } of groups.values())
    for (let at = 0; at < all.length; at += idsAtOnce) {
      const some = all.slice(at, at + idsAtOnce);
      // An officer's order about one of them is either seen above or comes after this one.
      await oneAtATime(core, some[0] ?? '', () => order(core, { mode, logs, ids: some }));
    }
}

async function order(core: NodeCore, group: Group): Promise<void> {
  const { mode, logs, ids } = group;
  const agreements = [...new Set(logs.map((log) => log.channel.agreement))];
  const deadline = deadlineOf(core, agreements);
  const made = controlRecord(core, {
    type: 'erasure',
    mode,
    fields: { ground: 'retention', deadline },
    refs: ids.map((id) => ({ rel: 'erases' as const, id })),
  });
  const leaves: LeafPlan[] = [];
  const planned = new Set<string>();
  for (const log of logs) {
    const active = core.agreements.byId(log.channel.agreement);
    if (active === undefined) continue;
    for (const target of [log, core.log(core.agreements.controlChannel(active, mode))]) {
      if (target.closed || planned.has(target.origin)) continue;
      planned.add(target.origin);
      leaves.push(made.leafIn(target, active));
    }
  }
  const readers = [...new Set(logs.flatMap((log) => log.channel.audience))].filter((agency) => agency !== core.agency);
  const tombstone = encodeTombstone({ by: core.agency, code: 'retention', at: core.nowText(), order: made.record.id });
  const duties: readonly ErasureDuty[] = ids.map((id) => ({ id, by: core.agency, order: made.record.id }));
  const open = readers.length === 0 ? [] : [openErasure({ order: made.record.id, targets: ids, deadline, readers })];
  const done = await core.flusher.submit({
    records: [made.record],
    leaves,
    state: [...ids.map((id) => ({ key: tombstoneKey('erased', id, core.agency), value: tombstone })), ...duties.map(dutyState), ...open],
    acts: ids.map((id) => ({ act: 'order-erasure', about: id, code: 'retention' })),
  });
  if (!done.ok) return;
  core.calendar.expect(...open.map(({ key }) => key));
  const atMs = core.nowMs();
  for (const [i, leaf] of leaves.entries())
    core.delivery.place(made.record.id, { origin: leaf.log.origin, index: done.value.indices[i] ?? 0, atMs });
  core.index(
    [made.row],
    ids.map((id) => ({ from: made.record.id, to: id, rel: 'erases' as const })),
  );
  await carryOut(core, duties);
}
