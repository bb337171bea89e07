import { Federation, logEntry, type Member, settle } from '@wasl/testkit/federation';
import { expect, test } from 'vitest';
import { alarmsOf, ownLog, put, stateOf, wait } from './helpers.ts';

const arrangement = 'ma-gb.major-events';
const versionAt = (member: Member) => member.node.core.agreements.byId(arrangement)?.agreement.version;

async function two(): Promise<readonly [Federation, Member, Member]> {
  const federation = await Federation.make();
  return [federation, await federation.open('ma.police'), await federation.open('gb.police')];
}

test('[LG6.12, AG9] a successor takes effect once every party announced it; until then the version before goes on and nothing is refused', async () => {
  const [federation, ma, gb] = await two();
  const next = federation.identities.successor((document) => {
    document['clocks'] = { ...(document['clocks'] as object), acknowledgeSeconds: 30 };
  });
  await federation.activate(ma.node, next);
  expect(versionAt(ma)).toBe(1);
  const before = await put(ma, logEntry('under version 1'));
  expect(await settle(ma, gb)).toEqual([]);
  expect([await stateOf(gb, before), alarmsOf(gb)]).toEqual(['current', ['version-behind']]);
  await federation.activate(gb.node, next);
  // gb knows that ma holds it; ma hears of gb with the next listing.
  expect([versionAt(ma), versionAt(gb)]).toEqual([1, 2]);
  const early = await put(
    gb,
    logEntry('under version 2', { fields: { ...logEntry('x').fields, from: 'gb.police/ops', to: 'ma.police/ops' } }),
  );
  expect(await settle(ma, gb)).toEqual([]);
  expect([versionAt(ma), await stateOf(ma, early), alarmsOf(gb), alarmsOf(ma)]).toEqual([2, 'current', [], []]);
  const after = await put(ma, logEntry('under version 2'));
  expect(await settle(ma, gb)).toEqual([]);
  expect(await stateOf(gb, after)).toBe('current');
  const line = await ma.store.leaves(ownLog(ma, 'operations')?.origin ?? '', { from: 2, to: 3 });
  expect(JSON.parse(line[0]?.releaseLine ?? '{}')).toMatchObject({ agreement: next.digest });
});

test('[LG6.12, I3] waiting outlives the process, and so does the version in force', async () => {
  const [federation, ma, gb] = await two();
  const next = federation.identities.successor(() => undefined);
  await federation.activate(ma.node, next);
  await settle(ma, gb);
  const reopened = await federation.open('ma.police', { store: ma.store });
  expect(versionAt(reopened)).toBe(1);
  await federation.activate(gb.node, next);
  await settle(reopened, gb);
  expect(versionAt(reopened)).toBe(2);
  const again = await federation.open('ma.police', { store: ma.store });
  expect(versionAt(again)).toBe(2);
});

test('[LG6.12, EX8] a successor that is effective later waits for its day', async () => {
  const [federation, ma, gb] = await two();
  const next = federation.identities.successor((document) => {
    document['effective'] = '2030-06-14T14:00:00Z';
  });
  for (const member of [ma, gb]) await federation.activate(member.node, next);
  await settle(ma, gb);
  expect([versionAt(ma), versionAt(gb)]).toEqual([1, 1]);
  await wait(federation, 2 * 3_600_000, ma, gb);
  expect([versionAt(ma), versionAt(gb)]).toEqual([2, 2]);
});

test('[LG6.12, LG1] logs of a channel that the successor no longer has are closed with a cut-off; a suspension stands over the change', async () => {
  const [federation, ma, gb] = await two();
  await put(ma, logEntry('before'));
  const next = federation.identities.successor((document) => {
    document['channels'] = (document['channels'] as { topic: string }[]).filter(({ topic }) => topic !== 'operations');
  });
  await ma.node.suspend(ma.officer, arrangement, 'doubt');
  for (const member of [ma, gb]) await federation.activate(member.node, next);
  await settle(ma, gb);
  expect([...ma.node.core.logs.all()].find(({ channel }) => channel.topic === 'operations')?.closed).toBe(true);
  expect(ma.node.status(undefined).agreements).toMatchObject([{ version: 2, state: 'suspended' }]);
  const refused = await ma.node.put(ma.officer, logEntry('after'));
  expect(refused.ok && refused.value.delivery.parts).toEqual([]);
});
