import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WaslError } from '@wasl/record';
import { commitOf, commitOfNew, SampleLog, sampleRecord } from '@wasl/testkit/conformance';
import { expect, test } from 'vitest';
import { bytesOf, codeThrown, commitAll, copy, freshPath, openEngine, recordOf, withEngine } from '../test/engine-kit.ts';
import { backup, backupKeys } from './engine/backup.ts';
import { verify } from './engine/verify.ts';
import { type RestoreOptions, restoreStore } from './restore-store.ts';

const origin = 'ma.police/restored';
const record = sampleRecord({ seed: 'kept', values: ['kept value'] });

async function codeOf(options: RestoreOptions): Promise<string> {
  try {
    await restoreStore(options);
  } catch (error) {
    if (error instanceof WaslError) return error.code;
    throw error;
  }
  return 'none';
}

function backedUp(): { folder: string; backups: string; keys: string } {
  const folder = freshPath();
  const backups = freshPath();
  const keys = `${backups}.keys`;
  withEngine(folder, (engine) => {
    commitAll(engine, commitOfNew(new SampleLog(origin), 5), commitOf({ records: [record] }));
    backup(engine, backups);
    backupKeys(engine, keys);
  });
  return { folder, backups, keys };
}

test('[DU4] a restored store opens with everything, and every own log is a mismatch until accepted', async () => {
  const { folder, backups, keys } = backedUp();
  const target = freshPath();
  copy(`${folder}.mark`, `${target}.mark`);
  await restoreStore({ backup: backups, keys, folder: target });
  withEngine(target, (engine) => {
    expect(engine.mismatches).toMatchObject([{ origin, mark: { size: 5 }, database: { size: 5 } }]);
    expect(recordOf(engine, record.id)?.content?.disclosures).toEqual(record.disclosures);
    expect(verify(engine).filter((finding) => !finding.includes('mark and database'))).toEqual([]);
    engine.acceptMarks();
  });
  withEngine(target, (engine) => expect(engine.mismatches).toEqual([]));
});

test('[ER3.3] a backup restores only with the current key store', async () => {
  const { folder, backups, keys } = backedUp();
  const stale = freshPath();
  copy(keys, stale);
  withEngine(folder, (engine) => {
    engine.erase([bytesOf(record.id)]);
    backupKeys(engine, keys);
  });
  const [old, current] = [freshPath(), freshPath()];
  for (const target of [old, current]) copy(`${folder}.mark`, `${target}.mark`);
  await restoreStore({ backup: backups, keys: stale, folder: old });
  expect(codeThrown(() => openEngine(old))).toBe('key-store-outdated');
  await restoreStore({ backup: backups, keys, folder: current });
  withEngine(current, (engine) => expect(recordOf(engine, record.id)?.content).toBeUndefined());
});

test('[ER3.3] a database restored beside the key store that survived has its content, less what was erased', async () => {
  const { folder, backups } = backedUp();
  withEngine(folder, (engine) => engine.erase([bytesOf(record.id)]));
  const target = freshPath();
  copy(join(folder, 'keys'), join(target, 'keys'));
  copy(join(folder, 'vault'), join(target, 'vault'));
  copy(`${folder}.mark`, `${target}.mark`);
  await restoreStore({ backup: backups, folder: target });
  withEngine(target, (engine) => {
    expect(recordOf(engine, record.id)?.content).toBeUndefined();
    expect(engine.leaves(origin, { from: 0, to: 5 })).toBeDefined();
  });
});

test('[ER3.4] a backup holds no key', () => {
  const { backups } = backedUp();
  expect(['store.db', 'manifest.json'].every((name) => existsSync(join(backups, name)))).toBe(true);
  expect(existsSync(join(backups, 'vault')) || existsSync(join(backups, 'keys'))).toBe(false);
});

test('[DU8] a changed or incomplete backup is refused, and so is a folder in use', async () => {
  const { folder, backups, keys } = backedUp();
  expect(await codeOf({ backup: backups, keys, folder })).toBe('store-exists');
  expect(await codeOf({ backup: freshPath(), keys, folder: freshPath() })).toBe('backup-damaged');
  const changed = (file: string, at: number): string => {
    const copyOf = freshPath();
    copy(file, copyOf);
    const bytes = readFileSync(copyOf);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(copyOf, bytes);
    return copyOf;
  };
  expect(await codeOf({ backup: backups, keys: changed(keys, 100), folder: freshPath() })).toBe('backup-damaged');
  expect(await codeOf({ backup: backups, keys: changed(keys, 7), folder: freshPath() })).toBe('store-version');
  copy(changed(join(backups, 'store.db'), 9000), join(backups, 'store.db'));
  expect(await codeOf({ backup: backups, keys, folder: freshPath() })).toBe('backup-damaged');
  writeFileSync(join(backups, 'manifest.json'), '{"format": "x"}');
  expect(await codeOf({ backup: backups, keys, folder: freshPath() })).toBe('backup-damaged');
  writeFileSync(join(backups, 'manifest.json'), 'null');
  expect(await codeOf({ backup: backups, keys, folder: freshPath() })).toBe('backup-damaged');
});
