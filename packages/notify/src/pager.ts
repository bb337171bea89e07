import type { DeskId } from '@wasl/record';
import { failureText, type PagingAdapter, type Sent } from './adapter.ts';
import { type Page, PageBook, type PagingState, type Unpaged, type Waiting } from './page-book.ts';
import type { DeskPaging } from './settings.ts';

/** What the pager needs of its node. */
export interface PagerOptions {
  readonly desks: readonly DeskPaging[];
  readonly adapters: readonly PagingAdapter[];
  readonly clock: { nowMs(): number; after(delayMs: number, run: () => void): () => void };
  /** The book as `save` gave it before the restart. */
  readonly saved?: string;
  /** Keeps the book; called after every change, awaited by nobody. */
  readonly keep: (text: string) => void;
  /** Raises `page-unsent`. */
  readonly unpaged: (what: Unpaged) => void;
}

const longestWaitMs = 60_000;

/** Carries the book out: asks what is due, sends by the adapters, waits for the next time. */
export class Pager {
  readonly #options: PagerOptions;
  readonly #desks: ReadonlyMap<DeskId, DeskPaging>;
  readonly #adapters: ReadonlyMap<string, PagingAdapter>;
  readonly #book: PageBook;
  readonly #running = new Set<Promise<void>>();
  #cancel: () => void = () => undefined;
  #stopped = false;

  constructor(options: PagerOptions) {
    this.#options = options;
    this.#desks = new Map(options.desks.map((desk) => [desk.desk, desk]));
    this.#adapters = new Map(options.adapters.map((adapter) => [adapter.name, adapter]));
    this.#book = PageBook.load(options.saved);
    this.#look();
  }

  open(item: Waiting): void {
    this.#book.open(item);
    this.#changed();
  }

  close(key: string): void {
    this.#book.close(key);
    this.#changed();
  }

  states(): readonly PagingState[] {
    return this.#book.states();
  }

  /** Sends nothing more; resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await Promise.all(this.#running);
  }

  #changed(): void {
    this.#options.keep(this.#book.save());
    this.#look();
  }

  #look(): void {
    this.#cancel();
    if (this.#stopped) return;
    const { clock } = this.#options;
    const nowMs = clock.nowMs();
    const { pages, unpaged } = this.#book.due(nowMs, this.#desks);
    for (const one of unpaged) this.#options.unpaged(one);
    for (const page of pages) this.#start(page);
    const next = this.#book.nextMs(this.#desks);
    // A long wait is looked at again each minute: the wall clock that quiet hours go by may be set meanwhile.
    if (next !== undefined) this.#cancel = clock.after(Math.min(longestWaitMs, Math.max(0, next - nowMs)), () => this.#look());
  }

  #start(page: Page): void {
    const work = this.#send(page)
      .then((sent) => {
        for (const one of this.#book.settle(page.id, { sent, nowMs: this.#options.clock.nowMs(), desks: this.#desks }))
          this.#options.unpaged(one);
      })
      .finally(() => {
        this.#running.delete(work);
        this.#changed();
      });
    this.#running.add(work);
  }

  async #send(page: Page): Promise<Sent> {
    const adapter = this.#adapters.get(page.adapter);
    if (adapter === undefined) return { state: 'refused', message: `no adapter ${page.adapter} is set up` };
    try {
      return await adapter.send(page.notice, { address: page.to, language: this.#desks.get(page.desk)?.language ?? 'en' });
    } catch (error) {
      return { state: 'failed', message: failureText(error) };
    }
  }
}
