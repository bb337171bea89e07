import type { AgencyId } from '@wasl/record';
import { expect, test } from 'vitest';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { nodeRandom } from '../crypto/node-random.ts';
import { newAccountId } from './account.ts';
import { approvalDigest } from './approval-demand.ts';
import { type Approvals, openApprovals } from './approvals.ts';
import { memoryState, type StatePort } from './state-port.ts';

const [amal, badr, chris, dana] = [1, 2, 3, 4].map(() => newAccountId(nodeRandom)) as [string, string, string, string];
const verdict = nodeCrypto.sha256Text('a verdict');
const incident = newAccountId(nodeRandom);
const hour = 3_600_000;

async function make(
  state: StatePort = memoryState(),
  allowed = new Set([amal, badr, chris]),
): Promise<{ approvals: Approvals; clock: { now: number }; allowed: Set<string>; state: StatePort }> {
  const clock = { now: 1_900_000_000_000 };
  const approvals = await openApprovals({
    state,
    random: nodeRandom,
    crypto: nodeCrypto,
    nowMs: () => clock.now,
    mayApprove: (person) => allowed.has(person),
  });
  return { approvals, clock, allowed, state };
}

async function approvedBy(approvals: Approvals, ...persons: string[]): Promise<string> {
  const demand = await approvals.request({ requester: amal, verdict });
  for (const person of persons)
    expect(await approvals.approve(demand.id, { person, digest: approvals.digestOf(demand) })).toMatchObject({ ok: true });
  return demand.id;
}

test('[RL4] two distinct officers, neither the requester, approve one verdict, and it serves once', async () => {
  const { approvals } = await make();
  const id = await approvedBy(approvals, badr, chris);
  const held = approvals.hold(id, verdict);
  if (!held.ok) throw new Error(held.reason.message);
  expect(held.value.approvals.map((one) => one.person)).toEqual([badr, chris]);
  expect(held.value.approvals[0]).toMatchObject({ verdict });
  expect(approvals.hold(id, verdict)).toMatchObject({ reason: { code: 'approval-used' } });
  held.value.settle(true);
  expect(approvals.hold(id, verdict)).toMatchObject({ reason: { code: 'approval-used' } });
  expect(approvals.open()).toEqual([]);
});

test('[RL4] the requester, the same officer twice, and one without the role do not count', async () => {
  const { approvals } = await make();
  const demand = await approvals.request({ requester: amal, verdict });
  const digest = approvals.digestOf(demand);
  expect(await approvals.approve(demand.id, { person: amal, digest })).toMatchObject({ reason: { code: 'approval-not-distinct' } });
  expect(await approvals.approve(demand.id, { person: dana, digest })).toMatchObject({ reason: { code: 'approval-not-allowed' } });
  expect(await approvals.approve(demand.id, { person: badr, digest })).toMatchObject({ ok: true });
  expect(await approvals.approve(demand.id, { person: badr, digest })).toMatchObject({ reason: { code: 'approval-not-distinct' } });
  expect(approvals.hold(demand.id, verdict)).toMatchObject({ reason: { code: 'approval-incomplete' } });
});

test('[RL4] an approval covers verdict digest, nonce and expiry: another of any of them is refused', async () => {
  const { approvals } = await make();
  const demand = await approvals.request({ requester: amal, verdict });
  for (const changed of [
    { ...demand, verdict: nodeCrypto.sha256Text('wider') },
    { ...demand, nonce: incident },
    { ...demand, expiresMs: demand.expiresMs + 1 },
  ]) {
    const digest = approvalDigest(changed, nodeCrypto);
    expect(await approvals.approve(demand.id, { person: badr, digest })).toMatchObject({ reason: { code: 'approval-digest-mismatch' } });
  }
  const id = await approvedBy(approvals, badr, chris);
  expect(approvals.hold(id, nodeCrypto.sha256Text('wider'))).toMatchObject({ reason: { code: 'approval-digest-mismatch' } });
});

test('[RL4] an approval ends with its expiry, and with the approver who lost the role', async () => {
  const { approvals, clock, allowed } = await make();
  const id = await approvedBy(approvals, badr, chris);
  allowed.delete(chris);
  expect(approvals.hold(id, verdict)).toMatchObject({ reason: { code: 'approval-incomplete' } });
  allowed.add(chris);
  clock.now += 15 * 60_000;
  expect(approvals.hold(id, verdict)).toMatchObject({ reason: { code: 'approval-expired' } });
  await expect(approvals.request({ requester: amal, verdict, lifeMs: 25 * hour })).rejects.toMatchObject({ code: 'approval-malformed' });
});

test('[RL4] a failed commit gives the approval back; a committed one stays used after a restart', async () => {
  const { approvals, state } = await make();
  const id = await approvedBy(approvals, badr, chris);
  const first = approvals.hold(id, verdict);
  if (!first.ok) throw new Error(first.reason.message);
  first.value.settle(false);
  const second = approvals.hold(id, verdict);
  if (!second.ok) throw new Error(second.reason.message);
  await state.save(second.value.write.key, second.value.write.value);
  const restarted = await make(state);
  expect(restarted.approvals.hold(id, verdict)).toMatchObject({ reason: { code: 'approval-used' } });
});

test('[RL4] a standing approval is for one type and incident, at most twelve hours, and one officer ends it', async () => {
  const { approvals, clock } = await make();
  const scope = { type: 'incident', to: ['gb.police' as AgencyId], purpose: 'event-safety', incident };
  await expect(approvals.requestStanding({ requester: amal, scope, lifeMs: 12 * hour + 1 })).rejects.toMatchObject({
    code: 'approval-too-long',
  });
  const demand = await approvals.requestStanding({ requester: amal, scope, lifeMs: 12 * hour });
  for (const person of [badr, chris]) await approvals.approve(demand.id, { person, digest: approvals.digestOf(demand) });
  expect(approvals.standing({ type: 'incident', incident })).toMatchObject([
    { person: badr, standing: { type: 'incident', to: ['gb.police'], purpose: 'event-safety', sinceMs: clock.now } },
    { person: chris },
  ]);
  expect(approvals.standing({ type: 'alert', incident })).toEqual([]);
  expect(approvals.standing({ type: 'incident', incident: newAccountId(nodeRandom) })).toEqual([]);
  clock.now += 12 * hour;
  expect(approvals.standing({ type: 'incident', incident })).toEqual([]);
  clock.now -= hour;
  await approvals.end(demand.id);
  expect(approvals.standing({ type: 'incident', incident })).toEqual([]);
});

test('[ID17] what is kept names officers by their random ids only', async () => {
  const { approvals, state } = await make();
  await approvedBy(approvals, badr, chris);
  const [row] = await state.loadWithPrefix('approval/');
  expect(Object.keys(JSON.parse(row?.value ?? '{}')).sort()).toEqual(['expiresMs', 'given', 'id', 'nonce', 'requester', 'v', 'verdict']);
});
