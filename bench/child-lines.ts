import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

type Message = Readonly<Record<string, unknown>>;

/** A child process spoken to in lines of JSON. */
export class ChildLines {
  readonly #child: ChildProcess;
  readonly #messages: Message[] = [];
  #wake: (() => void) | undefined;

  constructor(entry: URL, args: readonly string[], nodeArgs: readonly string[] = []) {
    this.#child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...nodeArgs, fileURLToPath(entry), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    if (this.#child.stdout !== null) {
      createInterface({ input: this.#child.stdout }).on('line', (line) => {
        this.#messages.push(JSON.parse(line) as Message);
        this.#wake?.();
      });
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  send(message: object): void {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  /** The next message that has the member. */
  async next(member: string, limitMs = 120_000): Promise<Message> {
    const deadline = Date.now() + limitMs;
    for (;;) {
      const at = this.#messages.findIndex((message) => member in message);
      const found = this.#messages[at];
      if (found !== undefined) {
        this.#messages.splice(at, 1);
        return found;
      }
      if (Date.now() > deadline) throw new Error(`no message with ${member} within ${limitMs} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1000);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Closes its input, which ends it in good order. */
  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin?.end();
    await ended;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }
}
