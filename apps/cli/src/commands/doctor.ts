import { WaslError } from '@wasl/record';
import { askControl, isRunning, type NodeHome } from '@wasl/server';
import type { Command } from 'commander';
import { plainJson } from '../api/ordered.ts';
import { bad, type Finding, ok, warn } from '../doctor/finding.ts';
import { checkAdministrators, checkKeys, checkPermissions, checkStore } from '../doctor/home.ts';
import { checkClock, checkDisk, checkNode, checkPorts } from '../doctor/machine.ts';
import { checkAgreements, checkAuthorities, checkPartners, checkRoots } from '../doctor/trust.ts';
import { homeOf, homeOption } from '../home/open-home.ts';
import { example } from '../io/example.ts';
import { exitCodes, type Io, type Outcome, table } from '../io/io.ts';
import { nextOf } from '../io/problem.ts';

/** `wasl doctor`. */
export function add(program: Command, io: Io): void {
  program
    .command('doctor')
    .description('Look at machine, home, keys, roots, arrangements and partners of a node, running or stopped. It changes nothing.')
    .option(homeOption[0], homeOption[1])
    .addHelpText('after', '\nEach line is ok, warn or fail. Exit code 0 when nothing failed, 1 otherwise; warnings do not count.')
    .addHelpText(
      'after',
      example('wasl doctor --home /srv/wasl', 'WASL_PASSPHRASE_FILE=/run/secrets/wasl wasl doctor --home /srv/wasl --json'),
    )
    .action(async (options: { home?: string }) => io.tell(await shown(await examine(io, homeOf(io, options.home)))));
}

async function examine(io: Io, home: NodeHome): Promise<readonly Finding[]> {
  const nowMs = Date.now();
  const findings: Finding[] = [checkNode(process.version)];
  const config = await home.config().catch((error: unknown) => error);
  if (config instanceof WaslError) return [...findings, bad('home', config.code, config.message)];
  if (config instanceof Error) return [...findings, bad('home', 'home-damaged', `${home.path('node.json')}: ${config.message}`)];
  const known = config as Awaited<ReturnType<NodeHome['config']>>;
  const running = await isRunning(home.folder);
  findings.push(ok('home', `${known.agency} in ${home.folder}, ${running ? 'running' : 'stopped'}`));
  const steps: readonly [string, () => Promise<readonly Finding[]>][] = [
    ['permissions', () => checkPermissions(home)],
    ['keys', () => checkKeys(home, known, io.env['WASL_PASSPHRASE_FILE'])],
    ['administrators', async () => [await checkAdministrators(home, known)]],
    ['ports', () => checkPorts(known, running)],
    ['disk', async () => [await checkDisk(home.folder)]],
    ['clock', async () => [await checkClock(home, nowMs)]],
    ['store', () => checkStore(home, running)],
    ['trust', () => checkTrust(home, known, nowMs)],
    ['node', () => (running ? checkRunning(home) : Promise.resolve([]))],
  ];
  for (const [check, step] of steps) findings.push(...(await step().catch((error: unknown) => [unreadable(check, error)])));
  return findings;
}

/** A check that could not be made: a file is missing or is not what it should be. */
function unreadable(check: string, error: unknown): Finding {
  if (error instanceof WaslError) return bad(check, error.code, error.message);
  return bad(check, 'home-damaged', error instanceof Error ? error.message : String(error));
}

async function checkTrust(home: NodeHome, config: Parameters<typeof checkAuthorities>[1], nowMs: number): Promise<readonly Finding[]> {
  const trust = await checkRoots(home, nowMs);
  const of = { trust, nowMs };
  const parts = [checkAuthorities(home, config, of), checkAgreements(home, of), checkPartners(home, of)];
  const [authorities, agreements, partners] = await Promise.all(
    parts.map((part) => part.catch((error: unknown) => [unreadable('trust', error)])),
  );
  return [...trust.findings, ...(authorities ?? []), ...(agreements ?? []), ...(partners ?? [])];
}

interface RunningStatus {
  readonly ready: boolean;
  readonly timeUncertain: boolean;
  readonly agreements: readonly { readonly id: string; readonly state: string }[];
  readonly alarms: readonly { readonly code: string; readonly message: string }[];
}

/** What the running node says of itself. */
async function checkRunning(home: NodeHome): Promise<readonly Finding[]> {
  const status = (await askControl(home.folder, { op: 'status' })) as unknown as RunningStatus;
  const stopped = status.agreements.filter((each) => each.state !== 'active');
  return [
    status.ready ? ok('ready', 'the node is ready') : bad('ready', 'node-not-ready', 'the node runs and is not ready'),
    ...(status.timeUncertain ? [warn('clock', 'clock-doubtful', 'the node is not sure of the time')] : []),
    ...stopped.map((each) => warn(`arrangement ${each.id}`, 'agreement-not-in-force', `${each.state} at the node`)),
    ...status.alarms.map((alarm) => warn('alarm', alarm.code, alarm.message)),
  ];
}

async function shown(findings: readonly Finding[]): Promise<Outcome> {
  const rows = await Promise.all(
    findings.map(async (each) => ({ ...each, ...(each.code === undefined ? {} : { next: await nextOf(each.code) }) })),
  );
  const failed = rows.some((row) => row.state === 'fail');
  const warned = rows.filter((row) => row.state === 'warn').length;
  const width = table(
    rows.map((row) => [row.state, row.check, row.code === undefined ? row.message : `${row.code}: ${row.message}`]),
  ).split('\n');
  const lines = rows.flatMap((row, at) => [width[at] ?? '', ...('next' in row && row.next !== '' ? [`      → ${row.next}`] : [])]);
  const verdict = failed ? 'wasl: machine-unfit: see the lines that failed' : warned > 0 ? `fit, with ${warned} warning(s)` : 'fit';
  return {
    text: [...lines, verdict].join('\n'),
    json: plainJson({ fit: !failed, findings: rows, ...(failed ? { code: 'machine-unfit' } : {}) }),
    ...(failed ? { exit: exitCodes.failed } : {}),
  };
}
