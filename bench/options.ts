/** What `npm run bench` can measure, in the order in which it does. */
export const partNames = ['exchange', 'live', 'verdict', 'prove', 'evidence', 'engine', 'start', 'idle'] as const;
export type PartName = (typeof partNames)[number];

export interface BenchOptions {
  readonly only: readonly PartName[];
  /** A look at whether everything still works: few rounds, small counts. Its figures are marked and say little. */
  readonly quick: boolean;
  readonly rounds: number;
  /** Records a round of the exchange carries. */
  readonly records: number;
  /** File the JSON goes to; absent: bench/results/<date>.json. */
  readonly out?: string;
  /** Folder for CPU profiles of both Wasl nodes; profiling slows them, so that such a run is no measurement. */
  readonly profile?: string;
  readonly help: boolean;
}

export const helpText = `npm run bench -- [options]

Measures this machine's Wasl against a peer and against the bare limit, interleaved in one run: subject, peer, limit, subject, …
Prints a table with ratios and targets, and keeps everything as JSON in bench/results/<date>.json.

  --only <parts>    comma-separated: ${partNames.join(', ')} (all unless given)
  --quick           few rounds and small counts: shows that the harness works, not how fast anything is
  --rounds <n>      rounds of the interleaved parts (5; quick 2)
  --records <n>     records a round of the exchange carries (30000; quick 3000)
  --out <file>      write the JSON there
  --profile <dir>   CPU profiles of both Wasl nodes; slows them
  --help            this text

Needs for the peer of the exchange: nats-server (Debian: apt-get install nats-server). Without it that column is missing, said aloud.
What each figure means: docs/reference/bench.md
`;

/** The command line was not understood; the message says what was wanted. */
export class OptionError extends Error {}

function positive(name: string, text: string | undefined): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new OptionError(`${name} is ${JSON.stringify(text ?? '')}, wanted a positive integer`);
  return value;
}

function parts(text: string | undefined): readonly PartName[] {
  const wanted = (text ?? '').split(',').filter((name) => name !== '');
  const unknown = wanted.filter((name) => !(partNames as readonly string[]).includes(name));
  if (wanted.length === 0 || unknown.length > 0)
    throw new OptionError(`--only is ${JSON.stringify(text ?? '')}, wanted some of ${partNames.join(',')}`);
  return partNames.filter((name) => wanted.includes(name));
}

/** Reads the command line; throws OptionError. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const given = new Map<string, string | undefined>();
  for (let at = 0; at < args.length; at += 1) {
    const [name = '', value] = (args[at] ?? '').split('=', 2);
    if (name === '--quick' || name === '--help' || name === '-h') given.set(name === '-h' ? '--help' : name, '');
    else if (['--only', '--rounds', '--records', '--out', '--profile'].includes(name)) given.set(name, value ?? args[++at]);
    else throw new OptionError(`${JSON.stringify(name)} is no option of the benchmark; --help lists them`);
  }
  const quick = given.has('--quick');
  const text = (name: '--out' | '--profile') => {
    const value = given.get(name);
    if (given.has(name) && (value === undefined || value === '')) throw new OptionError(`${name} wants a path`);
    return value;
  };
  const out = text('--out');
  const profile = text('--profile');
  return {
    only: given.has('--only') ? parts(given.get('--only')) : partNames,
    quick,
    rounds: given.has('--rounds') ? positive('--rounds', given.get('--rounds')) : quick ? 2 : 5,
    records: given.has('--records') ? positive('--records', given.get('--records')) : quick ? 3000 : 30_000,
    ...(out === undefined ? {} : { out }),
    ...(profile === undefined ? {} : { profile }),
    help: given.has('--help'),
  };
}
