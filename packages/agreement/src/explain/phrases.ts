import type { AttributeName, ObligationType } from '../document.ts';

/** What a sentence may name. Every value is already in the reader's language, and fenced off where the script runs right to left. */
export interface Fill {
  readonly clause: string;
  readonly basis: string;
  readonly reader: string;
  readonly purpose: string;
  /** `2030-06-13 12:00 UTC`. */
  readonly until: string;
  readonly notBefore: string;
}

interface Count {
  readonly sent: number;
  /** Absent towards a partner, who is not told how many fields there are. */
  readonly all?: number;
}

/** One failing condition in parts. */
interface Condition {
  readonly attribute: string;
  readonly values: string;
  /** Absent = the value is not known. */
  readonly got?: string;
}

type Operator = 'eq' | 'in' | 'has' | 'le' | 'ge' | 'before';

/** The words of one language. Sentences never use the words that screens avoid (DESIGN §2). */
export interface Phrases {
  /** Fences a name or number that runs in the other direction; identity where none is needed. */
  readonly fence: (text: string) => string;
  readonly headline: (count: Count, fill: Fill) => string;
  readonly nothing: (fill: Fill) => string;
  readonly emergency: (reviewBy: string) => string;
  /** How a sentence begins; the reason follows. */
  readonly prefixes: Readonly<Record<'sent' | 'notSent' | 'notPrecise' | 'leftOut' | 'waiting', string>>;
  /** The reason alone, by `released`, `control`, `marking`, or a code of the catalogue. */
  readonly reasons: Readonly<Record<string, (fill: Fill) => string>>;
  readonly coarseInstead: string;
  /** The one sentence a partner gets for every reason that is the sender's own affair. */
  readonly sendersAffair: string;
  /** How a partner's line about fields that were not sent begins. */
  readonly partNotSent: string;
  readonly nearMiss: (clause: string, conditions: string) => string;
  readonly conditionSeparator: string;
  readonly conditions: Readonly<Record<Operator, (one: Condition, negated: boolean) => string>>;
  readonly observed: (got: string | undefined) => string;
  readonly listSeparator: string;
  readonly attributes: Readonly<Record<AttributeName, string>>;
  readonly values: Readonly<Record<string, string>>;
  readonly duties: Readonly<Record<ObligationType, (amount: string) => string>>;
  /** Who sees to a duty: the recipient's system, or its people, whose promise no system can hold. */
  readonly keptBy: { readonly system: string; readonly promise: string };
  readonly audit: (stage: string, place: number, code: string) => string;
  readonly auditHeadline: (arrangement: string, check: string) => string;
  readonly stages: Readonly<Record<string, string>>;
}
