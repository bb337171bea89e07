import type { AgencyId, DeskId, Mode, RecordId, Ref, SubjectId } from '@wasl/record';
import type { Fields } from './condition.ts';

/**
 * One record as the engine reads it: the entry's own words and the units that are held here. Units that were withheld, not yet released or erased
 * are absent. The same id may be said again with more units, never with
 * fewer.
 */
export interface Said {
  readonly id: RecordId;
  readonly type: string;
  readonly issuer: AgencyId;
  readonly author: DeskId;
  readonly mode: Mode;
  /** 13 digits of milliseconds, a dot, four of counter: the order of an agency's statements, and the time its clocks start. */
  readonly hlc: string;
  readonly subject: SubjectId;
  readonly refs: readonly Ref[];
  readonly fields: Fields;
}

/** Milliseconds of a record's own time. */
export function saidMs(said: Pick<Said, 'hlc'>): number {
  return Number(said.hlc.slice(0, 13));
}

/** Order of statements: by clock value, then by id, so that it never depends on arrival. */
export function bySaying(a: Pick<Said, 'hlc' | 'id'>, b: Pick<Said, 'hlc' | 'id'>): number {
  if (a.hlc !== b.hlc) return a.hlc < b.hlc ? -1 : 1;
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
}
