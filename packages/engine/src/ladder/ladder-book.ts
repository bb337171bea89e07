import { type AgencyId, agencyOf, type DeskId, isAgencyId, isDeskId, type RecordId } from '@wasl/record';
import type { Declarations, LadderEvent, LadderRule } from '../declaration.ts';
import { Acts } from '../fate.ts';
import { valueAt, valuesAt } from '../path.ts';
import { bySaying, type Said, saidMs } from '../said.ts';
import { type LadderState, ladderTable } from './table.ts';

/** One step that a desk took: by a record, by a receipt of its node (`delivered`), or by an officer who opened it (`seen`). */
export interface LadderStep {
  readonly event: LadderEvent;
  readonly atMs: number;
  readonly record?: RecordId;
}

/** One desk's ladder for one record. Not read is not unacknowledged is not unanswered: each is said apart. */
export interface Ladder {
  readonly record: RecordId;
  /** A desk, or an agency where no desk of it has stepped in yet. */
  readonly desk: DeskId | AgencyId;
  readonly state: LadderState;
  readonly unread: boolean;
  /** An acknowledgement is owed and not there. */
  readonly unacknowledged: boolean;
  /** An answer is owed and not there. */
  readonly unanswered: boolean;
  /** Oldest first; steps whose record was withdrawn are not among them. */
  readonly steps: readonly LadderStep[];
}

interface Moving {
  readonly said: Said;
  readonly desk: DeskId;
  readonly event: LadderEvent;
}

type Owes = LadderRule['owes'];

const answers: readonly LadderEvent[] = ['accepted', 'partial', 'refused', 'deferred', 'done'];

/** Receipt ladders of all records, by desk. Records, receipts and readings come in any order and any number of times. */
export class LadderBook {
  readonly #declarations: Declarations;
  readonly #acts = new Acts();
  /** Records that ask something of desks. */
  readonly #owed = new Map<RecordId, { readonly said: Said; readonly desks: ReadonlyMap<DeskId | AgencyId, Owes> }>();
  /** Record → records that move its ladders. */
  readonly #moving = new Map<RecordId, Map<RecordId, Moving>>();
  readonly #delivered = new Map<RecordId, Map<AgencyId, number>>();
  readonly #seen = new Map<RecordId, Map<DeskId, number>>();
  /** Issuers of records without duties, known from receipts and answers about them. */
  readonly #issuers = new Map<RecordId, AgencyId>();

  constructor(declarations: Declarations) {
    this.#declarations = declarations;
  }

  /** Takes a record in: what it asks of desks, and the ladders it moves. */
  add(said: Said): void {
    this.#acts.add(said);
    const declared = this.#declarations.get(said.type);
    if (declared?.ladder !== undefined) {
      const desks = new Map<DeskId | AgencyId, Owes>();
      for (const desk of desksOf(said, declared.ladder)) desks.set(desk, declared.ladder.owes);
      this.#owed.set(said.id, { said, desks });
    }
    const moves = declared?.moves;
    if (moves === undefined) return;
    const code = valueAt(moves.event, said.fields);
    const event = typeof code === 'string' && Object.hasOwn(moves.steps, code) ? moves.steps[code] : undefined;
    const desk = moves.desk === 'author' ? said.author : valueAt(moves.desk, said.fields);
    // A desk speaks only through its own agency's records.
    if (event === undefined || typeof desk !== 'string' || !isDeskId(desk) || agencyOf(desk) !== said.issuer) return;
    for (const { rel, id } of said.refs) {
      if (rel !== moves.rel) continue;
      const moving = this.#moving.get(id) ?? new Map<RecordId, Moving>();
      moving.set(said.id, { said, desk, event });
      this.#moving.set(id, moving);
    }
  }

  /** A receipt of the agency's node covers the record; the earliest counts. */
  delivered(record: RecordId, agency: AgencyId, atMs: number): void {
    earliest(this.#delivered, record, { key: agency, atMs });
  }

  /** An officer of the desk opened the record; known at the desk's own node only. */
  seen(record: RecordId, desk: DeskId, atMs: number): void {
    earliest(this.#seen, record, { key: desk, atMs });
  }

  /** Whose record it is, for records that ask nothing: only the issuer's own act ends a ladder. */
  issued(record: RecordId, issuer: AgencyId): void {
    this.#issuers.set(record, issuer);
  }

  /** The ladders of one record: desks it asks, then desks that stepped in, then agencies that have it. */
  of(record: RecordId): readonly Ladder[] {
    const owed = this.#owed.get(record);
    const names = new Set<DeskId | AgencyId>(owed?.desks.keys() ?? []);
    for (const { desk } of this.#moving.get(record)?.values() ?? []) names.add(desk);
    for (const desk of this.#seen.get(record)?.keys() ?? []) names.add(desk);
    const covered = new Set([...names].map((name) => (isDeskId(name) ? agencyOf(name) : name)));
    for (const agency of this.#delivered.get(record)?.keys() ?? []) if (!covered.has(agency)) names.add(agency);
    return [...names].sort().map((desk) => this.#ladder(record, desk, owed?.desks.get(desk) ?? []));
  }

  /** Ladders on which something is owed, by record id. */
  open(): readonly Ladder[] {
    return [...this.#owed.keys()]
      .sort()
      .flatMap((record) => this.of(record).filter((ladder) => ladder.unacknowledged || ladder.unanswered));
  }

  #ladder(record: RecordId, desk: DeskId | AgencyId, owes: Owes): Ladder {
    const steps = this.#steps(record, desk);
    const ended = this.#isEnded(record);
    let state: LadderState = 'sent';
    for (const { event } of steps) state = ladderTable[state][event];
    if (ended) state = ladderTable[state].ended;
    const had = (events: readonly LadderEvent[]) => steps.some(({ event }) => events.includes(event));
    return {
      record,
      desk,
      state,
      unread: !ended && !had(['seen', 'acknowledged', ...answers]),
      unacknowledged: !ended && owes.includes('acknowledge') && !had(['acknowledged', ...answers]),
      unanswered: !ended && owes.includes('answer') && !had(answers),
      steps,
    };
  }

  #steps(record: RecordId, desk: DeskId | AgencyId): readonly LadderStep[] {
    const agency = isDeskId(desk) ? agencyOf(desk) : desk;
    const deliveredMs = this.#delivered.get(record)?.get(agency);
    const seenMs = isDeskId(desk) ? this.#seen.get(record)?.get(desk) : undefined;
    const moving = [...(this.#moving.get(record)?.values() ?? [])]
      .filter((one) => (one.desk === desk || desk === agencyOf(one.desk)) && !this.#acts.did(one.said, 'withdraws'))
      .sort((a, b) => bySaying(a.said, b.said));
    return [
      ...(deliveredMs === undefined ? [] : [{ event: 'delivered' as const, atMs: deliveredMs }]),
      ...(seenMs === undefined ? [] : [{ event: 'seen' as const, atMs: seenMs }]),
      ...moving.map(({ said, event }) => ({ event, atMs: saidMs(said), record: said.id })),
    ];
  }

  #isEnded(record: RecordId): boolean {
    const issuer = this.#owed.get(record)?.said.issuer ?? this.#issuers.get(record);
    return issuer !== undefined && this.#acts.did({ id: record, issuer }, 'withdraws', 'erases', 'supersedes');
  }
}

function desksOf(said: Said, rule: LadderRule): readonly (DeskId | AgencyId)[] {
  const rows = rule.rows === undefined ? [undefined] : valuesAt(rule.rows, said.fields);
  return rows
    .flatMap((row) => valuesAt(rule.desk, said.fields, row))
    .filter((value): value is DeskId | AgencyId => typeof value === 'string' && (isDeskId(value) || isAgencyId(value)));
}

function earliest<K>(map: Map<RecordId, Map<K, number>>, record: RecordId, of: { readonly key: K; readonly atMs: number }): void {
  const inner = map.get(record) ?? new Map<K, number>();
  inner.set(of.key, Math.min(of.atMs, inner.get(of.key) ?? of.atMs));
  map.set(record, inner);
}
