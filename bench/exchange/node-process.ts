/**
 * One node of the benchmark as its own process: `node-process.ts <home> <issuer|reader>`. Lines of JSON over stdin and stdout:
 * issuer takes {count, inFlight} or {count, perSecond}; reader takes {expect}; both say when they are done.
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Actor } from '@wasl/node';
import { NodeHome, runNode } from '@wasl/server';
import { benchRecord } from './records.ts';

const [folder = '', role = 'issuer'] = process.argv.slice(2);
const home = new NodeHome(folder);
const running = await runNode(home, { passphrase: await readFile(home.path('passphrase'), 'utf8') });
const { node } = running;
const actor: Actor = { user: 'bench', desk: `${running.config.agency}/ops` as Actor['desk'], roles: ['duty'] };
const tell = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);

async function issue(count: number, inFlight: number): Promise<void> {
  const cpu = process.cpuUsage();
  const started = Date.now();
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const result = await node.put(actor, benchRecord(next++));
      if (!result.ok) throw new Error(`${result.reason.code}: ${result.reason.message}`);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  tell({ done: 'issued', started, ended: Date.now(), cpuMs: process.cpuUsage(cpu).user / 1000 });
}

async function issueAt(count: number, perSecond: number): Promise<void> {
  const issued: number[] = [];
  const pending: Promise<unknown>[] = [];
  const started = performance.now();
  for (let i = 0; i < count; i++) {
    const due = started + (i * 1000) / perSecond;
    while (performance.now() < due) await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now() - 0.2)));
    issued.push(performance.timeOrigin + performance.now());
    pending.push(node.put(actor, benchRecord(i * 10)));
  }
  await Promise.all(pending);
  tell({ done: 'paced', issued });
}

function sizeHeld(): number {
  let size = 0;
  for (const log of node.core.remote.all()) if (log.descriptor.topic === 'operations') size += Math.max(0, log.tree.size - 1);
  return size;
}

if (role === 'reader') {
  const receive = node.inlet.receive.bind(node.inlet);
  const arrivals: number[] = [];
  let expected = Number.POSITIVE_INFINITY;
  let cpu = process.cpuUsage();
  let INSTR = 0, last = performance.now(), busy = 0, gap = 0, leaves = 0;
  setInterval(() => { process.stderr.write(`reader batches ${INSTR} leaves ${leaves} busy ${busy.toFixed(0)} gap ${gap.toFixed(0)}\n`); INSTR = 0; busy = 0; gap = 0; leaves = 0; }, 2000).unref();
  node.inlet.receive = async (peer, batch) => {
    const t = performance.now(); gap += t - last;
    const result = await receive(peer, batch);
    last = performance.now(); busy += last - t; INSTR++; leaves += batch.leaves.length;
    if (result.ok && node.core.remote.byOrigin(batch.origin)?.descriptor.topic === 'operations') {
      const now = performance.timeOrigin + performance.now();
      for (let i = batch.first === 0 ? 1 : 0; i < batch.leaves.length; i++) arrivals.push(now);
      if (sizeHeld() >= expected) {
        tell({ done: 'held', ended: Date.now(), held: sizeHeld(), arrivals: arrivals.length > 20_000 ? [] : arrivals, cpuMs: process.cpuUsage(cpu).user / 1000, rssMb: process.memoryUsage.rss() / 1048576 });
        arrivals.length = 0;
        expected = Number.POSITIVE_INFINITY;
      }
    }
    return result;
  };
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { expect } = JSON.parse(line) as { expect: number };
    cpu = process.cpuUsage();
    expected = sizeHeld() + expect;
    tell({ expecting: expected });
  });
} else {
  createInterface({ input: process.stdin }).on('line', (line) => {
    const order = JSON.parse(line) as { count: number; inFlight?: number; perSecond?: number };
    void (order.perSecond === undefined ? issue(order.count, order.inFlight ?? 512) : issueAt(order.count, order.perSecond)).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    });
  });
}
process.stdin.once('end', () => process.exit(0));
setInterval(() => { const f = (globalThis as any).FL; if (f) process.stderr.write(`${role} flushes ${f.n} works ${f.w} commit ms ${f.ms.toFixed(0)}\n`); (globalThis as any).FL = undefined; }, 2000).unref();
tell({ ready: role, rssMb: process.memoryUsage.rss() / 1048576 });
