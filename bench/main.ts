import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BenchOptions, helpText, OptionError, type PartName, parseOptions } from './options.ts';
import { measureEngine } from './parts/engine.ts';
import { measureEvidence } from './parts/evidence.ts';
import { measureExchange } from './parts/exchange.ts';
import { measureIdle } from './parts/idle.ts';
import { measureLive } from './parts/live.ts';
import { measureProve } from './parts/prove.ts';
import { measureStart } from './parts/start.ts';
import { measureVerdict } from './parts/verdict.ts';
import { describeMachine, loadNow } from './report/machine.ts';
import type { BenchContext, PartResult } from './report/measure.ts';
import { topFunctions } from './report/profile.ts';
import { formatTable } from './report/table.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const startedMs = Date.now();
const parts: Readonly<Record<PartName, (context: BenchContext) => Promise<PartResult>>> = {
  exchange: measureExchange,
  live: measureLive,
  verdict: measureVerdict,
  prove: measureProve,
  evidence: measureEvidence,
  engine: measureEngine,
  start: measureStart,
  idle: measureIdle,
};

function say(line: string): void {
  process.stdout.write(`${((Date.now() - startedMs) / 1000).toFixed(0).padStart(5)} s  ${line}\n`);
}

interface TimedPart extends PartResult {
  readonly seconds: number;
  readonly loadBefore: number;
  readonly loadAfter: number;
  readonly error?: string;
}

async function runPart(part: PartName, context: BenchContext): Promise<TimedPart> {
  const [began, loadBefore] = [Date.now(), loadNow()];
  const timed = () => ({ seconds: Math.round((Date.now() - began) / 1000), loadBefore, loadAfter: loadNow() });
  try {
    return { ...(await parts[part]({ ...context, say: (line) => say(`${part}: ${line}`) })), ...timed() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say(`${part}: FAILED: ${message}`);
    process.exitCode = 1;
    return { part, measures: [], notes: [`FAILED: ${message}`], error: message, ...timed() };
  }
}

function save(options: BenchOptions, results: readonly TimedPart[]): string {
  const date = new Date(startedMs).toISOString();
  const path = options.out ?? join(root, 'bench/results', `${date.slice(0, 16).replace(':', '')}Z.json`);
  mkdirSync(dirname(path), { recursive: true });
  const { quick, rounds, records } = options;
  const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value);
  writeFileSync(
    path,
    `${JSON.stringify({ v: 1, date, machine: describeMachine(root), quick, rounds, records, parts: results }, rounded, 1)}\n`,
  );
  return path;
}

async function run(options: BenchOptions): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'wasl-bench-'));
  const { quick, rounds, records, profile } = options;
  const context = {
    quick,
    rounds,
    records,
    scratch,
    compileCache: join(scratch, 'compile-cache'),
    ...(profile === undefined ? {} : { profile }),
    say,
  };
  try {
    const results: TimedPart[] = [];
    for (const part of options.only) results.push(await runPart(part, context));
    const { cpu, cores, node, commit } = describeMachine(root);
    process.stdout.write(`\n${formatTable(results)}\n${cores} × ${cpu}, Node ${node}, commit ${commit}\n`);
    const load = Math.max(...results.map((result) => result.loadBefore));
    if (load > 0.5 * cores)
      process.stdout.write(`! load average was up to ${load} before a part: part of that was this run, the rest somebody else\n`);
    if (quick) process.stdout.write('! --quick: these figures show that the harness works, not how fast anything is\n');
    if (profile !== undefined)
      process.stdout.write(`\n${topFunctions(profile)}\n! profiling slowed both Wasl nodes; profiles are in ${profile}\n`);
    process.stdout.write(`kept in ${relative(process.cwd(), save(options, results))}\n`);
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(helpText);
  else await run(options);
} catch (error) {
  if (!(error instanceof OptionError)) throw error;
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 2;
}
