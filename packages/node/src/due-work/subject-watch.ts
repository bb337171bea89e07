import {
  type AskBook,
  type Declarations,
  type Divergence,
  meets,
  mentionsOf,
  reachedLimits,
  type Said,
  type SubjectView,
  type ThresholdRule,
  valueAt,
} from '@wasl/engine';
import type { SubjectId } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import { foldSubject } from './subject-view.ts';

/** Subjects looked at in one turn; a flood of records is looked at over the next ones. */
const subjectsATurn = 100;
const several = '*';

/** Looks at subjects that changed: who differs from whom, what must be asked, which limits are reached. */
export class SubjectWatch {
  readonly #core: NodeCore;
  readonly #declarations: Declarations;
  readonly #asks: AskBook;
  readonly #changed = new Set<SubjectId>();
  readonly #divergent = new Map<SubjectId, { readonly view: SubjectView; readonly open: readonly Divergence[] }>();
  /** Who stated something about a subject in records that are merged: one type and agency, or `several`. */
  readonly #voices = new Map<SubjectId, string>();
  readonly #limits: readonly { readonly type: string; readonly rule: ThresholdRule }[];
  readonly #measured: ReadonlySet<string>;
  /** Subject that carries limits, or may → subjects that mention it. */
  readonly #mentioned = new Map<string, Set<SubjectId>>();

  constructor(core: NodeCore, of: { readonly declarations: Declarations; readonly asks: AskBook }) {
    this.#core = core;
    this.#declarations = of.declarations;
    this.#asks = of.asks;
    this.#limits = [...of.declarations].flatMap(([type, { triggers }]) =>
      (triggers ?? []).flatMap((rule) => (rule.kind === 'threshold' ? [{ type, rule }] : [])),
    );
    this.#measured = new Set(this.#limits.flatMap(({ rule }) => Object.values(rule.measures).map(({ type }) => type)));
  }

  /** Whether subjects wait to be looked at. */
  get waiting(): boolean {
    return this.#changed.size > 0;
  }

  /** Takes note of a record; its subject is looked at when that can say something new. */
  changed(said: Said, live: boolean): void {
    const declared = this.#declarations.get(said.type);
    const merged = declared?.fold !== undefined;
    const before = this.#voices.get(said.subject);
    const voice = `${said.type}/${said.issuer}`;
    if (merged && before !== voice) this.#voices.set(said.subject, before === undefined ? voice : several);
    if (this.#measured.has(said.type)) {
      for (const id of mentionsOf(said, this.#declarations)) {
        if (id === said.subject) continue;
        const from = this.#mentioned.get(id) ?? new Set<SubjectId>();
        from.add(said.subject);
        this.#mentioned.set(id, from);
      }
    }
    const together = this.#voices.get(said.subject) === several && (live || merged);
    const alone = this.#triggers(said, before === undefined);
    if (together || alone) this.#changed.add(said.subject);
    if (live && declared?.settles !== undefined) for (const id of this.#divergent.keys()) this.#changed.add(id);
    if (live && declared?.moves !== undefined) for (const id of this.#divergent.keys()) this.#changed.add(id);
  }

  /** Whether the record can open, or close, a question or reach a limit: the first of a subject by itself alone, a later one with the others. */
  #triggers(said: Said, first: boolean): boolean {
    const rules = this.#declarations.get(said.type)?.triggers ?? [];
    const asks = rules.some((rule) => rule.kind === 'ask' && (!first || meets(rule.when, said.fields)));
    const measures = this.#limits.flatMap(({ rule }) => Object.values(rule.measures)).filter(({ type }) => type === said.type);
    return (
      asks || rules.some((rule) => rule.kind === 'threshold') || measures.some(({ value }) => valueAt(value, said.fields) !== undefined)
    );
  }

  /** Looks at some of the subjects that changed. */
  async look(): Promise<void> {
    const subjects = [...this.#changed].slice(0, subjectsATurn);
    for (const subject of subjects) {
      this.#changed.delete(subject);
      const folded = await foldSubject(this.#core, subject, { readable: false });
      if (folded === undefined) continue;
      this.#divergence(folded.view);
      this.#asks.look(folded.view, this.#core.nowMs());
      this.#answered(folded.view);
      await this.#reach(folded.view);
    }
  }

  /** Divergences that no joint decision closed, by subject. */
  divergent(): readonly { readonly view: SubjectView; readonly open: readonly Divergence[] }[] {
    return [...this.#divergent.values()];
  }

  #divergence(view: SubjectView): void {
    const open = view.types.flatMap(({ divergence }) =>
      divergence.filter((one) => one.settlement === undefined || one.settlement.awaits.length > 0),
    );
    const { subject } = view;
    const before = this.#divergent.get(subject)?.open ?? [];
    if (open.length > 0) this.#divergent.set(subject, { view, open });
    else this.#divergent.delete(subject);
    for (const { type, unit, path, values } of open) {
      const agencies = values.map(({ agency }) => agency).join(', ');
      this.#core.alarms.raise('divergent', `${agencies} differ on ${unit}${path === '' ? '' : ` ${path}`} of the same ${type}`, {
        ...{ subject, type, unit, path },
        record: subject,
      });
    }
    const stands = (one: Divergence) => open.some((other) => other.type === one.type && other.unit === one.unit && other.path === one.path);
    for (const one of before)
      if (!stands(one)) this.#core.alarms.clear('divergent', { subject, type: one.type, unit: one.unit, path: one.path });
    if (open.length === 0) this.#core.alarms.clear('divergent', { subject });
  }

  /** The alarm of a question that needs no answer any more ends. */
  #answered(view: SubjectView): void {
    if (!this.#asks.open().some((asked) => asked.subject === view.subject))
      this.#core.alarms.clear('asked-again', { subject: view.subject });
  }

  async #reach(view: SubjectView): Promise<void> {
    const carriers = new Set<SubjectId>();
    if (view.types.some(({ type }) => this.#limits.some((limit) => limit.type === type))) carriers.add(view.subject);
    for (const [id, from] of this.#mentioned) if (from.has(view.subject)) carriers.add(id as SubjectId);
    for (const carrier of carriers) {
      const folded = carrier === view.subject ? view : (await foldSubject(this.#core, carrier, { readable: false }))?.view;
      if (folded === undefined) continue;
      const others: SubjectView[] = [];
      for (const subject of this.#mentioned.get(carrier) ?? []) {
        const other = subject === view.subject ? view : (await foldSubject(this.#core, subject, { readable: false }))?.view;
        if (other !== undefined) others.push(other);
      }
      for (const { subject, trigger, measure, group, value, limit, tell } of reachedLimits(folded, others, this.#limits))
        this.#core.alarms.raise(
          'limit-reached',
          `${trigger}: ${measure}${group === '' ? '' : ` in ${group}`} has reached ${limit}; ${String(tell ?? 'the authority')} decides`,
          { subject, record: subject, trigger, measure, group, value, ...(tell === undefined ? {} : { tell }) },
        );
    }
  }
}
