import { parseReleaseLine } from '@wasl/log';
import { type AgencyId, parseEntry, type RecordId } from '@wasl/record';
import type { ActiveAgreement } from '../agreements.ts';
import { tombstoneOf } from '../control/tombstone.ts';
import type { NodeCore } from '../core.ts';
import type { LeafPlan } from '../logs/flusher.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import type { HeldRecord, RecordContent } from '../ports/store.ts';
import { closedFault } from '../release/closed-fault.ts';
import { hiddenUntil } from '../release/hidden-time.ts';
import { channelFor, readersOf } from '../release/part-channel.ts';
import { notesOf, releasableOf } from '../release/releasable.ts';
import { firstCause, release, type Waiting } from '../release/release.ts';
import { type DueRow, type DutyKind, dueState } from './calendar.ts';

/** A suspended arrangement is looked at again so often: what waits is neither sent nor lost. */
const lookAgainMs = 5 * 60_000;
const kind = 'release';

/** Who waits for something of a record under one arrangement; the tail of its row is `<record>/<arrangement>`. */
interface Later {
  readonly readers: readonly AgencyId[];
}

/** State to commit with a record of which something goes later: one row an arrangement, at the earliest time of its readers. */
export function laterRows(
  id: RecordId,
  waits: readonly { readonly agreement: string; readonly waiting: readonly Waiting[] }[],
): readonly { readonly key: string; readonly value: string }[] {
  const rows: { key: string; value: string }[] = [];
  for (const [agreement, group] of Map.groupBy(waits, (each) => each.agreement)) {
    const waiting = group.flatMap((each) => each.waiting);
    if (waiting.length === 0) continue;
    const readers = [...new Set(waiting.map(({ reader }) => reader))].sort();
    const atMs = Math.min(...waiting.map(({ fromMs }) => fromMs));
    rows.push(dueState(kind, { atMs, tail: `${id}/${agreement}`, value: JSON.stringify({ readers } satisfies Later) }));
  }
  return rows;
}

/** Readers for whom something of this record still waits, by arrangement; from when. */
export async function waitingFor(
  core: NodeCore,
  id: RecordId,
): Promise<readonly { readonly agreement: string; readonly reader: AgencyId; readonly fromMs: number }[]> {
  const found: { agreement: string; reader: AgencyId; fromMs: number }[] = [];
  for (const key of core.calendar.keysAbout(kind, id)) {
    const value = await core.options.store.state(key);
    if (value === undefined) continue;
    const agreement = key.slice(key.lastIndexOf('/') + 1);
    for (const reader of (JSON.parse(value) as Later).readers) found.push({ agreement, reader, fromMs: core.calendar.timeOf(key) });
  }
  return found;
}

/** Releases what a clause lets go later, when its time has come (RL2.9, RC4): decided anew, by the same check as the first release. */
export function delayedRelease(core: NodeCore): DutyKind {
  return {
    name: kind,
    atOnce: 16,
    needsTime: true,
    async run(rows) {
      for (const row of rows) {
        const at = row.tail.lastIndexOf('/');
        const id = row.tail.slice(0, at) as RecordId;
        // An order about the record is either seen here, or finds the leaf that is made here.
        await oneAtATime(core, id, () => releaseLater(core, row, { id, agreement: row.tail.slice(at + 1) }));
      }
    },
  };
}

async function releaseLater(core: NodeCore, row: DueRow, of: { readonly id: RecordId; readonly agreement: string }): Promise<void> {
  const { id, agreement } = of;
  const held = await core.options.store.record(id);
  const active = core.agreements.byId(agreement);
  const order =
    (await tombstoneOf(core.options.store, 'erased', { id, issuer: core.agency })) ??
    (await tombstoneOf(core.options.store, 'withdrawn', { id, issuer: core.agency }));
  if (order !== undefined || held?.content === undefined || active === undefined) {
    await core.flusher.submit({
      state: [{ key: row.key, value: undefined }],
      acts: [{ act: 'drop-delayed', about: id, code: order?.code ?? 'record-erased', details: { agreement } }],
    });
    return;
  }
  if (core.agreements.stateOf(active, core.nowMs()) === 'suspended') {
    const again = dueState(kind, { atMs: core.nowMs() + lookAgainMs, tail: row.tail, value: row.value });
    await core.flusher.submit({ state: [{ key: row.key, value: undefined }, again] });
    core.calendar.expect(again.key);
    return;
  }
  await releaseNow(core, row, { held: { ...held, content: held.content }, active });
}

async function releaseNow(
  core: NodeCore,
  row: DueRow,
  of: { readonly held: HeldRecord & { readonly content: RecordContent }; readonly active: ActiveAgreement },
): Promise<void> {
  const { held, active } = of;
  const { id } = held;
  const entry = parseEntry(held.entryText);
  const record = releasableOf(core, held, entry);
  const notes = notesOf(held.content);
  const purpose = notes.purpose ?? '';
  const already = await sentSlots(core, id, purpose);
  const hidden = hiddenUntil(core, record, { urgent: notes.threatToLife === true });
  const leaves: LeafPlan[] = [];
  const waits: { agreement: string; waiting: readonly Waiting[] }[] = [];
  const expected = new Set((JSON.parse(row.value) as Later).readers);
  const refused: { reader: string; code: string }[] = [];
  for (const channel of core.agreements.channels(active, core.agency, { type: entry.type, mode: entry.mode })) {
    const readers = readersOf(core, channel);
    const outcome = release(record, {
      active,
      topic: channel.topic,
      readers,
      purpose,
      nowMs: core.nowMs(),
      crypto: core.options.crypto,
      suspended: false,
      already,
      ...(notes.actor === undefined ? {} : { requester: notes.actor }),
      ...(notes.threatToLife === true ? { threatToLife: true } : {}),
      ...(hidden === undefined ? {} : { notBeforeMs: hidden }),
    });
    if (!outcome.ok) {
      refused.push(...readers.map((reader) => ({ reader, code: outcome.reason.code })));
      continue;
    }
    const { parts, verdicts, waiting } = outcome.value;
    waits.push({ agreement: active.agreement.id, waiting });
    for (const part of parts) {
      const log = core.log(channelFor(channel, part.readers, core.agency));
      if (leaves.some((leaf) => leaf.log === log)) continue;
      const { releaseLine, disclosures } = part;
      leaves.push({ log, id, entryText: held.entryText, releaseLine, disclosures });
    }
    for (const verdict of verdicts) {
      const { reader } = verdict;
      if (!expected.has(reader as AgencyId) || waiting.some((each) => each.reader === reader)) continue;
      if (!parts.some((part) => part.readers.includes(reader as AgencyId))) refused.push({ reader, code: firstCause([verdict]) });
    }
  }
  const later = laterRows(id, waits);
  const done = await core.flusher.submit({
    leaves,
    state: [{ key: row.key, value: undefined }, ...later.filter(({ key }) => key !== row.key)],
    acts: [
      ...(leaves.length === 0 ? [] : [{ act: 'release-later', about: id, details: { agreement: active.agreement.id } }]),
      ...refused.map(({ reader, code }) => ({ act: 'withhold', about: id, code, details: { reader, agreement: active.agreement.id } })),
    ],
    check: () =>
      closedFault(leaves) ??
      (core.agreements.byId(active.agreement.id) === active && active.suspendedBy.size === 0
        ? undefined
        : { code: 'agreement-not-active', message: `${active.agreement.id} changed between the verdict and the write` }),
  });
  if (!done.ok) return;
  core.calendar.expect(...later.map(({ key }) => key));
  const atMs = core.nowMs();
  for (const [i, leaf] of leaves.entries()) core.delivery.place(id, { origin: leaf.log.origin, index: done.value.indices[i] ?? 0, atMs });
  if (leaves.length > 0) core.events.emit('record', { type: entry.type, issuer: entry.issuer, mode: entry.mode, later: true }, id);
  for (const { reader, code } of refused)
    core.alarms.raise('delayed-release-dropped', `what was to go to ${reader} later may not go: ${code}`, { record: id, reader, code });
}

/** Slots that each reader has been sent for a purpose. */
async function sentSlots(core: NodeCore, id: RecordId, purpose: string): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const sent = new Map<string, Set<number>>();
  for (const { origin, index } of await core.options.store.placesOf(id)) {
    const log = core.logs.byOrigin(origin);
    const [leaf] = log === undefined ? [] : await core.options.store.leaves(origin, { from: index, to: index + 1 });
    if (log === undefined || leaf === undefined || leaf.releaseLine === '') continue;
    const line = parseReleaseLine(leaf.releaseLine);
    if (line.purpose !== purpose) continue;
    for (const reader of log.channel.audience) {
      const slots = sent.get(reader) ?? new Set<number>();
      for (const slot of line.slots) slots.add(slot);
      sent.set(reader, slots);
    }
  }
  return sent;
}
