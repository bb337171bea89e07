import { Federation, incident, type Member, settle } from '@wasl/testkit/federation';
import { expect, test } from 'vitest';
import { descriptorsOf, put, stateOf } from './helpers.ts';

const all = ['ma.police', 'gb.police', 'es.police'];

/** ma gives gb the exact place, es only the cell; what `es` gets besides is up to the test. */
async function three(of: { readonly esReads: 'coarse' | 'nothing' | 'same' }): Promise<readonly [Member, Member, Member]> {
  const federation = await Federation.make(all, {
    edit(document) {
      const permits = document.permits as unknown as (Record<string, unknown> & { id: string; to: string[]; units: string[] })[];
      const place = permits.find((permit) => permit.id === '4.2');
      const rest = permits.find((permit) => permit.id === '4.1');
      if (place === undefined || rest === undefined) throw new Error('the arrangement changed');
      if (of.esReads === 'same') return;
      place.to = ['es.police'];
      const fine = { ...place, id: '4.2bis', to: ['gb.police', 'ma.police'], obligations: [{ type: 'expire', id: 'o1', days: 30 }] };
      permits.splice(permits.indexOf(place), 0, fine as typeof place);
      if (of.esReads === 'nothing') for (const clause of [place, rest]) clause.to = clause.to.filter((agency) => agency !== 'es.police');
      if (of.esReads === 'nothing') place.to = ['gb.police'];
    },
  });
  const [ma, gb, es] = await Promise.all(all.map((agency) => federation.open(agency)));
  return [ma as Member, gb as Member, es as Member];
}

async function fieldsAt(member: Member, id: Parameters<Member['store']['record']>[0]): Promise<readonly string[]> {
  const held = await member.node.get(member.officer, id);
  return held.ok ? held.value.fields.map((field) => field.name) : [held.reason.code];
}

test('[LG1.4, I1] of one channel one reader gets the exact place and another the cell: each exactly what its own verdict allows', async () => {
  const [ma, gb, es] = await three({ esReads: 'coarse' });
  const id = await put(ma, incident('fence down'));
  expect(await settle(ma, gb, es)).toEqual([]);
  const [atGb, atEs] = [await fieldsAt(gb, id), await fieldsAt(es, id)];
  expect(atGb).toContain('place');
  expect(atGb).not.toContain('place.coarse');
  expect(atEs).toContain('place.coarse');
  expect(atEs).not.toContain('place');
  expect((await es.store.record(id))?.content?.disclosures.length).toBe(atEs.length + 1);
  expect(descriptorsOf(ma, 'operations').map(({ audience }) => audience)).toEqual([
    ['es.police', 'ma.police'],
    ['gb.police', 'ma.police'],
  ]);
  const view = await ma.node.get(ma.officer, id);
  expect(view.ok && view.value.delivery).toMatchObject({ state: 'delivered', delivered: 2, readers: 2 });
  const terms = await Promise.all([gb, es].map(async (member) => member.node.get(member.officer, id)));
  expect(terms.map((each) => each.ok && each.value.terms?.map((term) => term.clause))).toEqual([[['4.1', '4.2bis']], [['4.1', '4.2']]]);
});

test('[LG1.4] readers with equal terms share the log of the whole audience, and see that both were told the same', async () => {
  const [ma, gb, es] = await three({ esReads: 'same' });
  const id = await put(ma, incident('fence down'));
  expect(await settle(ma, gb, es)).toEqual([]);
  expect(descriptorsOf(ma, 'operations').map(({ audience }) => audience)).toEqual([['es.police', 'gb.police', 'ma.police']]);
  expect(await fieldsAt(gb, id)).toEqual(await fieldsAt(es, id));
  const outgoing = ma.node.status(undefined).partners.flatMap(({ logs }) => logs.filter((log) => log.topic === 'operations'));
  expect(outgoing.map(({ compared }) => compared)).toEqual(['compared', 'compared']);
});

test('[LG1.4, I2] who may have nothing gets no log and no entry, and the sender sees it refused with the code', async () => {
  const [ma, gb, es] = await three({ esReads: 'nothing' });
  const done = await ma.node.put(ma.officer, incident('fence down'));
  if (!done.ok) throw new Error(done.reason.message);
  expect(done.value.delivery.parts).toContainEqual({
    agreement: 'ma-gb.major-events',
    reader: 'es.police',
    state: 'refused',
    code: 'no-permit',
  });
  expect(await settle(ma, gb, es)).toEqual([]);
  expect(await stateOf(es, done.value.id)).toBe('record-unknown');
  expect(await fieldsAt(gb, done.value.id)).toContain('place');
});

test('[LG1.4, ER1] a withdrawal reaches the readers of every part, and the explanation tells each reader’s own terms', async () => {
  const [ma, gb, es] = await three({ esReads: 'coarse' });
  const id = await put(ma, incident('fence down'));
  await settle(ma, gb, es);
  const told = await ma.node.explain(ma.officer, id, { language: 'en', depth: 'own' });
  const place = (reader: string) =>
    told.ok && told.value.audiences.find((audience) => audience.reader === reader)?.fields.find(({ unit }) => unit === 'place')?.outcome;
  expect([place('gb.police'), place('es.police')]).toEqual(['released', 'coarse-instead']);
  await ma.node.withdraw(ma.officer, id, { reason: 'error' });
  expect(await settle(ma, gb, es)).toEqual([]);
  expect([await stateOf(gb, id), await stateOf(es, id)]).toEqual(['withdrawn', 'withdrawn']);
});

test('[LG1.4] a log for agencies outside the arrangement’s audience, or without the issuer, is not followed', async () => {
  const [ma, gb] = await three({ esReads: 'same' });
  const channel = { topic: 'operations', mode: 'exercise' as const, agreement: 'ma-gb.major-events' };
  const chain = ma.node.core.agreements.byId('ma-gb.major-events')?.chain ?? '';
  for (const audience of [
    ['gb.police', 'ma.police', 'pt.police'],
    ['es.police', 'gb.police'],
  ])
    ma.node.core.log({ ...channel, chain, audience: audience as Member['agency'][] });
  await ma.node.core.flusher.settled();
  await settle(ma, gb);
  expect(gb.node.status(undefined).alarms.map(({ code }) => code)).toEqual(['descriptor-mismatch']);
  expect([...gb.node.core.remote.all()].filter(({ descriptor }) => descriptor.topic === 'operations')).toEqual([]);
});
