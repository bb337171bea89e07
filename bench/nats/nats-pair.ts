import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeCertificates } from '../certificates.ts';
import { ChildLines } from '../child-lines.ts';
import { type Contender, withCpu } from '../exchange/contender.ts';
import { freePorts } from '../free-ports.ts';
import type { BenchContext } from '../report/measure.ts';

const server = 'nats-server';

/** The version of the nats-server found on the path, or undefined. */
export function natsVersion(): string | undefined {
  try {
    return execFileSync(server, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

function serve(conf: string, env: Readonly<Record<string, string>>): ChildProcess {
  const file = fileURLToPath(new URL(`./${conf}`, import.meta.url));
  return spawn(server, ['-c', file], { env: { ...process.env, ...env }, stdio: 'ignore' });
}

async function listening(port: number, name: string): Promise<void> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
    const up = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false)).once('close', () => undefined);
      socket.once('connect', () => socket.destroy());
    });
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nats-server (${name}) does not listen on ${port}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** A leaf and a hub with file storage, linked by mutual TLS, and a publishing client, each in its own process. */
export async function startNatsPair(context: BenchContext, name: string): Promise<Contender> {
  const folder = join(context.scratch, name, 'nats');
  mkdirSync(folder, { recursive: true });
  const { ma, gb } = await writeCertificates(folder);
  const first = await freePorts(3);
  const hub = serve('hub.conf', {
    BENCH_HUB: `127.0.0.1:${first}`,
    BENCH_LEAFNODES: `127.0.0.1:${first + 2}`,
    BENCH_HUB_STORE: join(folder, 'hub'),
    BENCH_GB_CERT: gb.cert,
    BENCH_GB_KEY: gb.key,
    BENCH_GB_CA: gb.ca,
  });
  const servers = [hub];
  try {
    await listening(first, 'hub');
    const leaf = serve('leaf.conf', {
      BENCH_LEAF: `127.0.0.1:${first + 1}`,
      BENCH_LEAF_REMOTE: `nats-leaf://127.0.0.1:${first + 2}`,
      BENCH_LEAF_STORE: join(folder, 'leaf'),
      BENCH_MA_CERT: ma.cert,
      BENCH_MA_KEY: ma.key,
      BENCH_MA_CA: ma.ca,
    });
    servers.push(leaf);
    await listening(first + 1, 'leaf');
    const entry = new URL('./publisher.ts', import.meta.url);
    const publisher = new ChildLines(entry, [String(first + 1), String(first)], { compileCache: context.compileCache });
    await publisher.next('ready', 20_000);
    const pids = { publisher: publisher.pid, leaf: leaf.pid ?? 0, hub: hub.pid ?? 0 };
    return {
      role: 'peer',
      name: 'NATS leaf→hub',
      async carry(count) {
        const [done, cpuMicros] = await withCpu(pids, count, async () => {
          publisher.send({ count });
          return publisher.next('published');
        });
        return { recordsPerSecond: (count * 1000) / (Number(done['ended']) - Number(done['started'])), cpuMicros };
      },
      async live(count, perSecond) {
        publisher.send({ count, perSecond });
        const done = await publisher.next('paced');
        const due = done['paced'] as readonly number[];
        return (done['arrivals'] as readonly number[]).map((at, index) => at - (due[index] ?? Number.NaN));
      },
      async [Symbol.asyncDispose]() {
        await publisher.end();
        await Promise.all(servers.map(stop));
      },
    };
  } catch (error) {
    await Promise.all(servers.map(stop));
    throw error;
  }
}
