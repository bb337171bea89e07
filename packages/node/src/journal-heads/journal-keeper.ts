import {
  addSignature,
  cosign,
  type DatedHead,
  judgeJournal,
  type KeptJournalHead,
  openDatedHead,
  originOf,
  parseDescriptor,
  parseJournalStatement,
} from '@wasl/log';
import { type AgencyId, accept, type Json, type Result, refusalOf, refuse } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import { journalTopic } from '../logs/channel.ts';
import type { JournalAct } from '../logs/journal.ts';
import type { Peer } from '../ports/link.ts';
import { partnersOf } from '../read/status.ts';

const headPrefix = 'journal-head/';
const doubtPrefix = 'journal-doubt/';
/** A partner's clock that differs by more is warned about (EX8). */
const clockWithinMs = 60_000;
/** A partner whose link is up states its head every 30 s; after so long without one people are told. */
const silentMs = 10 * 60_000;
const lookMs = 60_000;

/** What is wrong with a partner's activity record. */
export type JournalDoubt = 'journal-rolled-back' | 'journal-rewritten';
type Stated = DatedHead & { readonly statement: ReturnType<typeof parseJournalStatement> };

/** Name under which an agency's witness key cosigns. */
export function witnessName(agency: string): string {
  return `${agency}/witness`;
}

/**
 * Keeps the heads of partners' activity records (EX6): each statement is compared with the head kept, committed, and only then cosigned
 * (EX4). The answer is always the head kept here, so that a node that was set back learns it from its own signature. A record that was
 * rewritten gets no cosignature any more; what was signed is kept as proof.
 */
export class JournalKeeper {
  readonly #core: NodeCore;
  readonly #kept = new Map<AgencyId, KeptJournalHead>();
  readonly #doubts = new Map<AgencyId, JournalDoubt>();
  /** Monotonic time of the last statement. */
  readonly #heardMs = new Map<AgencyId, number>();
  readonly #last = new Map<AgencyId, Promise<unknown>>();

  constructor(core: NodeCore) {
    this.#core = core;
  }

  async load(): Promise<void> {
    const { store, directory, crypto } = this.#core.options;
    for (const { key, value } of await store.stateWithPrefix(headPrefix)) {
      const agency = key.slice(headPrefix.length) as AgencyId;
      const keys = directory.agency(agency);
      const opened = keys === undefined ? undefined : openDatedHead(value, { issuer: agency, key: keys.log, crypto });
      if (opened?.ok === true) this.#kept.set(agency, { ...opened.value, note: value });
    }
    for (const { key, value } of await store.stateWithPrefix(doubtPrefix))
      this.#doubts.set(key.slice(doubtPrefix.length) as AgencyId, value as JournalDoubt);
  }

  /** A partner that states nothing while its link is up may have something to hide (I11): people are told, until it states again. */
  watchSilence(links: ReadonlyMap<string, { readonly state: string }>): void {
    const { clock } = this.#core.options;
    const startMs = clock.monotonicMs();
    const upMs = new Map<AgencyId, number>();
    const look = (): void => {
      const now = clock.monotonicMs();
      for (const partner of partnersOf(this.#core)) {
        const state = links.get(partner)?.state;
        if (state !== 'up' && state !== 'slow') upMs.delete(partner);
        else if (!upMs.has(partner)) upMs.set(partner, now);
        const since = Math.max(startMs, upMs.get(partner) ?? now, this.#heardMs.get(partner) ?? 0);
        if (now - since < silentMs) continue;
        const message = `${partner} has stated nothing of its activity record for ten minutes while its link is up`;
        this.#core.alarms.raise('journal-silent', message, { partner });
      }
      clock.after(lookMs, look);
    };
    clock.after(lookMs, look);
  }

  /** How a partner's activity record stands here; undefined before its first statement. */
  of(agency: AgencyId): { readonly size: number; readonly seconds: number; readonly doubt: JournalDoubt | undefined } | undefined {
    const kept = this.#kept.get(agency);
    return kept === undefined ? undefined : { size: kept.head.size, seconds: kept.seconds, doubt: this.#doubts.get(agency) };
  }

  /** Takes one statement of a partner; one at a time each. Refusals: `journal-statement-malformed`, `checkpoint-signature`. */
  take(peer: Peer, text: string): Promise<Result<string>> {
    const next = (this.#last.get(peer.agency) ?? Promise.resolve()).then(() => this.#take(peer, text));
    this.#last.set(
      peer.agency,
      next.catch(() => undefined),
    );
    return next;
  }

  async #take(peer: Peer, text: string): Promise<Result<string>> {
    const core = this.#core;
    const opened = this.#open(peer, text);
    if (!opened.ok) {
      core.alarms.raise(opened.reason.code, `${peer.agency} stated no head of its activity record that can be read`, {
        partner: peer.agency,
      });
      return opened;
    }
    const stated = opened.value;
    this.#heardMs.set(peer.agency, core.options.clock.monotonicMs());
    core.alarms.clear('journal-silent', { partner: peer.agency });
    this.#compareClocks(peer, stated.seconds);
    const kept = this.#kept.get(peer.agency);
    const judged = judgeJournal(kept, stated, core.options.crypto);
    switch (judged.state) {
      case 'first':
        return this.#keep(peer, stated, [{ act: 'keep-journal-head', about: stated.head.origin, details: { partner: peer.agency } }]);
      case 'grown':
        return this.#doubts.get(peer.agency) === 'journal-rewritten' ? accept(kept?.note ?? '') : this.#keep(peer, stated, []);
      case 'same':
        return this.#doubts.get(peer.agency) === 'journal-rewritten' ? accept(kept?.note ?? '') : accept(this.#again(peer, stated));
      case 'continued':
        return this.#goesOn(peer, stated, judged.lost);
      case 'rolledBack':
        await this.#doubt(peer, stated, { code: 'journal-rolled-back' });
        return accept(kept?.note ?? '');
      case 'rewritten':
        await this.#doubt(peer, stated, { code: 'journal-rewritten', ...(judged.proof === undefined ? {} : { proof: judged.proof }) });
        return accept(kept?.note ?? '');
      case 'older':
      case 'unproved':
        return accept(kept?.note ?? '');
    }
  }

  #open(peer: Peer, text: string): Result<Stated> {
    const { crypto, directory } = this.#core.options;
    try {
      const statement = parseJournalStatement(text);
      const descriptor = parseDescriptor(statement.descriptor);
      const keys = directory.agency(peer.agency);
      if (keys === undefined) return refuse('peer-not-allowed', `no keys of ${peer.agency} are known`);
      const opened = openDatedHead(statement.note, { issuer: peer.agency, key: keys.log, crypto });
      if (!opened.ok) return refuse('checkpoint-signature', opened.reason.message, { details: { cause: opened.reason.code } });
      const { origin, size } = opened.value.head;
      if (descriptor.issuer !== peer.agency || descriptor.topic !== journalTopic || originOf(statement.descriptor, crypto) !== origin)
        return refuse('journal-statement-malformed', `${origin} is not the activity record of ${peer.agency}`);
      if (size === 0) return refuse('journal-statement-malformed', 'the head of an empty log says nothing');
      return accept({ ...opened.value, statement });
    } catch (error) {
      return { ok: false, reason: refusalOf(error) };
    }
  }

  /** Commits the head, then cosigns it (EX4). */
  async #keep(peer: Peer, stated: Stated, acts: readonly JournalAct[]): Promise<Result<string>> {
    const note = this.#cosigned(stated);
    const done = await this.#core.flusher.submit({ state: [{ key: `${headPrefix}${peer.agency}`, value: note }], acts });
    if (!done.ok) return done;
    this.#kept.set(peer.agency, { head: stated.head, seconds: stated.seconds, note });
    return accept(note);
  }

  /** The head kept already, stated again: the size and root are durable, the newer time is kept in memory. */
  #again(peer: Peer, stated: Stated): string {
    const note = this.#cosigned(stated);
    this.#kept.set(peer.agency, { head: stated.head, seconds: stated.seconds, note });
    return note;
  }

  /** A new log of the activity record: after a restore it says so, and how much of what was stated it leaves out is shown (DU4). */
  async #goesOn(peer: Peer, stated: Stated, lost: number | undefined): Promise<Result<string>> {
    const core = this.#core;
    const before = this.#kept.get(peer.agency);
    if (lost !== 0) {
      const what = lost === undefined ? 'names none of what it stated' : `leaves out ${lost} flushes that it had stated`;
      core.alarms.raise('journal-rolled-back', `${peer.agency} goes on with its activity record in a new log that ${what}`, {
        partner: peer.agency,
      });
    }
    const details: Record<string, Json> = { partner: peer.agency, before: before?.head.origin ?? '', lost: lost ?? -1 };
    const act: JournalAct = { act: 'keep-journal-head', about: stated.head.origin, details };
    const state = [
      { key: `${doubtPrefix}${peer.agency}`, value: undefined },
      { key: `journal-before/${peer.agency}/${before?.head.origin ?? ''}`, value: before?.note },
    ];
    const done = await core.flusher.submit({ state, acts: [lost === 0 ? act : { ...act, code: 'journal-rolled-back' }] });
    if (!done.ok) return done;
    this.#doubts.delete(peer.agency);
    return this.#keep(peer, stated, []);
  }

  /** Keeps what was signed as proof, tells people, and once is enough. */
  async #doubt(peer: Peer, stated: Stated, of: { readonly code: JournalDoubt; readonly proof?: string }): Promise<void> {
    const core = this.#core;
    const { code } = of;
    const kept = this.#kept.get(peer.agency);
    if (this.#doubts.get(peer.agency) === 'journal-rewritten' || this.#doubts.get(peer.agency) === code) return;
    this.#doubts.set(peer.agency, code);
    const proof = of.proof ?? JSON.stringify({ v: 1, before: kept?.note, after: stated.statement.note });
    const [had, has] = [kept?.head.size ?? 0, stated.head.size];
    core.alarms.raise(
      code,
      code === 'journal-rolled-back'
        ? `${peer.agency} states ${has} flushes of its activity record where it had stated ${had}: ask its oversight desk whether it was restored`
        : `the activity record of ${peer.agency} at ${has} flushes is not the one that it had stated at ${had}: ask both oversight desks to look`,
      { partner: peer.agency, had, has },
    );
    await core.flusher.submit({
      state: [
        { key: `${doubtPrefix}${peer.agency}`, value: code },
        { key: `proof/journal/${peer.agency}`, value: proof },
      ],
      acts: [{ act: 'doubt-journal', about: stated.head.origin, code, details: { partner: peer.agency, had, has } }],
    });
  }

  #cosigned({ head, statement }: Stated): string {
    const { agency, keys, crypto } = this.#core.options;
    const line = cosign(head.text, {
      name: witnessName(agency),
      signer: keys.witness,
      timestampSeconds: Math.floor(this.#core.nowMs() / 1000),
      crypto,
    });
    return addSignature(statement.note, line);
  }

  /** Partners' clocks only warn (EX8). */
  #compareClocks(peer: Peer, seconds: number): void {
    const core = this.#core;
    const differsMs = seconds * 1000 - core.nowMs();
    if (Math.abs(differsMs) <= clockWithinMs) {
      for (const code of ['clock-differs', 'clock-ahead']) core.alarms.clear(code, { partner: peer.agency });
    } else {
      const way = differsMs > 0 ? 'ahead of' : 'behind';
      core.alarms.raise('clock-differs', `the clock of ${peer.agency} is more than a minute ${way} ours`, { partner: peer.agency });
    }
  }
}
