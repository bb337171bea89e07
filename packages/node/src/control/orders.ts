import { accept, parseEntry, type RecordId, type Result, refuse } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { LeafPlan } from '../logs/flusher.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import type { Accepted, Actor } from '../service.ts';
import { controlRecord } from './control-record.ts';
import { carryOut, dutyState } from './erasure-duty.ts';
import { openErasure } from './erasure-watch.ts';
import { encodeTombstone, tombstoneKey, tombstoneOf } from './tombstone.ts';

interface Order {
  readonly kind: 'withdrawal' | 'erasure';
  readonly target: RecordId;
  readonly code: string;
  readonly idempotencyKey?: string;
}

/** One act about a record at a time: a retry that comes while the first is written gets the first's answer (DU3). */
export function orderAbout(core: NodeCore, actor: Actor, order: Order): Promise<Result<Accepted>> {
  return oneAtATime(core, order.target, () => place(core, actor, order));
}

/** Withdraws or erases an own record: the order goes to every log where the target stands and to the control logs, in one commit (ER1). */
async function place(core: NodeCore, actor: Actor, order: Order): Promise<Result<Accepted>> {
  const held = await core.options.store.record(order.target);
  if (held === undefined) return refuse('record-unknown', `no record ${order.target}`);
  const entry = parseEntry(held.entryText);
  if (entry.issuer !== core.agency) return refuse('record-not-own', `${order.target} was issued by ${entry.issuer}`);
  const erasing = order.kind === 'erasure';
  const fate = erasing ? 'erased' : 'withdrawn';
  const standing = await tombstoneOf(core.options.store, fate, { id: order.target, issuer: core.agency });
  if (standing !== undefined) return accept(await answer(core, { id: standing.order, subject: entry.subject, repeated: true }));
  const keyed = order.idempotencyKey === undefined ? undefined : await core.options.store.idempotent(order.idempotencyKey);
  if (keyed !== undefined) return refuse('idempotency-conflict', `the key ${order.idempotencyKey} was used for ${keyed}`);
  const places = await core.delivery.placesOf(order.target);
  const deadline = deadlineOf(
    core,
    places.map(({ log }) => log.channel.agreement),
  );
  const made = controlRecord(core, {
    type: order.kind,
    mode: entry.mode,
    subject: entry.subject,
    fields: erasing ? { ground: order.code, deadline } : { reason: order.code },
    refs: [{ rel: erasing ? 'erases' : 'withdraws', id: order.target }],
  });
  const leaves: LeafPlan[] = [];
  const planned = new Set<string>();
  for (const { log } of places) {
    const active = core.agreements.byId(log.channel.agreement);
    if (active === undefined) continue;
    for (const target of [log, core.log(core.agreements.controlChannel(active, entry.mode))]) {
      if (target.closed || planned.has(target.origin)) continue;
      planned.add(target.origin);
      leaves.push(made.leafIn(target, active));
    }
  }
  const tombstone = encodeTombstone({ by: core.agency, code: order.code, at: core.nowText(), order: made.record.id });
  const duty = { id: order.target, by: core.agency, order: made.record.id };
  const readers = [...new Set(places.flatMap(({ log }) => log.channel.audience))].filter((agency) => agency !== core.agency);
  const open = erasing && readers.length > 0 ? [openErasure({ order: made.record.id, targets: [order.target], deadline, readers })] : [];
  const result = await core.flusher.submit({
    records: [made.record],
    leaves,
    state: [{ key: tombstoneKey(fate, order.target, core.agency), value: tombstone }, ...(erasing ? [dutyState(duty)] : []), ...open],
    acts: [{ act: erasing ? 'order-erasure' : 'withdraw', about: order.target, actor: actor.user, code: order.code }],
    idempotency: order.idempotencyKey === undefined ? [] : [{ key: order.idempotencyKey, result: made.record.id }],
  });
  if (!result.ok) return result;
  const nowMs = core.nowMs();
  for (const [i, leaf] of leaves.entries())
    core.delivery.place(made.record.id, { origin: leaf.log.origin, index: result.value.indices[i] ?? 0, atMs: nowMs });
  core.index([made.row], [{ from: made.record.id, to: order.target, rel: erasing ? 'erases' : 'withdraws' }]);
  core.calendar.expect(...open.map(({ key }) => key));
  if (erasing) await carryOut(core, [duty]);
  else core.events.emit('withdrawn', { code: order.code, by: core.agency }, order.target);
  return accept(await answer(core, { id: made.record.id, subject: entry.subject, repeated: false }));
}

async function answer(core: NodeCore, of: Pick<Accepted, 'id' | 'subject' | 'repeated'>): Promise<Accepted> {
  return { ...of, delivery: await core.delivery.of(of.id, { nowMs: core.nowMs(), lateMs: 60_000 }) };
}

/** RFC 3339 time by which every reader must have answered: the shortest deadline among the agreements concerned, else 72 hours. */
export function deadlineOf(core: NodeCore, agreements: readonly string[]): string {
  const hours = agreements.flatMap((id) => core.agreements.byId(id)?.agreement.erasure.deadlineHours ?? []);
  return core.textOf(core.nowMs() + Math.min(72, ...hours) * 3_600_000);
}
