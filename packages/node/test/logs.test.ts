import type { AgencyId } from '@wasl/record';
import { Federation, logEntry, type Member, settle } from '@wasl/testkit/federation';
import { expect, test } from 'vitest';
import { copyOf, tell } from './forgery.ts';
import { actsOf, alarmsOf, descriptorsOf, heldLog, ownLog, put, stateOf } from './helpers.ts';

const arrangement = 'ma-gb.major-events';

async function three(): Promise<readonly [Federation, Member, Member, Member]> {
  const all = ['ma.police', 'gb.police', 'es.police'];
  const federation = await Federation.make(all);
  const [ma, gb, es] = await Promise.all(all.map((agency) => federation.open(agency)));
  return [federation, ma as Member, gb as Member, es as Member];
}

test('[LG6.11, LG1] a log closed by hand ends with a stated cut-off; the channel goes on in the next epoch, over a restart too', async () => {
  const [federation, ma, gb, es] = await three();
  await put(ma, logEntry('before'));
  const log = ownLog(ma, 'operations');
  expect(await ma.node.duties.closeLog(ma.officer, log?.origin ?? '', 'drill')).toEqual({ ok: true, value: true });
  const reopened = await federation.open('ma.police', { store: ma.store });
  const id = await put(reopened, logEntry('after'));
  expect(await settle(reopened, gb, es)).toEqual([]);
  expect(await stateOf(gb, id)).toBe('current');
  const next = ownLog(reopened, 'operations');
  expect(JSON.parse(next?.descriptor ?? '{}')).toMatchObject({ epoch: 2, continues: { origin: log?.origin, size: 2 } });
  expect([...gb.node.core.remote.all()].find(({ origin }) => origin === log?.origin)?.closedAt).toBe(2);
  expect(await ma.node.duties.closeLog(ma.officer, log?.origin ?? '', 'again')).toMatchObject({
    ok: false,
    reason: { code: 'log-unknown' },
  });
  const control = ownLog(reopened, 'control')?.origin ?? '';
  expect(await reopened.node.duties.closeLog(ma.officer, control, 'no')).toMatchObject({ ok: false, reason: { code: 'log-unknown' } });
  expect(await actsOf(reopened)).toContain('close-log');
});

test('[LG6.11, LG6.9] no head above the cut-off stands: the log is frozen and a person is told, whichever came first', async () => {
  const federation = await Federation.make();
  const [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  await put(ma, logEntry('before'));
  await settle(ma, gb);
  const forged = await copyOf(federation, { issuer: ma, reader: gb, topic: 'operations' });
  await ma.node.duties.closeLog(ma.officer, ownLog(ma, 'operations')?.origin ?? '', 'drill');
  await settle(ma, gb);
  forged.append(forged.leaves[1] as (typeof forged.leaves)[number]);
  const told = await tell(gb, ma, forged);
  expect(!told.ok && told.reason.code).toBe('log-closed');
  expect(heldLog(gb, 'ma.police', 'operations')?.frozen).toBe('log-closed');
  expect(alarmsOf(gb)).toContain('log-closed');
});

test('[LG1.5, I9] one officer excludes a reader at once: its streams end, nothing more reaches it but recalls, the others go on', async () => {
  const [federation, ma, gb, es] = await three();
  const id = await put(ma, logEntry('before'));
  await settle(ma, gb, es);
  const log = ownLog(ma, 'operations');
  const stop = new AbortController();
  const stream = await ma.node.outlet.stream(es.peer, log?.origin ?? '', { from: log?.size ?? 0, signal: stop.signal });
  if (!stream.ok) throw new Error(stream.reason.message);
  const ended = expect(stream.value[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'agreement-not-active' });
  await ma.node.duties.excludeReader(ma.actor('amina', ['duty']), arrangement, { agency: es.agency, reason: 'doubt' });
  await ended;
  const done = await ma.node.put(ma.officer, logEntry('after'));
  if (!done.ok) throw new Error(done.reason.message);
  expect(done.value.delivery.parts).toContainEqual({
    agreement: arrangement,
    reader: 'es.police',
    state: 'refused',
    code: 'reader-excluded',
  });
  await ma.node.withdraw(ma.officer, id, { reason: 'error' });
  await settle(ma, gb, es);
  expect([await stateOf(gb, done.value.id), await stateOf(es, done.value.id)]).toEqual(['current', 'record-unknown']);
  expect(await stateOf(es, id)).toBe('withdrawn');
  expect(descriptorsOf(ma, 'operations').map(({ audience }) => audience)).toEqual([
    ['es.police', 'gb.police', 'ma.police'],
    ['gb.police', 'ma.police'],
  ]);
  const reopened = await federation.open('ma.police', { store: ma.store });
  const again = await reopened.node.put(ma.officer, logEntry('later'));
  expect(again.ok && again.value.delivery.parts.find(({ reader }) => reader === 'es.police')?.code).toBe('reader-excluded');
});

test('[LG1.5] two officers take it back; what the reader missed comes only by new release', async () => {
  const [, ma, gb, es] = await three();
  const { duties } = ma.node;
  const back = (user: string) => duties.readmitReader(ma.actor(user), arrangement, { agency: es.agency, reason: 'cleared' });
  expect(await back('a')).toMatchObject({ ok: false, reason: { code: 'reader-not-excluded' } });
  await put(ma, logEntry('before'));
  await duties.excludeReader(ma.officer, arrangement, { agency: es.agency, reason: 'doubt' });
  const missed = await put(ma, logEntry('missed'));
  expect(await back('a')).toMatchObject({ ok: true, value: { readmitted: false } });
  expect(await back('a')).toMatchObject({ ok: false, reason: { code: 'approval-same-person' } });
  expect(await back('b')).toMatchObject({ ok: true, value: { readmitted: true } });
  const id = await put(ma, logEntry('after'));
  expect(await settle(ma, gb, es)).toEqual([]);
  expect([await stateOf(es, id), await stateOf(es, missed)]).toEqual(['current', 'record-unknown']);
  const unknown = await duties.excludeReader(ma.officer, arrangement, { agency: 'pt.police' as AgencyId, reason: 'no' });
  expect(unknown).toMatchObject({ ok: false, reason: { code: 'agreement-unknown' } });
});
