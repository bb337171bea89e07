import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../free-ports.ts';
import { monotonicMs } from '../monotonic.ts';
import type { BenchContext } from '../report/measure.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** `npm start -- --scenario quiet` at work. */
export interface Demonstration extends AsyncDisposable {
  readonly startedSeconds: number;
  readonly steps: readonly string[];
  /** Process ids of the two nodes. */
  nodePids(): readonly number[];
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** Starts the quiet demonstration on a home of the benchmark and resolves when both nodes are ready. */
export async function startDemonstration(context: BenchContext): Promise<Demonstration> {
  const home = join(context.scratch, 'demonstration');
  const saved = join(context.scratch, 'demonstration.ports');
  const ports = await freePorts(8);
  const started = monotonicMs();
  // The home remembers its ports: a second start must ask for those of the first.
  const first = existsSync(join(home, 'gb.police')) ? Number(readFileSync(saved, 'utf8')) : ports;
  writeFileSync(saved, String(first));
  const child = spawn('npm', ['start', '--silent', '--', '--scenario', 'quiet'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, WASL_HOME: home, WASL_PORT_BASE: String(first), WASL_EXCHANGE_PORT_BASE: String(first + 4) },
  });
  const steps: string[] = [];
  const ready = new Set<string>();
  await new Promise<void>((resolve, reject) => {
    const line = (text: string) => {
      steps.push(text);
      const agency = /(ma|gb)\.police is ready/.exec(text)?.[1];
      if (agency !== undefined && ready.add(agency).size === 2) resolve();
    };
    createInterface({ input: child.stdout }).on('line', line);
    createInterface({ input: child.stderr }).on('line', line);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`npm start ended with ${String(code)}: ${steps.slice(-3).join(' | ')}`)));
  });
  const startedSeconds = (monotonicMs() - started) / 1000;
  return {
    startedSeconds,
    steps,
    nodePids: () =>
      readdirSync('/proc')
        .filter((pid) => /^\d+$/.test(pid) && commandOf(pid).includes(`serve.ts ${home}`))
        .map(Number),
    [Symbol.asyncDispose]: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // npm and what it started are one process group of their own.
  process.kill(-child.pid, 'SIGTERM');
  await ended;
}
