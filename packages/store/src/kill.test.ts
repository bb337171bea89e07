import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sampleRecord } from '@wasl/testkit/conformance';
import { expect, test } from 'vitest';
import { codeThrown, freshPath, openEngine } from '../test/engine-kit.ts';
import { readLeaves } from './answer-codec.ts';
import type { Fault } from './disk.ts';
import { verify } from './engine/verify.ts';

const script = fileURLToPath(new URL('../test/commit-forever.ts', import.meta.url));
const origin = 'ma.police/killed';
// Twenty children load the same modules: stripping their types once is enough.
const compileCache = freshPath();

interface Run {
  readonly child: ChildProcess;
  readonly opened: Promise<{ readonly size: number; readonly mismatches: number }>;
  readonly ended: Promise<void>;
  /** Resolves once `count` commits of this run were acknowledged. */
  acknowledged(count: number): Promise<void>;
}

interface Seen {
  size: number;
  readonly erased: Set<number>;
}

function start(folder: string, seen: Seen, faults: readonly Fault[] = []): Run {
  const child = spawn(process.execPath, [script, folder, JSON.stringify(faults)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  });
  const opened = Promise.withResolvers<{ size: number; mismatches: number }>();
  const waiting: { readonly count: number; resolve(): void }[] = [];
  let acks = 0;
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  lines.on('line', (line) => {
    const [word, first, second] = line.split(' ');
    if (word === 'open') opened.resolve({ size: Number(first), mismatches: Number(second) });
    if (word === 'erased') seen.erased.add(Number(first));
    if (word !== 'ack') return;
    seen.size = Math.max(seen.size, Number(first));
    acks += 1;
    for (const one of waiting) if (acks >= one.count) one.resolve();
  });
  const ended = new Promise<void>((resolve) => {
    lines.on('close', () => {
      // A child that ended by a planned fault may never reach the count.
      for (const one of waiting) one.resolve();
      opened.resolve({ size: -1, mismatches: -1 });
      resolve();
    });
  });
  const acknowledged = (count: number) => new Promise<void>((resolve) => (acks >= count ? resolve() : waiting.push({ count, resolve })));
  return { child, opened: opened.promise, ended, acknowledged };
}

function checkAll(folder: string, seen: Seen): void {
  const engine = openEngine(folder, { markFile: `${folder}/mark`, keysPerPeriod: 64 });
  try {
    expect(engine.mismatches).toEqual([]);
    const size = engine.logs.head(origin)?.size ?? 0;
    expect(size).toBeGreaterThanOrEqual(seen.size);
    const leaves = readLeaves(0, engine.leaves(origin, { from: 0, to: size }) ?? new ArrayBuffer(4));
    expect(leaves).toHaveLength(size);
    for (const [index, leaf] of leaves.entries()) {
      const sample = sampleRecord({ seed: `k${index}`, values: [`v${index}`] });
      expect([index, leaf.id]).toEqual([index, sample.id]);
      if (seen.erased.has(index)) expect([index, leaf.disclosures]).toEqual([index, undefined]);
      else if (leaf.disclosures !== undefined) expect(leaf.disclosures).toEqual(sample.disclosures);
    }
    expect(verify(engine)).toEqual([]);
  } finally {
    engine.close();
  }
}

test('[DU2] twenty kills at random moments lose, double and reorder nothing acknowledged', async () => {
  const folder = freshPath();
  const seen: Seen = { size: 0, erased: new Set() };
  // A fixed sequence of moments: how many acknowledgements to wait for before the kill.
  let seed = 20301124;
  const random = (): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  for (let round = 0; round < 20; round += 1) {
    const before = seen.size;
    const run = start(folder, seen);
    const opened = await run.opened;
    expect(opened.mismatches).toBe(0);
    expect(opened.size).toBeGreaterThanOrEqual(before);
    await run.acknowledged(1 + Math.floor(random() * 60));
    run.child.kill('SIGKILL');
    await run.ended;
  }
  expect(seen.size).toBeGreaterThan(20);
  checkAll(folder, seen);
});

test('[I3] killed between keys, database, mark and vault, the store opens sound with everything acknowledged', async () => {
  const folder = freshPath();
  const seen: Seen = { size: 0, erased: new Set() };
  const points = [
    'keys-write',
    'keys-sync',
    'commit-before',
    'commit-after',
    'mark-sync',
    'erase-before-vault',
    'erase-after-vault',
  ] as const;
  for (const at of points) {
    const run = start(folder, seen, [{ at, after: at.startsWith('erase') ? 0 : 5, errno: 'kill' }]);
    expect((await run.opened).mismatches).toBe(0);
    await run.ended;
    checkAll(folder, seen);
  }
  expect(seen.size).toBeGreaterThan(20);
});

test('[DU5] a second process is refused and told which process has the store', async () => {
  const folder = freshPath();
  const run = start(folder, { size: 0, erased: new Set() });
  await run.acknowledged(1);
  expect(codeThrown(() => openEngine(folder, { markFile: `${folder}/mark` }))).toBe('store-locked');
  expect(() => openEngine(folder, { markFile: `${folder}/mark` })).toThrow(`process ${run.child.pid}`);
  run.child.kill('SIGKILL');
  await run.ended;
  openEngine(folder, { markFile: `${folder}/mark` }).close();
});
