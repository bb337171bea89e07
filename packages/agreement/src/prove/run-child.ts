import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Budget of one question. */
export interface Budget {
  /** Wall time, start of the process included; 10 000 unless given. */
  readonly timeoutMs?: number;
  /** JavaScript heap of the process; 256 unless given. The solver's own memory lies outside it and is bounded by WebAssembly. */
  readonly memoryMb?: number;
}

export type ChildAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly doubt: 'time-out' | 'out-of-memory-or-crashed' };

/** An answer longer than this is not one of ours. */
const maxAnswer = 16 * 1024 * 1024;

/**
 * Puts a task to a module of this folder in a process of its own (RL3), which is killed when its time is over. Inherits
 * nothing of the environment but what the runtime needs. Never rejects: whatever goes wrong is an answer that proves nothing.
 */
export function ask(module: 'child.ts' | '../diff/child.ts', task: object, budget: Budget = {}): Promise<ChildAnswer> {
  const timeoutMs = budget.timeoutMs ?? 10_000;
  const { NODE_COMPILE_CACHE: cache } = process.env;
  const { promise, resolve } = Promise.withResolvers<ChildAnswer>();
  const path = fileURLToPath(new URL(module, import.meta.url));
  const child = spawn(process.execPath, [`--max-old-space-size=${budget.memoryMb ?? 256}`, '--no-warnings', path], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: cache === undefined ? {} : { NODE_COMPILE_CACHE: cache },
  });
  let answer = '';
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, timeoutMs);
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (part: string) => {
    answer += part;
    if (answer.length > maxAnswer) child.kill('SIGKILL');
  });
  // A child that died early closes its input: the exit below tells it, not this.
  child.stdin.on('error', () => undefined);
  child.on('error', () => resolve({ ok: false, doubt: 'out-of-memory-or-crashed' }));
  child.on('close', (code) => {
    clearTimeout(timer);
    if (code !== 0) {
      resolve({ ok: false, doubt: late || code === 3 ? 'time-out' : 'out-of-memory-or-crashed' });
      return;
    }
    try {
      resolve({ ok: true, value: JSON.parse(answer) });
    } catch {
      resolve({ ok: false, doubt: 'out-of-memory-or-crashed' });
    }
  });
  child.stdin.end(JSON.stringify({ ...task, deadlineMs: timeoutMs }));
  return promise;
}
