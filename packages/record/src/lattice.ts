import { compareMarks, type Label, type NationalMark, tlps } from './label.ts';

// These run for every unit of every release, so they allocate only when neither side already is the answer.
function subset(a: readonly string[], b: readonly string[]): boolean {
  for (const element of a) if (!b.includes(element)) return false;
  return true;
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  if (subset(b, a)) return a;
  if (subset(a, b)) return b;
  return [...a, ...b.filter((element) => !a.includes(element))].sort();
}

const isStar = (set: readonly string[]): boolean => set.length === 1 && set[0] === '*';

/** Whether a set of readers or purposes has the element: by star, by name, or (for a desk) by its agency. */
export function covers(set: readonly string[], element: string): boolean {
  if (set.includes(element) || isStar(set)) return true;
  const slash = element.indexOf('/');
  return slash > 0 && set.includes(element.slice(0, slash));
}

/** Every element of `b` is covered by `a`; a star is covered by a star only. */
function reaches(a: readonly string[], b: readonly string[]): boolean {
  if (isStar(a)) return true;
  if (isStar(b)) return false;
  for (const element of b) if (!covers(a, element)) return false;
  return true;
}

function intersection(a: readonly string[], b: readonly string[]): readonly string[] {
  if (reaches(a, b)) return b;
  if (reaches(b, a)) return a;
  const both = a.filter((element) => covers(b, element));
  for (const element of b) if (!both.includes(element) && covers(a, element)) both.push(element);
  return both.sort();
}

function earlier(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined) return b;
  return b === undefined || a < b ? a : b;
}

const notLater = (a: string | undefined, b: string | undefined): boolean => b === undefined || (a !== undefined && a <= b);

function bothMarks(a: readonly NationalMark[], b: readonly NationalMark[]): readonly NationalMark[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const added = b.filter((mark) => !a.some((other) => compareMarks(mark, other) === 0));
  return added.length === 0 ? a : [...a, ...added].sort(compareMarks);
}

/** The least label that restricts as much as both (least upper bound): the label in force on a unit is `join(record, unit)`. National marks are united, verbatim. */
export function join(a: Label, b: Label): Label {
  const rev = earlier(a.rev, b.rev);
  const exp = earlier(a.exp, b.exp);
  const joined: Label = {
    lvl: a.lvl >= b.lvl ? a.lvl : b.lvl,
    cav: union(a.cav, b.cav),
    hdl: union(a.hdl, b.hdl),
    rel: intersection(a.rel, b.rel),
    pur: intersection(a.pur, b.pur),
    tlp: tlps.indexOf(a.tlp) >= tlps.indexOf(b.tlp) ? a.tlp : b.tlp,
    own: union(a.own, b.own),
    orcon: a.orcon || b.orcon,
    nat: bothMarks(a.nat, b.nat),
  };
  if (rev !== undefined) Object.assign(joined, { rev });
  if (exp !== undefined) Object.assign(joined, { exp });
  return joined;
}

/** Whether `a` restricts no more than `b`, in every component: a derived record's label must be ≥ the join of its sources' (RC5). */
export function leq(a: Label, b: Label): boolean {
  return (
    a.lvl <= b.lvl &&
    subset(a.cav, b.cav) &&
    subset(a.hdl, b.hdl) &&
    reaches(a.rel, b.rel) &&
    reaches(a.pur, b.pur) &&
    tlps.indexOf(a.tlp) <= tlps.indexOf(b.tlp) &&
    subset(a.own, b.own) &&
    (!a.orcon || b.orcon) &&
    notLater(b.rev, a.rev) &&
    notLater(b.exp, a.exp) &&
    a.nat.every((mark) => b.nat.some((other) => compareMarks(mark, other) === 0))
  );
}
