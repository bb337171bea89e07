import { catalog } from '@wasl/catalog';
import { type Act, Acts, ClockBook, type Said, type Settings, SubjectFold, type SubjectView, type TypeView } from '@wasl/engine';
import type { Json, Mode, RecordId, SubjectId } from '@wasl/record';

/** A record as the register reads it: what the engine needs, its standing here, and the arrangements under which it went or came. */
export interface RegisterRecord {
  readonly said: Said;
  readonly issuedAt: string;
  readonly status: 'current' | 'withdrawn' | 'erased' | 'held';
  readonly agreements: readonly string[];
}

/** What the register has to know of an arrangement. */
export interface RegisterAgreement {
  readonly id: string;
  readonly rfiHours: Readonly<Record<string, number>>;
}

/** Everything that one subject's records of one type say together. */
export interface Thing {
  readonly subject: SubjectId;
  /** Merged view, statements and divergence. */
  readonly view: TypeView;
  /** Its records of the type, oldest first, fallen ones included. */
  readonly records: readonly RegisterRecord[];
  readonly agreements: readonly string[];
}

/** Record types that the register reads; acts on them are found by reference. */
export const registerTypes = [
  'meeting',
  'commitment',
  'offer',
  'request',
  'response',
  'lesson',
  'rfi',
  'answer',
  'acknowledgement',
  'event',
  'fixture',
  'withdrawal',
  'erasure',
] as const;

const declarations = new Map(
  Object.entries(catalog).flatMap(([type, of]) => (of.engine === undefined ? [] : [[type, of.engine] as const])),
);

/**
 * Held records folded by subject, with their clocks. The same for every order of the same set. Records of another mode are left out (I12).
 * A record that no longer stands here counts as withdrawn by its issuer, whether the act itself is held or not.
 */
export class Register {
  readonly mode: Mode;
  readonly clocks: ClockBook;
  readonly agreements: ReadonlyMap<string, RegisterAgreement>;
  readonly #records = new Map<RecordId, RegisterRecord>();
  readonly #bySubject = new Map<SubjectId, RegisterRecord[]>();
  readonly #referring = new Map<RecordId, RegisterRecord[]>();
  readonly #acts = new Acts();
  readonly #views = new Map<SubjectId, SubjectView>();
  readonly #things = new Map<string, readonly Thing[]>();

  constructor(records: readonly RegisterRecord[], of: { readonly mode: Mode; readonly agreements: readonly RegisterAgreement[] }) {
    this.mode = of.mode;
    this.agreements = new Map(of.agreements.map((each) => [each.id, each]));
    for (const record of records) {
      if (record.said.mode !== of.mode || this.#records.has(record.said.id)) continue;
      this.#records.set(record.said.id, record);
    }
    const settings: Settings = (name, said) => (name === 'rfiHours' ? this.rfiHours(said) : undefined);
    this.clocks = new ClockBook({ declarations, settings });
    for (const record of this.#records.values()) {
      push(this.#bySubject, record.said.subject, record);
      for (const { id } of record.said.refs) push(this.#referring, id, record);
      for (const said of [record.said, ...fallen(record)]) {
        this.clocks.add(said);
        this.#acts.add(said);
      }
    }
  }

  /** The record with this id, whatever became of it; `undefined` when it is not held. */
  record(id: RecordId): RegisterRecord | undefined {
    return this.#records.get(id);
  }

  /** Records that refer to this one and stand. */
  referring(id: RecordId): readonly RegisterRecord[] {
    return (this.#referring.get(id) ?? []).filter(({ said }) => !this.#acts.isGone(said));
  }

  /** Whether its issuer withdrew, erased or replaced it. */
  isReplaced(said: Said): boolean {
    return this.#acts.did(said, 'withdraws', 'erases', 'supersedes');
  }

  /** Whether its issuer withdrew or erased it, or its content ended here. */
  isGone(said: Said): boolean {
    return this.#acts.isGone(said);
  }

  /** Hours per urgency that the arrangements of a record set; the shortest where two do. */
  rfiHours(said: Pick<Said, 'id'>): Readonly<Record<string, number>> {
    const hours: Record<string, number> = {};
    for (const id of this.#records.get(said.id)?.agreements ?? [])
      for (const [urgency, value] of Object.entries(this.agreements.get(id)?.rfiHours ?? {}))
        hours[urgency] = Math.min(value, hours[urgency] ?? value);
    return hours;
  }

  /** Records of a type by subject, oldest first, fallen ones included; subjects that nothing states any more too. */
  histories(type: string): readonly (readonly RegisterRecord[])[] {
    return [...this.#bySubject.keys()].sort().flatMap((subject) => {
      const records = this.#of(type, subject);
      return records.length === 0 ? [] : [records];
    });
  }

  /** Everything of a type that something still states, by subject, in the order of their ids. */
  things(type: string): readonly Thing[] {
    const known = this.#things.get(type);
    if (known !== undefined) return known;
    const things = [...this.#bySubject.keys()].sort().flatMap((subject) => this.thing(type, subject) ?? []);
    this.#things.set(type, things);
    return things;
  }

  /** One subject as the records of a type state it; `undefined` when nothing does. */
  thing(type: string, subject: SubjectId): Thing | undefined {
    const records = this.#of(type, subject);
    if (records.length === 0) return undefined;
    const view = this.#view(subject).types.find((each) => each.type === type);
    if (view === undefined) return undefined;
    const agreements = [...new Set(records.flatMap((each) => each.agreements))].sort();
    return { subject, view, records, agreements };
  }

  #of(type: string, subject: SubjectId): readonly RegisterRecord[] {
    return (this.#bySubject.get(subject) ?? []).filter(({ said }) => said.type === type).sort(byTime);
  }

  #view(subject: SubjectId): SubjectView {
    const known = this.#views.get(subject);
    if (known !== undefined) return known;
    const fold = new SubjectFold({ subject, mode: this.mode, declarations });
    for (const record of this.#bySubject.get(subject) ?? []) {
      for (const said of [record.said, ...fallen(record)]) fold.add(said);
      for (const act of this.#referring.get(record.said.id) ?? []) if (act.said.subject !== subject) fold.add(act.said);
    }
    const view = fold.view();
    this.#views.set(subject, view);
    return view;
  }
}

/** The act that a record's standing speaks of, where the act's own record may not be held. */
function fallen({ said, status }: RegisterRecord): readonly Said[] {
  if (status !== 'withdrawn' && status !== 'erased') return [];
  const rel: Act['rel'] = status === 'erased' ? 'erases' : 'withdraws';
  return [{ ...said, id: `${said.id}#${rel}` as RecordId, type: '', refs: [{ rel, id: said.id }], fields: {} }];
}

function byTime(a: RegisterRecord, b: RegisterRecord): number {
  if (a.said.hlc !== b.said.hlc) return a.said.hlc < b.said.hlc ? -1 : 1;
  return a.said.id < b.said.id ? -1 : 1;
}

function push<K>(map: Map<K, RegisterRecord[]>, key: K, record: RegisterRecord): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [record]);
  else list.push(record);
}

/** The value of a unit that is shown first; `undefined` when nobody states it. */
export function unitValue(thing: Thing, unit: string): Json | undefined {
  return thing.view.merged.find((each) => each.unit === unit)?.value;
}

/** The newest record that stands behind any unit of a thing. */
export function newestOf(thing: Thing): RegisterRecord | undefined {
  const standing = new Set(thing.view.statements.flatMap(({ units }) => Object.values(units).map(({ record }) => record)));
  return thing.records.filter(({ said }) => standing.has(said.id)).at(-1);
}
