import type { LogBatch, PutRecord, WireLeaf } from '@wasl/node';
import type { RecordId } from '@wasl/record';
import type { Member } from '@wasl/testkit/federation';

/** Puts a record and answers its id; a refusal fails the test. */
export async function put(member: Member, record: PutRecord, idempotencyKey?: string): Promise<RecordId> {
  const done = await member.node.put(member.officer, record, idempotencyKey === undefined ? {} : { idempotencyKey });
  if (!done.ok) throw new Error(`${done.reason.code}: ${done.reason.message}`);
  return done.value.id;
}

/** Codes of the alarms that a person at this node sees. */
export function alarmsOf(member: Member): readonly string[] {
  return member.node.status(undefined).alarms.map((alarm) => alarm.code);
}

/** Acts in the activity record. */
export async function actsOf(member: Member): Promise<readonly string[]> {
  const lines = await member.node.journal(member.officer, { since: 0, limit: 1000 });
  if (!lines.ok) throw new Error(lines.reason.message);
  return lines.value.map((line) => line.act);
}

/** Own log of a topic, the open one unless an epoch is given. */
export function ownLog(member: Member, topic: string, mode = 'exercise') {
  return [...member.node.core.logs.all()].find((log) => log.channel.topic === topic && log.channel.mode === mode && !log.closed);
}

/** A partner's log as held. */
export function heldLog(member: Member, issuer: string, topic: string) {
  return [...member.node.core.remote.all()].find((log) => log.descriptor.issuer === issuer && log.descriptor.topic === topic);
}

export async function stateOf(member: Member, id: RecordId): Promise<string | undefined> {
  const view = await member.node.get(member.officer, id);
  return view.ok ? (view.value.delivery?.state ?? view.value.status) : view.reason.code;
}

/** A batch with one leaf changed, and the head signed anew over what it then is by the issuer's own key. */
export function resigned(issuer: Member, batch: LogBatch, change: (leaf: WireLeaf, index: number) => WireLeaf): LogBatch {
  const log = issuer.node.core.logs.byOrigin(batch.origin);
  if (log === undefined) return batch;
  const leaves = batch.leaves.map((leaf, at) => change(leaf, batch.first + at));
  return { ...batch, leaves };
}

/** Audiences of a member's own logs of a topic, in the order in which they were opened. */
export function descriptorsOf(member: Member, topic: string): readonly { readonly audience: readonly string[] }[] {
  return [...member.node.core.logs.all()].filter((log) => log.channel.topic === topic).map((log) => log.channel);
}

/** Lets time pass at a federation and waits until every member has done what came due. */
export async function wait(federation: { readonly clock: { advance(ms: number): void } }, ms: number, ...members: readonly Member[]) {
  federation.clock.advance(ms);
  for (let round = 0; round < 3; round++) {
    for (const member of members) {
      await member.node.core.calendar.idle();
      await member.node.core.flusher.settled();
    }
    federation.clock.advance(0);
  }
  for (const member of members) await member.node.core.calendar.idle();
}
