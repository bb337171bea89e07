import type { RecordId } from '@wasl/record';
import { Federation, logEntry, type Member, settle } from '@wasl/testkit/federation';
import { expect, test } from 'vitest';
import { liftHold, placeHold } from '../src/control/legal-hold.ts';
import { actsOf, alarmsOf, ownLog, put, stateOf, wait } from './helpers.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Log entries: the reader keeps them one day, the issuer three. */
async function two(): Promise<readonly [Federation, Member, Member]> {
  const federation = await Federation.make(['ma.police', 'gb.police'], {
    edit(document) {
      const permits = document.permits as unknown as { id: string; obligations: { type: string; days?: number }[] }[];
      for (const duty of permits.find(({ id }) => id === '4.4')?.obligations ?? []) if (duty.type === 'expire') duty.days = 1;
      document['retention'] = [{ types: ['logEntry'], days: 3 }];
    },
  });
  return [federation, await federation.open('ma.police'), await federation.open('gb.police')];
}

const contentOf = async (member: Member, id: RecordId) => (await member.store.record(id))?.content !== undefined;
const answerOf = async (member: Member, id: RecordId, reader: string) =>
  JSON.parse((await member.store.state(`erased-by/${id}/${reader}`)) ?? 'null') as unknown;

test('[ER5, I6] at the end of `expire` the reader erases by itself, within the hour, and the issuer has its answer', async () => {
  const [federation, ma, gb] = await two();
  const id = await put(ma, logEntry('gates open'));
  await settle(ma, gb);
  await wait(federation, hour, ma, gb);
  await wait(federation, 22 * hour, ma, gb);
  expect([await contentOf(ma, id), await contentOf(gb, id)]).toEqual([true, true]);
  await wait(federation, 2 * hour, ma, gb);
  expect([await contentOf(ma, id), await contentOf(gb, id)]).toEqual([true, false]);
  expect(await settle(ma, gb)).toEqual([]);
  expect(await answerOf(ma, id, 'gb.police')).toMatchObject({ held: true });
  const view = await gb.node.get(gb.officer, id);
  expect(view.ok && [view.value.status, view.value.statusCode]).toEqual(['erased', 'retention']);
  const lines = await gb.node.journal(gb.officer, { since: 0, limit: 1000, act: 'erase' });
  expect(lines.ok && lines.value).toMatchObject([{ code: 'retention', details: { about: [id] } }]);
});

test('[ER5, ER1, LG3] at the end of its own term a record is ordered erased everywhere, with the ground `retention`; logs still verify', async () => {
  const [federation, ma, gb] = await two();
  const ids = [await put(ma, logEntry('one')), await put(ma, logEntry('two'))];
  await settle(ma, gb);
  await wait(federation, hour, ma, gb);
  await wait(federation, 3 * day, ma, gb);
  for (const id of ids) expect([await contentOf(ma, id), await contentOf(gb, id)]).toEqual([false, false]);
  expect(await settle(ma, gb)).toEqual([]);
  expect([await stateOf(gb, ids[0] as RecordId), await stateOf(gb, ids[1] as RecordId)]).toEqual(['erased', 'erased']);
  // One order for both, after the descriptor and the two records.
  expect(ownLog(ma, 'operations')?.size).toBe(4);
  expect([...(await ma.store.verify()), ...(await gb.store.verify())]).toEqual([]);
  await wait(federation, 4 * day, ma, gb);
  expect(alarmsOf(ma)).toEqual([]);
});

test('[ER5] a record that stayed at home ends by the catalogue, and one without an end here is left alone', async () => {
  const [federation, ma] = await two();
  const { purpose: _purpose, ...home } = logEntry('ours alone');
  const id = await put(ma, home);
  const due = await ma.store.stateWithPrefix('due/term/');
  expect(due.map(({ key }) => key)).toEqual([`due/term/${Date.parse('2031-06-14T12:00:00Z')}/${id}`]);
  await wait(federation, 2 * day, ma);
  expect(await contentOf(ma, id)).toBe(true);
});

test('[ER5, I3] a node that slept over many ends does them in order when it wakes, live work in between, and none twice', async () => {
  const [federation, ma, gb] = await two();
  for (let at = 0; at < 300; at++) await put(ma, logEntry(`entry ${at}`));
  await settle(ma, gb);
  await gb.node.core.calendar.stop();
  federation.clock.advance(2 * day);
  const woken = await federation.open('gb.police', { store: gb.store });
  federation.clock.advance(20 * 60_000);
  const live = put(woken, logEntry('meanwhile'));
  await wait(federation, 0, woken);
  await live;
  const log = [...woken.node.core.remote.all()].find(({ descriptor }) => descriptor.topic === 'operations');
  const leaves = await woken.store.leaves(log?.origin ?? '', { from: 1, to: 301 });
  expect(leaves.filter(({ disclosures }) => disclosures !== undefined)).toEqual([]);
  const acts = (await actsOf(woken)).filter((act) => act === 'erase');
  expect(acts.length).toBeGreaterThan(1);
  expect(acts.length).toBeLessThan(6);
  await wait(federation, 3 * hour, woken);
  expect((await actsOf(woken)).filter((act) => act === 'erase').length).toBe(acts.length);
});

test('[ER5, EX8] while the node does not know the time nothing is erased', async () => {
  const [federation, ma, gb] = await two();
  const id = await put(ma, logEntry('gates open'));
  await settle(ma, gb);
  await wait(federation, hour, gb);
  federation.clock.jump(10 * day);
  await wait(federation, hour, gb);
  expect(gb.node.status(undefined).timeUncertain).toBe(true);
  expect(await contentOf(gb, id)).toBe(true);
  gb.node.core.guard.confirm();
  await wait(federation, 20 * 60_000, gb);
  expect(await contentOf(gb, id)).toBe(false);
});

test('[ER5, ER2] a legal hold keeps a record over its term, says so to the issuer, and its end erases', async () => {
  const [federation, ma, gb] = await two();
  const id = await put(ma, logEntry('asked for by a court'));
  await settle(ma, gb);
  const until = '2030-06-16T12:00:00Z';
  await placeHold(gb.node.core, gb.officer, { id, hold: { ground: 'court', until }, reason: 'order 12/30' });
  await wait(federation, hour, gb);
  await wait(federation, day, gb);
  expect(await contentOf(gb, id)).toBe(true);
  const view = await gb.node.get(gb.officer, id);
  expect(view.ok && view.value.fields).toEqual([]);
  await settle(ma, gb);
  expect(await answerOf(ma, id, 'gb.police')).toMatchObject({ ground: 'court', until });
  await wait(federation, day, gb);
  expect(await contentOf(gb, id)).toBe(false);
  await settle(ma, gb);
  expect(await answerOf(ma, id, 'gb.police')).not.toHaveProperty('ground');
});

test('[ER2] a hold that is lifted lets the erasure go on that it kept off; a date in the past and a record unknown are refused', async () => {
  const [federation, ma, gb] = await two();
  const id = await put(ma, logEntry('asked for by a court'));
  await settle(ma, gb);
  const hold = (until: string) => placeHold(gb.node.core, gb.officer, { id, hold: { ground: 'inquiry', until }, reason: 'inquiry 7' });
  expect(await hold('2030-01-01T00:00:00Z')).toMatchObject({ ok: false, reason: { code: 'hold-past' } });
  await hold('2030-12-01T00:00:00Z');
  await ma.node.erase(ma.officer, id, { ground: 'rights' });
  await settle(ma, gb);
  expect(await contentOf(gb, id)).toBe(true);
  expect(await liftHold(gb.node.core, gb.officer, { id, reason: 'inquiry over' })).toMatchObject({ ok: true });
  expect(await liftHold(gb.node.core, gb.officer, { id, reason: 'again' })).toMatchObject({ ok: false, reason: { code: 'hold-unknown' } });
  await wait(federation, 0, gb);
  expect(await contentOf(gb, id)).toBe(false);
  await settle(ma, gb);
  expect(await answerOf(ma, id, 'gb.police')).not.toHaveProperty('ground');
  const again = await hold('2030-12-01T00:00:00Z');
  expect(again).toMatchObject({ ok: false, reason: { code: 'record-erased' } });
});
