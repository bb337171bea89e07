import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { refusalOf, WaslError } from '@wasl/record';
import { fail } from './codes.ts';
import { openControl } from './home/control-socket.ts';
import { NodeHome } from './home/node-home.ts';
import { lockFolder } from './home/run-lock.ts';
import { controlOf } from './run/control.ts';
import { giveBackStartMemory } from './run/give-back-memory.ts';
import { openApi } from './run/open-api.ts';
import { runNode } from './run/running-node.ts';

/**
 * The process of one node: `serve.ts <home>`. Under a parent (WASL_CHILD=1) each line of standard output is JSON: `{step}`, `{ready}`
 * or `{code, message, next}`, and the end of standard input stops it; alone it writes plain text. With WASL_PASSPHRASE_FD the
 * passphrase comes through that descriptor, where it was typed.
 */
const child = process.env['WASL_CHILD'] === '1';

function tell(message: {
  readonly step?: string;
  readonly ready?: true;
  readonly code?: string;
  readonly message?: string;
  readonly next?: string;
}): void {
  if (child) process.stdout.write(`${JSON.stringify(message)}\n`);
  else if (message.code !== undefined)
    process.stderr.write(`wasl: ${message.code}: ${message.message ?? ''}${message.next === undefined ? '' : `\n  → ${message.next}`}\n`);
  else process.stdout.write(`wasl: ${message.step ?? message.message ?? 'ready'}\n`);
}

async function passphraseOf(home: NodeHome): Promise<string> {
  const descriptor = process.env['WASL_PASSPHRASE_FD'];
  if (descriptor !== undefined) return readFileSync(Number(descriptor), 'utf8').trimEnd();
  const file = process.env['WASL_PASSPHRASE_FILE'] ?? home.path('passphrase');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw fail('passphrase-missing', `${file} cannot be read`, { cause });
  });
  return text.trimEnd();
}

async function serve(folder: string): Promise<void> {
  const home = new NodeHome(folder);
  const unlock = await lockFolder(folder);
  const stopped = Promise.withResolvers<void>();
  const stop = () => stopped.resolve();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  if (child) process.stdin.once('end', stop).once('close', stop).resume();
  try {
    const config = await home.config();
    await using running = await runNode(home, { passphrase: await passphraseOf(home), say: (step) => tell({ step }) });
    const api = await openApi(running, home);
    const closeControl = await openControl(folder, { answer: controlOf(running), say: (step) => tell({ step }) });
    tell({ ready: true, message: `${config.agency} is ready on http://${config.party}.localhost:${api.port}` });
    giveBackStartMemory();
    await stopped.promise;
    await closeControl();
    await api.close();
  } finally {
    await unlock();
  }
}

const folder = process.argv[2] ?? process.env['WASL_HOME'];
if (folder === undefined) {
  tell({ code: 'home-missing', message: 'give the folder of a node' });
  process.exitCode = 1;
} else {
  try {
    await serve(folder);
  } catch (error) {
    if (!(error instanceof WaslError)) process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    const reason = error instanceof WaslError ? refusalOf(error) : { code: 'node-died', message: String(error) };
    const next = error instanceof WaslError && error.row.next !== '' ? { next: error.row.next } : {};
    tell({ code: reason.code, message: reason.message, ...next });
    process.exitCode = 1;
  }
  // The pipe to the parent has said what it had to, and would hold the process.
  if (child) process.stdin.destroy();
  // Sockets that a partner keeps half open must not hold the process.
  setTimeout(() => process.exit(), 2_000).unref();
}
