import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { killScenario } from './kill.ts';
import { lyingScenarios } from './lies/lies.ts';
import { linkScenarios } from './link.ts';
import { lineOf, type Outcome } from './outcome.ts';
import { restoreScenarios } from './restore.ts';

const args = process.argv.slice(2);
const long = args.includes('--long');
const seed = Number(args[args.indexOf('--seed') + 1] ?? 1) || 1;
const kills = Number(args.includes('--kills') ? args[args.indexOf('--kills') + 1] : long ? 200 : 6);
const outcomes: Outcome[] = [];

function take(outcome: Outcome): void {
  outcomes.push(outcome);
  process.stdout.write(`${lineOf(outcome)}\n`);
}

take(await killScenario({ seed, kills }));
await linkScenarios({ seed, say: take });
await lyingScenarios({ seed, say: take });
await restoreScenarios({ seed, perLane: 6, say: take });

const folder = new URL('./results/', import.meta.url);
mkdirSync(folder, { recursive: true });
const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model ?? '' };
writeFileSync(new URL(`${long ? 'long' : 'short'}-${seed}.json`, folder), `${JSON.stringify({ machine, outcomes }, null, 2)}\n`);
const bad = outcomes.filter((outcome) => !outcome.ok).length;
process.stdout.write(`${outcomes.length - bad} passed, ${bad} failed\n`);
process.exitCode = bad === 0 ? 0 : 1;
