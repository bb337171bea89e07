/**
 * One real node as its own process, to be killed: `node-child.ts <home> <other's exchange port>`. Takes lines of JSON on stdin
 * ({put, keys}, {dump}, {verify}) and answers on stdout. Everything it says about a record it says after the node acknowledged it.
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Actor, PutRecord } from '@wasl/node';
import { NodeHome, runNode } from '@wasl/server';

const [folder = ''] = process.argv.slice(2);
const home = new NodeHome(folder);
const running = await runNode(home, { passphrase: await readFile(home.path('passphrase'), 'utf8') });
const { node } = running;
const { store } = node.core.options;
const actor: Actor = { user: 'faults', desk: `${running.config.agency}/ops` as Actor['desk'], roles: ['duty'] };
const tell = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);

function recordFor(key: string): PutRecord {
  const text = [{ lang: 'en', text: `Steady flow at both gates, next count soon. ${key}`, status: 'original' }];
  const fields = {
    at: '2030-06-14T18:00:00Z',
    channel: 'radio',
    from: 'ma.police/ops',
    to: 'gb.police/ops',
    priority: 'normal',
    triage: 'pending',
    text,
  };
  return { type: 'logEntry', mode: 'exercise', purpose: 'event-safety', fields };
}

/** Keys of one lane, one after the other: the next is put only after the one before was acknowledged. */
async function lane(keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const done = await node.put(actor, recordFor(key), { idempotencyKey: key });
    if (!done.ok) tell({ failed: key, code: done.reason.code });
    else tell({ acked: key, id: done.value.id });
  }
}

/** Every leaf of the operations logs, own and held, in order. */
async function dump(): Promise<object> {
  const logs: { origin: string; own: boolean; size: number; ids: string[] }[] = [];
  const held = [...node.core.remote.all()]
    .filter((log) => log.descriptor.topic === 'operations')
    .map((log) => ({ origin: log.origin, own: false, size: log.tree.size }));
  const own = [...node.core.logs.all()]
    .filter((log) => log.channel.topic === 'operations')
    .map((log) => ({ origin: log.origin, own: true, size: log.size }));
  for (const log of [...own, ...held]) {
    const ids: string[] = [];
    while (ids.length < log.size) ids.push(...(await store.leaves(log.origin, { from: ids.length, to: log.size })).map((leaf) => leaf.id));
    logs.push({ ...log, ids });
  }
  return {
    dump: logs,
    confirmed: Object.fromEntries(own.map(({ origin }) => [origin, confirmedOf(origin)])),
    alarms: node.core.alarms.all().map(({ code }) => code),
    link: node.status(undefined).partners[0]?.link,
  };
}

function confirmedOf(origin: string): number {
  const partner = node.status(undefined).partners[0]?.agency;
  return partner === undefined ? 0 : node.core.delivery.confirmed(origin, partner);
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const order = JSON.parse(line) as { put?: readonly (readonly string[])[]; dump?: true; verify?: true };
  if (order.put !== undefined) void Promise.all(order.put.map(lane)).then(() => tell({ idle: true }));
  if (order.dump === true) void dump().then(tell);
  if (order.verify === true) void store.verify().then((findings) => tell({ findings }));
});
process.stdin.once('end', () => process.exit(0));
process.on('unhandledRejection', (error) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(70);
});
tell({ ready: running.config.agency, mismatches: store.mismatches.length });
