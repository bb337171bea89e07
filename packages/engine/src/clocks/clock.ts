import type { AgencyId, DeskId, Mode, RecordId, SubjectId } from '@wasl/record';
import type { ClockRule } from '../declaration.ts';
import type { Said } from '../said.ts';

/** Who is told when a step fires: a desk, or one of the two that a rule can name. */
export type Told = { readonly desk: DeskId } | { readonly agency: AgencyId; readonly as: 'issuer' | 'oversight' };

/** One step of a clock: `at` is active time since its start, in milliseconds; pauses do not count. */
export interface Step {
  readonly at: number;
  readonly step: 'warn' | 'due' | 'escalate' | 'last';
  readonly tell: readonly Told[];
}

/** A clock as its record armed it; what happened since is read from other records. */
export interface Armed {
  /** `<record>/<clock>/<row>`: the same on every node and after every restart. */
  readonly key: string;
  readonly said: Said;
  readonly rule: ClockRule;
  readonly row: number;
  readonly desk: DeskId | undefined;
  /** The agency whose turn it is. */
  readonly agency: AgencyId;
  readonly startMs: number;
  readonly periodMs: number;
  readonly steps: readonly Step[];
  readonly repeatMs: number | undefined;
}

/** How far a clock has told: number of steps and of repeats. This alone must survive a restart; all else follows from the records. */
export interface Progress {
  readonly steps: number;
  readonly repeats: number;
}

/** Where a clock stands. `late`: its end came after due. */
export type ClockEnd =
  | { readonly state: 'running' }
  | { readonly state: 'paused'; readonly sinceMs: number; readonly by: RecordId }
  | { readonly state: 'stopped'; readonly atMs: number; readonly by: RecordId; readonly late: boolean }
  | { readonly state: 'void'; readonly by: RecordId };

/** One clock, to be shown. `dueMs` moves with pauses; while paused it is where it would be if the pause ended now. */
export interface ClockView {
  readonly key: string;
  readonly clock: string;
  readonly record: RecordId;
  readonly type: string;
  readonly subject: SubjectId;
  readonly mode: Mode;
  readonly issuer: AgencyId;
  readonly agency: AgencyId;
  readonly desk: DeskId | undefined;
  readonly startMs: number;
  readonly dueMs: number;
  readonly end: ClockEnd;
  readonly told: Progress;
}

/** One step that fires. `n` counts repeats, from 1; `missed` how many repeats before it passed unseen; `lateMs` how long after its time it fires. */
export interface Firing {
  readonly key: string;
  readonly clock: string;
  readonly record: RecordId;
  readonly type: string;
  readonly subject: SubjectId;
  readonly mode: Mode;
  readonly step: Step['step'] | 'repeat';
  readonly n: number;
  readonly missed: number;
  readonly tell: readonly Told[];
  readonly desk: DeskId | undefined;
  readonly agency: AgencyId;
  readonly dueMs: number;
  readonly atMs: number;
  readonly lateMs: number;
  /** What to keep so that the step is never told again. */
  readonly told: Progress;
}
