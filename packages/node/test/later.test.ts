import { Federation, incident, type Member, settle } from '@wasl/testkit/federation';
import { expect, test } from 'vitest';
import { actsOf, ownLog, put, stateOf, wait } from './helpers.ts';

type Edit = NonNullable<Parameters<typeof Federation.make>[1]>['edit'];
type Clause = { id: string; units: string[]; obligations: Record<string, unknown>[]; when?: unknown };

const minute = 60_000;
const hour = 60 * minute;

/** The summary of an incident goes 30 minutes after the rest. */
const delayed: Edit = (document) => {
  const permits = document.permits as unknown as Clause[];
  const [first] = permits.filter((permit) => permit.id === '4.1');
  if (first === undefined) throw new Error('the arrangement changed');
  const later = {
    ...first,
    id: '4.1bis',
    units: ['summary'],
    obligations: [{ type: 'delay', id: 'd1', minutes: 30 }, ...first.obligations],
  };
  permits.unshift(later);
};

/** Nobody may know the time of an incident closer than the hour. */
const hourly: Edit = (document) => {
  const [first] = (document.permits as unknown as Clause[]).filter((permit) => permit.id === '4.1');
  if (first === undefined) throw new Error('the arrangement changed');
  first.when = ['not', ['in', 'unit.name', ['access', 'place', 'place.coarse', 'time']]];
};

async function two(edit: Edit): Promise<readonly [Federation, Member, Member]> {
  const federation = await Federation.make(['ma.police', 'gb.police'], edit === undefined ? {} : { edit });
  return [federation, await federation.open('ma.police'), await federation.open('gb.police')];
}

async function fieldsAt(member: Member, id: Parameters<Member['store']['record']>[0]): Promise<readonly string[]> {
  const held = await member.node.get(member.officer, id);
  return held.ok ? held.value.fields.map((field) => field.name) : [held.reason.code];
}

test('[RL2.11, LG2] a delayed field goes by itself at its time, as a new leaf of the same record with the other fields left out', async () => {
  const [federation, ma, gb] = await two(delayed);
  const id = await put(ma, incident('fence down'));
  await settle(ma, gb);
  expect(await fieldsAt(gb, id)).not.toContain('summary');
  await wait(federation, 29 * minute, ma);
  expect(ownLog(ma, 'operations')?.size).toBe(2);
  await wait(federation, 2 * minute, ma);
  expect(await settle(ma, gb)).toEqual([]);
  expect(await fieldsAt(gb, id)).toContain('summary');
  const leaves = await ma.store.leaves(ownLog(ma, 'operations')?.origin ?? '', { from: 1, to: 3 });
  const slots = leaves.map(({ releaseLine }) => (JSON.parse(releaseLine) as { slots: number[] }).slots);
  expect(slots[1]?.length).toBe(2);
  expect(leaves[1]?.id).toBe(id);
  expect(await actsOf(ma)).toContain('release-later');
});

test('[RL2.11, I3] what waits outlives the process, and comes once however often the node starts', async () => {
  const [federation, ma, gb] = await two(delayed);
  const id = await put(ma, incident('fence down'));
  await ma.node.core.calendar.stop();
  federation.clock.advance(3 * hour);
  const reopened = await federation.open('ma.police', { store: ma.store });
  await wait(federation, 0, reopened);
  expect(ownLog(reopened, 'operations')?.size).toBe(3);
  await reopened.node.core.calendar.stop();
  const again = await federation.open('ma.police', { store: ma.store });
  await wait(federation, hour, again);
  expect(ownLog(again, 'operations')?.size).toBe(3);
  expect(await settle(again, gb)).toEqual([]);
  expect(await fieldsAt(gb, id)).toContain('summary');
});

test('[RL2.11, ER1] what was withdrawn in between is never sent', async () => {
  const [federation, ma, gb] = await two(delayed);
  const id = await put(ma, incident('fence down'));
  await ma.node.withdraw(ma.officer, id, { reason: 'error' });
  const size = ownLog(ma, 'operations')?.size;
  await wait(federation, hour, ma);
  await settle(ma, gb);
  expect(ownLog(ma, 'operations')?.size).toBe(size);
  expect(await fieldsAt(gb, id)).not.toContain('summary');
  expect(await actsOf(ma)).toContain('drop-delayed');
});

test('[RL2.11, I9] under suspension it waits on; it goes once the arrangement is resumed', async () => {
  const [federation, ma, gb] = await two(delayed);
  const id = await put(ma, incident('fence down'));
  await settle(ma, gb);
  await ma.node.suspend(ma.officer, 'ma-gb.major-events', 'doubt');
  await wait(federation, hour, ma);
  await wait(federation, hour, ma);
  expect(ownLog(ma, 'operations')?.size).toBe(2);
  await ma.node.resume(ma.actor('amina'), 'ma-gb.major-events');
  await ma.node.resume(ma.actor('brahim'), 'ma-gb.major-events');
  await wait(federation, 10 * minute, ma);
  await settle(ma, gb);
  expect(await fieldsAt(gb, id)).toContain('summary');
});

test('[RL2.11, EX8] while the node does not know the time nothing is taken to be due', async () => {
  const [federation, ma] = await two(delayed);
  await put(ma, incident('fence down'));
  federation.clock.jump(2 * hour);
  await wait(federation, minute, ma);
  expect(ma.node.status(undefined).timeUncertain).toBe(true);
  expect(ownLog(ma, 'operations')?.size).toBe(2);
  ma.node.core.guard.confirm();
  await wait(federation, 11 * minute, ma);
  expect(ownLog(ma, 'operations')?.size).toBe(3);
});

test('[RL2.11, I11] what may not go any more when its time comes is dropped, and a person is told with the code', async () => {
  const [federation, ma, gb] = await two((document) => {
    delayed?.(document);
    const clauses = document.permits as unknown as Clause[];
    const [later] = clauses;
    const first = clauses.find((clause) => clause.id === '4.1');
    if (later === undefined || first === undefined) throw new Error('the arrangement changed');
    later.when = ['before', 'ctx.now', '2030-06-14T12:10:00Z'];
    first.when = ['not', ['in', 'unit.name', ['access', 'place', 'place.coarse', 'summary']]];
  });
  const id = await put(ma, incident('fence down'));
  await wait(federation, hour, ma);
  await settle(ma, gb);
  expect(await fieldsAt(gb, id)).not.toContain('summary');
  expect(ma.node.status(undefined).alarms).toMatchObject([
    { code: 'delayed-release-dropped', details: { reader: 'gb.police', record: id } },
  ]);
  expect(await ma.store.stateWithPrefix('due/release/')).toEqual([]);
});

test('[RC4] where a clause hides the exact time the entry tells the hour only, and it goes when that hour is over', async () => {
  const [federation, ma, gb] = await two(hourly);
  federation.clock.advance(17 * minute + 5_000);
  const done = await ma.node.put(ma.officer, incident('fence down'));
  if (!done.ok) throw new Error(done.reason.message);
  const { id, delivery } = done.value;
  expect(delivery).toMatchObject({ state: 'queued', parts: [{ reader: 'gb.police', state: 'queued', code: 'delay-pending' }] });
  expect(await stateOf(ma, id)).toBe('queued');
  const entry = JSON.parse((await ma.store.record(id))?.entryText ?? '{}') as { issuedAt: string; hlc: string };
  expect(entry).toMatchObject({ issuedAt: '2030-06-14T12:00:00Z', hlc: `${Date.parse('2030-06-14T12:00:00Z')}.0000` });
  await wait(federation, 42 * minute, ma);
  await settle(ma, gb);
  expect(await stateOf(gb, id)).toBe('record-unknown');
  await wait(federation, minute, ma);
  expect(await settle(ma, gb)).toEqual([]);
  expect(await fieldsAt(gb, id)).toContain('time.coarse');
  expect(await fieldsAt(gb, id)).not.toContain('time');
});

test('[RC4, RL6] a threat to life tells the hour only too, and goes at once', async () => {
  const [federation, ma, gb] = await two((document) => {
    hourly?.(document);
    for (const clause of document.emergency as unknown as Clause[])
      clause.units = clause.units.map((unit) => (unit === 'time' ? 'time.coarse' : unit));
  });
  federation.clock.advance(17 * minute);
  const id = await put(ma, incident('fence down', { threatToLife: true }));
  expect(JSON.parse((await ma.store.record(id))?.entryText ?? '{}')).toMatchObject({ issuedAt: '2030-06-14T12:00:00Z' });
  expect(await settle(ma, gb)).toEqual([]);
  expect(await fieldsAt(gb, id)).toContain('time.coarse');
});

test('[RC4] an entry of which every reader has the exact time tells it to the second', async () => {
  const [federation, ma] = await two(undefined);
  federation.clock.advance(17 * minute);
  const id = await put(ma, incident('fence down'));
  expect(JSON.parse((await ma.store.record(id))?.entryText ?? '{}')).toMatchObject({ issuedAt: '2030-06-14T12:17:00Z' });
});
