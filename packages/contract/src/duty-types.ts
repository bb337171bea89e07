import type { AgencyId, DeskId, Mode, RecordId, SubjectId } from '@wasl/record';
import type { RecordView } from './types.ts';

/** Grounds on which an agency must keep what its issuer wants erased. */
export type HoldGround = 'disclosure' | 'inquiry' | 'public-records' | 'court' | 'other';

/** A record that the agency's law makes it keep. */
export interface HoldView {
  readonly record: RecordId;
  readonly ground: HoldGround;
  readonly until: string;
}

/** Answer of a read of what a hold keeps: `record` is there once two officers of oversight asked. */
export interface RetainedRead {
  readonly approvals: number;
  readonly needed: number;
  readonly record?: RecordView;
}

/** What a reader told of one of our records, under the duty `notifyOwner`: the last such use by each desk. */
export interface UseView {
  readonly reader: AgencyId;
  readonly desk: string;
  readonly use: string;
  readonly at: string;
}

/** An emergency release that a second officer must look at within 24 hours. */
export interface ReviewView {
  readonly record: RecordId;
  readonly type: string;
  readonly desk: DeskId;
  readonly releasedAt: string;
  readonly dueAt: string;
  readonly overdue: boolean;
}

/** What two officers approve beforehand: releases of one type, to one audience, about one incident. */
export interface StandingDraft {
  readonly type: string;
  readonly mode: Mode;
  readonly purpose: string;
  readonly agreement: string;
  /** Subject of the incident. */
  readonly incident: SubjectId;
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
