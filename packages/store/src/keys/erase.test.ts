import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitOf, sampleRecord } from '@wasl/testkit/conformance';
import { expect, test } from 'vitest';
import {
  bytesOf,
  codeThrown,
  commitAll,
  copy,
  filesUnder,
  freshPath,
  masterKey,
  openEngine,
  recordOf,
  withEngine,
} from '../../test/engine-kit.ts';
import { Disk } from '../disk.ts';
import { backup, backupKeys, refreshKeyCopies } from '../engine/backup.ts';
import type { Engine } from '../engine/engine.ts';
import { verify } from '../engine/verify.ts';
import { KeyFile, rowLength } from './key-file.ts';
import { Vault } from './vault.ts';

const records = Array.from({ length: 40 }, (_, index) =>
  sampleRecord({ seed: `er${index}`, values: [`secret-${index}-of-the-match`, 'second'], notes: `because-${index}` }),
);
const [first, victim] = records;
if (first === undefined || victim === undefined) throw new TypeError('no samples');

function fill(engine: Engine): void {
  for (let at = 0; at < records.length; at += 5) commitAll(engine, commitOf({ records: records.slice(at, at + 5) }));
}

function keyOf(engine: Engine, id: Buffer): Buffer | undefined {
  const stored = engine.segments.find(id);
  const key = stored === undefined ? undefined : engine.keys.keyOf(stored.key, id);
  return key === undefined ? undefined : Buffer.from(key);
}

/** Every record key that whoever has the master key can still reach in these folders. */
function reachableKeys(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) => {
    const { periods } = Vault.load(join(folder, 'vault'), { masterKey });
    return readdirSync(join(folder, 'keys')).flatMap((name) =>
      periods.flatMap((period) => {
        const path = join(folder, 'keys', name);
        let file: KeyFile;
        try {
          file = KeyFile.open(path, period, new Disk());
        } catch {
          // A generation of another period: nothing of it opens with this wrapping key.
          return [];
        }
        const keys = [...file.pages()].flatMap(({ rows }) => {
          const found: string[] = [];
          for (let at = 0; at < rows.length; at += rowLength) found.push(rows.toString('hex', at + 32, at + 64));
          return found;
        });
        file.close();
        return keys;
      }),
    );
  });
}

test('[ER3] after an erasure no file holds plaintext, key, old wrapping key or old generation, and no key opens the content', () => {
  const folder = freshPath();
  const mirror = freshPath();
  const backups = freshPath();
  const engine = openEngine(folder, { mirror });
  fill(engine);
  backup(engine, backups);
  backupKeys(engine, `${backups}.keys`);
  const id = bytesOf(victim.id);
  const key = keyOf(engine, id);
  const neighbour = keyOf(engine, bytesOf(first.id));
  const before = filesUnder(join(folder, 'keys')).find((one) => one.file.endsWith('1.1'));
  const wrapping = engine.keys.vault.periods[0]?.wrappingKey;
  const oldVault = readFileSync(join(folder, 'vault'));
  if (key === undefined || neighbour === undefined || before === undefined || wrapping === undefined)
    throw new TypeError('nothing to erase');
  const oldWrapping = Buffer.from(wrapping);
  expect(reachableKeys(folder, mirror)).toContain(key.toString('hex'));

  engine.erase([id]);
  refreshKeyCopies(engine);
  expect(recordOf(engine, victim.id)?.content).toBeUndefined();

  const plain = victim.disclosures[0]?.text ?? '';
  const gone = [key, oldWrapping, oldVault.subarray(60), before.bytes.subarray(36, 200), Buffer.from(plain), Buffer.from('because-1')];
  for (const open of [true, false]) {
    if (!open) engine.close();
    for (const { file, bytes } of filesUnder(folder, `${folder}.mark`, mirror, backups, `${backups}.keys`)) {
      expect([file, gone.findIndex((one) => bytes.includes(one))]).toEqual([file, -1]);
    }
  }
  const left = reachableKeys(folder, mirror);
  expect(left).not.toContain(key.toString('hex'));
  expect(left).toContain(neighbour.toString('hex'));
  withEngine(folder, (again) => {
    expect(recordOf(again, victim.id)?.content).toBeUndefined();
    for (const other of records) if (other !== victim) expect(recordOf(again, other.id)?.content?.disclosures).toEqual(other.disclosures);
    expect(verify(again)).toEqual([]);
  });
});

test('[ER3] the mirror alone opens as a key store', () => {
  const folder = freshPath();
  const mirror = freshPath();
  withEngine(
    folder,
    (engine) => {
      fill(engine);
      engine.erase([bytesOf(victim.id)]);
    },
    { mirror },
  );
  for (const name of readdirSync(join(folder, 'keys'))) expect(readdirSync(join(mirror, 'keys'))).toContain(name);
  const rebuilt = freshPath();
  copy(mirror, rebuilt);
  copy(join(folder, 'store.db'), join(rebuilt, 'store.db'));
  withEngine(rebuilt, (engine) => {
    expect(recordOf(engine, first.id)?.content?.disclosures).toEqual(first.disclosures);
    expect(recordOf(engine, victim.id)?.content).toBeUndefined();
  });
});

test('[ER3.2] an erasure interrupted before the switch erased nothing, after it everything; strays are destroyed', () => {
  for (const [at, erased] of [
    ['erase-before-vault', false],
    ['vault-sync', false],
    ['erase-after-vault', true],
  ] as const) {
    const folder = freshPath();
    withEngine(folder, (engine) => fill(engine));
    const faults = [{ at, after: 0, errno: 'EIO' }] as const;
    withEngine(
      folder,
      (engine) => expect(codeThrown(() => engine.guarded(() => engine.erase([bytesOf(victim.id)])))).toBe('store-failed'),
      { faults },
    );
    withEngine(folder, (engine) => {
      expect([at, recordOf(engine, victim.id)?.content === undefined]).toEqual([at, erased]);
      expect(recordOf(engine, first.id)?.content?.disclosures).toEqual(first.disclosures);
      const named = engine.keys.vault.periods.map((period) => `${period.period}.${period.generation}`);
      expect(readdirSync(join(folder, 'keys')).sort()).toEqual(named.sort());
      engine.erase([bytesOf(victim.id)]);
      expect(recordOf(engine, victim.id)?.content).toBeUndefined();
      expect(verify(engine)).toEqual([]);
    });
  }
});

test('[ER3.3] a key store from before the last erasure is refused', () => {
  const folder = freshPath();
  const old = freshPath();
  withEngine(folder, (engine) => fill(engine));
  copy(join(folder, 'keys'), join(old, 'keys'));
  copy(join(folder, 'vault'), join(old, 'vault'));
  withEngine(folder, (engine) => engine.erase([bytesOf(victim.id)]));
  copy(old, folder);
  expect(codeThrown(() => openEngine(folder))).toBe('key-store-outdated');
});

test('[ER3.3] a key store that ends before the database is refused', () => {
  const folder = freshPath();
  const old = freshPath();
  withEngine(folder, (engine) => commitAll(engine, commitOf({ records: records.slice(0, 3) })));
  copy(join(folder, 'keys'), join(old, 'keys'));
  copy(join(folder, 'vault'), join(old, 'vault'));
  withEngine(folder, (engine) => fill(engine));
  copy(old, folder);
  expect(codeThrown(() => openEngine(folder))).toBe('key-store-outdated');
});

test('[ER3] keys never stand beside content: no file but the sealed key store holds one', () => {
  const folder = freshPath();
  const engine = openEngine(folder);
  fill(engine);
  const keys = records.map((record) => keyOf(engine, bytesOf(record.id)));
  for (const { file, bytes } of filesUnder(folder, `${folder}.mark`)) {
    for (const key of keys) expect([file, key !== undefined && bytes.includes(key)]).toEqual([file, false]);
    expect([file, bytes.includes('of-the-match')]).toEqual([file, false]);
  }
  engine.close();
});

test('[ER3.5] keys made ahead: no two records share one, over erasures and starts, and none that was erased is given again', () => {
  const folder = freshPath();
  const seen = new Set<string>();
  const options = { keysPerPeriod: 2048 };
  for (let start = 0; start < 4; start += 1) {
    withEngine(
      folder,
      (engine) => {
        const mine = Array.from({ length: 6 }, (_, index) => sampleRecord({ seed: `ahead-${start}-${index}` }));
        const [one, two] = mine.map((record) => bytesOf(record.id));
        if (one === undefined || two === undefined) throw new TypeError('no samples');
        commitAll(engine, commitOf({ records: mine.slice(0, 3) }));
        for (const record of mine.slice(0, 3)) seen.add(keyOf(engine, bytesOf(record.id))?.toString('hex') ?? 'none');
        engine.erase([one]);
        expect(keyOf(engine, one)).toBeUndefined();
        expect(keyOf(engine, two)).toBeDefined();
        commitAll(engine, commitOf({ records: mine.slice(3) }));
        for (const record of mine.slice(3)) seen.add(keyOf(engine, bytesOf(record.id))?.toString('hex') ?? 'none');
        expect(verify(engine)).toEqual([]);
      },
      options,
    );
  }
  expect(seen.size).toBe(24);
  expect(seen).not.toContain('0'.repeat(64));
});
