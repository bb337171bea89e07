import type { SubjectView } from '@wasl/engine';
import {
  type AgencyId,
  accept,
  type DeskId,
  type Mode,
  parseRecordId,
  parseSubjectId,
  type RecordId,
  type Result,
  refuse,
  type SubjectId,
} from '@wasl/record';
import type { NodeCore } from '../core.ts';
import { may } from '../roles.ts';
import type { Actor } from '../service.ts';
import type { DerivationView, DueItem, HeldSaid, LadderView, WorkService } from '../work-service.ts';
import { dueList } from './due-list.ts';
import { heldSaid } from './held-said.ts';
import { saidOf } from './said-of.ts';
import { foldSubject } from './subject-view.ts';
import type { WorkBoard } from './work-board.ts';

/** What records mean together, for officers whose roles include reading them. */
export class NodeWork implements WorkService {
  readonly board: WorkBoard;
  readonly #core: NodeCore;

  constructor(core: NodeCore, board: WorkBoard) {
    this.#core = core;
    this.board = board;
  }

  async subject(actor: Actor, subject: SubjectId, mode?: Mode): Promise<Result<SubjectView>> {
    const allowed = may(actor, 'content');
    if (!allowed.ok) return allowed;
    const id = parseSubjectId(subject);
    const folded = await foldSubject(this.#core, id, { readable: true, ...(mode === undefined ? {} : { mode }) });
    if (folded === undefined) return refuse('subject-unknown', `nothing is held about ${id}`);
    const acts = folded.records.map((about) => ({ act: 'read', about, actor: actor.user, details: { subject: id } }));
    await this.#core.flusher.submit({ state: this.board.seen(actor.desk, folded.records), acts });
    return accept(folded.view);
  }

  async ladder(actor: Actor, record: RecordId): Promise<Result<LadderView>> {
    const allowed = await this.#about(actor, record, 'read-ladder');
    if (!allowed.ok) return allowed;
    const { core, board } = { core: this.#core, board: this.board };
    const { issuer, atMs } = allowed.value;
    board.ladders.issued(record, issuer);
    if (issuer === core.agency) {
      const { parts } = await core.delivery.of(record, { nowMs: core.nowMs(), lateMs: 60_000 });
      for (const { reader, state } of parts) if (state === 'delivered') board.ladders.delivered(record, reader, atMs);
    } else board.ladders.delivered(record, core.agency, atMs);
    const clocks = board.clocks.of(record).map(({ clock, agency, desk, dueMs, end, told }) => ({
      ...{ clock, agency, ...(desk === undefined ? {} : { desk }), dueAt: core.textOf(dueMs), state: end.state },
      late: end.state === 'stopped' ? end.late : end.state === 'running' && dueMs <= core.nowMs(),
      ...('by' in end ? { by: end.by } : {}),
      told: told.steps + told.repeats,
    }));
    return accept({ record, ladders: board.ladders.of(record), clocks });
  }

  async due(
    actor: Actor,
    of: { readonly desk?: DeskId; readonly mode?: Mode; readonly side?: 'ours' | 'theirs' },
  ): Promise<Result<readonly DueItem[]>> {
    const allowed = may(actor, 'read');
    if (!allowed.ok) return allowed;
    await this.board.settled();
    await this.board.watch.look();
    await this.#core.flusher.submit({ acts: [{ act: 'read-due', actor: actor.user }] });
    return accept(dueList(this.#core, this.board, of));
  }

  async derivation(actor: Actor, record: RecordId): Promise<Result<DerivationView>> {
    const allowed = await this.#about(actor, record, 'read-derivation');
    if (!allowed.ok) return allowed;
    const { derivation } = this.board;
    return accept({
      record,
      derived: derivation.derivedFrom(record),
      consequences: derivation.consequences(record),
      fallen: derivation.fallenSources(record),
    });
  }

  async said(
    actor: Actor,
    of: { readonly mode: Mode; readonly types: readonly string[]; readonly reason: string },
  ): Promise<Result<readonly HeldSaid[]>> {
    const allowed = may(actor, 'content');
    return allowed.ok ? heldSaid(this.#core, actor, of) : allowed;
  }

  async #about(actor: Actor, record: RecordId, act: string): Promise<Result<{ readonly issuer: AgencyId; readonly atMs: number }>> {
    const allowed = may(actor, 'read');
    if (!allowed.ok) return allowed;
    const id = parseRecordId(record);
    const held = await this.#core.options.store.record(id);
    if (held === undefined) return refuse('record-unknown', `no record ${id}`);
    await this.board.settled();
    await this.#core.flusher.submit({ acts: [{ act, about: id, actor: actor.user }] });
    const { issuer, hlc } = saidOf(this.#core, held);
    return accept({ issuer, atMs: Number(hlc.slice(0, 13)) });
  }
}
