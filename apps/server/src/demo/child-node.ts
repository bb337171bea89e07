import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { fail } from '../codes.ts';
import { nodeProcess } from '../run/node-process.ts';

/** A node running as a child process. It ends when its parent's end of the pipe closes, so that none outlives the demonstration. */
export interface ChildNode {
  readonly pid: number;
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}

const entry = fileURLToPath(new URL('../serve.ts', import.meta.url));
const stopMs = 10_000;

/** Starts the node of a home and resolves once it says that it is ready; `say` gets its steps. Throws with the child's own code and words. */
export async function startChildNode(
  home: string,
  options: { readonly compileCache: string; readonly say: (step: string) => void; readonly log: (line: string) => void },
): Promise<ChildNode> {
  const child = spawn(process.execPath, [...nodeProcess.flags, entry, home], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: options.compileCache, WASL_CHILD: '1', ...nodeProcess.environment },
  });
  const ended = new Promise<number>((resolve) => child.once('exit', (code, signal) => resolve(signal === null ? (code ?? 1) : 1)));
  createInterface({ input: child.stderr }).on('line', options.log);
  await new Promise<void>((resolve, reject) => {
    let refusal = '';
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message = JSON.parse(line) as { step?: string; ready?: true; code?: string; message?: string };
      if (message.step !== undefined) options.say(message.step);
      if (message.code !== undefined) refusal = `${message.code}: ${message.message ?? ''}`;
      if (message.ready === true) resolve();
    });
    child.once('error', reject);
    void ended.then((code) =>
      reject(fail('node-died', refusal === '' ? `the node of ${home} ended with ${code} before it was ready` : refusal)),
    );
  });
  return { pid: child.pid ?? 0, ended, stop: () => stopChild(child, ended) };
}

async function stopChild(child: ChildProcess, ended: Promise<number>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMs);
  await ended;
  clearTimeout(timer);
}
