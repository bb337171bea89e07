import type { RecordId } from '@wasl/record';
import { commitOf, commitOfNew, SampleLog } from '@wasl/testkit/conformance';
import { expect, test } from 'vitest';
import { bytesOf, commitAll, freshPath, openEngine } from '../test/engine-kit.ts';
import { encodeCommit } from './commit-codec.ts';
import { verify } from './engine/verify.ts';

test('[DU9] ids are found while they wait in memory, after they moved to the table, and after reopening at any moment', () => {
  const folder = freshPath();
  const logs = [new SampleLog('ma.police/one'), new SampleLog('gb.police/two', false)];
  const expected = new Map<string, { origin: string; index: number }[]>();
  let engine = openEngine(folder);
  for (let round = 0; round < 330; round += 1) {
    const log = logs[round % 2];
    const other = logs[(round + 1) % 2];
    if (log === undefined || other === undefined) throw new TypeError('two logs');
    const commit = commitOfNew(log, 1 + (round % 4));
    const [record] = commit.records;
    // Every third commit puts its first record into the other log too.
    const appends = round % 3 === 0 && record !== undefined ? [...commit.appends, other.append([record])] : commit.appends;
    commitAll(engine, { ...commit, appends });
    for (const append of appends) {
      for (const [offset, leaf] of append.leaves.entries()) {
        expected.set(leaf.id, [...(expected.get(leaf.id) ?? []), { origin: append.origin, index: append.first + offset }]);
      }
    }
    if (round % 130 === 11) {
      engine.close();
      engine = openEngine(folder);
    }
  }
  for (let pass = 0; pass < 2; pass += 1) {
    for (const [id, places] of expected) {
      const found = engine.logs.placesOf(bytesOf(id as RecordId));
      expect(found.toSorted((left, right) => left.origin.localeCompare(right.origin))).toEqual(
        places.toSorted((left, right) => left.origin.localeCompare(right.origin)),
      );
      expect(engine.segments.holds(bytesOf(id as RecordId))).toBe(true);
    }
    expect(verify(engine)).toEqual([]);
    engine.close();
    engine = openEngine(folder);
  }
  const upTo = engine.index.upTo();
  expect(upTo.segment).toBeGreaterThan(1);
  expect([...upTo.logs.values()].every((size) => size > 0)).toBe(true);
  engine.close();
});

test('[DU9] what a refused commit of a group added is not found', () => {
  const engine = openEngine(freshPath());
  const log = new SampleLog('ma.police/one');
  const good = commitOfNew(log, 2);
  const stray = commitOfNew(new SampleLog('ma.police/stray'), 3);
  const bad = commitOf({ ...stray, guards: [{ key: 'never', value: 'set' }] });
  const late = commitOf({ ...stray, appends: stray.appends.map((append) => ({ ...append, size: 99 })) });
  const outcomes = engine.commit([good, bad, late, commitOfNew(log, 1)].map(encodeCommit));
  expect(outcomes.map((outcome) => outcome?.code)).toEqual([undefined, 'commit-guarded', 'commit-invalid', undefined]);
  for (const record of stray.records) expect(engine.segments.holds(bytesOf(record.id))).toBe(false);
  for (const record of good.records) expect(engine.segments.holds(bytesOf(record.id))).toBe(true);
  expect(verify(engine)).toEqual([]);
  engine.close();
});
