/**
 * One real node as its own process, to be killed, lied to and filled up: `node-child.ts <home> [options as JSON]`. Takes
 * lines of JSON on stdin and answers on stdout. Everything it says about a record it says after the node acknowledged it.
 */
import { readFile } from 'node:fs/promises';
import { flushCompileCache } from 'node:module';
import { createInterface } from 'node:readline';
import type { Actor } from '@wasl/node';
import { type RecordId, refusalOf } from '@wasl/record';
import { NodeHome, type RunningNode, runNode } from '@wasl/server';
import { fileState, putFile } from './files.ts';
import type { KillableOptions } from './killable-node.ts';
import { dumpOf, inspect } from './node-view.ts';
import { entryFor } from './records.ts';

const [folder = '', options = '{}'] = process.argv.slice(2);
const { exchange, maxPages } = JSON.parse(options) as KillableOptions;
const tell = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);
const running = await start(new NodeHome(folder));
const { node } = running;
const { store } = node.core.options;
const actor: Actor = { user: 'faults', desk: `${running.config.agency}/ops` as Actor['desk'], roles: ['duty', 'oversight'] };

/**
 * Keys of one lane, one after the other: the next is put only after the one before was acknowledged. At a refusal the lane waits until it
 * is loaded again, as a client must that cares for the order of its records: small ones may find room where a larger one did not.
 */
async function lane(keys: readonly string[], padding: number): Promise<void> {
  for (const key of keys) {
    const code = await put(key, padding);
    if (code === undefined) continue;
    tell({ failed: key, code });
    return;
  }
}

/** Puts one record and tells of its acknowledgement; the code when it was refused. */
async function put(key: string, padding: number): Promise<string | undefined> {
  const record = entryFor(padding === 0 ? key : `${key} ${'x'.repeat(padding)}`);
  try {
    const done = await node.put(actor, record, { idempotencyKey: key });
    if (!done.ok) return done.reason.code;
    tell({ acked: key, id: done.value.id });
    return undefined;
  } catch (error) {
    return refusalOf(error).code;
  }
}

/** Opens the node; one that cannot says by which code, and ends. */
async function start(home: NodeHome): Promise<RunningNode> {
  try {
    return await runNode(home, {
      passphrase: await readFile(home.path('passphrase'), 'utf8'),
      ...(exchange === undefined ? {} : { exchange }),
      ...(maxPages === undefined ? {} : { store: { maxPages } }),
    });
  } catch (error) {
    tell({ unstarted: refusalOf(error).code, message: String(error) });
    return process.exit(1);
  }
}

interface Order {
  readonly put?: readonly (readonly string[])[];
  readonly padding?: number;
  readonly dump?: true;
  readonly verify?: true;
  readonly inspect?: string;
  readonly read?: RecordId;
  readonly backup?: string;
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
// Written at an ordinary end only, which few of these processes have.
flushCompileCache();
tell({ ready: running.config.agency, alarms: node.core.alarms.all().map(({ code }) => code) });
