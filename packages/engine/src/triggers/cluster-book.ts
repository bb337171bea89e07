import { type DeskId, isInstant, type Mode, type RecordId } from '@wasl/record';
import { amountOf, type Settings } from '../clocks/amount.ts';
import { meets } from '../condition.ts';
import type { ClusterRule, Declarations } from '../declaration.ts';
import { Acts } from '../fate.ts';
import { type Point, pointOf, within } from '../fold/compare.ts';
import { valueAt } from '../path.ts';
import type { Said } from '../said.ts';

/** Reports that belong together. `key` is made of the oldest record at its core: it may change as older reports come in, its members only grow. */
export interface Cluster {
  readonly key: string;
  readonly trigger: string;
  readonly type: string;
  readonly mode: Mode;
  readonly records: readonly RecordId[];
  readonly desks: readonly DeskId[];
  readonly fromMs: number;
  readonly toMs: number;
}

interface Report {
  readonly said: Said;
  readonly point: Point;
  readonly atMs: number;
}

interface Field {
  readonly rule: ClusterRule;
  readonly type: string;
  readonly mode: Mode;
  readonly metres: number;
  readonly seconds: number;
  readonly atLeast: number;
  readonly desks: number;
  /** Reports by cell of space and time; a neighbour is in the same cell or one beside it. */
  readonly cells: Map<string, Report[]>;
}

const unitsPerMetre = 3_600_000_000 / 40_030_228.9;

/**
 * Reports alike in space and time. A report is a core when, within the rule's distance and time of it, there are enough of them from enough desks;
 * cores near each other make one cluster. What is a cluster depends on the reports alone, not on their order; a withdrawn one counts
 * no more.
 */
export class ClusterBook {
  readonly #declarations: Declarations;
  readonly #settings: Settings;
  readonly #acts = new Acts();
  readonly #fields = new Map<string, Field>();
  readonly #known = new Set<string>();

  constructor(of: { readonly declarations: Declarations; readonly settings?: Settings }) {
    this.#declarations = of.declarations;
    this.#settings = of.settings ?? (() => undefined);
  }

  /** Takes a record in; answers the clusters that it is now part of. */
  add(said: Said): readonly Cluster[] {
    this.#acts.add(said);
    return (this.#declarations.get(said.type)?.triggers ?? []).flatMap((rule) => (rule.kind === 'cluster' ? this.#join(said, rule) : []));
  }

  #join(said: Said, rule: ClusterRule): readonly Cluster[] {
    const point = pointOf(valueAt(rule.place, said.fields));
    const at = valueAt(rule.at, said.fields);
    if (point === undefined || typeof at !== 'string' || !isInstant(at)) return [];
    if (rule.where !== undefined && !meets(rule.where, said.fields)) return [];
    const field = this.#field(said, rule);
    const report = { said, point, atMs: Date.parse(at) };
    const once = `${rule.trigger}/${said.id}`;
    if (!this.#known.has(once)) {
      this.#known.add(once);
      const cell = cellOf(report, field);
      const list = field.cells.get(cell);
      if (list === undefined) field.cells.set(cell, [report]);
      else list.push(report);
    }
    const cluster = this.#clusterAround(report, field);
    return cluster === undefined ? [] : [cluster];
  }

  #field(said: Said, rule: ClusterRule): Field {
    const key = `${said.mode}/${said.type}/${rule.trigger}`;
    const found = this.#fields.get(key);
    if (found !== undefined) return found;
    const of = { said, row: undefined, settings: this.#settings };
    const made: Field = {
      ...{ rule, type: said.type, mode: said.mode },
      metres: Math.max(1, amountOf(rule.metres, of) ?? 150),
      seconds: Math.max(1, amountOf(rule.seconds, of) ?? 3600),
      atLeast: Math.max(2, amountOf(rule.atLeast, of) ?? 4),
      desks: rule.desks === undefined ? 1 : (amountOf(rule.desks, of) ?? 1),
      cells: new Map(),
    };
    this.#fields.set(key, made);
    return made;
  }

  /** The cluster whose cores reach the report, by walking from core to core. */
  #clusterAround(start: Report, field: Field): Cluster | undefined {
    const members = new Map<RecordId, Report>();
    const cores: Report[] = [];
    const waiting = this.#near(start, field);
    const seen = new Set<RecordId>(waiting.map(({ said }) => said.id));
    for (let report = waiting.pop(); report !== undefined; report = waiting.pop()) {
      const near = this.#near(report, field);
      if (!isCore(near, field)) continue;
      cores.push(report);
      for (const one of near) {
        members.set(one.said.id, one);
        if (seen.has(one.said.id)) continue;
        seen.add(one.said.id);
        waiting.push(one);
      }
    }
    if (!members.has(start.said.id)) return undefined;
    const records = [...members.keys()].sort();
    const desks = [...new Set([...members.values()].map(({ said }) => said.author))].sort();
    const times = [...members.values()].map(({ atMs }) => atMs);
    const first = cores.reduce((a, b) => (a.atMs < b.atMs || (a.atMs === b.atMs && a.said.id < b.said.id) ? a : b));
    return {
      ...{ key: `${field.rule.trigger}/${first.said.id}`, trigger: field.rule.trigger, type: field.type, mode: field.mode, records, desks },
      fromMs: times.reduce((a, b) => Math.min(a, b)),
      toMs: times.reduce((a, b) => Math.max(a, b)),
    };
  }

  #near(of: Report, field: Field): Report[] {
    const found: Report[] = [];
    const [row, col, time] = cellParts(of, field);
    const spread = Math.min(64, Math.ceil(1 / Math.max(0.02, Math.cos((of.point.lat * Math.PI) / 1_800_000_000))));
    for (let r = row - 1; r <= row + 1; r += 1)
      for (let c = col - spread; c <= col + spread; c += 1)
        for (let t = time - 1; t <= time + 1; t += 1)
          for (const one of field.cells.get(`${r}/${c}/${t}`) ?? [])
            if (
              Math.abs(one.atMs - of.atMs) <= field.seconds * 1000 &&
              within(one.point, of.point, field.metres) &&
              !this.#acts.did(one.said, 'withdraws', 'erases', 'supersedes')
            )
              found.push(one);
    return found;
  }
}

function isCore(near: readonly Report[], field: Field): boolean {
  return near.length >= field.atLeast && new Set(near.map(({ said }) => said.author)).size >= field.desks;
}

function cellParts(report: Report, field: Field): readonly [number, number, number] {
  const size = Math.ceil(field.metres * unitsPerMetre);
  return [Math.floor(report.point.lat / size), Math.floor(report.point.lon / size), Math.floor(report.atMs / (field.seconds * 1000))];
}

function cellOf(report: Report, field: Field): string {
  return cellParts(report, field).join('/');
}
