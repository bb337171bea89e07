import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { commitOfNew, SampleLog } from '@wasl/testkit/conformance';
import { expect, test } from 'vitest';
import { codeThrown, commitAll, freshPath, openEngine, withEngine } from '../test/engine-kit.ts';
import { type Migration, migrate, versionOf } from './format.ts';

function filled(): string {
  const folder = freshPath();
  withEngine(folder, (engine) => commitAll(engine, commitOfNew(new SampleLog('ma.police/format'), 3)));
  return folder;
}

function patch(file: string, at: number, text: string): void {
  const bytes = readFileSync(file);
  bytes.write(text, at, 'latin1');
  writeFileSync(file, bytes);
}

test('[DU7] a database of an unknown format is refused', () => {
  const folder = filled();
  const database = new DatabaseSync(join(folder, 'store.db'));
  database.exec('UPDATE format SET version = 2');
  database.close();
  expect(codeThrown(() => openEngine(folder))).toBe('store-version');
});

test('[DU7] a vault, a key generation and a mark of an unknown format are refused', () => {
  for (const [file, at] of [
    ['vault', 7],
    ['keys/1.1', 7],
  ] as const) {
    const folder = filled();
    patch(join(folder, file), at, '2');
    expect([file, codeThrown(() => openEngine(folder))]).toEqual([file, 'store-version']);
  }
});

test('[DU7] an older database is brought up step by step, each step whole or not at all', () => {
  const steps: readonly Migration[] = [
    { from: -2, to: 0, run: (database) => database.exec('CREATE TABLE notes (text TEXT NOT NULL) STRICT') },
    { from: 0, to: 1, run: (database) => database.exec("INSERT INTO notes SELECT 'moved: ' || old FROM kept; DROP TABLE kept") },
  ];
  const made = (): DatabaseSync => {
    const database = new DatabaseSync(':memory:');
    database.exec(
      "CREATE TABLE format (version INTEGER NOT NULL); INSERT INTO format VALUES (-2); CREATE TABLE kept (old TEXT); INSERT INTO kept VALUES ('a')",
    );
    return database;
  };
  const database = made();
  migrate(database, steps, 1);
  expect(versionOf(database)).toBe(1);
  expect(database.prepare('SELECT text FROM notes').all()).toEqual([{ text: 'moved: a' }]);
  const broken = made();
  const failing = steps.map((step) => (step.to === 1 ? { ...step, run: () => broken.exec('DROP TABLE kept; nonsense') } : step));
  expect(() => migrate(broken, failing, 1)).toThrow();
  expect(versionOf(broken)).toBe(0);
  expect(broken.prepare('SELECT old FROM kept').all()).toEqual([{ old: 'a' }]);
  expect(codeThrown(() => migrate(made(), steps.slice(1), 1))).toBe('store-version');
});
