import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildLines } from '../child-lines.ts';
import { prepareHomes } from './prepare.ts';

const folder = mkdtempSync(join(tmpdir(), 'wasl-bench-'));
const count = Number(process.argv[2] ?? 20000);
const prof = process.argv[3] === 'prof' ? ['--cpu-prof', '--cpu-prof-dir=/tmp/wasl/prof'] : [];
await prepareHomes(folder, { ma: 7311, gb: 7312 });
const entry = new URL('./node-process.ts', import.meta.url);
const ma = new ChildLines(entry, [join(folder, 'ma.police'), 'issuer'], prof);
const gb = new ChildLines(entry, [join(folder, 'gb.police'), 'reader'], prof);
console.log(await ma.next('ready'), await gb.next('ready'));
for (const n of [count / 4, count, count]) {
  gb.send({ expect: n });
  await gb.next('expecting');
  ma.send({ count: n, inFlight: 1024 });
  const issued = await ma.next('done');
  const held = await gb.next('done');
  const started = Number(issued['started']);
  console.log(n, 'issued/s', Math.round((n * 1000) / (Number(issued['ended']) - started)), 'end to end/s', Math.round((n * 1000) / (Number(held['ended']) - started)), 'cpu µs/rec issuer', (Number(issued['cpuMs']) * 1000) / n, 'reader', (Number(held['cpuMs']) * 1000) / n, held['rssMb']);
}
gb.send({ expect: 1000 });
ma.send({ count: 1000, perSecond: 200 });
const paced = await ma.next('done');
const held = await gb.next('done');
const lat = (held['arrivals'] as number[]).map((t, i) => t - ((paced['issued'] as number[])[i] ?? 0)).sort((a, b) => a - b);
console.log('live ms p50', lat[Math.floor(lat.length * 0.5)], 'p99', lat[Math.floor(lat.length * 0.99)], lat.length);
if (prof.length) await Promise.all([ma.end(), gb.end()]);
await ma.stop();
await gb.stop();
rmSync(folder, { recursive: true, force: true });
