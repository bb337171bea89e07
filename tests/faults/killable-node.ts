import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RunOptions } from '@wasl/server';

type Message = Readonly<Record<string, unknown>>;

const entry = fileURLToPath(new URL('./node-child.ts', import.meta.url));

/** A process that is killed 200 times reads its sources once. */
const compileCache = join(tmpdir(), `wasl-faults-cache-${process.pid}`);
process.once('exit', () => rmSync(compileCache, { recursive: true, force: true }));

/** In what a process differs from the product's own. */
export interface KillableOptions {
  readonly exchange?: NonNullable<RunOptions['exchange']>;
  /** Bound on the growth of the database, in pages of 8 KiB. */
  readonly maxPages?: number;
}

/** A node process spoken to in lines of JSON, that can be killed at any moment and started again on the same home. */
export class KillableNode {
  readonly #home: string;
  readonly #onAck: (key: string, id: string) => void;
  readonly #options: KillableOptions;
  #child: ChildProcess | undefined;
  #waiting: { readonly member: string; readonly resolve: (message: Message) => void; readonly reject: (error: Error) => void }[] = [];

  /** Codes of writes that the node refused, by key: the last answer counts. */
  readonly failed = new Map<string, string>();
  /** Code with which the last process said that it cannot start. */
  ended = '';
  /** What the process said when it was ready. */
  ready: Message = {};

  constructor(home: string, onAck: (key: string, id: string) => void = () => undefined, options: KillableOptions = {}) {
    this.#home = home;
    this.#onAck = onAck;
    this.#options = options;
  }

  get alive(): boolean {
    return this.#child !== undefined;
  }

  async start(): Promise<void> {
    const args = ['--disable-warning=ExperimentalWarning', entry, this.#home, JSON.stringify(this.#options)];
    const env = { ...process.env, NODE_COMPILE_CACHE: compileCache };
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
    this.#child = child;
    child.stdin?.on('error', () => undefined);
    if (child.stdout === null) throw new Error('a child without output');
    createInterface({ input: child.stdout }).on('line', (line) => this.#hear(line));
    child.once('exit', () => {
      if (this.#child === child) this.#child = undefined;
      for (const waiting of this.#waiting.splice(0)) waiting.reject(new Error(`the node of ${this.#home} ended`));
    });
    this.ready = await this.next('ready', 60_000);
  }

  send(message: object): void {
    this.#child?.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  /** The next message with this member; fails when the process ends or the time does. */
  next(member: string, limitMs = 60_000): Promise<Message> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no ${member} of ${this.#home} within ${limitMs} ms`)), limitMs);
      this.#waiting.push({
        member,
        resolve: (message) => {
          clearTimeout(timer);
          resolve(message);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
    });
  }

  ask(message: object, member: string): Promise<Message> {
    const answer = this.next(member);
    this.send(message);
    return answer;
  }

  /** SIGKILL: no handler runs, nothing is flushed. Resolves when the process is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  #hear(line: string): void {
    let message: Message;
    try {
      message = JSON.parse(line) as Message;
    } catch {
      // A killed process can leave half a line behind: it promised nothing.
      return;
    }
    if (typeof message['acked'] === 'string') {
      this.failed.delete(message['acked']);
      this.#onAck(message['acked'], String(message['id']));
    }
    if (typeof message['unstarted'] === 'string') this.ended = message['unstarted'];
    if (typeof message['failed'] === 'string') this.failed.set(message['failed'], String(message['code']));
    const at = this.#waiting.findIndex((waiting) => waiting.member in message);
    if (at >= 0) this.#waiting.splice(at, 1)[0]?.resolve(message);
  }
}
