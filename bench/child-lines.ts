import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Message = Readonly<Record<string, unknown>>;

export interface ChildOptions {
  readonly compileCache: string;
  readonly nodeArgs?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A child process spoken to in lines of JSON, both ways. It ends when its standard input does. */
export class ChildLines {
  readonly #child: ChildProcess;
  readonly #messages: Message[] = [];
  readonly #exited: Promise<void>;
  #ended = false;
  #wake: () => void = () => undefined;

  constructor(entry: URL, args: readonly string[], options: ChildOptions) {
    const nodeArgs = ['--disable-warning=ExperimentalWarning', ...(options.nodeArgs ?? [])];
    this.#child = spawn(process.execPath, [...nodeArgs, fileURLToPath(entry), ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...options.environment, NODE_COMPILE_CACHE: options.compileCache },
    });
    this.#child.stdin?.on('error', () => undefined);
    this.#exited = new Promise((resolve) => {
      const ended = () => {
        this.#ended = true;
        this.#wake();
        resolve();
      };
      this.#child.once('exit', ended).once('error', ended);
    });
    if (this.#child.stdout !== null) {
      createInterface({ input: this.#child.stdout }).on('line', (line) => {
        this.#messages.push(JSON.parse(line) as Message);
        this.#wake();
      });
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  send(message: object): void {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  /** The next message that has the member; rejects when the child has ended or `limitMs` are over. */
  async next(member: string, limitMs = 180_000): Promise<Message> {
    const deadline = Date.now() + limitMs;
    for (;;) {
      const at = this.#messages.findIndex((message) => member in message);
      const found = this.#messages[at];
      if (found !== undefined) {
        this.#messages.splice(at, 1);
        return found;
      }
      if (this.#ended) throw new Error(`a child ended before it said ${member}`);
      if (Date.now() > deadline) throw new Error(`a child did not say ${member} within ${limitMs} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1000);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Closes its input, which ends it in good order; after ten seconds it is killed. */
  async end(): Promise<void> {
    this.#child.stdin?.end();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await this.#exited;
    clearTimeout(timer);
  }
}
