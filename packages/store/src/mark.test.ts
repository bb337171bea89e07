import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitOfNew, SampleLog } from '@wasl/testkit/conformance';
import { expect, test } from 'vitest';
import { codeThrown, commitAll, copy, freshPath, openEngine, withEngine } from '../test/engine-kit.ts';
import { Disk } from './disk.ts';
import { MarkFile } from './mark.ts';

const origin = 'ma.police/marked';

/** A store with a log of five commits, copied (database, mark) after the third. */
function prepared(): { folder: string; database: string; mark: string; log: SampleLog } {
  const folder = freshPath();
  const copies = freshPath();
  const log = new SampleLog(origin);
  withEngine(folder, (engine) => commitAll(engine, commitOfNew(log, 2), commitOfNew(log, 2), commitOfNew(log, 2)));
  copy(join(folder, 'store.db'), `${copies}.db`);
  copy(`${folder}.mark`, `${copies}.mark`);
  withEngine(folder, (engine) => commitAll(engine, commitOfNew(log, 2), commitOfNew(log, 2)));
  return { folder, database: `${copies}.db`, mark: `${copies}.mark`, log };
}

test('[DU4] mark and database agree after a clean run', () => {
  const { folder } = prepared();
  expect(withEngine(folder, (engine) => engine.mismatches)).toEqual([]);
});

test('[DU4] a database restored from an older copy is a mismatch: the mark is ahead', () => {
  const { folder, database } = prepared();
  copy(database, join(folder, 'store.db'));
  const mismatches = withEngine(folder, (engine) => engine.mismatches);
  expect(mismatches).toMatchObject([{ origin, mark: { size: 10 }, database: { size: 6 } }]);
});

test('[DU4] a missing mark is a mismatch of every own log, not of a log of a partner', () => {
  const { folder, log } = prepared();
  withEngine(folder, (engine) => commitAll(engine, commitOfNew(new SampleLog('gb.police/theirs', false), 1)));
  rmSync(`${folder}.mark`);
  const mismatches = withEngine(folder, (engine) => engine.mismatches);
  expect(mismatches).toMatchObject([{ origin, mark: undefined, database: { size: log.size } }]);
  expect(withEngine(folder, (engine) => engine.mismatches)).toEqual(mismatches);
});

test('[DU4] a log that the database lost is a mismatch', () => {
  const { folder } = prepared();
  for (const name of ['store.db', 'store.db-wal']) rmSync(join(folder, name), { force: true });
  expect(withEngine(folder, (engine) => engine.mismatches)).toMatchObject([{ origin, mark: { size: 10 }, database: undefined }]);
});

test('[DU4] two histories of one size are a mismatch', () => {
  const { folder, database, log } = prepared();
  copy(database, join(folder, 'store.db'));
  copy(`${folder}.mark`, `${folder}.kept`);
  withEngine(folder, (engine) => {
    const other = new SampleLog(origin, true, engine.leafHashes(origin, 0, 6));
    engine.acceptMarks();
    commitAll(engine, commitOfNew(other, 4, 'another history'));
  });
  copy(`${folder}.kept`, `${folder}.mark`);
  const [mismatch] = withEngine(folder, (engine) => engine.mismatches);
  expect(mismatch).toMatchObject({ origin, mark: { size: log.size }, database: { size: log.size } });
  expect(mismatch?.mark?.root).not.toBe(mismatch?.database?.root);
});

test('[DU4.1] a mark behind its database is sound and brought up: it is written last', () => {
  const { folder, mark } = prepared();
  copy(mark, `${folder}.mark`);
  expect(withEngine(folder, (engine) => engine.mismatches)).toEqual([]);
  const healed = MarkFile.open(`${folder}.mark`, new Disk());
  expect(healed.marks.get(origin)?.size).toBe(10);
  healed.close();
});

test('[DU4.1] a log whose first commit was not marked any more is sound', () => {
  const folder = freshPath();
  const log = new SampleLog(origin);
  withEngine(folder, () => undefined);
  const faults = [{ at: 'mark-write', after: 0, errno: 'EIO' }] as const;
  withEngine(folder, (engine) => expect(codeThrown(() => commitAll(engine, commitOfNew(log, 3)))).toBe('store-failed'), { faults });
  withEngine(folder, (engine) => {
    expect(engine.mismatches).toEqual([]);
    expect(engine.logs.head(origin)?.size).toBe(3);
  });
});

test('[DU4.2] the mark of a mismatched log stays until it is accepted', () => {
  const { folder, database } = prepared();
  copy(database, join(folder, 'store.db'));
  withEngine(folder, (engine) => {
    const log = new SampleLog(origin, true, engine.leafHashes(origin, 0, 6));
    const fresh = new SampleLog('ma.police/next-epoch');
    commitAll(engine, commitOfNew(log, 1, 're-imported'), commitOfNew(fresh, 2));
  });
  withEngine(folder, (engine) => {
    expect(engine.mismatches).toMatchObject([{ origin, mark: { size: 10 }, database: { size: 7 } }]);
    engine.acceptMarks();
    expect(engine.mismatches).toEqual([]);
  });
  expect(withEngine(folder, (engine) => engine.mismatches)).toEqual([]);
});

test('[DU4] a torn half of a slot leaves the one before', () => {
  const file = freshPath();
  const disk = new Disk();
  const root = new Uint8Array(32).fill(1);
  const mark = MarkFile.open(file, disk);
  mark.reserve([origin]);
  mark.write([{ origin, size: 1, root }]);
  mark.write([{ origin, size: 2, root }]);
  mark.close();
  const torn = MarkFile.open(file, disk);
  expect(torn.marks.get(origin)?.size).toBe(2);
  // Sequence 2 stands in the first half of slot 1.
  torn.close();
  const bytes = readFileSync(file);
  bytes.fill(0, 1024 + 20, 1024 + 60);
  writeFileSync(file, bytes);
  const after = MarkFile.open(file, disk);
  expect(after.marks.get(origin)?.size).toBe(1);
  after.close();
});

test('[DU4] more logs than were written ahead keep their marks', () => {
  const folder = freshPath();
  const logs = Array.from({ length: 150 }, (_, index) => new SampleLog(`ma.police/log-${index}`));
  withEngine(folder, (engine) => commitAll(engine, ...logs.map((log) => commitOfNew(log, 1))));
  const engine = openEngine(folder);
  expect(engine.mismatches).toEqual([]);
  engine.close();
});
