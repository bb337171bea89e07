import type { RecordId } from '@wasl/record';
import { Federation, incident, logEntry, type Member, settle } from '@wasl/testkit/federation';
import { expect, test } from 'vitest';
import { actsOf, ownLog, put } from './helpers.ts';

const hour = 3_600_000;

/** Log entries come under the duties given, besides their own. */
async function under(...types: readonly string[]): Promise<readonly [Federation, Member, Member]> {
  const federation = await Federation.make(['ma.police', 'gb.police'], {
    edit(document) {
      const permits = document.permits as unknown as { id: string; obligations: { type: string; id: string }[] }[];
      for (const type of types) permits.find(({ id }) => id === '4.4')?.obligations.push({ type, id: type });
    },
  });
  return [federation, await federation.open('ma.police'), await federation.open('gb.police')];
}

test('[RL7.1, JO1] under `notifyOwner` the owner is told of each use before the content is shown: by whom, what for, and once an hour', async () => {
  const [federation, ma, gb] = await under('notifyOwner');
  const id = await put(ma, logEntry('gates open'));
  await settle(ma, gb);
  const size = ownLog(gb, 'control')?.size ?? 0;
  const read = await gb.node.get(gb.officer, id, { purpose: 'event-safety' });
  expect(read.ok && read.value.fields.length).toBeGreaterThan(0);
  expect(ownLog(gb, 'control')?.size).toBe(Math.max(1, size) + 1);
  await gb.node.get(gb.officer, id);
  await gb.node.list(gb.officer, {});
  expect(ownLog(gb, 'control')?.size).toBe(Math.max(1, size) + 1);
  await gb.node.evidence(gb.officer, id);
  federation.clock.advance(hour);
  await gb.node.list(gb.officer, {});
  expect(ownLog(gb, 'control')?.size).toBe(Math.max(1, size) + 3);
  expect(await settle(ma, gb)).toEqual([]);
  expect(await ma.node.duties.uses(ma.officer, id)).toMatchObject({
    ok: true,
    value: [
      { reader: 'gb.police', desk: 'gb.police/ops', use: 'export' },
      { reader: 'gb.police', desk: 'gb.police/ops', use: 'read', at: '2030-06-14T13:00:00Z' },
    ],
  });
  expect(await actsOf(ma)).toContain('used-by-partner');
});

test('[RL7.1] who sees no content, and who reads what no such duty binds, tells nobody', async () => {
  const [, ma, gb] = await under('notifyOwner');
  const id = await put(ma, logEntry('gates open'));
  const other = await put(ma, incident('fence down'));
  await settle(ma, gb);
  await gb.node.get(gb.actor('auditor', ['oversight']), id);
  await gb.node.get(gb.officer, other);
  await ma.node.get(ma.officer, id);
  expect(await actsOf(gb)).not.toContain('tell-owner');
});

test('[RL7.1] a use that can’t be written down is no use: nothing is shown', async () => {
  const [, ma, gb] = await under('notifyOwner');
  const id = await put(ma, logEntry('gates open'));
  await settle(ma, gb);
  const { commit } = gb.store;
  let commits = 0;
  gb.store.commit = (work) => {
    commits += 1;
    return commits === 1 ? commit.call(gb.store, work) : Promise.reject(new Error('no disk'));
  };
  await expect(gb.node.get(gb.officer, id)).rejects.toThrow('no disk');
  gb.store.commit = commit;
});

test('[RL7.1] under `watermark` every copy is marked with desk, pseudonym and time, and never with a name', async () => {
  const [, ma, gb] = await under('watermark');
  const id = await put(ma, logEntry('gates open'));
  await settle(ma, gb);
  const read = await gb.node.get(gb.actor('someone'), id);
  const mark = read.ok ? read.value.watermark : undefined;
  expect(mark).toMatch(/^gb\.police\/ops · \S+ · 2030-06-14T12:00:00Z · sha256:/);
  expect(mark).not.toContain('someone');
  const page = await gb.node.list(gb.actor('someone'), {});
  expect(page.ok && page.value.records.find((view) => view.id === id)?.watermark).toBe(mark);
  const own = await ma.node.get(ma.officer, id);
  expect(own.ok && own.value.watermark).toBeUndefined();
});

test('[RL5.1] the explanation says of each duty whether the reader’s system sees to it or its people promise it, in three languages', async () => {
  const [, ma] = await under('noJudicial', 'watermark', 'notifyOwner');
  const id = await put(ma, logEntry('gates open'));
  const told = await ma.node.explain(ma.officer, id, { language: 'en', depth: 'own' });
  const duties = told.ok ? (told.value.audiences[0]?.duties ?? []) : [];
  expect(Object.fromEntries(duties.map(({ type, kept }) => [type, kept]))).toEqual({
    expire: 'system',
    watermark: 'system',
    notifyOwner: 'system',
    noOnward: 'promise',
    noJudicial: 'promise',
  });
  expect(duties.find(({ type }) => type === 'noJudicial')?.sentence).toBe(
    'do not use it in judicial proceedings (a promise of the recipient, which no system can hold)',
  );
  for (const language of ['fr', 'ar'] as const) {
    const other = await ma.node.explain(ma.officer, id, { language, depth: 'own' });
    expect(other.ok && other.value.audiences[0]?.duties.map(({ kept }) => kept)).toEqual(duties.map(({ kept }) => kept));
  }
});

/** Three agencies: ma gives to both, gb would pass on what it made of it. */
async function three(): Promise<readonly [Member, Member, Member]> {
  const all = ['ma.police', 'gb.police', 'es.police'];
  const federation = await Federation.make(all);
  const [ma, gb, es] = await Promise.all(all.map((agency) => federation.open(agency)));
  return [ma as Member, gb as Member, es as Member];
}

const derives = (id: RecordId) => logEntry('as ma says: gates open', { refs: [{ rel: 'derives', id }] });

test('[RC5, LG5, RL2] what is made from a partner’s record goes to its owner and to nobody else without a grant', async () => {
  const [ma, gb, es] = await three();
  const id = await put(ma, logEntry('gates open'));
  await settle(ma, gb, es);
  const done = await gb.node.put(gb.officer, derives(id));
  expect(done).toMatchObject({
    ok: true,
    value: {
      delivery: {
        parts: expect.arrayContaining([expect.objectContaining({ reader: 'es.police', state: 'refused', code: 'grant-needed' })]),
      },
    },
  });
  expect(await settle(ma, gb, es)).toEqual([]);
  const made = done.ok ? done.value.id : id;
  expect((await ma.node.get(ma.officer, made)).ok).toBe(true);
  expect(await es.node.get(es.officer, made)).toMatchObject({ ok: false, reason: { code: 'record-unknown' } });
});

test('[RC5] its marking is at least that of its sources; nothing is made from what is erased or not held', async () => {
  const [ma, gb, es] = await three();
  const id = await put(ma, logEntry('gates open', { label: { lvl: 2, tlp: 'AMBER' } }));
  await settle(ma, gb, es);
  const made = await put(gb, derives(id));
  const view = await gb.node.get(gb.officer, made);
  expect(view.ok && view.value.label).toMatchObject({ lvl: 2, tlp: 'AMBER', own: ['gb.police', 'ma.police'] });
  await ma.node.erase(ma.officer, id, { ground: 'rights' });
  await settle(ma, gb, es);
  expect(await gb.node.put(gb.officer, derives(id))).toMatchObject({ ok: false, reason: { code: 'record-erased' } });
  const unknown = `sha256:${'A'.repeat(43)}` as RecordId;
  expect(await gb.node.put(gb.officer, derives(unknown))).toMatchObject({ ok: false, reason: { code: 'record-unknown' } });
});
