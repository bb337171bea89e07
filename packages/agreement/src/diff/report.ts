import type { Words } from '../document.ts';
import type { Point } from '../prove/point.ts';
import type { Doubt } from '../prove/report.ts';

/** What one clause lets go in one version and the other version does not: a case, and the names met in all such cases. */
export interface Change {
  readonly clause: string;
  readonly types: readonly string[];
  readonly units: readonly string[];
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly purposes: readonly string[];
  /** How many points of the whole domain. */
  readonly cases: number;
  readonly example: Point;
}

/** A duty that goes with the same release in one version and not, or otherwise, in the other. */
export interface DutyChange {
  readonly before: string;
  readonly after: string;
  readonly duty: string;
  readonly kind: 'added' | 'dropped' | 'changed';
  /** The limits where there are any: days, minutes or seconds. */
  readonly old?: number;
  readonly new?: number;
  /** Does the recipient, or the sender, get more freedom? */
  readonly direction: 'wider' | 'narrower';
}

export type Term =
  | 'effective'
  | 'sunset'
  | 'erasureHours'
  | 'acknowledgeSeconds'
  | 'onward'
  | 'prevails'
  | 'succession'
  | 'rights'
  | 'agency'
  | 'ceiling'
  | 'threshold'
  | 'purpose'
  | 'mode'
  | 'retentionDays'
  | 'answerHours'
  | 'leadDays'
  | 'marking'
  | 'property'
  | 'assessment'
  | 'nonRefoulement'
  | 'wording';

/** A term of the document that is no clause: dates, retention, agencies, promises. */
export interface TermChange {
  readonly term: Term;
  /** Of which agency, purpose, type, clause…; absent for terms that stand once. */
  readonly name?: string;
  readonly old: string;
  readonly new: string;
  readonly direction: 'wider' | 'narrower' | 'other';
}

export interface DiffFindings {
  readonly allows: readonly Change[];
  readonly forbids: readonly Change[];
  readonly duties: readonly DutyChange[];
  readonly doubt?: Doubt;
}

export interface DiffReport {
  readonly from: { readonly id: string; readonly version: number; readonly digest: string };
  readonly to: { readonly id: string; readonly version: number; readonly digest: string };
  /** `unknown` when the examination gave no answer: then nothing may be read from the empty lists. */
  readonly outcome: 'complete' | 'unknown';
  readonly doubt?: Doubt;
  /** What the second version lets go and the first does not; each with its sentence. */
  readonly allows: readonly (Change & { readonly text: Words })[];
  /** What the first version lets go and the second does not. */
  readonly forbids: readonly (Change & { readonly text: Words })[];
  readonly duties: readonly (DutyChange & { readonly text: Words })[];
  readonly terms: readonly (TermChange & { readonly text: Words })[];
  /** The answer in one sentence. */
  readonly text: Words;
  readonly tookMs: number;
}
