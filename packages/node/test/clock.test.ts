import { Federation, incident, logEntry, settle } from '@wasl/testkit/federation';
import { expect, test } from 'vitest';
import { actsOf, alarmsOf, put, stateOf } from './helpers.ts';

const hour = 3_600_000;
/** Every permit holds until a date only. */
const bounded = {
  edit: (document: { permits: object[] }) => {
    for (const permit of document.permits) Object.assign(permit, { when: ['before', 'ctx.now', '2031-01-01T00:00:00Z'] });
  },
};

async function calm(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
}

test('[EX8, EX8.2] after a jump permits bound to a time wait, emergency permits work and say so, and an operator’s word ends it', async () => {
  const federation = await Federation.make(['ma.police', 'gb.police'], bounded);
  const ma = await federation.open('ma.police');
  expect(await stateOf(ma, await put(ma, logEntry('before')))).toBe('signed');
  federation.clock.jump(2 * hour);
  const after = await ma.node.put(ma.officer, logEntry('after'));
  expect(after.ok && after.value.delivery).toMatchObject({ state: 'refused', readers: 0 });
  await calm();
  expect(ma.node.status(undefined).timeUncertain).toBe(true);
  expect(alarmsOf(ma)).toContain('time-uncertain');
  const urgent = await ma.node.put(ma.officer, incident('crowd crush', { threatToLife: true }));
  expect(urgent.ok && urgent.value.delivery.readers).toBe(1);
  const [alarm] = ma.node.core.alarms.all().filter(({ code }) => code === 'emergency-release');
  expect(alarm?.message).toContain('time uncertain');

  const killed = await federation.open('ma.police', { store: ma.store });
  expect(killed.node.status(undefined).timeUncertain).toBe(true);
  expect(alarmsOf(killed).filter((code) => code === 'time-uncertain')).toHaveLength(1);
  expect(await killed.node.confirmTime(killed.actor('one', ['duty']), '2030-06-14T14:00:00Z')).toMatchObject({
    reason: { code: 'role-refused' },
  });
  expect(await killed.node.confirmTime(killed.officer, '2030-06-14T12:00:00Z')).toMatchObject({ reason: { code: 'time-mismatch' } });
  expect((await killed.node.confirmTime(killed.officer, '2030-06-14T14:00:10Z')).ok).toBe(true);
  expect(killed.node.status(undefined).timeUncertain).toBe(false);
  expect(alarmsOf(killed)).not.toContain('time-uncertain');
  expect(await stateOf(killed, await put(killed, logEntry('confirmed')))).toBe('signed');
  expect(await actsOf(killed)).toEqual(expect.arrayContaining(['doubt-time', 'confirm-time']));
});

test('[EX8.2] a clock set forward ends no term and no deadline; one set back at start is found', async () => {
  const federation = await Federation.make();
  const [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  const id = await put(ma, logEntry('gates open'));
  await settle(ma, gb);
  federation.clock.jump(3650 * 24 * hour);
  const view = await gb.node.get(gb.officer, id);
  expect(view.ok && view.value.fields.length).toBeGreaterThan(0);
  expect(gb.node.status(undefined).agreements[0]?.state).toBe('active');
  federation.clock.jump(-3650 * 24 * hour - hour);
  const back = await federation.open('ma.police', { store: ma.store });
  expect(back.node.core.guard.doubt?.cause).toBe('start-behind');
});

test('[EX8.3] `hlc` and time never go back over a restart, and follow what was received before it', async () => {
  const federation = await Federation.make();
  const ma = await federation.open('ma.police');
  const gb = await federation.open('gb.police', {
    clock: {
      nowMs: () => federation.clock.nowMs() + 40_000,
      monotonicMs: () => federation.clock.monotonicMs(),
      after: (delayMs, run) => federation.clock.after(delayMs, run),
    },
  });
  const id = await put(gb, logEntry('from the future'));
  const { hlc: sent } = JSON.parse((await gb.store.record(id))?.entryText ?? '{}') as { hlc: string };
  await settle(ma, gb);
  const last = ma.node.core.hlc.last;
  expect(last > sent).toBe(true);
  const killed = await federation.open('ma.police', { store: ma.store });
  expect(killed.node.core.hlc.last >= last).toBe(true);
  expect(killed.node.core.hlc.next() > last).toBe(true);
});
