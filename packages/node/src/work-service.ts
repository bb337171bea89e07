import type { Consequence, FallenSource, Ladder, Said, SubjectView } from '@wasl/engine';
import type { AgencyId, DeskId, Mode, RecordId, Result, SubjectId } from '@wasl/record';
import type { Actor, RecordView } from './service.ts';

/**
 * One thing that waits for somebody. `clock`: a deadline of a record runs · `question`: a question stands open and is put again · `divergence`:
 * agencies state different things · `derived`: something of ours was made from what fell since.
 */
export interface DueItem {
  readonly kind: 'clock' | 'question' | 'divergence' | 'derived';
  /** Name of the clock, the trigger, the unit that differs, or the act that reached it. */
  readonly code: string;
  /** Whose turn it is: this agency's, or a partner's that this agency waits for. */
  readonly side: 'ours' | 'theirs';
  readonly agency: AgencyId;
  readonly desk?: DeskId;
  readonly type: string;
  readonly record?: RecordId;
  readonly subject?: SubjectId;
  readonly mode?: Mode;
  readonly state: 'running' | 'paused' | 'overdue';
  /** When it is, or was, to be done. Divergence and questions are due since they began. */
  readonly dueAt: string;
  /** Steps of its ladder that were told. */
  readonly told: number;
}

/** A record's ladders, by desk, with its clocks. */
export interface LadderView {
  readonly record: RecordId;
  readonly ladders: readonly Ladder[];
  readonly clocks: readonly {
    readonly clock: string;
    readonly agency: AgencyId;
    readonly desk?: DeskId;
    readonly dueAt: string;
    readonly state: 'running' | 'paused' | 'stopped' | 'void';
    readonly late: boolean;
    readonly by?: RecordId;
    readonly told: number;
  }[];
}

/** What came of the acts on a record, and what it rests on that fell. */
export interface DerivationView {
  readonly record: RecordId;
  readonly derived: readonly { readonly id: RecordId; readonly depth: number }[];
  readonly consequences: readonly Consequence[];
  readonly fallen: readonly FallenSource[];
}

/** A record as the engine reads it and an officer may, its standing here, and the arrangements under which it went or came. */
export interface HeldSaid {
  readonly said: Said;
  readonly issuedAt: string;
  readonly status: RecordView['status'];
  readonly agreements: readonly string[];
}

/** What records mean together, for officers. Each read is in the activity record before it answers (JO1). */
export interface WorkService {
  /** The subject as its records make it; the mode of its oldest record unless one is asked for. Refusals: `subject-unknown`. */
  subject(actor: Actor, subject: SubjectId, mode?: Mode): Promise<Result<SubjectView>>;
  /** Ladders and clocks of one record. Refusals: `record-unknown`. */
  ladder(actor: Actor, record: RecordId): Promise<Result<LadderView>>;
  /** What needs somebody, by time to breach; of one desk and what has none, when `desk` is given. */
  due(
    actor: Actor,
    of: { readonly desk?: DeskId; readonly mode?: Mode; readonly side?: 'ours' | 'theirs' },
  ): Promise<Result<readonly DueItem[]>>;
  /** What was made from a record and what was done because it fell. Refusals: `record-unknown`. */
  derivation(actor: Actor, record: RecordId): Promise<Result<DerivationView>>;
  /** Every record of these types in a mode, with what they name as made from. Refusals: `too-many-records`. */
  said(
    actor: Actor,
    of: { readonly mode: Mode; readonly types: readonly string[]; readonly reason: string },
  ): Promise<Result<readonly HeldSaid[]>>;
}
