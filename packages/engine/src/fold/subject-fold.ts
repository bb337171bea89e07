import type { AgencyId, Mode, RecordId, SubjectId } from '@wasl/record';
import type { Declarations, MergeRule } from '../declaration.ts';
import { Acts } from '../fate.ts';
import { bySaying, type Said } from '../said.ts';
import { divergenceOf, mergeUnit, type Voice } from './merge.ts';
import { Settlements } from './settlements.ts';
import type { RecordStanding, StatedUnit, Statement, SubjectView, TypeView } from './view.ts';

const none: Said['refs'] = [];
const each: MergeRule = { merge: 'each' };

/**
 * The fold of one subject in one mode. Records come in any order and any number of times; a record of another mode is refused with `false` (I12).
 * Feed it the subject's records, what refers to them, and what refers to those that settle.
 *
 * An agency's statement of a unit is its newest record that has the unit and still stands for it: not withdrawn, not erased, not superseded, and
 * not corrected in that unit. Acts stay done: what corrected or superseded a record and was then withdrawn itself brings nothing back.
 */
export class SubjectFold {
  readonly subject: SubjectId;
  readonly mode: Mode;
  readonly #declarations: Declarations;
  readonly #known = new Map<RecordId, Said>();
  /** Issuers and desks as texts that are kept once, not once a record. */
  readonly #names = new Map<string, string>();
  readonly #acts = new Acts();
  readonly #settlements: Settlements;
  /** type → agency → unit → records that have it, oldest first. Records found fallen are dropped for good: nothing raises them again. */
  readonly #stacks = new Map<string, Map<AgencyId, Map<string, Said[]>>>();

  constructor(of: { readonly subject: SubjectId; readonly mode: Mode; readonly declarations: Declarations }) {
    this.subject = of.subject;
    this.mode = of.mode;
    this.#declarations = of.declarations;
    this.#settlements = new Settlements(of.declarations, this.#acts);
  }

  /** Takes a record in; `false` when it is of another mode. */
  add(said: Said): boolean {
    if (said.mode !== this.mode) return false;
    const known = this.#known.get(said.id);
    const fresh = known === undefined ? said.fields : fieldsBeyond(known, said);
    const merged = this.#kept(said, known === undefined ? said.fields : { ...known.fields, ...fresh });
    this.#known.set(merged.id, merged);
    this.#acts.add(merged);
    this.#settlements.add(merged);
    if (this.#states(merged)) for (const unit of Object.keys(fresh)) insert(this.#stack(merged, unit), merged);
    return true;
  }

  /** The subject as it stands. Made anew each time: a fold that is kept for long holds no view of itself. */
  view(): SubjectView {
    const records = [...this.#known.values()].filter((said) => this.#states(said)).sort(bySaying);
    const types = [...this.#stacks.keys()].sort().map((type) => this.#type(type, records));
    return {
      subject: this.subject,
      mode: this.mode,
      types: types.filter(({ statements }) => statements.length > 0),
      records: records.map((said) => this.#standing(said)),
      disputes: records.flatMap((said) =>
        this.#acts
          .about(said.id)
          .filter((act) => act.by !== said.issuer)
          .map((act) => ({ record: said.id, act: act.id, rel: act.rel, by: act.by }))
          .sort((a, b) => (a.act < b.act ? -1 : 1)),
      ),
    };
  }

  /** Every record taken in, oldest first: adding them to a new fold makes the same one. */
  records(): readonly Said[] {
    return [...this.#known.values()].sort(bySaying);
  }

  /** Whether a record states the subject itself; one of another subject only acts, settles or accepts. */
  #states(said: Said): boolean {
    return said.subject === this.subject;
  }

  #kept(said: Said, fields: Said['fields']): Said {
    const { id, type, issuer, author, mode, hlc, subject, refs } = said;
    const kept = { id, type: this.#name(type), issuer: this.#name(issuer), author: this.#name(author), mode, hlc };
    return { ...kept, subject: subject === this.subject ? this.subject : subject, refs: refs.length === 0 ? none : refs, fields };
  }

  #name<Name extends string>(name: Name): Name {
    const found = this.#names.get(name);
    if (found === undefined) this.#names.set(name, name);
    return (found ?? name) as Name;
  }

  #stack(said: Said, unit: string): Said[] {
    const agencies = getOr(this.#stacks, said.type, () => new Map<AgencyId, Map<string, Said[]>>());
    const units = getOr(agencies, said.issuer, () => new Map<string, Said[]>());
    return getOr(units, unit, () => []);
  }

  #type(type: string, records: readonly Said[]): TypeView {
    const rules = this.#declarations.get(type)?.fold ?? {};
    const owner = records.find((said) => said.type === type)?.issuer ?? ('' as AgencyId);
    const statements: Statement[] = [];
    const voices = new Map<string, Voice[]>();
    for (const [agency, stacks] of [...(this.#stacks.get(type) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const units: Record<string, StatedUnit> = {};
      for (const unit of [...stacks.keys()].sort()) {
        const stated = this.#stated(stacks.get(unit) ?? [], unit);
        if (stated === undefined) continue;
        units[unit] = stated;
        getOr(voices, unit, () => []).push({ agency, stated });
      }
      if (Object.keys(units).length > 0) statements.push({ agency, units });
    }
    const units = [...voices.keys()].sort();
    return {
      type,
      owner,
      statements,
      merged: units.map((unit) => mergeUnit(unit, voices.get(unit) ?? [], { rule: rules[unit] ?? each, owner })),
      divergence: units
        .flatMap((unit) => divergenceOf(type, unit, { voices: voices.get(unit) ?? [], rule: rules[unit] ?? each }))
        .map((one) => this.#settlements.settle(one)),
    };
  }

  /** The newest record of a stack that stands for the unit; fallen ones on top of it are dropped. */
  #stated(stack: Said[], unit: string): StatedUnit | undefined {
    for (;;) {
      const top = stack.at(-1);
      if (top === undefined) return undefined;
      const said = this.#known.get(top.id) ?? top;
      if (this.#standsFor(said, unit)) return { value: said.fields[unit] ?? null, record: said.id, hlc: said.hlc };
      stack.pop();
    }
  }

  #standsFor(said: Said, unit: string): boolean {
    return this.#acts.about(said.id).every((act) => {
      if (act.by !== said.issuer) return true;
      if (act.rel !== 'corrects') return false;
      const correction = this.#known.get(act.id);
      // Nobody knows any more what a correction said that is gone: nothing of what it corrected stands.
      return correction === undefined || (!this.#acts.isGone(correction) && !Object.hasOwn(correction.fields, unit));
    });
  }

  #standing(said: Said): RecordStanding {
    const own = this.#acts.about(said.id).filter((act) => act.by === said.issuer);
    const rel = (['erases', 'withdraws', 'supersedes', 'corrects'] as const).find((one) => own.some((act) => act.rel === one));
    const standing = rel === undefined ? 'current' : standings[rel];
    return {
      id: said.id,
      type: said.type,
      issuer: said.issuer,
      hlc: said.hlc,
      standing,
      by: own
        .filter((act) => act.rel === rel)
        .map((act) => act.id)
        .sort(),
    };
  }
}

const standings = { erases: 'erased', withdraws: 'withdrawn', supersedes: 'superseded', corrects: 'corrected' } as const;

function fieldsBeyond(known: Said, said: Said): Said['fields'] {
  return Object.fromEntries(Object.entries(said.fields).filter(([unit]) => !Object.hasOwn(known.fields, unit)));
}

function insert(stack: Said[], said: Said): void {
  let at = stack.length;
  while (at > 0 && bySaying(stack[at - 1] as Said, said) > 0) at -= 1;
  stack.splice(at, 0, said);
}

function getOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
