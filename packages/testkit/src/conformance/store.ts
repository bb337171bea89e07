import { Buffer } from 'node:buffer';
import type { Commit, Store } from '@wasl/node';
import { type AgencyId, WaslError } from '@wasl/record';
import { describe, expect, test } from 'vitest';
import { commitOf, commitOfNew, SampleLog, sampleHashing, sampleRecord } from './store-samples.ts';

/** What a store must offer to be put to the suite. */
export interface StoreHarness {
  /** A new, empty store. */
  open(): Promise<Store>;
  /** Closes a store and opens what it kept. */
  reopen(store: Store): Promise<Store>;
  /** A path that does not exist yet, for backups. */
  freshPath(): string;
}

const origin = 'ma.police/suite';

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof WaslError) return error.code;
    throw error;
  }
  return 'none';
}

function receipt(size: number, reader: string, note: string): Commit['receipts'][number] {
  return { origin, reader: reader as AgencyId, size, root: new Uint8Array(32).fill(size), note };
}

/** The conformance suite of the store port: every adapter passes it, the memory fake included. */
export function storeConformance(name: string, harness: StoreHarness): void {
  describe(`store conformance: ${name}`, () => {
    commitsAndReads(harness);
    refusals(harness);
    unionAndErasure(harness);
    smallState(harness);
  });
}

function commitsAndReads(harness: StoreHarness): void {
  test('[DU1] what a resolved commit wrote is read back, before and after reopening', async () => {
    let store = await harness.open();
    const log = new SampleLog(origin);
    const records = [
      sampleRecord({ seed: 'descriptor', values: [] }),
      sampleRecord({ seed: 'é أ 😀', values: ['غشت', 'août'], notes: '{"reason":"بلاغ"}' }),
      sampleRecord({ seed: 'long', values: ['x'.repeat(80_000)] }),
    ];
    const append = log.append(records);
    await store.commit(commitOf({ records, appends: [append], state: [{ key: 'k', value: 'v' }] }));
    for (let round = 0; round < 2; round += 1) {
      const [head] = await store.heads();
      expect({ ...head, root: Buffer.from(head?.root ?? []).toString('hex') }).toEqual({
        origin,
        own: true,
        size: 3,
        range: append.range,
        root: Buffer.from(append.root).toString('hex'),
      });
      const leaves = await store.leaves(origin, { from: 0, to: 10 });
      expect(leaves).toEqual(
        records.map((record, index) => ({
          index,
          id: record.id,
          releaseLine: append.leaves[index]?.releaseLine,
          entryText: record.entryText,
          disclosures: record.disclosures,
        })),
      );
      expect(Buffer.from(await store.leafHashes(origin, 1, 3))).toEqual(Buffer.concat(append.leaves.slice(1).map((leaf) => leaf.hash)));
      for (const { id, entryText, disclosures, notes } of records) {
        const content = notes === undefined ? { disclosures } : { disclosures, notes };
        expect(await store.record(id)).toEqual({ id, entryText, content });
      }
      expect(await store.state('k')).toBe('v');
      expect(await store.verify()).toEqual([]);
      store = await harness.reopen(store);
    }
    await store.close();
  });

  test('[DU1.1] commits are applied in call order, also when they pile up', async () => {
    const store = await harness.open();
    const log = new SampleLog(origin);
    const commits = Array.from({ length: 120 }, (_, index) => commitOfNew(log, 1 + (index % 3)));
    await Promise.all(commits.map((commit) => store.commit(commit)));
    const leaves = await store.leaves(origin, { from: 0, to: log.size });
    expect(leaves.map((leaf) => leaf.id)).toEqual(commits.flatMap((commit) => commit.records.map((record) => record.id)));
    expect(leaves.map((leaf) => leaf.index)).toEqual(Array.from({ length: log.size }, (_, index) => index));
    expect((await store.leafHashes(origin, 0, log.size)).length).toBe(32 * log.size);
    expect(await store.verify()).toEqual([]);
    await store.close();
  });

  test('[DU1] leaves end at maxBytes, with at least one, and at the end of the log', async () => {
    const store = await harness.open();
    const log = new SampleLog(origin);
    await store.commit(commitOfNew(log, 40));
    expect(await store.leaves(origin, { from: 3, to: 9, maxBytes: 1 })).toHaveLength(1);
    const some = await store.leaves(origin, { from: 0, to: 40, maxBytes: 3000 });
    expect(some.length).toBeGreaterThan(1);
    expect(some.length).toBeLessThan(40);
    expect(await store.leaves(origin, { from: 38, to: 100 })).toHaveLength(2);
    expect(await store.leaves(origin, { from: 40, to: 41 })).toEqual([]);
    expect(await store.leaves('ma.police/unknown', { from: 0, to: 1 })).toEqual([]);
    await store.close();
  });

  test('[DU1] a boundary is the largest head that a commit made within bounds', async () => {
    let store = await harness.open();
    const log = new SampleLog('gb.police/theirs', false);
    const commits = [3, 2, 256, 1].map((count) => commitOfNew(log, count));
    for (const commit of commits) await store.commit(commit);
    await store.commit(commitOf({ appends: [log.append([], 'note of 262')] }));
    store = await harness.reopen(store);
    const size = async (after: number, atMost: number) => (await store.boundary('gb.police/theirs', { after, atMost }))?.size;
    expect(await size(0, 2)).toBeUndefined();
    expect(await size(0, 3)).toBe(3);
    expect(await size(2, 4)).toBe(3);
    expect(await size(0, 260)).toBe(5);
    expect(await size(5, 261)).toBe(261);
    expect(await size(261, 300)).toBe(262);
    expect(await size(262, 300)).toBeUndefined();
    const five = await store.boundary('gb.police/theirs', { after: 3, atMost: 5 });
    const made = commits[1]?.appends[0];
    expect({ ...five, root: Buffer.from(five?.root ?? []) }).toEqual({ size: 5, range: made?.range, root: Buffer.from(made?.root ?? []) });
    expect((await store.boundary('gb.police/theirs', { after: 261, atMost: 262 }))?.checkpoint).toBe('note of 262');
    expect((await store.heads())[0]?.checkpoint).toBe('note of 262');
    await store.close();
  });

  test('[DU9] every place of a record is found, in own and foreign logs', async () => {
    let store = await harness.open();
    const own = new SampleLog(origin);
    const other = new SampleLog('gb.police/other', false);
    const record = sampleRecord({ seed: 'twice' });
    await store.commit(commitOfNew(own, 2));
    await store.commit(commitOf({ records: [record], appends: [own.append([record]), other.append([record])] }));
    await store.commit(commitOf({ appends: [own.append([record])] }));
    store = await harness.reopen(store);
    const places = [...(await store.placesOf(record.id))].sort((left, right) => left.index - right.index);
    expect(places).toEqual([
      { origin: 'gb.police/other', index: 0 },
      { origin, index: 2 },
      { origin, index: 3 },
    ]);
    expect(await store.placesOf(sampleRecord({ seed: 'never' }).id)).toEqual([]);
    await store.close();
  });
}

function refusals(harness: StoreHarness): void {
  test('[DU1.1] a commit that does not continue its log is refused whole', async () => {
    let store = await harness.open();
    const log = new SampleLog(origin);
    await store.commit(commitOfNew(log, 2));
    const ahead = new SampleLog(origin);
    ahead.append([sampleRecord({ seed: 'a' })]);
    const refused = commitOf({ ...commitOfNew(ahead, 1, 'refused'), state: [{ key: 'half', value: 'applied' }] });
    expect(await codeOf(store.commit(refused))).toBe('commit-out-of-order');
    store = await harness.reopen(store);
    expect((await store.heads())[0]?.size).toBe(2);
    expect(await store.record(refused.records[0]?.id ?? sampleRecord({ seed: '' }).id)).toBeUndefined();
    expect(await store.state('half')).toBeUndefined();
    await store.close();
  });

  test('[DU1.1] in a pile of commits the refused one alone is lost', async () => {
    const store = await harness.open();
    const log = new SampleLog(origin);
    const stray = sampleRecord({ seed: 'stray' });
    const other = new SampleLog('ma.police/stray');
    const good = Array.from({ length: 20 }, () => commitOfNew(log, 3));
    const bad = commitOf({
      records: [sampleRecord({ seed: 'gone' })],
      appends: [other.append([stray])],
      state: [{ key: 'bad', value: '1' }],
    });
    const outcomes = await Promise.all([...good.slice(0, 10), bad, ...good.slice(10)].map((commit) => codeOf(store.commit(commit))));
    expect(outcomes).toEqual(outcomes.map((_, index) => (index === 10 ? 'commit-invalid' : 'none')));
    expect((await store.heads()).map((head) => [head.origin, head.size])).toEqual([[origin, 60]]);
    expect(await store.state('bad')).toBeUndefined();
    expect(await store.record(sampleRecord({ seed: 'gone' }).id)).toBeUndefined();
    expect(await store.verify()).toEqual([]);
    await store.close();
  });

  test('[DU1.1] a log does not change hands, and its size is that of its leaves', async () => {
    const store = await harness.open();
    const log = new SampleLog(origin);
    await store.commit(commitOfNew(log, 1));
    const record = sampleRecord({ seed: 'r' });
    const append = log.append([record]);
    expect(await codeOf(store.commit(commitOf({ records: [record], appends: [{ ...append, own: false }] })))).toBe('commit-invalid');
    expect(await codeOf(store.commit(commitOf({ records: [record], appends: [{ ...append, size: 5 }] })))).toBe('commit-invalid');
    await store.commit(commitOf({ records: [record], appends: [append] }));
    await store.close();
  });

  test('[DU3] a retry with the same idempotency key is refused with the held result', async () => {
    let store = await harness.open();
    const log = new SampleLog(origin);
    const first = commitOfNew(log, 1);
    const result = first.records[0]?.id ?? '';
    await store.commit(commitOf({ ...first, idempotency: [{ key: 'put-1', result }] }));
    const size = log.size;
    const again = commitOf({ ...commitOfNew(new SampleLog('ma.police/again'), 1), idempotency: [{ key: 'put-1', result: 'other' }] });
    store = await harness.reopen(store);
    await expect(store.commit(again)).rejects.toMatchObject({ code: 'idempotency-repeated', details: { key: 'put-1', result } });
    expect(await store.idempotent('put-1')).toBe(result);
    expect(await store.idempotent('put-2')).toBeUndefined();
    expect((await store.heads()).map((head) => head.size)).toEqual([size]);
    await store.close();
  });

  test('[DU5.1] a guard is checked in the transaction: what was suspended before it is not written', async () => {
    const store = await harness.open();
    const log = new SampleLog(origin);
    const suspend = store.commit(commitOf({ state: [{ key: 'suspended', value: 'yes' }] }));
    const guarded = codeOf(store.commit({ ...commitOfNew(log, 1), guards: [{ key: 'suspended', value: undefined }] }));
    await suspend;
    expect(await guarded).toBe('commit-guarded');
    expect(await store.heads()).toEqual([]);
    await store.commit({ ...commitOfNew(new SampleLog(origin), 1), guards: [{ key: 'suspended', value: 'yes' }] });
    await store.close();
  });
}

function unionAndErasure(harness: StoreHarness): void {
  test('[DU9] disclosures of one record are united by slot, notes replaced, over commits and reopening', async () => {
    let store = await harness.open();
    const record = sampleRecord({ seed: 'u', values: ['a', 'b', 'c', 'd'], notes: 'one' });
    const part = (slots: readonly number[], notes?: string) => {
      const disclosures = record.disclosures.filter((one) => slots.includes(one.slot));
      const { id, entryText } = record;
      return commitOf({ records: [{ id, entryText, disclosures, ...(notes === undefined ? {} : { notes }) }] });
    };
    await store.commit(part([2], 'one'));
    await Promise.all([store.commit(part([0, 2])), store.commit(part([3], 'two'))]);
    store = await harness.reopen(store);
    await store.commit(part([3]));
    const held = await store.record(record.id);
    expect(held?.content?.disclosures).toEqual(record.disclosures.filter((one) => one.slot !== 1));
    expect(held?.content?.notes).toBe('two');
    expect(await store.verify()).toEqual([]);
    const forged = { ...record, entryText: `${record.entryText} ` };
    expect(await codeOf(store.commit(commitOf({ records: [forged] })))).toBe('commit-invalid');
    await store.close();
  });

  test('[ER3] an erased record keeps its entry and loses its content; its neighbours keep theirs', async () => {
    let store = await harness.open();
    const log = new SampleLog(origin);
    const records = Array.from({ length: 30 }, (_, index) => sampleRecord({ seed: `e${index}`, notes: `n${index}` }));
    await store.commit(commitOf({ records, appends: [log.append(records)] }));
    const erased = records.filter((_, index) => index % 7 === 3);
    await store.erase([...erased.map((record) => record.id), sampleRecord({ seed: 'never held' }).id]);
    for (let round = 0; round < 2; round += 1) {
      for (const record of records) {
        const held = await store.record(record.id);
        expect(held?.entryText).toBe(record.entryText);
        expect(held?.content).toEqual(erased.includes(record) ? undefined : { disclosures: record.disclosures, notes: record.notes });
      }
      const leaves = await store.leaves(origin, { from: 0, to: 30 });
      expect(leaves.map((leaf) => leaf.disclosures === undefined)).toEqual(records.map((record) => erased.includes(record)));
      expect(await store.verify()).toEqual([]);
      store = await harness.reopen(store);
    }
    await store.close();
  });

  test('[ER3.1] what was erased stays erased, whatever is written for it later', async () => {
    let store = await harness.open();
    const record = sampleRecord({ seed: 'x', values: ['1', '2'] });
    await store.commit(commitOf({ records: [record] }));
    await store.erase([record.id]);
    await store.erase([record.id]);
    await store.commit(commitOf({ records: [record], state: [{ key: 'after', value: '1' }] }));
    store = await harness.reopen(store);
    expect(await store.record(record.id)).toEqual({ id: record.id, entryText: record.entryText, content: undefined });
    expect(await store.state('after')).toBe('1');
    await store.close();
  });
}

function smallState(harness: StoreHarness): void {
  test('[DU1] state is set, replaced, deleted and listed by prefix in order', async () => {
    let store = await harness.open();
    const set = (pairs: Record<string, string | undefined>) =>
      store.commit(commitOf({ state: Object.entries(pairs).map(([key, value]) => ({ key, value })) }));
    await set({ 'a/2': 'two', 'a/1': 'one', 'a/é': 'é', 'b/1': 'other', a: 'short' });
    await set({ 'a/2': 'zwei', 'b/1': undefined });
    store = await harness.reopen(store);
    expect(await store.stateWithPrefix('a/')).toEqual([
      { key: 'a/1', value: 'one' },
      { key: 'a/2', value: 'zwei' },
      { key: 'a/é', value: 'é' },
    ]);
    expect(await store.state('b/1')).toBeUndefined();
    expect(await store.stateWithPrefix('b')).toEqual([]);
    await store.close();
  });

  test('[DU1] the highest receipt of each reader stands', async () => {
    let store = await harness.open();
    await store.commit(commitOf({ receipts: [receipt(4, 'gb.police', 'four'), receipt(2, 'es.police', 'two')] }));
    await store.commit(commitOf({ receipts: [receipt(3, 'gb.police', 'three'), receipt(2, 'es.police', 'two again')] }));
    store = await harness.reopen(store);
    const found = await store.receipts(origin);
    expect(found.map((one) => [one.reader, one.size, one.note, one.root[0]])).toEqual([
      ['es.police', 2, 'two again', 2],
      ['gb.police', 4, 'four', 4],
    ]);
    expect(await store.receipts('ma.police/none')).toEqual([]);
    await store.close();
  });

  test('[DU1] a closed store refuses', async () => {
    const store = await harness.open();
    await store.close();
    await store.close();
    expect(await codeOf(store.heads())).toBe('store-closed');
  });

  test('[DU8] verify names a leaf and a root that do not fit', async () => {
    const store = await harness.open();
    const log = new SampleLog(origin);
    const commit = commitOfNew(log, 3);
    const [append] = commit.appends;
    if (append === undefined) throw new TypeError('no append');
    const leaves = append.leaves.map((leaf, index) => (index === 1 ? { ...leaf, hash: sampleHashing.sha256('wrong') } : leaf));
    await store.commit({ ...commit, appends: [{ ...append, leaves }] });
    const findings = (await store.verify()).join('\n');
    expect(findings).toContain('leaf 1 has another hash');
    expect(findings).toContain('do not make its root');
    await store.close();
  });

  test('[DU1] a backup goes into a folder that holds none', async () => {
    const store = await harness.open();
    const folder = harness.freshPath();
    await store.commit(commitOfNew(new SampleLog(origin), 1));
    await store.backup(folder);
    expect(await codeOf(store.backup(folder))).toBe('store-exists');
    await store.backupKeys(`${folder}.keys`);
    await store.close();
  });
}
