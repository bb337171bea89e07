import type { Peer } from '@wasl/node';
import { paths } from '../protocol/media.ts';
import type { Answer, ClientSession, Outcome } from './session.ts';
import { inletFailure, type Shared } from './shared.ts';

/** Attachments are chunks of 64 KiB of ciphertext (RC6). */
const attachmentChunkBytes = 64 * 1024;
/** Room for the hashes behind a chunk, 32 bytes each. */
const maxChunkBytes = attachmentChunkBytes + 1024;
/** Chunks asked for before the first of them has come: the line is never idle, and records still get between them. */
const chunksAhead = 4;

/** Fetches announced attachments chunk by chunk, one after the other, each from where it stopped. */
export class AttachmentFetcher {
  readonly #peer: Peer;
  readonly #shared: Shared;
  readonly #session: () => ClientSession | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #cancelRetry: () => void = () => undefined;

  constructor(options: { readonly peer: Peer; readonly shared: Shared; readonly session: () => ClientSession | undefined }) {
    this.#peer = options.peer;
    this.#shared = options.shared;
    this.#session = options.session;
  }

  /** Something may be missing: after every batch and every listing. */
  wake(): void {
    this.#again = true;
    this.#cancelRetry();
    if (this.#running !== undefined) return;
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async stop(): Promise<void> {
    this.#again = false;
    this.#cancelRetry();
    await this.#running;
    this.#cancelRetry();
  }

  async #run(): Promise<void> {
    try {
      while (this.#again && this.#session() !== undefined) {
        this.#again = false;
        for (const missing of await this.#shared.inlet.missingAttachments(this.#peer)) await this.#fetch(missing);
      }
    } catch (error) {
      const reason = inletFailure(error, { peer: this.#peer }, this.#shared);
      this.#shared.observe({ peer: this.#peer, reason });
      if (reason.passing) this.#later();
    }
  }

  /** An attachment that fails is left for the next time; the others go on. */
  async #fetch(missing: { readonly root: string; readonly sizeBytes: number; readonly next: number }): Promise<void> {
    const count = Math.ceil(missing.sizeBytes / attachmentChunkBytes);
    const ahead: Promise<Outcome<Answer>>[] = [];
    let asked = missing.next;
    for (let index = missing.next; index < count; index += 1) {
      const session = this.#session();
      if (session === undefined) return;
      for (; asked < count && ahead.length < chunksAhead; asked += 1) ahead.push(this.#ask(session, missing.root, asked));
      const outcome = (await ahead.shift()) as Outcome<Answer>;
      const taken = outcome.ok ? await this.#shared.inlet.attachmentChunk(this.#peer, missing.root, index, outcome.value.body) : outcome;
      if (taken.ok) continue;
      if (!outcome.ok) {
        this.#shared.inlet.attachmentFailed(this.#peer, missing.root, taken.reason.code);
        if (outcome.passing) this.#later();
      }
      this.#shared.observe({ peer: this.#peer, reason: taken.reason });
      return;
    }
  }

  /** What passes by itself, such as a peer that asks for a pause, is tried again without waiting for a new record. */
  #later(): void {
    this.#cancelRetry();
    this.#cancelRetry = this.#shared.clock.after(this.#shared.tempo.pollMs, () => this.wake());
  }

  #ask(session: ClientSession, root: string, index: number): Promise<Outcome<Answer>> {
    return session.request(
      { method: 'GET', path: paths.attachment(root, index) },
      { maxBytes: maxChunkBytes, idleMs: this.#shared.times.requestIdleMs },
    );
  }
}
