/** Measures the store on this machine: `node packages/store/test/measure-store.ts [records] [folder]`. Not a test. */
import { Buffer } from 'node:buffer';
import { hash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeRange, hashLeaf, TreeBuilder } from '@wasl/log';
import type { Commit, LeafWrite, RecordWrite, Store } from '@wasl/node';
import type { Crypto, RecordId } from '@wasl/record';
import { openStore } from '../src/index.ts';

const total = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(join(process.argv[3] ?? tmpdir(), 'wasl-measure-'));
const crypto: Crypto = {
  sha256: (data) => hash('sha256', data, 'buffer'),
  sha256Text: (data) => Buffer.from(hash('sha256', data, 'buffer')).toString('base64url'),
  verify: () => false,
};
const texts = Array.from({ length: 64 }, () => randomBytes(192).toString('base64url'));
const releaseLine = 'r'.repeat(400);
const origin = 'ma.police/measure';
const tree = new TreeBuilder(crypto);
let made = 0;

/** A commit of `count` records: entry of about 700 bytes, eight disclosures of 256 characters, one leaf each. */
function makeCommit(count: number): Commit {
  const first = tree.size;
  const records: RecordWrite[] = [];
  const leaves: LeafWrite[] = [];
  for (let index = 0; index < count; index += 1) {
    made += 1;
    const entryText = `{"n":${made},"x":"${'e'.repeat(690)}"}`;
    const id = `sha256:${crypto.sha256Text(entryText)}` as RecordId;
    const disclosures = Array.from({ length: 8 }, (_, slot) => ({ slot, text: texts[(made + slot) % 64] ?? '' }));
    records.push({ id, entryText, disclosures });
    const leafHash = hashLeaf(`${releaseLine}\n${entryText}`, crypto);
    leaves.push({ id, releaseLine, hash: leafHash });
    tree.push(leafHash);
  }
  const append = { origin, first, leaves, size: tree.size, root: tree.root(), range: encodeRange(tree.range()), own: true };
  return { records, appends: [append], receipts: [], state: [{ key: 'n', value: String(made) }], idempotency: [] };
}

function percentile(values: readonly number[], part: number): string {
  const sorted = values.toSorted((left, right) => left - right);
  return (sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(2);
}

async function bulk(store: Store): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    const commits = Array.from({ length: Math.ceil(total / 256) }, () => makeCommit(256));
    const before = { time: performance.now(), cpu: process.cpuUsage(), loop: performance.eventLoopUtilization() };
    const running: Promise<void>[] = [];
    for (const commit of commits) {
      running.push(store.commit(commit));
      if (running.length >= 4) await running.shift();
    }
    await Promise.all(running);
    const seconds = (performance.now() - before.time) / 1000;
    const cpu = process.cpuUsage(before.cpu);
    const main = performance.eventLoopUtilization(before.loop).active / 1000;
    const count = commits.length * 256;
    console.log(
      `commits of 256: ${Math.round(count / seconds)} records/s, ${((cpu.user + cpu.system) / count).toFixed(1)} µs CPU a record, main thread ${((main * 1e6) / count).toFixed(1)} µs`,
    );
  }
}

async function single(store: Store): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < 500; round += 1) {
    const commit = makeCommit(1);
    const before = performance.now();
    await store.commit(commit);
    times.push(performance.now() - before);
  }
  console.log(`single-record commit: p50 ${percentile(times, 0.5)} ms, p99 ${percentile(times, 0.99)} ms`);
}

async function piled(store: Store): Promise<void> {
  const commits = Array.from({ length: 2000 }, () => makeCommit(1));
  const before = performance.now();
  await Promise.all(commits.map((commit) => store.commit(commit)));
  console.log(`2000 single-record commits at once: ${Math.round(2_000_000 / (performance.now() - before))} commits/s`);
}

async function read(store: Store): Promise<void> {
  const size = tree.size;
  const before = performance.now();
  const limit = Math.min(size, 40_000);
  for (let from = 0; from < limit; from += 256) await store.leaves(origin, { from, to: from + 256 });
  console.log(`leaves of 256: ${Math.round(limit / ((performance.now() - before) / 1000))} records/s`);
  const ids = (await store.leaves(origin, { from: 0, to: 200 })).map((leaf) => leaf.id);
  const start = performance.now();
  for (const id of ids) await store.record(id);
  console.log(`record by id: ${(((performance.now() - start) * 1000) / ids.length).toFixed(0)} µs`);
  const erasing = performance.now();
  await store.erase(ids.slice(0, 10));
  console.log(`erase 10 ids of one period: ${(performance.now() - erasing).toFixed(1)} ms`);
}

const unlock = { masterKey: randomBytes(32) };
let store = await openStore({ folder, unlock });
console.log(`resident after opening: ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB`);
await single(store);
await bulk(store);
await single(store);
await piled(store);
await read(store);
const closing = performance.now();
await store.close();
console.log(
  `close: ${(performance.now() - closing).toFixed(0)} ms, database ${Math.round(statSync(join(folder, 'store.db')).size / 2 ** 20)} MB`,
);
const opening = performance.now();
store = await openStore({ folder, unlock });
console.log(`open: ${(performance.now() - opening).toFixed(0)} ms`);
await store.close();
rmSync(folder, { recursive: true });
