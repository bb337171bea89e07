import type { PutRecord } from '@wasl/node';
import { Federation, type Member, settle } from '@wasl/testkit/federation';
import { expect, test } from 'vitest';
import { actsOf, put } from './helpers.ts';

const declaration: PutRecord = {
  type: 'declaration',
  mode: 'exercise',
  purpose: 'event-safety',
  fields: {
    what: 'evacuation',
    authority: 'police-gold',
    effective: '2030-06-14T12:00:00Z',
    reviewAt: '2030-06-14T12:20:00Z',
    ackBy: [{ desk: 'gb.police/ops', deadlineSeconds: 60, ladder: ['gb.police/nfip'] }],
  },
};

const standing = (member: Member, code: string) => member.node.core.alarms.all().filter((alarm) => alarm.code === code);

/** Lets what a turned clock began come to an end. */
async function calm(member: Member): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await new Promise(setImmediate);
    await member.node.core.flusher.settled();
  }
}

test('[I11, AL1] an alarm that nobody answered is there after a kill, once, and who answered it stays known', async () => {
  const federation = await Federation.make();
  const ma = await federation.open('ma.police');
  const done = await ma.node.suspend(ma.officer, 'ma-gb.major-events', 'drill');
  expect(done.ok).toBe(true);
  await calm(ma);
  const [alarm] = standing(ma, 'agreement-suspended');
  expect(alarm).toMatchObject({ state: 'open', count: 1, since: '2030-06-14T12:00:00Z' });

  const killed = await federation.open('ma.police', { store: ma.store });
  expect(standing(killed, 'agreement-suspended')).toEqual([alarm]);
  killed.node.core.alarms.raise('agreement-suspended', alarm?.message ?? '', alarm?.details ?? {});
  expect(standing(killed, 'agreement-suspended').map((each) => each.count)).toEqual([2]);
  expect(await killed.node.acknowledgeAlarm(killed.actor('nobody', ['cooperation']), alarm?.id ?? '')).toMatchObject({
    reason: { code: 'role-refused' },
  });
  expect(await killed.node.acknowledgeAlarm(killed.officer, 'none')).toMatchObject({ reason: { code: 'alarm-unknown' } });
  expect((await killed.node.acknowledgeAlarm(killed.officer, alarm?.id ?? '')).ok).toBe(true);

  const again = await federation.open('ma.police', { store: ma.store });
  expect(standing(again, 'agreement-suspended')).toMatchObject([{ state: 'acknowledged', acknowledged: { desk: 'ma.police/ops' } }]);
  expect(await ma.store.state(`alarm/${alarm?.id}`)).not.toContain(again.officer.user);
  const lines = await again.node.journal(again.officer, { since: 0, act: 'acknowledge-alarm' });
  expect(lines.ok && lines.value.map((line) => line.details)).toMatchObject([{ about: [alarm?.id], actor: again.officer.user }]);
});

test('[I11, AL2] an alarm ends with what it told of, is raised anew when that comes back, and an officer may close it with a reason', async () => {
  const federation = await Federation.make();
  const ma = await federation.open('ma.police');
  await ma.node.suspend(ma.officer, 'ma-gb.major-events', 'drill');
  await ma.node.resume(ma.actor('one'), 'ma-gb.major-events');
  await ma.node.resume(ma.actor('two'), 'ma-gb.major-events');
  await calm(ma);
  expect(standing(ma, 'agreement-suspended')).toEqual([]);
  const listed = ma.node.alarms(ma.officer);
  expect(listed.ok && listed.value.map((alarm) => [alarm.code, alarm.state])).toContainEqual(['agreement-suspended', 'cleared']);
  await ma.node.suspend(ma.officer, 'ma-gb.major-events', 'again');
  const [anew] = standing(ma, 'agreement-suspended');
  expect(anew).toMatchObject({ state: 'open', count: 1 });
  expect((await ma.node.clearAlarm(ma.officer, anew?.id ?? '', 'end of the drill')).ok).toBe(true);
  const reopened = await federation.open('ma.police', { store: ma.store });
  expect(standing(reopened, 'agreement-suspended')).toEqual([]);
  expect(await actsOf(reopened)).toEqual(expect.arrayContaining(['raise-alarm', 'clear-alarm']));
});

test('[I11, AL3] a flood of one kind pushes out no other alarm, and what is kept is bounded', async () => {
  const federation = await Federation.make();
  const ma = await federation.open('ma.police');
  ma.node.core.alarms.raise('erasure-late', 'gb.police did not answer');
  for (let at = 0; at < 700; at += 1) ma.node.core.alarms.raise('log-ahead', `gb.police holds ${at}`);
  await calm(ma);
  expect(standing(ma, 'erasure-late')).toHaveLength(1);
  expect(ma.node.core.alarms.list().length).toBe(500);
  expect((await ma.store.stateWithPrefix('alarm/')).length).toBe(500);
});

test('[I11, AL4] the silence of a desk that must acknowledge is found after a kill too, and ends with its answer, not with having seen it', async () => {
  const federation = await Federation.make();
  const ma = await federation.open('ma.police');
  const gb = await federation.open('gb.police');
  const id = await put(ma, declaration);
  await settle(ma, gb);
  ma.node.work.board.close();
  const killed = await federation.open('ma.police', { store: ma.store });
  await killed.node.work.board.ready;
  federation.clock.advance(121_000);
  await calm(killed);
  expect(standing(killed, 'not-acknowledged')).toMatchObject([{ state: 'open', details: { record: id, desk: 'gb.police/ops' } }]);

  const answer = (state: string): PutRecord => ({
    type: 'acknowledgement',
    mode: 'exercise',
    purpose: 'event-safety',
    refs: [{ rel: 'acknowledges', id }],
    fields: { state, desk: 'gb.police/ops', at: '2030-06-14T12:01:30Z' },
  });
  for (const [state, left] of [
    ['seen', 1],
    ['accepted', 0],
  ] as const) {
    await put(gb, answer(state));
    await settle(killed, gb);
    await killed.node.core.indexed();
    federation.clock.advance(30_000);
    await calm(killed);
    expect([state, standing(killed, 'not-acknowledged').length]).toEqual([state, left]);
  }
  expect(standing(killed, 'not-acknowledged')).toEqual([]);
});

test('[I8, JO1.1] reading the arrangements, and a list that is empty, stands in the activity record', async () => {
  const federation = await Federation.make();
  const ma = await federation.open('ma.police');
  expect((await ma.node.agreements(ma.actor('reader'))).ok).toBe(true);
  expect((await ma.node.list(ma.actor('reader'), { type: 'venue' })).ok).toBe(true);
  const lines = await ma.node.journal(ma.officer, { since: 0 });
  const read = lines.ok ? lines.value.filter((line) => line.details['actor'] === 'reader').map((line) => line.act) : [];
  expect(read).toEqual(['read-agreements', 'read-nothing']);
  expect(lines.ok && lines.value.find((line) => line.act === 'read-nothing')?.details['details']).toEqual({ query: 'type=venue' });
});
