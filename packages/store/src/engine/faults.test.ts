import { commitOf, commitOfNew, SampleLog, sampleRecord } from '@wasl/testkit/conformance';
import { expect, test } from 'vitest';
import { codeThrown, commitAll, freshPath, openEngine, recordOf, withEngine } from '../../test/engine-kit.ts';
import { encodeCommit } from '../commit-codec.ts';
import { databaseFailure } from '../database.ts';
import type { Fault, FaultPoint } from '../disk.ts';
import { stateAt } from './small-reads.ts';
import { verify } from './verify.ts';

const origin = 'ma.police/faults';

function planned(at: FaultPoint, errno: Fault['errno'], after = 1): readonly Fault[] {
  return [{ at, after, errno }];
}

test.each(['keys-sync', 'mark-sync', 'commit-after'] as const)(
  '[DU1.2] a failure at %s makes the store refuse everything after it',
  (at) => {
    const folder = freshPath();
    const log = new SampleLog(origin);
    withEngine(
      folder,
      (engine) => {
        commitAll(engine, commitOfNew(log, 2));
        expect(codeThrown(() => commitAll(engine, commitOfNew(log, 2)))).toBe('store-failed');
        expect(codeThrown(() => commitAll(engine, commitOfNew(log, 2)))).toBe('store-failed');
        expect(codeThrown(() => engine.check())).toBe('store-failed');
      },
      { faults: planned(at, 'EIO'), keysPerPeriod: 2 },
    );
    // Whether the commit in flight is there is open; what was acknowledged is there, and all of it fits together.
    withEngine(folder, (engine) => {
      expect(engine.mismatches).toEqual([]);
      expect(engine.logs.head(origin)?.size).toBe(at === 'keys-sync' ? 2 : 4);
      expect(verify(engine)).toEqual([]);
    });
  },
);

test('[DU1.3] a disk full of keys refuses the commit and nothing else', () => {
  const folder = freshPath();
  const log = new SampleLog(origin);
  // The first write of a key file also writes zeros ahead; the second commit's keys, in a new file, are the third.
  const engine = openEngine(folder, { faults: planned('keys-write', 'ENOSPC', 2), keysPerPeriod: 2 });
  commitAll(engine, commitOfNew(log, 2));
  const lost = commitOf({ records: [sampleRecord({ seed: 'lost' })], state: [{ key: 'lost', value: '1' }] });
  expect(codeThrown(() => commitAll(engine, lost))).toBe('disk-full');
  expect(recordOf(engine, sampleRecord({ seed: 'lost' }).id)).toBeUndefined();
  expect(stateAt(engine.database, 'lost')).toBeUndefined();
  commitAll(engine, commitOfNew(log, 2), lost);
  expect(verify(engine)).toEqual([]);
  engine.close();
});

test('[DU1.3] a full database refuses by code, keeps what it has and goes on once there is room', () => {
  const folder = freshPath();
  const log = new SampleLog(origin);
  withEngine(
    folder,
    (engine) => {
      commitAll(engine, commitOfNew(log, 4));
      const large = commitOf({ records: [sampleRecord({ seed: 'large', values: ['y'.repeat(900_000)] })] });
      expect(codeThrown(() => commitAll(engine, large))).toBe('disk-full');
      commitAll(engine, commitOfNew(log, 1));
      const both = engine.commit([encodeCommit(large), encodeCommit(commitOf({ state: [{ key: 'k', value: 'v' }] }))]);
      expect(both.map((outcome) => outcome?.code)).toEqual(['disk-full', 'disk-full']);
      expect(verify(engine)).toEqual([]);
    },
    { maxPages: 60 },
  );
  withEngine(folder, (engine) => {
    expect(engine.logs.head(origin)?.size).toBe(5);
    commitAll(engine, commitOf({ records: [sampleRecord({ seed: 'large', values: ['y'.repeat(900_000)] })] }));
    expect(verify(engine)).toEqual([]);
  });
});

test('[DU5] a store whose fence another signer raised writes nothing more', () => {
  const folder = freshPath();
  const log = new SampleLog(origin);
  withEngine(folder, (engine) => {
    commitAll(engine, commitOfNew(log, 1));
    engine.database.exec('UPDATE format SET fence = fence + 1');
    expect(codeThrown(() => commitAll(engine, commitOfNew(log, 1)))).toBe('store-fenced');
    expect(codeThrown(() => engine.check())).toBe('store-fenced');
  });
  withEngine(folder, (engine) => expect(engine.logs.head(origin)?.size).toBe(1));
});

test('[DU1.2] errors of SQLite have their codes', () => {
  const code = (errcode: number) => databaseFailure(Object.assign(new Error('x'), { errcode })).code;
  expect([13, 11, 26, 5, 10, 1034, 778, 1].map(code)).toEqual([
    'disk-full',
    'store-damaged',
    'store-damaged',
    'store-locked',
    'store-failed',
    'store-failed',
    'store-failed',
    'store-failed',
  ]);
});
