import { type AgencyId, type Mode, parseInstant, type RecordId } from '@wasl/record';
import { dropFiles } from '../attachments/forget.ts';
import { controlRecord } from '../control/control-record.ts';
import { holdOf, type LegalHold } from '../control/legal-hold.ts';
import { orderRetention } from '../control/retention-order.ts';
import type { NodeCore } from '../core.ts';
import type { LeafPlan } from '../logs/flusher.ts';
import type { JournalAct } from '../logs/journal.ts';
import type { HeldRecord, RecordWrite } from '../ports/store.ts';
import type { DueRow, DutyKind } from './calendar.ts';
import { leafEndMs, ownEndMs, recordRow, type Span, takeSpans, termKind } from './terms.ts';

/** Records erased by one turn; live work goes in between. */
const recordsAtOnce = 128;
/** Ids that one answer names: an entry has at most 64 references. */
const idsAtOnce = 60;

type State = { readonly key: string; readonly value: string | undefined };

/**
 * Erases by itself what has come to the end of its term (ER5): an own record by an order like an officer's, with the ground `retention`;
 * a partner's at the end of the last release it came under, with the answer `erased` to its issuer. A hold keeps both.
 */
export function termEnd(core: NodeCore): DutyKind {
  return {
    name: termKind,
    atOnce: 1,
    needsTime: true,
    async run(rows) {
      for (const row of rows) await endSome(core, row);
    },
  };
}

async function endSome(core: NodeCore, row: DueRow): Promise<void> {
  const { store } = core.options;
  const { taken, rest } = takeSpans(JSON.parse(row.value) as readonly Span[], recordsAtOnce);
  const ids = new Set<RecordId>();
  if (row.tail.startsWith('sha256:')) ids.add(row.tail as RecordId);
  else
    for (const [from, to] of taken)
      for (let at = from; at < to; ) {
        const leaves = await store.leaves(row.tail, { from: at, to });
        if (leaves.length === 0) break;
        for (const leaf of leaves) if (leaf.disclosures !== undefined) ids.add(leaf.id);
        at += leaves.length;
      }
  const state: State[] = [{ key: row.key, value: rest.length === 0 ? undefined : JSON.stringify(rest) }];
  const own: RecordId[] = [];
  const foreign: RecordId[] = [];
  const retained: { readonly id: RecordId; readonly hold: LegalHold }[] = [];
  for (const id of ids) {
    const held = await store.record(id);
    if (held?.content === undefined) continue;
    const endMs = await endOf(core, held);
    if (endMs === undefined || endMs > core.nowMs()) continue;
    const hold = await holdOf(core, id);
    if (hold !== undefined) retained.push({ id, hold });
    else if (issuerOf(held) === core.agency) own.push(id);
    else foreign.push(id);
  }
  for (const { id, hold } of retained) state.push(recordRow(id, parseInstant(hold.until)));
  if (own.length > 0) await orderRetention(core, own);
  await eraseHere(core, { ids: foreign, retained, state });
  core.calendar.expect(...state.filter(({ value }) => value !== undefined).map(({ key }) => key));
}

function issuerOf(held: HeldRecord): AgencyId {
  return (JSON.parse(held.entryText) as { issuer: AgencyId }).issuer;
}

/** When a record's content must go: an own one with the shortest of its terms, a partner's with the last release it came under. */
async function endOf(core: NodeCore, held: HeldRecord): Promise<number | undefined> {
  const mine = issuerOf(held) === core.agency;
  const ends: number[] = [];
  for (const { origin, index } of await core.options.store.placesOf(held.id)) {
    if (!mine && core.remote.byOrigin(origin) === undefined) continue;
    const [leaf] = await core.options.store.leaves(origin, { from: index, to: index + 1 });
    const endMs = leaf === undefined ? undefined : leafEndMs(core, leaf);
    if (endMs !== undefined) ends.push(endMs);
  }
  if (!mine) return ends.length === 0 ? undefined : Math.max(...ends);
  const { type, issuedAt } = JSON.parse(held.entryText) as { type: string; issuedAt: string };
  const ownMs = ownEndMs(core.options.catalog[type], issuedAt);
  return ownMs === undefined ? undefined : Math.min(ownMs, ...ends);
}

/** Destroys keys of partners' records, then tells their issuers; those under a hold are answered `retained` and stay. */
async function eraseHere(
  core: NodeCore,
  of: {
    readonly ids: readonly RecordId[];
    readonly retained: readonly { readonly id: RecordId; readonly hold: LegalHold }[];
    readonly state: readonly State[];
  },
): Promise<void> {
  const { ids, retained, state } = of;
  if (ids.length > 0) await core.options.store.erase(ids);
  const files = ids.length > 0 ? await dropFiles(core, ids) : [];
  const records: RecordWrite[] = [];
  const leaves: LeafPlan[] = [];
  const answer = (group: { readonly agreement: string; readonly mode: Mode }, targets: readonly RecordId[], hold?: LegalHold): void => {
    const active = core.agreements.byId(group.agreement);
    if (active === undefined) return;
    const made = controlRecord(core, {
      type: 'erased',
      mode: group.mode,
      fields: { held: true, ...(hold === undefined ? {} : { retainedGround: hold.ground, retainedUntil: hold.until }) },
      refs: targets.map((id) => ({ rel: 'answers' as const, id })),
    });
    records.push(made.record);
    leaves.push(made.leafIn(core.log(core.agreements.controlChannel(active, group.mode)), active));
  };
  for (const { group, targets } of await issuersLogs(core, ids))
    for (let at = 0; at < targets.length; at += idsAtOnce) answer(group, targets.slice(at, at + idsAtOnce));
  for (const { id, hold } of retained) for (const { group } of await issuersLogs(core, [id])) answer(group, [id], hold);
  const acts: JournalAct[] = [
    ...ids.map((id) => ({ act: 'erase', about: id, code: 'retention' })),
    ...retained.map(({ id }) => ({ act: 'retain', about: id, code: 'retention' })),
  ];
  await core.flusher.submit({ records, leaves, acts, state: [...state, ...files] });
  for (const id of ids) core.events.emit('erased', { by: core.agency, code: 'retention' }, id);
}

/** Records by the arrangement and mode they came under: where the answer about them belongs. */
async function issuersLogs(
  core: NodeCore,
  ids: readonly RecordId[],
): Promise<readonly { readonly group: { readonly agreement: string; readonly mode: Mode }; readonly targets: readonly RecordId[] }[]> {
  const groups = new Map<string, { readonly group: { agreement: string; mode: Mode }; readonly targets: Set<RecordId> }>();
  for (const id of ids) {
    for (const { origin } of await core.options.store.placesOf(id)) {
      const log = core.remote.byOrigin(origin);
      if (log === undefined) continue;
      const group = { agreement: log.agreement, mode: log.descriptor.mode };
      const key = `${group.agreement}|${group.mode}`;
      const found = groups.get(key) ?? { group, targets: new Set() };
      groups.set(key, found);
      found.targets.add(id);
    }
  }
  return [...groups.values()].map(({ group, targets }) => ({ group, targets: [...targets] }));
}
