import type { DeskId } from '@wasl/record';
import type { Sent } from './adapter.ts';
import type { Notice, WaitingKind } from './notice.ts';
import { quietUntilMs } from './quiet-hours.ts';
import type { DeskPaging } from './settings.ts';

/** Something that waits for a desk. `key` names it here and goes nowhere. */
export interface Waiting {
  readonly key: string;
  readonly desk: DeskId;
  readonly waiting: WaitingKind;
  readonly urgent: boolean;
  readonly sinceMs: number;
}

/** One sending to carry out now. `keys`: what it tells of. */
export interface Page {
  readonly id: number;
  readonly desk: DeskId;
  readonly step: number;
  readonly adapter: string;
  readonly to: string;
  readonly notice: Notice;
  readonly keys: readonly string[];
}

/** How far the telling of one thing has got, for people to see. */
export interface PagingState {
  readonly key: string;
  readonly desk: DeskId;
  readonly state: 'waiting' | 'sending' | 'paged' | 'unpaged';
  /** Steps of the ladder that went out. */
  readonly sent: number;
  readonly lastMs?: number;
  readonly lastFailure?: string;
}

/** Nobody could be told of these: itself an alarm (`page-unsent`). */
export interface Unpaged {
  readonly desk: DeskId;
  readonly keys: readonly string[];
  readonly why: string;
}

interface Entry {
  readonly item: Waiting;
  /** The step to take next. */
  step: number;
  sent: number;
  tries: number;
  /** Not before this: spacing of retries, or a step taken early because the one before was refused. */
  notBeforeMs: number;
  /** A refused step hands over at once instead of waiting for the next one's time. */
  handedOver: boolean;
  told: boolean;
  lastMs: number | undefined;
  lastFailure: string | undefined;
}

const maxTries = 4;
const firstRetryMs = 15_000;
/** Pages of one desk and step stand so far apart: what comes between is told together. What is urgent does not wait. */
const spacingMs = 30_000;

/**
 * Who is to be told when (pure). A page goes at least once: after a restart what was being sent is sent again. Each thing climbs the
 * ladder of its desk until it is closed; a step that can't be sent hands over to the next at once, and when none went out, or the desk
 * has no ladder, that is reported.
 */
export class PageBook {
  readonly #entries = new Map<string, Entry>();
  readonly #sending = new Map<number, Page>();
  readonly #lastPage = new Map<string, number>();
  #page = 0;

  /** Begins to tell of something; known keys stay as they are. */
  open(item: Waiting): void {
    if (this.#entries.has(item.key)) return;
    this.#entries.set(item.key, {
      item,
      step: 0,
      sent: 0,
      tries: 0,
      notBeforeMs: 0,
      handedOver: false,
      told: false,
      lastMs: undefined,
      lastFailure: undefined,
    });
  }

  /** It was acknowledged, answered or ended: nobody is told any more. */
  close(key: string): void {
    this.#entries.delete(key);
  }

  /** Pages to send now; each waits for its `settle`. */
  due(nowMs: number, desks: ReadonlyMap<DeskId, DeskPaging>): { readonly pages: readonly Page[]; readonly unpaged: readonly Unpaged[] } {
    const busy = new Set([...this.#sending.values()].flatMap((page) => page.keys));
    const groups = new Map<
      string,
      { readonly paging: DeskPaging; readonly step: number; readonly waiting: WaitingKind; readonly entries: Entry[] }
    >();
    for (const entry of this.#entries.values()) {
      const paging = desks.get(entry.item.desk);
      if (paging === undefined || busy.has(entry.item.key)) continue;
      const at = this.#dueMs(entry, paging);
      if (at === undefined || at > nowMs) continue;
      const key = `${entry.item.desk}\n${entry.step}\n${entry.item.waiting}`;
      const group = groups.get(key) ?? { paging, step: entry.step, waiting: entry.item.waiting, entries: [] };
      group.entries.push(entry);
      groups.set(key, group);
    }
    return { pages: [...groups].map(([key, group]) => this.#pageOf(key, group, nowMs)), unpaged: this.#withoutLadder(desks) };
  }

  #pageOf(key: string, of: { paging: DeskPaging; step: number; waiting: WaitingKind; entries: readonly Entry[] }, nowMs: number): Page {
    const { paging, step, waiting, entries } = of;
    const { adapter, to } = paging.steps[step] ?? { adapter: '', to: '' };
    const open = [...this.#entries.values()].filter(({ item }) => item.desk === paging.desk && item.waiting === waiting);
    this.#page += 1;
    this.#lastPage.set(key, nowMs);
    const page: Page = {
      id: this.#page,
      desk: paging.desk,
      step,
      adapter,
      to,
      notice: { waiting, count: open.length, urgent: entries.some(({ item }) => item.urgent) },
      keys: entries.map(({ item }) => item.key),
    };
    this.#sending.set(page.id, page);
    return page;
  }

  /** When the next step of an entry is due; undefined when its ladder has ended. */
  #dueMs(entry: Entry, paging: DeskPaging): number | undefined {
    const { item, step } = entry;
    const rung = paging.steps[step];
    if (rung === undefined) return undefined;
    const own = entry.handedOver ? entry.notBeforeMs : Math.max(entry.notBeforeMs, item.sinceMs + rung.afterSeconds * 1000);
    if (item.urgent) return own;
    const last = this.#lastPage.get(`${item.desk}\n${step}\n${item.waiting}`);
    const spaced = last === undefined ? own : Math.max(own, last + spacingMs);
    return quietUntilMs(paging.quiet, spaced, paging.timeZone);
  }

  #withoutLadder(desks: ReadonlyMap<DeskId, DeskPaging>): Unpaged[] {
    const found = new Map<DeskId, string[]>();
    for (const entry of this.#entries.values()) {
      if (entry.told || desks.has(entry.item.desk)) continue;
      entry.told = true;
      found.set(entry.item.desk, [...(found.get(entry.item.desk) ?? []), entry.item.key]);
    }
    return [...found].map(([desk, keys]) => ({ desk, keys, why: 'the desk has no paging settings' }));
  }

  /** Takes what became of a page; answers things nobody could be told of. */
  settle(
    id: number,
    of: { readonly sent: Sent; readonly nowMs: number; readonly desks: ReadonlyMap<DeskId, DeskPaging> },
  ): readonly Unpaged[] {
    const { sent, nowMs, desks } = of;
    const page = this.#sending.get(id);
    this.#sending.delete(id);
    if (page === undefined) return [];
    const unpaged: string[] = [];
    for (const key of page.keys) {
      const entry = this.#entries.get(key);
      if (entry === undefined || entry.step !== page.step) continue;
      if (sent.state === 'sent') advance(entry, { nowMs, sent: true });
      else {
        entry.lastFailure = sent.message;
        entry.tries += 1;
        if (sent.state === 'failed' && entry.tries < maxTries) entry.notBeforeMs = nowMs + firstRetryMs * 2 ** (entry.tries - 1);
        else advance(entry, { nowMs, sent: false });
      }
      const ended = entry.step >= (desks.get(page.desk)?.steps.length ?? 0);
      if (ended && entry.sent === 0 && !entry.told) {
        entry.told = true;
        unpaged.push(key);
      }
    }
    return unpaged.length === 0 ? [] : [{ desk: page.desk, keys: unpaged, why: sent.state === 'sent' ? '' : sent.message }];
  }

  /** When `due` will next have something; undefined while nothing waits. */
  nextMs(desks: ReadonlyMap<DeskId, DeskPaging>): number | undefined {
    const busy = new Set([...this.#sending.values()].flatMap((page) => page.keys));
    let next: number | undefined;
    for (const entry of this.#entries.values()) {
      const paging = desks.get(entry.item.desk);
      if (paging === undefined || busy.has(entry.item.key)) continue;
      const at = this.#dueMs(entry, paging);
      if (at !== undefined) next = next === undefined ? at : Math.min(next, at);
    }
    return next;
  }

  /** The state of everything open, in order of opening. */
  states(): readonly PagingState[] {
    const busy = new Set([...this.#sending.values()].flatMap((page) => page.keys));
    return [...this.#entries.values()].map(({ item, sent, told, lastMs, lastFailure }) => ({
      key: item.key,
      desk: item.desk,
      state: busy.has(item.key) ? 'sending' : sent > 0 ? 'paged' : told ? 'unpaged' : 'waiting',
      sent,
      ...(lastMs === undefined ? {} : { lastMs }),
      ...(lastFailure === undefined ? {} : { lastFailure }),
    }));
  }

  /** The book as text, to be kept over a restart; what is being sent is kept as not sent. */
  save(): string {
    return JSON.stringify([...this.#entries.values()]);
  }

  /** A book from `save`. */
  static load(text: string | undefined): PageBook {
    const book = new PageBook();
    for (const entry of text === undefined ? [] : (JSON.parse(text) as readonly Entry[])) {
      book.#entries.set(entry.item.key, { ...entry, lastMs: entry.lastMs, lastFailure: entry.lastFailure });
    }
    return book;
  }
}

function advance(entry: Entry, by: { readonly nowMs: number; readonly sent: boolean }): void {
  entry.step += 1;
  entry.tries = 0;
  entry.handedOver = !by.sent;
  entry.notBeforeMs = by.nowMs;
  if (by.sent) {
    entry.sent += 1;
    entry.lastMs = by.nowMs;
  }
}
