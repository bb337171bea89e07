/**
 * One real node as its own process, to be killed, lied to and filled up: `node-child.ts <home> [times of the exchange as JSON]`. Takes
 * lines of JSON on stdin and answers on stdout. Everything it says about a record it says after the node acknowledged it.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Actor } from '@wasl/node';
import { type RecordId, refusalOf } from '@wasl/record';
import { NodeHome, type RunOptions, runNode } from '@wasl/server';
import { fileState, putFile } from './files.ts';
import { dumpOf, inspect } from './node-view.ts';
import { entryFor } from './records.ts';

const [folder = '', times = '{}'] = process.argv.slice(2);
const home = new NodeHome(folder);
const exchange = JSON.parse(times) as NonNullable<RunOptions['exchange']>;
const running = await runNode(home, { passphrase: await readFile(home.path('passphrase'), 'utf8'), exchange });
const { node } = running;
const { store } = node.core.options;
const actor: Actor = { user: 'faults', desk: `${running.config.agency}/ops` as Actor['desk'], roles: ['duty', 'oversight'] };
const tell = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);

/** Keys of one lane, one after the other: the next is put only after the one before was acknowledged or refused. */
async function lane(keys: readonly string[], padding: number): Promise<void> {
  for (const key of keys) {
    const record = entryFor(padding === 0 ? key : `${key} ${'x'.repeat(padding)}`);
    try {
      const done = await node.put(actor, record, { idempotencyKey: key });
      if (done.ok) tell({ acked: key, id: done.value.id });
      else tell({ failed: key, code: done.reason.code });
    } catch (error) {
      tell({ failed: key, code: refusalOf(error).code });
    }
  }
}

/** A file beside the store that takes room from it; zero bytes give the room back. */
function ballast(bytes: number): void {
  const file = home.path('ballast');
  if (bytes > 0) writeFileSync(file, Buffer.alloc(bytes));
  else if (existsSync(file)) rmSync(file);
}

interface Order {
  readonly put?: readonly (readonly string[])[];
  readonly padding?: number;
  readonly dump?: true;
  readonly verify?: true;
  readonly inspect?: string;
  readonly read?: RecordId;
  readonly backup?: string;
  readonly ballast?: number;
  readonly acts?: string;
  /** Makes a record with a file of so many bytes. */
  readonly attach?: number;
  readonly file?: RecordId;
}

async function obey(order: Order): Promise<object | undefined> {
  if (order.put !== undefined) {
    await Promise.all(order.put.map((keys) => lane(keys, order.padding ?? 0)));
    return { idle: true };
  }
  if (order.dump === true) return dumpOf(node);
  if (order.verify === true) return { findings: await store.verify() };
  if (order.inspect !== undefined) return inspect(node, order.inspect);
  if (order.read !== undefined) {
    const view = await node.get(actor, order.read);
    return { read: view.ok ? (view.value.delivery?.state ?? view.value.status) : view.reason.code };
  }
  if (order.backup !== undefined) {
    await store.backup(order.backup);
    return { backedUp: order.backup };
  }
  if (order.ballast !== undefined) {
    ballast(order.ballast);
    return { ballast: order.ballast };
  }
  if (order.attach !== undefined) return { attached: await putFile(node, actor, order.attach) };
  if (order.file !== undefined) return { file: await fileState(node, actor, order.file) };
  if (order.acts !== undefined) {
    const lines = await node.journal(actor, { act: order.acts, since: 0, limit: 1000 });
    return { acts: lines.ok ? lines.value : [] };
  }
  return undefined;
}

createInterface({ input: process.stdin }).on('line', (line) => {
  obey(JSON.parse(line) as Order).then(
    (answer) => answer !== undefined && tell(answer),
    (error: unknown) => tell({ error: refusalOf(error).code, message: String(error) }),
  );
});
process.stdin.once('end', () => process.exit(0));
process.on('unhandledRejection', (error) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(70);
});
tell({ ready: running.config.agency, alarms: node.core.alarms.all().map(({ code }) => code) });
