/**
 * One Wasl node of the benchmark in its own process: `node-process.ts <home> <issuer|reader>`. The issuer takes {count, inFlight},
 * {count, perSecond} or {evidence}; the reader takes {expect}. Both say when they are done.
 */
import { readFile } from 'node:fs/promises';
import type { Actor } from '@wasl/node';
import type { RecordId } from '@wasl/record';
import { NodeHome, runNode } from '@wasl/server';
import { onOrders, paced, tell } from '../child-orders.ts';
import { monotonicMs } from '../monotonic.ts';
import { benchRecord } from './records.ts';

const [folder = '', role = 'issuer'] = process.argv.slice(2);
const home = new NodeHome(folder);
const running = await runNode(home, { passphrase: await readFile(home.path('passphrase'), 'utf8') });
const { node } = running;
const desk = `${running.config.agency}/ops` as Actor['desk'];
const actor: Actor = { user: 'bench', desk, roles: ['duty', 'oversight'] };
let lastId: RecordId | undefined;

async function put(at: number): Promise<void> {
  const result = await node.put(actor, benchRecord(at));
  if (!result.ok) throw new Error(`${result.reason.code}: ${result.reason.message}`);
  lastId = result.value.id;
}

async function issue(count: number, inFlight: number): Promise<void> {
  const started = monotonicMs();
  let next = 0;
  const lane = async () => {
    while (next < count) await put(next++);
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  tell({ issued: count, started, ended: monotonicMs() });
}

async function issueAt(count: number, perSecond: number): Promise<void> {
  const pending: Promise<void>[] = [];
  const times = await paced(count, perSecond, { now: monotonicMs, issue: (at) => pending.push(put(at)) });
  await Promise.all(pending);
  tell({ paced: times });
}

async function evidence(): Promise<void> {
  const bundle = lastId === undefined ? undefined : await node.evidence(actor, lastId);
  if (bundle?.ok !== true) throw new Error(bundle === undefined ? 'nothing was issued yet' : bundle.reason.code);
  tell({ evidence: bundle.value });
}

/** Records of the channel held here, verified and durable. */
function held(): number {
  let size = 0;
  for (const log of node.core.remote.all()) if (log.descriptor.topic === 'operations') size += Math.max(0, log.tree.size - 1);
  return size;
}

function watchArrivals(): void {
  const receive = node.inlet.receive.bind(node.inlet);
  let arrivals: number[] = [];
  let expected = Number.POSITIVE_INFINITY;
  node.inlet.receive = async (peer, batch) => {
    const result = await receive(peer, batch);
    if (!result.ok || node.core.remote.byOrigin(batch.origin)?.descriptor.topic !== 'operations') return result;
    const now = monotonicMs();
    for (let at = batch.first === 0 ? 1 : 0; at < batch.leaves.length; at += 1) arrivals.push(now);
    if (held() >= expected) {
      tell({ held: held(), ended: now, arrivals: arrivals.length > 20_000 ? [] : arrivals });
      expected = Number.POSITIVE_INFINITY;
    }
    return result;
  };
  onOrders(({ expect }: { readonly expect: number }) => {
    arrivals = [];
    expected = held() + expect;
    tell({ expecting: expected });
  });
}

type Order = { readonly evidence: true } | { readonly count: number; readonly inFlight?: number; readonly perSecond?: number };

if (role === 'reader') watchArrivals();
else
  onOrders((order: Order) => {
    if ('evidence' in order) return evidence();
    return order.perSecond === undefined ? issue(order.count, order.inFlight ?? 512) : issueAt(order.count, order.perSecond);
  });
tell({ ready: role });
