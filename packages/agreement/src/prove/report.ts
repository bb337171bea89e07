import type { Words } from '../document.ts';
import type { Point } from './point.ts';

type Method = 'exhaustive' | 'solver';

/** A case in which a property is broken: the point, the clauses that let it go, and the same in words. */
export interface Counterexample {
  readonly point: Point;
  readonly clauses: readonly string[];
  readonly text: Words;
}

/** Why a property is neither proved nor refuted. */
export type Doubt = 'time-out' | 'out-of-memory-or-crashed' | 'methods-disagree' | 'domain-too-large' | 'solver-unknown';

export interface PropertyProof {
  readonly id: string;
  readonly outcome: 'proved' | 'refuted' | 'unknown';
  /** The methods that gave the outcome, each without the other's help. */
  readonly methods: readonly Method[];
  readonly doubt?: Doubt;
  readonly counterexample?: Counterexample;
  /** The outcome as one sentence for each language; a proof's begins with "Under this agreement". */
  readonly text: Words;
}

export interface ProofReport {
  readonly agreement: {
    readonly id: string;
    readonly version: number /** base64url SHA-256 of the canonical text. */;
    readonly digest: string;
  };
  /** `proved` when every property is; `refuted` when one is refuted; else `unknown`. Only `proved` lets a version take effect (RL3). */
  readonly outcome: 'proved' | 'refuted' | 'unknown';
  readonly properties: readonly PropertyProof[];
  /** Points judged one by one, all clauses together. */
  readonly points: number;
  /** Points of the whole domain for which those stand. */
  readonly stands: number;
  /** Points at which something goes; 0 would make every property true of nothing. */
  readonly releases: number;
  /** From the call to the answer, start of the child process included. */
  readonly tookMs: number;
  readonly exhaustiveMs: number;
  readonly solverMs: number;
}

/** What the child process finds, before it is put into words. */
export interface Finding {
  readonly id: string;
  readonly outcome: 'proved' | 'refuted' | 'unknown';
  readonly methods: readonly Method[];
  readonly doubt?: Doubt;
  readonly point?: Point;
  readonly clauses?: readonly string[];
}

export interface Findings {
  readonly properties: readonly Finding[];
  readonly points: number;
  readonly stands: number;
  readonly releases: number;
  readonly exhaustiveMs: number;
  readonly solverMs: number;
}
