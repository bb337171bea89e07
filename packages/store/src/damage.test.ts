import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitOf, commitOfNew, SampleLog, sampleRecord } from '@wasl/testkit/conformance';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeThrown, commitAll, copy, freshPath, openEngine, recordOf, withEngine } from '../test/engine-kit.ts';
import { codes } from './codes.ts';
import type { Engine } from './engine/engine.ts';
import { verify } from './engine/verify.ts';

const origin = 'ma.police/damage';
const victim = sampleRecord({ seed: 'victim', values: ['z'.repeat(3000)] });
const original = freshPath();
withEngine(original, (engine) => {
  commitAll(engine, commitOfNew(new SampleLog(origin), 40), commitOf({ records: [victim] }));
});

function copied(): string {
  const folder = freshPath();
  copy(original, folder);
  copy(`${original}.mark`, `${folder}.mark`);
  return folder;
}

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  const place = at < 0 ? bytes.length + at : at;
  bytes[place] = (bytes[place] ?? 0) ^ 0x40;
  writeFileSync(file, bytes);
}

test('[DU8] files cut short or overwritten are refused by code', () => {
  const cases: readonly (readonly [string, (folder: string) => void, string])[] = [
    ['database cut', (folder) => truncateSync(join(folder, 'store.db'), 20_000), 'store-damaged'],
    [
      'database overwritten',
      (folder) => writeFileSync(join(folder, 'store.db'), 'not a database at all, but long enough'.repeat(400)),
      'store-damaged',
    ],
    ['vault gone', (folder) => rmSync(join(folder, 'vault')), 'key-store-missing'],
    ['vault cut', (folder) => truncateSync(join(folder, 'vault'), 70), 'store-damaged'],
    ['vault changed', (folder) => flip(join(folder, 'vault'), -3), 'store-damaged'],
    ['keys gone', (folder) => rmSync(join(folder, 'keys', '1.1')), 'key-store-missing'],
    ['keys cut', (folder) => truncateSync(join(folder, 'keys', '3.1'), 40), 'key-store-outdated'],
    ['keys of another period', (folder) => copy(join(folder, 'keys', '1.1'), join(folder, 'keys', '3.1')), 'store-damaged'],
  ];
  for (const [name, damage, code] of cases) {
    const folder = copied();
    damage(folder);
    expect([name, codeThrown(() => openEngine(folder).close())]).toEqual([name, code]);
  }
});

test('[DU8] another master key is refused, and the store of another vault', () => {
  const folder = copied();
  expect(codeThrown(() => openEngine(folder, { unlock: { masterKey: new Uint8Array(32).fill(8) } }))).toBe('store-key-wrong');
  expect(codeThrown(() => openEngine(folder, { unlock: { passphrase: 'guess' } }))).toBe('store-key-wrong');
  const other = freshPath();
  withEngine(other, (engine) => commitAll(engine, commitOf({ records: [victim] })));
  copy(join(other, 'vault'), join(folder, 'vault'));
  expect(['key-store-missing', 'store-damaged']).toContain(codeThrown(() => openEngine(folder)));
});

test('[DU8] a passphrase opens what it closed', () => {
  const folder = freshPath();
  withEngine(folder, (engine) => commitAll(engine, commitOf({ records: [victim] })), { unlock: { passphrase: 'كلمة سر' } });
  expect(codeThrown(() => openEngine(folder, { unlock: { passphrase: 'كلمة' } }))).toBe('store-key-wrong');
  withEngine(folder, (engine) => expect(recordOf(engine, victim.id)?.content?.disclosures).toEqual(victim.disclosures), {
    unlock: { passphrase: 'كلمة سر' },
  });
});

test('[DU8] a changed bit of sealed content is refused on reading and found by verify', () => {
  const folder = copied();
  const file = join(folder, 'store.db');
  const bytes = readFileSync(file);
  const at = bytes.indexOf(victim.entryText) + victim.entryText.length + 200;
  flip(file, at);
  withEngine(folder, (engine) => {
    expect(codeThrown(() => recordOf(engine, victim.id))).toBe('store-damaged');
    expect(verify(engine).join()).toContain(victim.id);
  });
});

test('[DU8] a changed entry is found by verify', () => {
  const folder = copied();
  const file = join(folder, 'store.db');
  flip(file, readFileSync(file).indexOf(victim.entryText) + 10);
  withEngine(folder, (engine) => expect(verify(engine).join()).toContain('the entry is of another id'));
});

function readEverything(engine: Engine): void {
  engine.leaves(origin, { from: 0, to: 100 });
  engine.leafHashes(origin, 0, 100);
  recordOf(engine, victim.id);
  verify(engine);
  commitAll(engine, commitOf({ records: [sampleRecord({ seed: 'after' })] }));
}

test('[DU8] random damage to any file never throws but by code', () => {
  const files = ['store.db', 'vault', join('keys', '1.1'), join('keys', '2.1'), '../mark'];
  const damage = fc.record({
    file: fc.constantFrom(...files),
    at: fc.double({ min: 0, max: 0.9999, noNaN: true }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
    cut: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
      const folder = copied();
      for (const one of damages) {
        const file = one.file === '../mark' ? `${folder}.mark` : join(folder, one.file);
        const bytes = readFileSync(file);
        const at = Math.floor(one.at * bytes.length);
        bytes.set(one.bytes.subarray(0, bytes.length - at), at);
        writeFileSync(file, one.cut ? bytes.subarray(0, at) : bytes);
      }
      const code = codeThrown(() => withEngine(folder, readEverything));
      expect(code === 'none' || code in codes).toBe(true);
    }),
    { seed: 14, numRuns: 100 },
  );
});
