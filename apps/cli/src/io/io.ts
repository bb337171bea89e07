import type { ScryptCost } from '@wasl/identity';
import type { Json } from '@wasl/record';

/** Exit codes of every command. */
export const exitCodes = { done: 0, failed: 1, usage: 2, refused: 3 } as const;

/** What a command found: text for people, one JSON value for programs, and the exit code when it is not 0. */
export interface Outcome {
  readonly text: string;
  readonly json: Json;
  readonly exit?: number;
}

/** The outside of a command: arguments come through commander, everything else through here. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly asJson: boolean;
  /** Whether somebody sits at a terminal and can be asked for what was left out. */
  readonly interactive: boolean;
  /** What sealing keys and passwords costs; the default of the identity package unless a test makes it cheap. */
  readonly keyCost?: ScryptCost;
  /** Prints the outcome and keeps its exit code. */
  tell(outcome: Outcome): void;
  /** A line about work in progress, on standard error. */
  say(line: string): void;
  /** Asks at the terminal or reads a line that was piped in. Throws `input-needed`. */
  ask(question: string, options: { readonly secret?: boolean; readonly instead: string }): Promise<string>;
}

/** Columns of a small table; the last one is not padded. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  return rows.map((row) => row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  ')).join('\n');
}
