import type { Relation } from '@wasl/record';
import type { Condition } from './condition.ts';
import type { Path } from './path.ts';

/** How far two values may differ and still be the same: points by metres, instants by seconds, integers by an amount. */
export interface Near {
  readonly metres?: number;
  readonly seconds?: number;
  readonly by?: number;
  /** Members of objects that are not compared, such as free text or an accuracy. */
  readonly ignore?: readonly string[];
  /** Lists are sets: order says nothing. */
  readonly set?: true;
}

/**
 * How the statements of several agencies about one unit stand together. None ever overwrites another's: every rule only says what the merged view
 * shows first and what counts as divergence.
 * - `each`: every agency speaks for itself; never divergent (texts, one service's own declaration). The default.
 * - `same`: agencies ought to say the same; objects are compared member by member, and what only one of them states is no divergence.
 * - `newest`: the newest statement of any agency is shown first; never divergent (a state that passes from hand to hand).
 * - `owner`: only the agency that opened the subject speaks for it; what others state is shown as theirs.
 * - `union`: lists; elements of all agencies. With `key`, elements alike by that member are compared, and differing is divergence.
 * - `highest`: integers, or objects of integers; the highest is shown first, and differing is divergence.
 */
export type MergeRule =
  | { readonly merge: 'each' | 'newest' | 'owner' }
  | { readonly merge: 'same'; readonly near?: Near }
  | { readonly merge: 'union'; readonly key?: string; readonly near?: Near }
  | { readonly merge: 'highest'; readonly near?: Near };

/** An amount (seconds, metres, a count): fixed, read from the record, or set by the agreement (`key` chooses a member of an object there). `times` and
 * `otherwise`: what is found, or else `otherwise`, is multiplied by `times`. */
export type Amount =
  | number
  | { readonly path: Path; readonly times?: number; readonly otherwise?: number }
  | { readonly setting: string; readonly key?: Path; readonly times?: number; readonly otherwise: number };

/**
 * When a clock is due.
 * - `after`: seconds after the record's own time, or after the instant at `from`.
 * - `at`: the instant at a path; a code of `table` there means seconds after the record's own time.
 * - `before`: seconds ahead of the instant at a path (lead times).
 * A rule whose path is absent in a record arms nothing.
 */
export type Due =
  | { readonly after: Amount; readonly from?: Path }
  | { readonly at: Path; readonly table?: Readonly<Record<string, number>> }
  | { readonly before: Path; readonly by: Amount };

/** Who must have made a record for it to count: the desk the clock asks, any desk of its agency, the issuer of the record with the clock, or any other agency. */
export type By = 'desk' | 'agency' | 'issuer' | 'other' | 'anyone';

/**
 * What ends (or pauses) a clock: a record that refers by `rel` to the one that has it, or a record of type `mentionedBy` that mentions it or its
 * subject; made by whom (`anyone` when absent), with units as in `when`. That the record itself is withdrawn, erased, superseded, or restated
 * by a correction of the unit its due time stands in, always ends it.
 */
export type Stop =
  | { readonly rel: Relation; readonly by?: By; readonly when?: Condition }
  | { readonly mentionedBy: string; readonly by?: By; readonly when?: Condition };

/** One clock of a type. `clock` names it within the type: acknowledge, answer, review, lead, retention, overwrite… */
export interface ClockRule {
  readonly clock: string;
  /** One clock for each element of this list; paths of the rule then may begin with `./`. */
  readonly rows?: Path;
  /** Only records with such units have it. */
  readonly when?: Condition;
  /** The desk whose turn it is: a path to a desk id, or the author's own. An agency there stands for that agency without a desk. */
  readonly desk: Path | 'author';
  readonly due: Due;
  /** `subject`: a later record of the same agency, type and subject takes the clock over (a moved kick-off). Default: each record its own. */
  readonly per?: 'record' | 'subject';
  readonly stops: readonly Stop[];
  /** A pause begins with a record as in `by` and ends with one that answers that record by `resumedBy`, made by the issuer of the record with the clock. */
  readonly pauses?: { readonly by: Stop; readonly resumedBy: Relation };
  /** Percents of the period before due at which the desk is reminded. */
  readonly warns?: readonly number[];
  /**
   * At due the first deputy of the list is told, one period later the next, and one period after the last rung whoever `last` names. Absent: at due
   * desk and issuer are told. A desk list that is absent in the record falls back to the deputies the roster knows.
   */
  readonly escalates?: { readonly desks?: Path; readonly last: 'issuer' | 'oversight' };
  /** After the last step it is told again every so many seconds while it runs. */
  readonly repeats?: Amount;
}

/** What desks owe to a record of this type. Desks that are not named can still be delivered to and see it. */
export interface LadderRule {
  /** One ladder for each element of this list. */
  readonly rows?: Path;
  readonly desk: Path;
  /** `acknowledge`: a signed acknowledgement; `answer`: accepted, partial, refused or deferred. */
  readonly owes: readonly ('acknowledge' | 'answer')[];
}

/** A step that a record can make another record's ladder take. `acknowledged` is a signed "seen". */
export type LadderEvent = 'delivered' | 'seen' | 'acknowledged' | 'accepted' | 'partial' | 'refused' | 'deferred' | 'done';

/** Records of this type move the ladder of those they refer to by `rel`: the desk at `desk` takes the step that `steps` gives for the code at `event`. */
export interface MoveRule {
  readonly rel: Relation;
  readonly desk: Path | 'author';
  readonly event: Path;
  readonly steps: Readonly<Record<string, LadderEvent>>;
}

/** A question that is put again while a condition holds (L2). Paths read the merged view of the subject. */
export interface AskRule {
  readonly trigger: string;
  readonly kind: 'ask';
  readonly when: Condition;
  readonly everySeconds: Amount;
  /** Who is asked; absent: each agency's own last author on the subject. */
  readonly desk?: Path;
}

/** Reports alike in space and time (L5). Each record of the type whose units meet `where` is one, or `weight` many. */
export interface ClusterRule {
  readonly trigger: string;
  readonly kind: 'cluster';
  readonly where?: Condition;
  /** A unit with `lat` and `lon` in 1e-7 degrees. Records without it never join. */
  readonly place: Path;
  /** An instant. */
  readonly at: Path;
  readonly metres: Amount;
  readonly seconds: Amount;
  readonly atLeast: Amount;
  readonly desks?: Amount;
}

/**
 * Thresholds that records of this type carry as data (stop triggers, L8): each row at `rows` names a measure, a limit and who is to be told. A measure
 * is read from the merged view of each subject of `type` whose path `mention` holds this record's subject; values of the same group
 * (`per`) are added up or the highest is taken.
 */
export interface ThresholdRule {
  readonly trigger: string;
  readonly kind: 'threshold';
  readonly rows: Path;
  readonly measure: Path;
  readonly limit: Path;
  readonly tell: Path;
  readonly measures: Readonly<
    Record<
      string,
      { readonly type: string; readonly mention: Path; readonly value: Path; readonly per?: Path; readonly take: 'sum' | 'highest' }
    >
  >;
}

/** Something that must be told when records together say it. */
export type TriggerRule = AskRule | ClusterRule | ThresholdRule;

/** What a record type of the catalogue asks of the engine. Absent parts: nothing asked. */
export interface EngineDeclaration {
  /** Merge rule by unit; a unit that is not named is `each`. Coarse twins follow their fine unit's rule when named here. */
  readonly fold?: Readonly<Record<string, MergeRule>>;
  /** A record of this type closes a divergence when it refers by this relation to every record that stands behind it (a joint decision, L3). */
  readonly settles?: Relation;
  /** Paths of subject or record ids that a record of this type speaks about. */
  readonly mentions?: readonly Path[];
  /** Paths of ids of records it is made from; references by `derives` always count. */
  readonly derives?: readonly Path[];
  readonly ladder?: LadderRule;
  readonly moves?: MoveRule;
  readonly clocks?: readonly ClockRule[];
  readonly triggers?: readonly TriggerRule[];
}

/** Declarations by type name; types that ask nothing, or are unknown here, are absent. */
export type Declarations = ReadonlyMap<string, EngineDeclaration>;
