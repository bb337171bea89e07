import type { Peer } from '@wasl/node';
import { paths } from '../protocol/media.ts';
import type { ClientSession } from './session.ts';
import { inletFailure, type Shared } from './shared.ts';

const maxNoteBytes = 64 * 1024;
const retryMs = 1_000;

/**
 * Posts receipts: per log one at a time and always the latest, because a receipt covers everything before it (EX2). The first goes at
 * once, the next ones at most every `receiptMs`.
 */
export class ReceiptPoster {
  readonly #peer: Peer;
  readonly #shared: Shared;
  readonly #session: () => ClientSession | undefined;
  readonly #acknowledged: () => void;
  readonly #due = new Map<string, string>();
  readonly #posting = new Map<string, Promise<void>>();
  readonly #pauses = new Set<() => void>();
  #stopped = false;
  #cancelRetry: () => void = () => undefined;

  constructor(options: {
    readonly peer: Peer;
    readonly shared: Shared;
    readonly session: () => ClientSession | undefined;
    readonly acknowledged: () => void;
  }) {
    this.#peer = options.peer;
    this.#shared = options.shared;
    this.#session = options.session;
    this.#acknowledged = options.acknowledged;
  }

  /** A newer receipt of a log takes the place of one not yet posted. */
  offer(origin: string, note: string): void {
    this.#due.set(origin, note);
    this.#post(origin);
  }

  /** Tries again what is due: after a reconnection, and at every listing. */
  flush(): void {
    for (const origin of this.#due.keys()) this.#post(origin);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelRetry();
    for (const done of this.#pauses) this.#endPause(done);
    await Promise.all(this.#posting.values());
  }

  #post(origin: string): void {
    if (this.#posting.has(origin) || this.#session() === undefined) return;
    const work = this.#postLatest(origin).finally(() => this.#posting.delete(origin));
    this.#posting.set(origin, work);
  }

  async #postLatest(origin: string): Promise<void> {
    for (;;) {
      const note = this.#due.get(origin);
      const session = this.#session();
      if (note === undefined || session === undefined) return;
      const outcome = await session.request(
        { method: 'POST', path: paths.receipts(origin), body: note },
        { maxBytes: maxNoteBytes, idleMs: this.#shared.times.requestIdleMs },
      );
      if (!outcome.ok) {
        this.#fail(origin, outcome);
        return;
      }
      if (this.#due.get(origin) === note) this.#due.delete(origin);
      await this.#answer(origin, outcome.value.body.toString('utf8'));
      await this.#pause();
    }
  }

  #pause(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#shared.clock.after(this.#shared.times.receiptMs, () => this.#endPause(done));
      const done = (): void => {
        cancel();
        resolve();
      };
      this.#pauses.add(done);
    });
  }

  #endPause(done: () => void): void {
    this.#pauses.delete(done);
    done();
  }

  async #answer(origin: string, note: string): Promise<void> {
    try {
      await this.#shared.inlet.acknowledged(this.#peer, origin, note);
      this.#acknowledged();
    } catch (error) {
      this.#shared.observe({ peer: this.#peer, origin, reason: inletFailure(error, { peer: this.#peer, origin }, this.#shared) });
    }
  }

  /** A receipt stays due until it is taken; a refused one is shown and waits for the next listing. */
  #fail(origin: string, failed: { readonly reason: { readonly code: string; readonly message: string }; readonly passing: boolean }): void {
    if (!failed.passing) this.#shared.observe({ peer: this.#peer, origin, reason: failed.reason });
    else {
      this.#cancelRetry();
      this.#cancelRetry = this.#shared.clock.after(retryMs, () => this.flush());
    }
  }
}
