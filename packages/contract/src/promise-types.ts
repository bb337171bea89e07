import type { RfiYear } from '@wasl/register';

/** The report of one year, and the statistics in it as data. */
export interface PromiseReport {
  readonly year: number;
  readonly rfi: RfiYear;
  /** CommonMark with tables. */
  readonly markdown: string;
}
