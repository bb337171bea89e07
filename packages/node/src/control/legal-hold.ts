import { accept, parseInstant, type RecordId, type Result, refuse } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import { dueState } from '../duties/calendar.ts';
import type { Actor } from '../service.ts';

const prefix = 'retained/';
export const holdKind = 'hold';

/** Grounds on which a recipient must keep what its issuer wants erased (ER2); the `erased` answer names one. */
export type HoldGround = 'disclosure' | 'inquiry' | 'public-records' | 'court' | 'other';

/** Why and how long a record must be kept here by this agency's own law. */
export interface LegalHold {
  readonly ground: HoldGround;
  /** RFC 3339. */
  readonly until: string;
}

/**
 * Notes that the law binds this agency to keep a record until a date: an erasure order is then answered `retained` (ER2), and the end of
 * its term erases nothing. A second hold takes the place of the first. Refuses `record-unknown`, `record-erased`, `hold-past`.
 */
export async function placeHold(
  core: NodeCore,
  actor: Actor,
  of: { readonly id: RecordId; readonly hold: LegalHold; readonly reason: string },
): Promise<Result<true>> {
  const { id, hold, reason } = of;
  const held = await core.options.store.record(id);
  if (held === undefined) return refuse('record-unknown', `no record ${id}`);
  if (held.content === undefined) return refuse('record-erased', `the content of ${id} was erased`);
  const untilMs = parseInstant(hold.until);
  if (untilMs <= core.nowMs()) return refuse('hold-past', `${hold.until} is past`);
  const row = dueState(holdKind, { atMs: untilMs, tail: id, value: hold.ground });
  const done = await core.flusher.submit({
    state: [{ key: `${prefix}${id}`, value: JSON.stringify(hold) }, row],
    acts: [{ act: 'legal-hold', about: id, actor: actor.user, reason, details: { ground: hold.ground, until: hold.until } }],
  });
  if (!done.ok) return done;
  core.calendar.expect(row.key);
  return accept(true);
}

/** Ends a hold before its date: what was ordered or due meanwhile is carried out at once. Refuses `hold-unknown`. */
export async function liftHold(
  core: NodeCore,
  actor: Actor,
  of: { readonly id: RecordId; readonly reason: string },
): Promise<Result<true>> {
  if ((await core.options.store.state(`${prefix}${of.id}`)) === undefined) return refuse('hold-unknown', `no hold on ${of.id}`);
  const row = dueState(holdKind, { atMs: core.nowMs(), tail: of.id, value: 'lifted' });
  const done = await core.flusher.submit({
    state: [{ key: `${prefix}${of.id}`, value: undefined }, row],
    acts: [{ act: 'lift-hold', about: of.id, actor: actor.user, reason: of.reason }],
  });
  if (!done.ok) return done;
  core.calendar.expect(row.key);
  return accept(true);
}

/** The hold that stands on a record now. */
export async function holdOf(core: NodeCore, id: RecordId): Promise<LegalHold | undefined> {
  const text = await core.options.store.state(`${prefix}${id}`);
  if (text === undefined) return undefined;
  const hold = JSON.parse(text) as LegalHold;
  return core.nowText() < hold.until ? hold : undefined;
}

/** Every hold that stands. */
export async function holdsOf(core: NodeCore): Promise<readonly (LegalHold & { readonly record: RecordId })[]> {
  const now = core.nowText();
  return (await core.options.store.stateWithPrefix(prefix))
    .map(({ key, value }) => ({ record: key.slice(prefix.length) as RecordId, ...(JSON.parse(value) as LegalHold) }))
    .filter((hold) => now < hold.until);
}
