import type { AgencyId, DeskId, Mode, RecordId, Result, SubjectId } from '@wasl/record';
import type { HoldGround } from './control/legal-hold.ts';
import type { Actor, RecordView } from './service.ts';

/** A record that this agency's law makes it keep (ER2). */
export interface HoldView {
  readonly record: RecordId;
  readonly ground: HoldGround;
  readonly until: string;
}

/** What a reader told of one of our records, under the duty `notifyOwner`: the last such use by each desk. */
export interface UseView {
  readonly reader: AgencyId;
  readonly desk: string;
  readonly use: string;
  readonly at: string;
}

/** An emergency release that a second officer must look at (RL6). */
export interface ReviewView {
  readonly record: RecordId;
  readonly type: string;
  /** Desk that released. */
  readonly desk: DeskId;
  readonly releasedAt: string;
  readonly dueAt: string;
  readonly overdue: boolean;
}

/** What two officers approve beforehand: releases of one type, to one audience, about one incident (RL4). */
export interface StandingDraft {
  readonly type: string;
  readonly mode: Mode;
  readonly purpose: string;
  /** Arrangement whose audience is meant. */
  readonly agreement: string;
  /** Subject of the incident. */
  readonly incident: SubjectId;
  /** At most 12, from the second approval. */
  readonly hours: number;
  readonly reason: string;
}

export interface StandingView extends Omit<StandingDraft, 'reason'> {
  readonly id: string;
  readonly readers: readonly AgencyId[];
  readonly approvals: number;
  readonly needed: number;
  /** Set once it stands. */
  readonly until?: string;
}

/** Duties of an agency around its releases: holds, reviews, approvals that stand, reading what is kept. */
export interface DutyService {
  holds(actor: Actor): Promise<Result<readonly HoldView[]>>;
  placeHold(
    actor: Actor,
    id: RecordId,
    hold: { readonly ground: HoldGround; readonly until: string; readonly reason: string },
  ): Promise<Result<true>>;
  liftHold(actor: Actor, id: RecordId, reason: string): Promise<Result<true>>;
  /**
   * Content that is kept under a hold after its erasure was ordered or its term ended, for oversight: the first call approves, the second
   * officer's within the hour reads.
   */
  readRetained(
    actor: Actor,
    id: RecordId,
    reason: string,
  ): Promise<Result<{ readonly approvals: number; readonly needed: number; readonly record?: RecordView }>>;
  /** Who used an own record, as its readers told. */
  uses(actor: Actor, id: RecordId): Promise<Result<readonly UseView[]>>;
  /** Closes an own log for good; its channel goes on in the next epoch. */
  closeLog(actor: Actor, origin: string, reason: string): Promise<Result<true>>;
  /** Sends an agency nothing more under an arrangement but recalls; one officer, at once. */
  excludeReader(actor: Actor, agreement: string, of: { readonly agency: AgencyId; readonly reason: string }): Promise<Result<true>>;
  /** Two officers take it back: the first call counts as the first. */
  readmitReader(
    actor: Actor,
    agreement: string,
    of: { readonly agency: AgencyId; readonly reason: string },
  ): Promise<Result<{ readonly readmitted: boolean; readonly approvals: number; readonly needed: number }>>;
  reviews(actor: Actor): Promise<Result<readonly ReviewView[]>>;
  /** By another officer than the one who released. */
  review(actor: Actor, id: RecordId, of: { readonly outcome: 'confirmed' | 'objected'; readonly reason: string }): Promise<Result<true>>;
  standing(actor: Actor): Promise<Result<readonly StandingView[]>>;
  /** Counts as the first approval. */
  proposeStanding(actor: Actor, draft: StandingDraft): Promise<Result<StandingView>>;
  approveStanding(actor: Actor, id: string, reason: string): Promise<Result<StandingView>>;
  /** One officer, at once. */
  endStanding(actor: Actor, id: string, reason: string): Promise<Result<true>>;
}
