import type { AgencyId, RecordId, Relation } from '@wasl/record';
import type { Said } from './said.ts';

/** What an issuer did to its own record: later acts never undo earlier ones, so an act that is itself withdrawn still stands. */
export type ActRelation = 'withdraws' | 'erases' | 'supersedes' | 'corrects';

const acting: readonly Relation[] = ['withdraws', 'erases', 'supersedes', 'corrects'];

/** Whether a relation changes what the record it points at says. */
export function isAct(rel: Relation): rel is ActRelation {
  return acting.includes(rel);
}

/** One act on a record, by whoever did it. */
export interface Act {
  readonly rel: ActRelation;
  readonly id: RecordId;
  readonly by: AgencyId;
  readonly hlc: string;
}

/** Acts by the record they are about, in any order of arrival; acts on records not yet known are kept. Only the issuer's own acts take effect (ER1). */
export class Acts {
  readonly #of = new Map<RecordId, Act[]>();

  /** Takes note of a record's acts; answers the ids they are about. */
  add(said: Said): readonly RecordId[] {
    const touched: RecordId[] = [];
    for (const { rel, id } of said.refs) {
      if (!isAct(rel)) continue;
      const acts = this.#of.get(id);
      if (acts === undefined) this.#of.set(id, [{ rel, id: said.id, by: said.issuer, hlc: said.hlc }]);
      else if (acts.some((act) => act.id === said.id && act.rel === rel)) continue;
      else acts.push({ rel, id: said.id, by: said.issuer, hlc: said.hlc });
      touched.push(id);
    }
    return touched;
  }

  /** All acts about a record, whoever did them. */
  about(id: RecordId): readonly Act[] {
    return this.#of.get(id) ?? [];
  }

  /** Whether the record's own issuer did any of these to it. */
  did(of: Pick<Said, 'id' | 'issuer'>, ...rels: readonly ActRelation[]): boolean {
    const acts = this.#of.get(of.id);
    return acts?.some((act) => act.by === of.issuer && rels.includes(act.rel)) ?? false;
  }

  /** Withdrawn or erased: its content counts no more. */
  isGone(of: Pick<Said, 'id' | 'issuer'>): boolean {
    return this.did(of, 'withdraws', 'erases');
  }
}
