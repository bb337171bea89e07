import { accept, parseInstant, type RecordId, type Result, refuse } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { Actor } from '../service.ts';

const prefix = 'retained/';

/** Grounds on which a recipient must keep what its issuer wants erased (ER2); the `erased` answer names one. */
type HoldGround = 'disclosure' | 'inquiry' | 'public-records' | 'court' | 'other';

/** Why and how long a record must be kept here by this agency's own law. */
export interface LegalHold {
  readonly ground: HoldGround;
  /** RFC 3339. */
  readonly until: string;
}

/** Notes that the law binds this agency to keep a record until a date: an erasure order is then answered `retained` (ER2). */
export async function placeHold(
  core: NodeCore,
  actor: Actor,
  of: { readonly id: RecordId; readonly hold: LegalHold; readonly reason: string },
): Promise<Result<true>> {
  if ((await core.options.store.record(of.id)) === undefined) return refuse('record-unknown', `no record ${of.id}`);
  parseInstant(of.hold.until);
  const done = await core.flusher.submit({
    state: [{ key: `${prefix}${of.id}`, value: JSON.stringify(of.hold) }],
    acts: [
      { act: 'legal-hold', about: of.id, actor: actor.user, reason: of.reason, details: { ground: of.hold.ground, until: of.hold.until } },
    ],
  });
  return done.ok ? accept(true) : done;
}

/** The hold that stands on a record now. */
export async function holdOf(core: NodeCore, id: RecordId): Promise<LegalHold | undefined> {
  const text = await core.options.store.state(`${prefix}${id}`);
  if (text === undefined) return undefined;
  const hold = JSON.parse(text) as LegalHold;
  return core.nowText() < hold.until ? hold : undefined;
}
