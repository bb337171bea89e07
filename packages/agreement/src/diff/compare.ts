import type { AgreedObligation, Agreement, Permit } from '../document.ts';
import { caveatsOf, type Domain, domainOf, maxCaveats } from '../prove/domain.ts';
import { type Count, releasesOf } from '../prove/enumerate.ts';
import { releasing } from '../prove/model.ts';
import type { Point } from '../prove/point.ts';
import { solveDifference } from '../prove/solve.ts';
import type { Change, DiffFindings, DutyChange } from './report.ts';

/** The same question put to another version: what a document says of type and agencies comes from that document. */
function pointIn(agreement: Agreement, point: Point): Point {
  const reader = agreement.agencies.find((each) => each.agency === point.reader.agency);
  return {
    ...point,
    topic: agreement.topics.find((each) => each.types.includes(point.type))?.topic,
    issuerFunction: agreement.agencies.find((each) => each.agency === point.issuer)?.function,
    reader:
      reader === undefined ? { agency: point.reader.agency } : { agency: reader.agency, function: reader.function, party: reader.party },
  };
}

function limitOf(duty: AgreedObligation | undefined): number | undefined {
  return duty?.days ?? duty?.minutes ?? duty?.seconds;
}

/** Of several duties of one type in a clause the strictest counts: the longest delay, the shortest of everything else. */
function strictest(clause: Permit, type: string): AgreedObligation | undefined {
  const sign = type === 'delay' ? -1 : 1;
  return clause.obligations
    .filter((each) => each.type === type)
    .toSorted((a, b) => sign * ((limitOf(a) ?? 0) - (limitOf(b) ?? 0)))
    .at(0);
}

/** How the duties of a release differ when the clause that decides it changes; `coarsen` shows as what goes, not here. */
export function dutyChanges(before: Permit, after: Permit): readonly DutyChange[] {
  const types = new Set([...before.obligations, ...after.obligations].map((each) => each.type).filter((type) => type !== 'coarsen'));
  return [...types].flatMap((duty): DutyChange[] => {
    const [old, next] = [strictest(before, duty), strictest(after, duty)];
    const row = { before: before.id, after: after.id, duty };
    if (old === undefined) return [{ ...row, kind: 'added', direction: 'narrower', ...numbers(undefined, limitOf(next)) }];
    if (next === undefined) return [{ ...row, kind: 'dropped', direction: 'wider', ...numbers(limitOf(old), undefined) }];
    const [was, is] = [limitOf(old), limitOf(next)];
    if (was === is) return [];
    const longer = (is ?? 0) > (was ?? 0);
    return [{ ...row, kind: 'changed', direction: longer === (duty === 'delay') ? 'narrower' : 'wider', ...numbers(was, is) }];
  });
}

function numbers(old: number | undefined, next: number | undefined): { readonly old?: number; readonly new?: number } {
  return { ...(old === undefined ? {} : { old }), ...(next === undefined ? {} : { new: next }) };
}

interface Gathered {
  readonly clause: string;
  readonly example: Point;
  readonly sets: readonly [Set<string>, Set<string>, Set<string>, Set<string>, Set<string>];
  cases: number;
}

class Gathering {
  readonly #byClause = new Map<string, Gathered>();

  add(clause: string, point: Point, weight: number): void {
    let found = this.#byClause.get(clause);
    if (found === undefined) {
      found = { clause, example: point, sets: [new Set(), new Set(), new Set(), new Set(), new Set()], cases: 0 };
      this.#byClause.set(clause, found);
    }
    found.cases += weight;
    const names = [point.type, point.unit, point.issuer, point.reader.agency, point.purpose];
    found.sets.forEach((set, index) => {
      set.add(names[index] ?? '');
    });
  }

  changes(): readonly Change[] {
    return [...this.#byClause.values()].map(({ clause, example, cases, sets }) => {
      const [types = [], units = [], from = [], to = [], purposes = []] = sets.map((set) => [...set]);
      return { clause, types, units, from, to, purposes, cases, example };
    });
  }
}

/** What `wide` lets go and `narrow` does not; with every release of both given to `seen`. */
function wider(
  wide: Agreement,
  narrow: Agreement,
  domain: Domain,
  seen: (wide: Permit, narrow: Permit) => void,
): readonly Change[] | undefined {
  const gathering = new Gathering();
  const count: Count = { points: 0, stands: 0 };
  for (const { point, clause, weight } of releasesOf(wide, domain, count)) {
    const other = releasing(narrow, pointIn(narrow, point));
    if (other === undefined) gathering.add(clause.id, point, weight);
    else seen(clause, other);
  }
  return count.exceeded === true ? undefined : gathering.changes();
}

/**
 * What each version lets go that the other does not, and how duties differ where both do (PR13): every release of each is
 * walked over one domain for both, and z3 must agree on whether there is anything at all. Call in a process of its own.
 */
export async function compare(a: Agreement, b: Agreement, options: { readonly solver: boolean }): Promise<DiffFindings> {
  const nothing = { allows: [], forbids: [], duties: [] };
  if (caveatsOf([a, b]).length > maxCaveats) return { ...nothing, doubt: 'domain-too-large' };
  const domain = domainOf([a, b]);
  const pairs = new Map<string, readonly DutyChange[]>();
  const allows = wider(b, a, domain, (after, before) => {
    const key = `${before.id} ${after.id}`;
    if (!pairs.has(key)) pairs.set(key, dutyChanges(before, after));
  });
  const forbids = wider(a, b, domain, () => undefined);
  if (allows === undefined || forbids === undefined) return { ...nothing, doubt: 'domain-too-large' };
  if (options.solver) {
    const solved = await solveDifference(a, b);
    if (solved === 'unknown') return { ...nothing, doubt: 'solver-unknown' };
    if (solved.onlyB !== allows.length > 0 || solved.onlyA !== forbids.length > 0) return { ...nothing, doubt: 'methods-disagree' };
  }
  return { allows, forbids, duties: [...pairs.values()].flat() };
}
