import { type AgencyId, agencyOf, isDeskId, type RecordId } from '@wasl/record';
import type { Declarations } from '../declaration.ts';
import type { Acts } from '../fate.ts';
import { valueAt } from '../path.ts';
import { bySaying, type Said } from '../said.ts';
import type { Divergence } from './view.ts';

/** Joint decisions about divergences, and who accepted them. A decision of one side alone closes nothing (L3). */
export class Settlements {
  readonly #declarations: Declarations;
  readonly #acts: Acts;
  readonly #deciding = new Map<RecordId, Said>();
  /** Decision → records that accept it. */
  readonly #accepting = new Map<RecordId, Map<RecordId, Said>>();

  constructor(declarations: Declarations, acts: Acts) {
    this.#declarations = declarations;
    this.#acts = acts;
  }

  add(said: Said): void {
    const declared = this.#declarations.get(said.type);
    if (declared?.settles !== undefined) this.#deciding.set(said.id, said);
    const moves = declared?.moves;
    if (moves === undefined) return;
    const step = moves.steps[String(valueAt(moves.event, said.fields))];
    const desk = moves.desk === 'author' ? said.author : valueAt(moves.desk, said.fields);
    const own = typeof desk === 'string' && isDeskId(desk) && agencyOf(desk) === said.issuer;
    if (!own || (step !== 'accepted' && step !== 'done')) return;
    for (const { rel, id } of said.refs) {
      if (rel !== moves.rel) continue;
      const accepting = this.#accepting.get(id) ?? new Map<RecordId, Said>();
      accepting.set(said.id, said);
      this.#accepting.set(id, accepting);
    }
  }

  /** The divergence with the decision that speaks about every record behind it: the one that awaits fewest, then the oldest. */
  settle(divergence: Divergence): Divergence {
    const found = [...this.#deciding.values()]
      .filter((said) => this.#speaksOf(said, divergence) && !this.#acts.isGone(said) && !this.#acts.did(said, 'supersedes'))
      .map((said) => ({ said, awaits: this.#awaited(said, divergence) }))
      .sort((a, b) => a.awaits.length - b.awaits.length || bySaying(a.said, b.said))[0];
    if (found === undefined) return divergence;
    return { ...divergence, settlement: { record: found.said.id, by: found.said.issuer, awaits: found.awaits } };
  }

  #speaksOf(said: Said, divergence: Divergence): boolean {
    const rel = this.#declarations.get(said.type)?.settles;
    return divergence.values.every(({ record }) => said.refs.some((ref) => ref.rel === rel && ref.id === record));
  }

  #awaited(said: Said, divergence: Divergence): readonly AgencyId[] {
    const agreed = new Set<AgencyId>([said.issuer]);
    for (const one of this.#accepting.get(said.id)?.values() ?? []) if (!this.#acts.isGone(one)) agreed.add(one.issuer);
    return [...new Set(divergence.values.map(({ agency }) => agency))].filter((agency) => !agreed.has(agency)).sort();
  }
}
