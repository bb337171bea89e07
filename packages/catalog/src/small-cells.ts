import type { JsonSchema } from './record-type.ts';

/** Counts below this are not told outside the agency that counted (S5). */
const smallest = 5;
/** What stands in the place of a count from 1 to 4. */
export const suppressed = '<5';

/** A cell of a table of counts: nothing, at least five, or suppressed. The exact small count has no place in the schema. */
export const cell: JsonSchema = {
  anyOf: [{ const: 0 }, { const: suppressed }, { type: 'integer', minimum: smallest, maximum: 10_000_000 }],
};

export type Cell = number | typeof suppressed;

/** One count as it may be told. */
export function suppressSmall(count: number): Cell {
  return count > 0 && count < smallest ? suppressed : count;
}

/**
 * The counts of a table as they may be told. A total beside a suppressed cell would give the cell away, alone or by elimination, so it is only told
 * when nothing was suppressed.
 */
export function suppressTable(counts: readonly number[]): { readonly cells: readonly Cell[]; readonly total: number | undefined } {
  const cells = counts.map(suppressSmall);
  return { cells, total: cells.includes(suppressed) ? undefined : counts.reduce((sum, one) => sum + one, 0) };
}
