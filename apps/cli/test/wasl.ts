import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '@wasl/record';
import { exitCodes, type Io, type Outcome } from '../src/io/io.ts';
import { run } from '../src/run.ts';

/** What one command line came to. */
export interface Ran {
  readonly exit: number;
  readonly text: string;
  /** What `--json` prints; read as it is documented. */
  // biome-ignore lint/suspicious/noExplicitAny: the answer of any command.
  readonly json: any;
  readonly said: readonly string[];
}

export interface Given {
  readonly env?: Readonly<Record<string, string>>;
  /** Answers of somebody at a terminal, in order; without them nobody is there. */
  readonly answers?: readonly string[];
}

/** What sealing costs in tests: next to nothing. */
export const cheap = { n: 1024, r: 1, p: 1 } as const;

/** Runs one command line in this process. */
export async function wasl(args: readonly string[], { env = {}, answers }: Given = {}): Promise<Ran> {
  const said: string[] = [];
  const left = [...(answers ?? [])];
  let told: Outcome = { text: '', json: null };
  let exit: number = exitCodes.done;
  const io: Io = {
    env,
    asJson: args.includes('--json'),
    interactive: answers !== undefined,
    keyCost: cheap,
    tell(outcome) {
      if (outcome.text !== '' || outcome.json !== null) told = outcome;
      exit = outcome.exit ?? exit;
    },
    say: (line) => void said.push(line),
    ask: async (question) => {
      const answer = left.shift();
      if (answer === undefined) throw new Error(`nobody answers ${question}`);
      return answer;
    },
  };
  await run(args, io);
  return { exit, text: told.text, json: told.json as Json, said };
}

/** A folder that goes away, and the secrets of both sides in files of it. */
export function scratch(): { readonly folder: string; readonly env: Readonly<Record<string, string>>; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'wasl-cli-'));
  const secret = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, `${text}\n`, { mode: 0o600 });
    return file;
  };
  const env = {
    WASL_PASSPHRASE_FILE: secret('node.secret', 'a passphrase of the node'),
    WASL_OFFICER_PASSPHRASE_FILE: secret('officer.secret', 'a passphrase of officers'),
    WASL_ADMIN_PASSWORD_FILE: secret('admin.secret', 'tangier-ferry-at-noon'),
    WASL_PASSWORD_FILE: secret('login.secret', 'tangier-ferry-at-noon'),
    WASL_NEW_PASSWORD_FILE: secret('new.secret', 'gibraltar-rock-at-dawn'),
  };
  return { folder, env, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** One side with a home, a root of three officers and two administrators, made by `wasl init`. */
export class Side {
  readonly party: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  digits = '';

  constructor(party: string, of: { readonly folder: string; readonly env: Readonly<Record<string, string>> }) {
    this.party = party;
    this.folder = join(of.folder, party);
    this.env = of.env;
  }

  get home(): string {
    return join(this.folder, 'node');
  }

  get root(): string {
    return join(this.folder, 'root');
  }

  get ceremony(): string {
    return join(this.folder, 'join');
  }

  officer(number: number): string {
    return join(this.root, 'officers', `officer-${number}.key`);
  }

  /** A file that the other side gets. */
  sent(name: string): string {
    return join(this.ceremony, 'send', name);
  }

  run(args: readonly string[], given: Given = {}): Promise<Ran> {
    return wasl(args, { ...given, env: { ...this.env, ...given.env } });
  }

  /** A step of the ceremony by one officer; throws unless it is taken. */
  async step(args: readonly string[], officer = 1): Promise<Ran> {
    const ran = await this.run([...args, '--ceremony', this.ceremony, '--officer', this.officer(officer), '--json']);
    if (ran.exit !== 0) throw new Error(`wasl ${args.join(' ')}: ${JSON.stringify(ran.json)}`);
    return ran;
  }

  async init(ports: { readonly api: number; readonly exchange: number }): Promise<Ran> {
    const at = ['--api', `127.0.0.1:${ports.api}`, '--exchange', `127.0.0.1:${ports.exchange}`];
    const what = ['--home', this.home, '--root', this.root, '--agency', `${this.party}.police`, '--function', 'police'];
    const ran = await this.run(['init', ...what, ...at, '--desks', 'ops,nfip,oversight', '--admin', 'amal', '--admin', 'badr', '--json']);
    this.digits = ran.json.fingerprint;
    return ran;
  }
}

/** Both sides have begun with the arrangement, hold each other's bundle, and two officers on each typed the other's digits. */
export async function meet(a: Side, b: Side, arrangement: string): Promise<void> {
  for (const side of [a, b]) await side.step(['join', 'begin', '--root', side.root, '--for', arrangement]);
  for (const [side, other] of [
    [a, b],
    [b, a],
  ] as const) {
    await side.step(['join', 'import', other.sent(`${other.party}-bundle`)]);
    const typed = [1, 2].flatMap((n) => ['--typed-by', side.officer(n), '--fingerprint', other.digits]);
    const ran = await side.run(['join', 'fingerprint', '--ceremony', side.ceremony, ...typed, '--json']);
    if (ran.json.phase !== 'identified') throw new Error(JSON.stringify(ran.json));
  }
}

/** From the draft to an arrangement in force in both homes. */
export async function agree(a: Side, b: Side, of: { readonly file: string; readonly name: string }): Promise<void> {
  const sides = [
    [a, b],
    [b, a],
  ] as const;
  const exchange = async (what: string): Promise<void> => {
    for (const [side, other] of sides) await side.step(['join', 'import', other.sent(`${of.name}.${other.party}-${what}`)]);
  };
  for (const [side] of sides) await side.step(['agreement', 'draft', of.file]);
  await exchange('draft');
  for (const [side] of sides) await side.step(['agreement', 'prove']);
  await exchange('proof');
  for (const [side] of sides) for (const officer of [1, 2]) await side.step(['agreement', 'sign'], officer);
  await exchange('signatures');
  for (const [side] of sides) await side.step(['agreement', 'canary']);
  await exchange('canary');
  for (const [side, other] of sides)
    await side.step(['agreement', 'activate', other.sent(`${of.name}.${other.party}-log`), '--home', side.home]);
}
