import type { Consequence, FallenSource, Ladder } from '@wasl/engine';
import type { AgencyId, DeskId, Mode, RecordId, SubjectId } from '@wasl/record';

/** What needs somebody: a deadline, an open question, a divergence, or something made from what fell since. */
export interface DueItem {
  readonly kind: 'clock' | 'question' | 'divergence' | 'derived';
  readonly code: string;
  readonly side: 'ours' | 'theirs';
  readonly agency: AgencyId;
  readonly desk?: DeskId;
  readonly type: string;
  readonly record?: RecordId;
  readonly subject?: SubjectId;
  readonly mode?: Mode;
  readonly state: 'running' | 'paused' | 'overdue';
  readonly dueAt: string;
  readonly told: number;
}

/** A record's receipt ladders by desk, and its clocks. */
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

/** What was made from a record, what was done because it fell, and what it rests on that fell. */
export interface DerivationView {
  readonly record: RecordId;
  readonly derived: readonly { readonly id: RecordId; readonly depth: number }[];
  readonly consequences: readonly Consequence[];
  readonly fallen: readonly FallenSource[];
}
