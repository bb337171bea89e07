import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../../apps/server/src/serve.ts', import.meta.url));

/** A node as `wasl serve` runs it, with its API, its gateways and its exchange. */
export class ServedNode {
  readonly #child: ChildProcess;
  /** What it wrote to standard error: a node at rest writes nothing. */
  readonly complaints: string[] = [];
  #ended = false;
  #port = 0;

  constructor(home: string) {
    this.#child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, home], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, WASL_CHILD: '1' },
    });
    this.#child.once('exit', () => {
      this.#ended = true;
    });
    if (this.#child.stderr !== null) createInterface({ input: this.#child.stderr }).on('line', (line) => this.complaints.push(line));
  }

  get alive(): boolean {
    return !this.#ended;
  }

  /** Port of the API. */
  get port(): number {
    return this.#port;
  }

  ready(limitMs = 90_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not ready within ${limitMs} ms`)), limitMs);
      this.#child.once('exit', () => reject(new Error(`ended before it was ready: ${this.complaints.join('\n')}`)));
      if (this.#child.stdout === null) return;
      createInterface({ input: this.#child.stdout }).on('line', (line) => {
        const message = JSON.parse(line) as { readonly ready?: true; readonly message?: string };
        if (message.ready !== true) return;
        this.#port = Number(/:(\d+)$/.exec(message.message ?? '')?.[1]);
        clearTimeout(timer);
        resolve();
      });
    });
  }

  async kill(): Promise<void> {
    if (this.#ended) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await gone;
  }
}
