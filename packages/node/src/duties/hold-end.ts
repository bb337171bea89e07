import type { AgencyId, Mode, RecordId } from '@wasl/record';
import { carryOut, type ErasureDuty } from '../control/erasure-duty.ts';
import { holdKind, holdOf } from '../control/legal-hold.ts';
import { tombstoneOf } from '../control/tombstone.ts';
import type { NodeCore } from '../core.ts';
import type { DutyKind } from './calendar.ts';
import { recordRow } from './terms.ts';

/** When a hold has ended: an erasure that it kept off is carried out and answered, and a term that ended meanwhile is looked at (ER2). */
export function holdEnd(core: NodeCore): DutyKind {
  return {
    name: holdKind,
    atOnce: 16,
    needsTime: true,
    async run(rows) {
      for (const row of rows) {
        const id = row.tail as RecordId;
        const stands = await holdOf(core, id);
        const duty = stands === undefined ? await dutyKeptOff(core, id) : undefined;
        if (duty !== undefined) await carryOut(core, [duty]);
        const term = recordRow(id, core.nowMs());
        await core.flusher.submit({ state: [{ key: row.key, value: undefined }, ...(stands === undefined ? [term] : [])] });
        if (stands === undefined) core.calendar.expect(term.key);
      }
    },
  };
}

async function dutyKeptOff(core: NodeCore, id: RecordId): Promise<ErasureDuty | undefined> {
  const { store } = core.options;
  const held = await store.record(id);
  if (held?.content === undefined) return undefined;
  const { issuer, mode } = JSON.parse(held.entryText) as { issuer: AgencyId; mode: Mode };
  const order = await tombstoneOf(store, 'erased', { id, issuer });
  if (order === undefined) return undefined;
  const places = issuer === core.agency ? [] : await store.placesOf(id);
  const agreement = places.flatMap(({ origin }) => core.remote.byOrigin(origin)?.agreement ?? [])[0];
  return { id, by: issuer, order: order.order, ...(agreement === undefined ? {} : { answer: { agreement, mode } }) };
}
