import { access, mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unattendedWarning } from '@wasl/identity';
import type { AgencyId, PartyId } from '@wasl/record';
import { WaslError } from '@wasl/record';
import { type DemoParty, runDemoCeremony } from '../ceremony/demo-ceremony.ts';
import { fail } from '../codes.ts';
import { lockFolder } from '../home/run-lock.ts';
import { type ChildNode, startChildNode } from './child-node.ts';
import { ensureConsole } from './ensure-console.ts';
import { playMatchDay, scriptedRecords } from './play.ts';
import { readSettings, type Settings } from './settings.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const startedMs = Date.now();
const arrangements = ['major-events', 'organised-crime', 'defence-cooperation'];
const policeDesks = ['ops', 'nfip', 'media', 'medical', 'oversight'];

function say(line: string): void {
  process.stdout.write(`${((Date.now() - startedMs) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
}

function parties(settings: Settings): readonly [DemoParty, DemoParty] {
  const of = (party: string, at: number): DemoParty => ({
    party: party as PartyId,
    agencies: [
      {
        agency: `${party}.police` as AgencyId,
        function: 'police',
        desks: policeDesks,
        apiPort: settings.apiPort + at,
        exchangePort: settings.exchangePort + at,
      },
      {
        agency: `${party}.defence` as AgencyId,
        function: 'defence',
        desks: ['ops', 'oversight'],
        apiPort: settings.apiPort + 2 + at,
        exchangePort: settings.exchangePort + 2 + at,
      },
    ],
  });
  return [of('ma', 0), of('gb', 1)];
}

async function ensureCeremony(settings: Settings): Promise<void> {
  const done = join(settings.home, 'gb.police', 'ceremony', 'join.log');
  if (
    await access(done).then(
      () => true,
      () => false,
    )
  ) {
    say('keys, roots and arrangements are there from an earlier start');
    return;
  }
  say(unattendedWarning.en);
  const texts = await Promise.all(arrangements.map((name) => readFile(join(root, `examples/arrangements/${name}.json`), 'utf8')));
  await runDemoCeremony({ folder: settings.home, host: settings.host, parties: parties(settings), agreements: texts, say });
}

/** Says which port is taken before anything is started. */
async function checkPorts(settings: Settings): Promise<void> {
  for (const port of [settings.apiPort, settings.apiPort + 1, settings.exchangePort, settings.exchangePort + 1]) {
    await new Promise<void>((resolve, reject) => {
      const probe = createServer();
      probe.once('error', (cause: NodeJS.ErrnoException) => {
        reject(cause.code === 'EADDRINUSE' ? fail('port-in-use', `port ${port} on ${settings.host} is taken`, { cause }) : cause);
      });
      probe.listen(port, settings.host, () => probe.close(() => resolve()));
    });
  }
}

async function run(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env, root);
  await mkdir(settings.home, { recursive: true, mode: 0o700 });
  const unlock = await lockFolder(settings.home);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  const nodes: ChildNode[] = [];
  try {
    say(`Wasl demonstration, scenario ${settings.scenario}, exercise mode, state in ${settings.home}`);
    await checkPorts(settings);
    const console = ensureConsole(root, say);
    await ensureCeremony(settings);
    await console;
    const start = (agency: string) =>
      startChildNode(join(settings.home, agency), {
        compileCache: join(settings.home, 'compile-cache'),
        say: (step) => say(`${agency}: ${step}`),
        log: (line) => say(`${agency}! ${line}`),
      });
    nodes.push(...(await Promise.all([start('ma.police'), start('gb.police')])));
    const bases = { ma: `http://127.0.0.1:${settings.apiPort}`, gb: `http://127.0.0.1:${settings.apiPort + 1}` };
    say(`ma.police is ready: http://ma.localhost:${settings.apiPort}`);
    say(`gb.police is ready: http://gb.localhost:${settings.apiPort + 1}`);
    say('Ctrl-C stops everything; the next start goes on where this one stopped; "npm run reset" begins anew');
    const died = Promise.race(nodes.map((node) => node.ended)).then((code) => {
      if (!stop.signal.aborted) throw fail('node-died', `a node ended with ${code}`);
    });
    const aborted = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve(), { once: true }));
    if (settings.scenario === 'matchday') {
      say(`playing the match day: ${scriptedRecords} records, one every ${(settings.paceMs / 1000).toFixed(1)} s`);
      const played = playMatchDay({
        root,
        bases,
        paceMs: settings.paceMs,
        progressFile: join(settings.home, 'script.json'),
        say,
        signal: stop.signal,
      });
      await Promise.race([played, died, aborted]);
    }
    await Promise.race([died, aborted]);
  } finally {
    stop.abort();
    await Promise.all(nodes.map((node) => node.stop()));
    await unlock();
    say('stopped');
  }
}

try {
  await run();
} catch (error) {
  if (error instanceof WaslError) process.stderr.write(`wasl: ${error.code}: ${error.message}\n      ${error.row.next}\n`);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}
