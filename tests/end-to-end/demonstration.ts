import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** An answer of a node. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: Record<string, never> & { readonly [name: string]: never };
  readonly location: string | undefined;
}

/** `npm start` as a newcomer has it, on free ports and in a folder of its own. */
export class Demonstration {
  readonly home: string;
  readonly lines: string[] = [];
  readonly #ports: { readonly api: number; readonly exchange: number };
  readonly #tokens = new Map<string, string>();
  #child: ChildProcess | undefined;
  #waiting: (() => void) | undefined;

  private constructor(home: string, ports: { readonly api: number; readonly exchange: number }) {
    this.home = home;
    this.#ports = ports;
  }

  static async make(): Promise<Demonstration> {
    // Four ports follow on each first one; high ports keep clear of what else runs.
    const api = await freePort();
    return new Demonstration(mkdtempSync(join(tmpdir(), 'wasl-e2e-')), { api, exchange: api > 60_000 ? api - 200 : api + 200 });
  }

  base(side: 'ma' | 'gb'): string {
    return `http://127.0.0.1:${this.#ports.api + (side === 'ma' ? 0 : 1)}`;
  }

  start(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): void {
    this.lines.length = 0;
    this.#tokens.clear();
    const child = spawn(process.execPath, [join(root, 'apps/server/bin/demo.mjs'), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        WASL_HOME: this.home,
        WASL_PORT_BASE: String(this.#ports.api),
        WASL_EXCHANGE_PORT_BASE: String(this.#ports.exchange),
        WASL_PACE_MS: '20',
        ...env,
      },
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line);
        this.#waiting?.();
      });
    }
    child.once('exit', () => this.#waiting?.());
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** The line that holds the text, as soon as there is one. */
  async line(text: string, limitMs = 90_000): Promise<string> {
    const deadline = Date.now() + limitMs;
    for (;;) {
      const found = this.lines.find((line) => line.includes(text));
      if (found !== undefined) return found;
      if (this.#child?.exitCode !== null || Date.now() > deadline) throw new Error(`no line with "${text}":\n${this.lines.join('\n')}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 500);
        this.#waiting = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async stop(): Promise<number | null> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    child.kill('SIGINT');
    return ended;
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  async #token(side: 'ma' | 'gb', user: string): Promise<string> {
    const key = `${side}/${user}`;
    const known = this.#tokens.get(key);
    if (known !== undefined) return known;
    const answer = await fetch(`${this.base(side)}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user }),
    });
    const { token } = (await answer.json()) as { token: string };
    this.#tokens.set(key, token);
    return token;
  }

  /** One call of the API as a user of the demonstration. */
  async call(
    side: 'ma' | 'gb',
    path: string,
    options: { readonly user?: string; readonly method?: string; readonly body?: string | Uint8Array; readonly type?: string } = {},
  ): Promise<Answer> {
    const token = await this.#token(side, options.user ?? 'duty');
    const answer = await fetch(`${this.base(side)}${path}`, {
      method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
      headers: {
        authorization: `Bearer ${token}`,
        ...(options.body === undefined ? {} : { 'content-type': options.type ?? 'application/json' }),
      },
      ...(options.body === undefined ? {} : { body: options.body as string }),
    });
    const text = await answer.text();
    const json = text.startsWith('{') ? JSON.parse(text) : {};
    return { status: answer.status, text, json, location: answer.headers.get('location') ?? undefined };
  }

  /** Asks again until the answer fits. */
  async until<T>(ask: () => Promise<T>, fits: (answer: T) => boolean, limitMs = 15_000): Promise<T> {
    const deadline = Date.now() + limitMs;
    for (;;) {
      const answer = await ask();
      if (fits(answer) || Date.now() > deadline) return answer;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
