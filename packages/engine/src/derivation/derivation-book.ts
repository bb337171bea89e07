import type { AgencyId, DeskId, RecordId } from '@wasl/record';
import type { Declarations, LadderEvent } from '../declaration.ts';
import { type Act, Acts } from '../fate.ts';
import { valueAt, valuesAt } from '../path.ts';
import { bySaying, type Said, saidMs } from '../said.ts';

/** Something made from records that is no record: an export, a print, a page shown to the public. */
export interface Derived {
  readonly id: string;
  readonly kind: string;
  readonly sources: readonly RecordId[];
  readonly atMs: number;
}

/**
 * What was done with something derived, because its source fell: `open` nothing yet · `reissued` its issuer said it anew without the source ·
 * `withdrawn`, `erased` · `kept` its issuer answered the act about it (the answer says why).
 */
export type Measure = 'open' | 'reissued' | 'withdrawn' | 'erased' | 'kept';

/** One derived thing that an act reached. `depth` 1 used the record itself. */
export interface Reached {
  readonly id: RecordId | string;
  readonly kind: 'record' | 'export';
  readonly type: string;
  readonly issuer?: AgencyId;
  readonly depth: number;
  readonly measure: Measure;
  readonly by?: RecordId;
}

/** What an agency said about an act: that it has it, and what it did. */
export interface ActAnswer {
  readonly agency: AgencyId;
  readonly desk: DeskId;
  readonly record: RecordId;
  readonly event: LadderEvent | 'answered';
  readonly atMs: number;
}

/** One act on a record and everything it led to: what the originator is shown. */
export interface Consequence {
  readonly act: Act;
  readonly reached: readonly Reached[];
  readonly answers: readonly ActAnswer[];
}

/** A source of something derived that fell, however far back. */
export interface FallenSource {
  readonly source: RecordId;
  readonly acts: readonly Act[];
  readonly depth: number;
}

/**
 * What was made from what. Records come in any order and any number of times; sources that were never seen are kept, because acts on them reach
 * what was made from them all the same.
 */
export class DerivationBook {
  readonly #declarations: Declarations;
  readonly #acts = new Acts();
  readonly #said = new Map<RecordId, Said>();
  readonly #sources = new Map<RecordId, readonly RecordId[]>();
  readonly #derived = new Map<RecordId, Set<RecordId>>();
  readonly #exports = new Map<string, Derived>();
  readonly #exported = new Map<RecordId, Set<string>>();
  /** Act → records that answer or acknowledge it. */
  readonly #answering = new Map<RecordId, Map<RecordId, Said>>();
  readonly #issuers = new Map<RecordId, AgencyId>();

  constructor(declarations: Declarations) {
    this.#declarations = declarations;
  }

  /** Takes a record in. Only records that derive, act or answer are kept with their units. */
  add(said: Said): void {
    this.#issuers.set(said.id, said.issuer);
    const acted = this.#acts.add(said);
    const sources = this.#sourcesOf(said);
    if (sources.length > 0 || acted.length > 0) this.#said.set(said.id, said);
    if (sources.length > 0) {
      const all = [...new Set([...(this.#sources.get(said.id) ?? []), ...sources])];
      this.#sources.set(said.id, all);
      for (const source of all) into(this.#derived, source, said.id);
    }
    for (const { rel, id } of said.refs) {
      if (rel !== 'answers' && rel !== 'acknowledges') continue;
      const answering = this.#answering.get(id) ?? new Map<RecordId, Said>();
      answering.set(said.id, said);
      this.#answering.set(id, answering);
    }
  }

  /** Takes note of something made from records that is no record itself. */
  addExport(derived: Derived): void {
    this.#exports.set(derived.id, derived);
    for (const source of derived.sources) into(this.#exported, source, derived.id);
  }

  /** Sources that a record names, directly. */
  sourcesOf(id: RecordId): readonly RecordId[] {
    return this.#sources.get(id) ?? [];
  }

  /** Everything made from a record, however far: nearest first, then by id. */
  derivedFrom(id: RecordId): readonly { readonly id: RecordId; readonly depth: number }[] {
    return walk(id, (one) => this.#derived.get(one) ?? []);
  }

  /** What each act on a record led to; acts of others than its issuer lead to nothing. Oldest act first. */
  consequences(id: RecordId): readonly Consequence[] {
    const issuer = this.#issuers.get(id);
    const acts = this.#acts.about(id).filter((act) => act.by === issuer);
    return [...acts].sort(bySaying).map((act) => ({ act, reached: this.#reached(id, act), answers: this.#answers(act.id) }));
  }

  /** Sources of a record or export that were withdrawn, erased, corrected or superseded by their issuers, nearest first. */
  fallenSources(id: RecordId | string): readonly FallenSource[] {
    const direct = this.#exports.get(id)?.sources;
    const steps =
      direct === undefined
        ? walk(id as RecordId, (one) => this.#sources.get(one) ?? [])
        : nearestFirst(
            direct.flatMap((one) => [
              { id: one, depth: 1 },
              ...walk(one, (other) => this.#sources.get(other) ?? []).map((step) => ({ ...step, depth: step.depth + 1 })),
            ]),
          );
    return steps.flatMap(({ id: source, depth }) => {
      const issuer = this.#issuers.get(source);
      const acts = this.#acts.about(source).filter((act) => act.by === issuer);
      return acts.length === 0 ? [] : [{ source, acts: [...acts].sort(bySaying), depth }];
    });
  }

  /** Derived things on which nothing was done yet, of every act; what an agency still has to do about the acts of others. */
  open(): readonly { readonly source: RecordId; readonly act: Act; readonly reached: Reached }[] {
    const sources = new Set([...this.#derived.keys(), ...this.#exported.keys()]);
    return [...sources]
      .sort()
      .flatMap((source) =>
        this.consequences(source).flatMap(({ act, reached }) =>
          reached.filter(({ measure }) => measure === 'open').map((one) => ({ source, act, reached: one })),
        ),
      );
  }

  #sourcesOf(said: Said): readonly RecordId[] {
    const found = said.refs.filter((ref) => ref.rel === 'derives').map((ref) => ref.id);
    for (const path of this.#declarations.get(said.type)?.derives ?? [])
      for (const value of valuesAt(path, said.fields))
        if (typeof value === 'string' && value.startsWith('sha256:')) found.push(value as RecordId);
    return [...new Set(found)].filter((id) => id !== said.id);
  }

  #reached(source: RecordId, act: Act): readonly Reached[] {
    const records = this.derivedFrom(source).filter(({ id }) => id !== act.id);
    const exports = new Map<string, number>();
    for (const { id, depth } of [{ id: source, depth: 0 }, ...records])
      for (const one of this.#exported.get(id) ?? []) exports.set(one, Math.min(depth + 1, exports.get(one) ?? depth + 1));
    return [
      ...records.map(({ id, depth }) => this.#recordReached(id, { source, act, depth })),
      ...[...exports]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([id, depth]) => ({
          ...{ id, kind: 'export' as const, type: this.#exports.get(id)?.kind ?? 'export', depth },
          measure: 'open' as const,
        })),
    ];
  }

  #recordReached(id: RecordId, of: { readonly source: RecordId; readonly act: Act; readonly depth: number }): Reached {
    const said = this.#said.get(id);
    const base = {
      id,
      kind: 'record' as const,
      type: said?.type ?? '',
      depth: of.depth,
      ...(said === undefined ? {} : { issuer: said.issuer }),
    };
    if (said === undefined) return { ...base, measure: 'open' };
    const own = [...this.#acts.about(id)].filter((act) => act.by === said.issuer).sort(bySaying);
    const ended = own.find((act) => act.rel === 'erases') ?? own.find((act) => act.rel === 'withdraws');
    if (ended !== undefined) return { ...base, measure: ended.rel === 'erases' ? 'erased' : 'withdrawn', by: ended.id };
    const anew = own.find((act) => !this.#uses(act.id, of.source));
    if (anew !== undefined) return { ...base, measure: 'reissued', by: anew.id };
    const kept = [...(this.#answering.get(of.act.id)?.values() ?? [])]
      .sort(bySaying)
      .find(
        (one) =>
          one.issuer === said.issuer &&
          one.refs.some((ref) => ref.rel === 'concerns' && ref.id === id) &&
          !this.#acts.did(one, 'withdraws'),
      );
    return kept === undefined ? { ...base, measure: 'open' } : { ...base, measure: 'kept', by: kept.id };
  }

  /** Whether a record is made from the source, however far; one that is not held may be. */
  #uses(id: RecordId, source: RecordId): boolean {
    if (!this.#said.has(id)) return true;
    return walk(id, (one) => this.#sources.get(one) ?? []).some((step) => step.id === source);
  }

  #answers(act: RecordId): readonly ActAnswer[] {
    return [...(this.#answering.get(act)?.values() ?? [])]
      .filter((said) => !this.#acts.did(said, 'withdraws'))
      .sort(bySaying)
      .map((said) => {
        const moves = this.#declarations.get(said.type)?.moves;
        const code = moves === undefined ? undefined : valueAt(moves.event, said.fields);
        const event = typeof code === 'string' && moves !== undefined && Object.hasOwn(moves.steps, code) ? moves.steps[code] : undefined;
        return { agency: said.issuer, desk: said.author, record: said.id, event: event ?? 'answered', atMs: saidMs(said) };
      });
  }
}

function into<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}

/** Everything reached from an id by steps, breadth first, each once, cycles or not; the start itself is not among them. */
function walk(start: RecordId, next: (id: RecordId) => Iterable<RecordId>): readonly { readonly id: RecordId; readonly depth: number }[] {
  const found: { id: RecordId; depth: number }[] = [];
  const seen = new Set<RecordId>([start]);
  let front: readonly RecordId[] = [start];
  for (let depth = 1; front.length > 0; depth += 1) {
    const reached: RecordId[] = [];
    for (const id of front)
      for (const one of next(id)) {
        if (seen.has(one)) continue;
        seen.add(one);
        reached.push(one);
      }
    for (const id of reached.sort()) found.push({ id, depth });
    front = reached;
  }
  return found;
}

function nearestFirst(
  steps: readonly { readonly id: RecordId; readonly depth: number }[],
): readonly { readonly id: RecordId; readonly depth: number }[] {
  const best = new Map<RecordId, number>();
  for (const { id, depth } of steps) best.set(id, Math.min(depth, best.get(id) ?? depth));
  return [...best].map(([id, depth]) => ({ id, depth })).sort((a, b) => a.depth - b.depth || (a.id < b.id ? -1 : 1));
}
