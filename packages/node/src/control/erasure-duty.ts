import type { AgencyId, Mode, RecordId } from '@wasl/record';
import { dropFiles } from '../attachments/forget.ts';
import type { NodeCore } from '../core.ts';
import type { LeafPlan } from '../logs/flusher.ts';
import type { RecordWrite, ViewRow } from '../ports/store.ts';
import { controlRecord } from './control-record.ts';
import { holdOf } from './legal-hold.ts';

const duePrefix = 'erase-due/';
const aheadPrefix = 'erased-ahead/';
/** Answers written by one commit: a commit holds at most 256 leaves of a log. */
const answersAtOnce = 128;

/** An erasure that must still be carried out here. It is committed with the order, so that a crash in between does not save the content. */
export interface ErasureDuty {
  readonly id: RecordId;
  /** Who ordered it; only what that agency issued is erased. */
  readonly by: AgencyId;
  readonly order: RecordId;
  /** Where the answer goes; absent for this agency's own order. */
  readonly answer?: { readonly agreement: string; readonly mode: Mode };
}

/** State to commit with the order. */
export function dutyState(duty: ErasureDuty): { readonly key: string; readonly value: string } {
  return { key: `${duePrefix}${duty.id}/${duty.by}`, value: JSON.stringify(duty) };
}

/** Carries out erasures that a dead process left undone (ER1, I6). */
export async function resumeErasures(core: NodeCore): Promise<void> {
  const duties = (await core.options.store.stateWithPrefix(duePrefix)).map(({ value }) => JSON.parse(value) as ErasureDuty);
  if (duties.length > 0) await carryOut(core, duties);
}

/** Destroys keys, then answers with `erased`, which is only written once the content cannot be read any more (ER1, ER3). */
export async function carryOut(core: NodeCore, duties: readonly ErasureDuty[]): Promise<void> {
  for (let at = 0; at < duties.length; at += answersAtOnce) await carryOutSome(core, duties.slice(at, at + answersAtOnce));
}

async function carryOutSome(core: NodeCore, duties: readonly ErasureDuty[]): Promise<void> {
  const { store } = core.options;
  const records: RecordWrite[] = [];
  const leaves: LeafPlan[] = [];
  const state: { key: string; value: string | undefined }[] = [];
  const gone: { readonly id: RecordId; readonly by: AgencyId }[] = [];
  const kept: RecordId[] = [];
  const answers: { readonly row: ViewRow; readonly id: RecordId; readonly order: RecordId }[] = [];
  for (const duty of duties) {
    const held = await store.record(duty.id);
    const mine = held !== undefined && (JSON.parse(held.entryText) as { issuer: string }).issuer === duty.by;
    const hold = mine ? await holdOf(core, duty.id) : undefined;
    if (hold !== undefined) kept.push(duty.id);
    else if (mine) gone.push({ id: duty.id, by: duty.by });
    else if (held === undefined) {
      state.push({ key: `${aheadPrefix}${duty.id}/${duty.by}`, value: duty.order });
      core.erasedAhead.add(`${duty.id}/${duty.by}`);
    }
    state.push({ key: `${duePrefix}${duty.id}/${duty.by}`, value: undefined });
    const active = duty.answer === undefined ? undefined : core.agreements.byId(duty.answer.agreement);
    if (active === undefined || duty.answer === undefined) continue;
    const answer = controlRecord(core, {
      type: 'erased',
      mode: duty.answer.mode,
      fields: { held: mine, ...(hold === undefined ? {} : { retainedGround: hold.ground, retainedUntil: hold.until }) },
      refs: [
        { rel: 'answers', id: duty.id },
        { rel: 'concerns', id: duty.order },
      ],
    });
    records.push(answer.record);
    answers.push({ row: answer.row, id: duty.id, order: duty.order });
    leaves.push(answer.leafIn(core.log(core.agreements.controlChannel(active, duty.answer.mode)), active));
  }
  for (const { id } of gone) for (const { log } of await core.delivery.placesOf(id)) log.forgetRecent();
  if (gone.length > 0) {
    await store.erase(gone.map(({ id }) => id));
    state.push(
      ...(await dropFiles(
        core,
        gone.map(({ id }) => id),
      )),
    );
  }
  await core.flusher.submit({
    records,
    leaves,
    state,
    acts: [...gone.map(({ id }) => ({ act: 'erase', about: id })), ...kept.map((id) => ({ act: 'retain', about: id, code: 'retained' }))],
  });
  core.index(
    answers.map(({ row }) => row),
    answers.flatMap(({ row, id, order }) => [
      { from: row.id, to: id, rel: 'answers' },
      { from: row.id, to: order, rel: 'concerns' },
    ]),
  );
  for (const { id, by } of gone) core.events.emit('erased', { by }, id);
}

/** Erasures of records that were not held when the order came: read at opening, kept in memory because every arrival asks (ER1). */
export async function loadErasedAhead(core: NodeCore): Promise<void> {
  for (const { key } of await core.options.store.stateWithPrefix(aheadPrefix)) core.erasedAhead.add(key.slice(aheadPrefix.length));
}
