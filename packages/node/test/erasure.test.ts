import { Federation, logEntry, type Member, pass, settle } from '@wasl/testkit/federation';
import { beforeEach, expect, test } from 'vitest';
import { placeHold } from '../src/control/legal-hold.ts';
import { copyOf, tell } from './forgery.ts';
import { actsOf, alarmsOf, ownLog, put, stateOf } from './helpers.ts';

let federation: Federation;
let ma: Member;
let gb: Member;

beforeEach(async () => {
  federation = await Federation.make();
  [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
});

const contentOf = async (member: Member, id: Parameters<Member['store']['record']>[0]) =>
  (await member.store.record(id))?.content?.disclosures.length ?? 0;

test('[ER1, I6] an order stands in every log where its target stands and in the control log, in one commit', async () => {
  const id = await put(ma, logEntry('wrong gate'));
  const before = [ownLog(ma, 'operations')?.size ?? 0, ownLog(ma, 'control')?.size ?? 0];
  const done = await ma.node.withdraw(ma.officer, id, { reason: 'error' });
  expect(done.ok).toBe(true);
  expect([ownLog(ma, 'operations')?.size, ownLog(ma, 'control')?.size]).toEqual([(before[0] ?? 0) + 1, 2]);
  await settle(ma, gb);
  expect(await stateOf(gb, id)).toBe('withdrawn');
  const again = await ma.node.withdraw(ma.officer, id, { reason: 'error' });
  expect(again.ok && again.value.repeated).toBe(true);
});

test('[ER1, I6, I7] an erasure destroys the content at both ends, is answered, and the log still verifies', async () => {
  const id = await put(ma, logEntry('to be forgotten'));
  await settle(ma, gb);
  expect(await contentOf(gb, id)).toBeGreaterThan(0);
  await ma.node.erase(ma.officer, id, { ground: 'rights' });
  expect(await contentOf(ma, id)).toBe(0);
  await settle(ma, gb);
  expect(await contentOf(gb, id)).toBe(0);
  expect(await stateOf(gb, id)).toBe('erased');
  expect(JSON.parse((await ma.store.state(`erased-by/${id}/gb.police`)) ?? '{}')).toMatchObject({ held: true });
  expect([...(await ma.store.verify()), ...(await gb.store.verify())]).toEqual([]);
});

test('[LG3, ER1] a reader that comes late gets `gone` and the erasure that founds it; nothing is quarantined', async () => {
  const id = await put(ma, logEntry('never seen abroad'));
  await put(ma, logEntry('seen'));
  await ma.node.erase(ma.officer, id, { ground: 'error' });
  await settle(ma, gb);
  expect(await gb.store.stateWithPrefix('quarantine/')).toEqual([]);
  expect(await gb.store.stateWithPrefix('gone-pending/')).toEqual([]);
  expect(await stateOf(gb, id)).toBe('erased');
});

test('[ER1.2] a target that is not held yet leaves a tombstone: `erased {held:false}`, and its content is not taken in later', async () => {
  const id = await put(ma, logEntry('late'));
  const log = await copyOf(federation, { issuer: ma, reader: gb, topic: 'operations' });
  await ma.node.erase(ma.officer, id, { ground: 'order' });
  const control = await copyOf(federation, { issuer: ma, reader: gb, topic: 'control' });
  expect((await tell(gb, ma, control)).ok).toBe(true);
  const reopened = await federation.open('gb.police', { store: gb.store });
  expect((await tell(reopened, ma, log)).ok).toBe(true);
  expect(await contentOf(reopened, id)).toBe(0);
  expect(await stateOf(reopened, id)).toBe('erased');
  await pass(ma, reopened);
  expect(JSON.parse((await ma.store.state(`erased-by/${id}/gb.police`)) ?? '{}')).toMatchObject({ held: false });
});

test('[ER1] only the issuer orders: a partner’s order about another’s record changes nothing and hides no order of the issuer', async () => {
  const id = await put(ma, logEntry('ours'));
  await settle(ma, gb);
  const own = await gb.node.erase(gb.officer, id, { ground: 'order' });
  expect(!own.ok && own.reason.code).toBe('record-not-own');
  await ma.node.erase(ma.officer, id, { ground: 'rights' });
  const key = `erased/${id}/gb.police`;
  await ma.node.core.flusher.submit({ state: [{ key, value: JSON.stringify({ by: 'gb.police', code: 'order', at: '', order: id }) }] });
  const view = await ma.node.get(ma.officer, id);
  expect(view.ok && view.value.status).toBe('erased');
});

test('[ER1.1, I6] an erasure that a dead process left undone is carried out at the next start, and answered', async () => {
  const id = await put(ma, logEntry('to be forgotten'));
  await settle(ma, gb);
  await ma.node.erase(ma.officer, id, { ground: 'rights' });
  const { erase } = gb.store;
  gb.store.erase = () => Promise.reject(new Error('the process dies here'));
  await expect(pass(gb, ma)).rejects.toThrow('dies here');
  expect(await contentOf(gb, id)).toBeGreaterThan(0);
  gb.store.erase = erase.bind(gb.store);
  const reopened = await federation.open('gb.police', { store: gb.store });
  expect(await contentOf(reopened, id)).toBe(0);
  await settle(ma, reopened);
  expect(JSON.parse((await ma.store.state(`erased-by/${id}/gb.police`)) ?? '{}')).toMatchObject({ held: true });
});

test('[ER1.3, I11] readers that have not answered by the deadline are named, after a restart too', async () => {
  const id = await put(ma, logEntry('to be forgotten'));
  await settle(ma, gb);
  await ma.node.erase(ma.officer, id, { ground: 'rights' });
  const reopened = await federation.open('ma.police', { store: ma.store });
  federation.clock.advance(73 * 3_600_000);
  await new Promise((resolve) => setImmediate(resolve));
  await reopened.node.core.flusher.settled();
  const alarm = reopened.node.status(undefined).alarms.find((each) => each.code === 'erasure-late');
  expect(alarm?.details['readers']).toEqual(['gb.police']);
});

test('[ER2] a recipient bound by law to keep answers `retained` with ground and date; operators no longer see the content', async () => {
  const id = await put(ma, logEntry('asked for by a court'));
  await settle(ma, gb);
  await placeHold(gb.node.core, gb.officer, { id, hold: { ground: 'court', until: '2031-01-01T00:00:00Z' }, reason: 'order 12/30' });
  await ma.node.erase(ma.officer, id, { ground: 'rights' });
  await settle(ma, gb);
  expect(JSON.parse((await ma.store.state(`erased-by/${id}/gb.police`)) ?? '{}')).toMatchObject({
    held: true,
    ground: 'court',
    until: '2031-01-01T00:00:00Z',
  });
  expect(await contentOf(gb, id)).toBeGreaterThan(0);
  const view = await gb.node.get(gb.officer, id);
  expect(view.ok && [view.value.status, view.value.fields.length]).toEqual(['erased', 0]);
});

test('[DU3] one key makes one record, also after a restart; a key used for something else is refused and ends no process', async () => {
  const id = await put(ma, logEntry('once'), 'k1');
  expect(await put(ma, logEntry('once'), 'k1')).toBe(id);
  const reopened = await federation.open('ma.police', { store: ma.store });
  expect(await put(reopened, logEntry('once'), 'k1')).toBe(id);
  expect(ownLog(reopened, 'operations')?.size).toBe(2);
  const other = await reopened.node.withdraw(reopened.officer, id, { reason: 'error', idempotencyKey: 'k1' });
  expect(!other.ok && other.reason.code).toBe('idempotency-conflict');
  const both = await Promise.all(
    [1, 2, 3].map(() => reopened.node.withdraw(reopened.officer, id, { reason: 'error', idempotencyKey: 'k2' })),
  );
  expect(new Set(both.map((each) => each.ok && each.value.id)).size).toBe(1);
  expect(reopened.fatal).toEqual([]);
});

test('[LG7, I9] one officer suspends alone: open streams end, nothing more leaves, control still flows and reaches the partner', async () => {
  const id = await put(ma, logEntry('before'));
  await settle(ma, gb);
  const log = ownLog(ma, 'operations');
  const stop = new AbortController();
  const stream = await ma.node.outlet.stream(gb.peer, log?.origin ?? '', { from: log?.size ?? 0, signal: stop.signal });
  if (!stream.ok) throw new Error(stream.reason.message);
  const ended = expect(stream.value[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'agreement-not-active' });
  await ma.node.suspend(ma.actor('amina', ['duty']), 'ma-gb.major-events', 'doubt');
  await ended;
  const refused = await ma.node.put(ma.officer, logEntry('after'));
  expect(refused.ok && refused.value.delivery.state).toBe('refused');
  const withdrawn = await ma.node.withdraw(ma.officer, id, { reason: 'error' });
  expect(withdrawn.ok).toBe(true);
  await settle(ma, gb);
  expect(alarmsOf(gb)).toContain('agreement-suspended');
  expect(await stateOf(gb, id)).toBe('withdrawn');
  const first = await ma.node.resume(ma.actor('amina'), 'ma-gb.major-events');
  const same = await ma.node.resume(ma.actor('amina'), 'ma-gb.major-events');
  expect([first.ok && first.value.resumed, !same.ok && same.reason.code]).toEqual([false, 'approval-same-person']);
  const second = await ma.node.resume(ma.actor('brahim'), 'ma-gb.major-events');
  expect(second.ok && second.value.resumed).toBe(true);
});

test('[JO1, I8] a read is in the activity record before its bytes leave; when it can’t be written nothing is read', async () => {
  const id = await put(ma, logEntry('read me'));
  const before = (await actsOf(ma)).filter((act) => act === 'read').length;
  await ma.node.get(ma.officer, id);
  expect((await actsOf(ma)).filter((act) => act === 'read').length).toBe(before + 1);
  const { commit } = ma.store;
  ma.store.commit = () => Promise.reject(new Error('no disk'));
  await expect(ma.node.get(ma.officer, id)).rejects.toThrow('no disk');
  ma.store.commit = commit;
});

test('[DU1, I3] nothing is published before the commit resolved, and a commit that fails publishes nothing', async () => {
  await put(ma, logEntry('first'));
  const log = ownLog(ma, 'operations');
  const { commit } = ma.store;
  const gate = Promise.withResolvers<void>();
  ma.store.commit = async (work) => {
    await gate.promise;
    await commit.call(ma.store, work);
  };
  const writing = ma.node.put(ma.officer, logEntry('second'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(log?.size).toBe(2);
  gate.resolve();
  await writing;
  expect(log?.size).toBe(3);
  ma.store.commit = () => Promise.reject(new Error('fsync failed'));
  await expect(ma.node.put(ma.officer, logEntry('third'))).rejects.toThrow('fsync failed');
  expect([log?.size, ma.fatal.length]).toEqual([3, 1]);
});
