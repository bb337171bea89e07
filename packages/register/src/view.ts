import type { AgencyId, DeskId, LangText, RecordId, SubjectId } from '@wasl/record';

/** What stands in every row: which thing, under which arrangements (none: it stayed at home), and the newest record that states it. */
export interface RowBase {
  readonly subject: SubjectId;
  readonly agreements: readonly string[];
  readonly record: RecordId;
  readonly issuer: AgencyId;
}

/** A record that proves completion. `elsewhere`: its id is stated and this node does not hold it. */
export interface Evidence {
  readonly record: RecordId;
  readonly here: 'held' | 'withdrawn' | 'erased' | 'elsewhere';
  readonly type?: string;
  readonly issuer?: AgencyId;
}

/**
 * How a promise stands at the time asked. `unproved`: stated as done, and none of its evidence stands any more. `unclear`: this node
 * does not hold what it takes to say (withheld, ended or erased units).
 */
export type PromiseStanding = 'open' | 'late' | 'done' | 'done-late' | 'unproved' | 'dropped' | 'unclear';

/** One commitment. */
export interface PromiseRow extends RowBase {
  readonly text?: LangText;
  readonly owners: readonly { readonly party: string; readonly desk: DeskId }[];
  readonly due?: string;
  /** Where agencies state different dates: each of them. The earliest decides what is late. */
  readonly dueBy?: readonly { readonly agency: AgencyId; readonly due: string }[];
  readonly measure?: LangText;
  /** Code of `commitment-state`, as stated newest. */
  readonly state?: string;
  readonly standing: PromiseStanding;
  /** Whole days after due, begun ones counted, of what is or was late. */
  readonly lateDays?: number;
  readonly doneAt?: string;
  readonly evidence: readonly Evidence[];
  readonly reason?: LangText;
  readonly renegotiated?: { readonly wasDue: string; readonly reason: LangText };
  readonly nextReview?: string;
  readonly public: boolean;
  readonly themes: readonly string[];
  readonly madeAt: string;
  readonly meeting?: SubjectId;
  /** Units that agencies state differently. */
  readonly differs: readonly string[];
}

/** One meeting and what came of its decisions. */
export interface MeetingRow extends RowBase {
  readonly title?: LangText;
  readonly kind?: string;
  readonly status?: string;
  readonly from?: string;
  readonly to?: string;
  readonly place?: LangText;
  readonly participants: readonly { readonly office: LangText; readonly party?: string; readonly desk?: DeskId }[];
  readonly papers: number;
  /** `standing` is absent where a decision names no commitment, `unclear` where its commitment is not held here. */
  readonly decisions: readonly { readonly text: LangText; readonly commitment?: SubjectId; readonly standing?: PromiseStanding }[];
  readonly themes: readonly string[];
}

/** An offer or request of expertise. */
export interface ExpertiseRow extends RowBase {
  readonly form: 'offer' | 'request';
  readonly direction?: 'offered' | 'wanted';
  readonly kind?: string;
  readonly topic?: string;
  readonly level?: string;
  readonly text?: LangText;
  readonly from?: string;
  readonly to?: string;
  /** Code of `offer-state`; of a request the newest answer, `waiting` before it. */
  readonly state?: string;
  readonly rights?: { readonly scheme: string; readonly reference?: string; readonly rating?: string };
  /** It was accepted or held though no rights assessment is referred to (S12). */
  readonly rightsMissing: boolean;
  readonly exportControl?: string;
  readonly feedback: readonly SubjectId[];
  /** It was held, or its window ended while accepted, and no lesson came of it. */
  readonly feedbackOwed: boolean;
}

/** One lesson. */
export interface LessonRow extends RowBase {
  readonly title?: LangText;
  readonly kind?: string;
  readonly state?: string;
  readonly themes: readonly string[];
  readonly recommendation?: LangText;
  readonly actionBody?: DeskId;
  readonly due?: string;
  readonly late: boolean;
  readonly event?: SubjectId;
  readonly carryTo: readonly SubjectId[];
}

/** Why a lesson concerns an event to come: it names it, it was drawn at the same venue, or at an event of the same kind. */
export type CarryReason = 'named' | 'same-venue' | 'same-kind';

/** An event or fixture to come, and the lessons to take there. */
export interface CarriedRow {
  readonly subject: SubjectId;
  readonly type: 'event' | 'fixture';
  readonly name?: LangText;
  readonly starts: string;
  readonly lessons: readonly {
    readonly subject: SubjectId;
    readonly title?: LangText;
    readonly state?: string;
    readonly why: readonly CarryReason[];
  }[];
}

/** Counts of one arrangement. `late` are not done and past due. */
export interface Totals {
  readonly open: number;
  readonly late: number;
  readonly done: number;
  readonly doneLate: number;
  readonly unproved: number;
  readonly dropped: number;
  readonly unclear: number;
}

/** Everything under one arrangement; `agreement` absent: what was shared with nobody. */
export interface Dashboard {
  readonly agreement?: string;
  readonly totals: Totals;
  readonly byOwner: readonly { readonly party: string; readonly totals: Totals }[];
  readonly promises: readonly PromiseRow[];
  readonly meetings: readonly MeetingRow[];
  readonly expertise: readonly ExpertiseRow[];
  readonly lessons: readonly LessonRow[];
}

/** The register of one mode at one time. */
export interface RegisterView {
  readonly at: string;
  readonly dashboards: readonly Dashboard[];
  readonly carried: readonly CarriedRow[];
}

/** Requests for information that one agency put to another in one year. */
export interface RfiCounts {
  readonly asking: AgencyId;
  readonly answering: AgencyId;
  readonly asked: number;
  readonly byUrgency: Readonly<Record<string, number>>;
  readonly acknowledgedInTime: number;
  /** Final answers (whole, in part, refused, nothing held) by due. */
  readonly inTime: number;
  readonly late: number;
  readonly lateWithReason: number;
  readonly lateByReason: Readonly<Record<string, number>>;
  readonly answered: number;
  readonly partial: number;
  readonly noInformation: number;
  readonly refused: number;
  /** By code of `refusal-ground`; `not-shown` where the ground is not held here. */
  readonly refusedByGround: Readonly<Record<string, number>>;
  readonly outcomeNotShown: number;
  readonly openInTime: number;
  readonly openLate: number;
  readonly paused: number;
  /** Withdrawn, cancelled or erased by who asked. */
  readonly void: number;
  /** Median of the hours to the final answer, pauses not counted, to a tenth; absent when none was answered. */
  readonly medianHours?: number;
}

/** Statistics of one year, UTC, by the instant of asking. */
export interface RfiYear {
  readonly year: number;
  /** Requests of the year whose content is no longer, or not, held here: they are in no count. */
  readonly notCounted: number;
  readonly directions: readonly RfiCounts[];
}
