/**
 * `npm run faults [-- --long] [--seed N] [--only kill,link,…]`: every part says when it begins, one line a scenario with its seed, and
 * writes results with the machine they were made on. Parts named by `--only` take their places in the results that are there.
 */
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runLeakTest } from '@wasl/testkit/oracle';
import { describeMachine, loadNow, type Machine } from '../../bench/report/machine.ts';
import { diskScenarios } from './disk.ts';
import { inputScenarios } from './input/input.ts';
import { killScenario } from './kill.ts';
import { lyingScenarios } from './lies/lies.ts';
import { linkScenarios } from './link.ts';
import { lineOf, type Outcome } from './outcome.ts';
import { restoreScenarios } from './restore.ts';

type Say = (outcome: Outcome) => void;

interface Part {
  readonly about: string;
  readonly play: (seed: number, say: Say) => Promise<unknown>;
}

interface Result {
  readonly machine: Machine;
  readonly at: string;
  readonly seconds: number;
  /** Load average when the part began and ended: above the number of cores somebody else was at work. */
  readonly load: readonly [number, number];
  readonly outcomes: readonly Outcome[];
}

const { values } = parseArgs({
  options: { long: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' }, only: { type: 'string' } },
});
const { long } = values;
const first = Number(values.seed);

/** The long form plays a part again with the seeds after the first. */
async function repeated(times: number, play: (seed: number) => Promise<unknown>, seed: number): Promise<void> {
  for (let turn = 0; turn < (long ? times : 1); turn++) await play(seed + turn);
}

function leak(seed: number, points: number): Outcome {
  const begun = Date.now();
  const crypto = { sha256Text: (data: Uint8Array | string) => hash('sha256', data, 'base64url') };
  const { leaked, lost, differences } = runLeakTest({ points, seed, crypto });
  const problems = leaked + lost + differences.length === 0 ? [] : [`${leaked} leaked, ${lost} lost, ${differences.length} differences`];
  const seconds = Math.round((Date.now() - begun) / 1000);
  return {
    scenario: 'leak test against the oracle',
    seed,
    ok: problems.length === 0,
    figures: { points, leaked, lost, seconds },
    problems,
  };
}

const parts: Readonly<Record<string, Part>> = {
  kill: {
    about: 'SIGKILL of either node at random moments while both write',
    play: async (seed, say) => {
      const kills = long ? 200 : 6;
      const progress = (done: number) => done % 20 === 0 && process.stdout.write(`     ${done} of ${kills} kills\n`);
      say(await killScenario({ seed, kills, perLane: 12, progress }));
    },
  },
  link: {
    about: 'a line that is cut, half-open, slow, reset in mid-line',
    play: (seed, say) => repeated(2, (each) => linkScenarios({ seed: each, say }), seed),
  },
  lies: {
    about: 'a partner that lies over mutual TLS, in every way that has a name',
    play: (seed, say) => repeated(3, (each) => lyingScenarios({ seed: each, say }), seed),
  },
  restore: {
    about: 'a database older than what its node signed (DU4)',
    play: (seed, say) => restoreScenarios({ seed, perLane: long ? 24 : 6, say }),
  },
  disk: { about: 'a disk that runs full', play: (seed, say) => repeated(3, (each) => diskScenarios({ seed: each, say }), seed) },
  input: {
    about: 'random and mutated bytes at every entrance',
    play: (seed, say) => repeated(2, (each) => inputScenarios({ seed: each, count: long ? 10_000 : 400, say }), seed),
  },
  leak: {
    about: 'random records and readers against an independent oracle',
    play: async (seed, say) => say(leak(seed, long ? 1_000_000 : 50_000)),
  },
};

const chosen = values.only?.split(',') ?? Object.keys(parts);
const unknown = chosen.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0 || !Number.isSafeInteger(first)) {
  process.stderr.write(`faults: parts are ${Object.keys(parts).join(', ')}; --seed takes a whole number\n`);
  process.exit(2);
}

const folder = fileURLToPath(new URL('./results/', import.meta.url));
const file = `${folder}${long ? 'long' : 'short'}-seed-${first}.json`;
mkdirSync(folder, { recursive: true });

let failed = 0;
for (const [turn, name] of chosen.entries()) {
  const part = parts[name] as Part;
  process.stdout.write(`[${turn + 1}/${chosen.length}] ${name}: ${part.about} (seed ${first})\n`);
  const outcomes: Outcome[] = [];
  const [at, begun, load] = [new Date().toISOString(), Date.now(), loadNow()];
  const say: Say = (outcome) => {
    outcomes.push(outcome);
    process.stdout.write(`${lineOf(outcome)}\n`);
  };
  try {
    await part.play(first, say);
  } catch (error) {
    say({ scenario: name, seed: first, ok: false, figures: {}, problems: [String(error)] });
  }
  failed += outcomes.filter((outcome) => !outcome.ok).length;
  const seconds = Math.round((Date.now() - begun) / 1000);
  keep(name, {
    machine: describeMachine(fileURLToPath(new URL('../..', import.meta.url))),
    at,
    seconds,
    load: [load, loadNow()],
    outcomes,
  });
}
process.stdout.write(`${failed === 0 ? 'all passed' : `${failed} failed`}; results in ${file}\n`);
process.exit(failed === 0 ? 0 : 1);

/** Written after each part: what ran stands, even if a later part never ends. */
function keep(name: string, result: Result): void {
  const before = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly parts: Readonly<Record<string, Result>> }).parts
    : {};
  const form = long ? 'long' : 'short';
  writeFileSync(file, `${JSON.stringify({ form, seed: first, parts: { ...before, [name]: result } }, null, 2)}\n`);
}
