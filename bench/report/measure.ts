import type { PartName } from '../options.ts';

/** Where a figure should be. `least`: as high as this or higher. */
export interface Target {
  readonly at: 'least' | 'most';
  readonly value: number;
  /** Aimed at, not demanded. */
  readonly aim?: boolean;
}

/** One figure of a run with the sample of each round. */
export interface Measure {
  readonly name: string;
  readonly unit: string;
  readonly role: 'subject' | 'peer' | 'limit' | 'ratio';
  readonly samples: readonly number[];
  readonly target?: Target;
}

/** What one part brought: figures, and what it could not do or wants said. */
export interface PartResult {
  readonly part: PartName;
  readonly measures: readonly Measure[];
  readonly notes: readonly string[];
}

/** What a part is run with. */
export interface BenchContext {
  readonly rounds: number;
  readonly records: number;
  readonly quick: boolean;
  /** Folder that is removed at the end. */
  readonly scratch: string;
  /** Compile cache of every child, so that what is measured is not the compiling. */
  readonly compileCache: string;
  readonly profile?: string;
  say(line: string): void;
}
