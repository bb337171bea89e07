import { compareMarks, type Label, type NationalMark, tlps } from './label.ts';

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return [...new Set([...a, ...b])].sort();
}

const isStar = (set: readonly string[]): boolean => set.length === 1 && set[0] === '*';

/** Whether a set of readers or purposes has the element: by star, by name, or (for a desk) by its agency. */
export function covers(set: readonly string[], element: string): boolean {
  if (set.includes(element) || isStar(set)) return true;
  const slash = element.indexOf('/');
  return slash > 0 && set.includes(element.slice(0, slash));
}

function intersection(a: readonly string[], b: readonly string[]): readonly string[] {
  if (isStar(a)) return b;
  if (isStar(b)) return a;
  const both = new Set<string>();
  for (const element of a) if (covers(b, element)) both.add(element);
  for (const element of b) if (covers(a, element)) both.add(element);
  return [...both].sort();
}

const subset = (a: readonly string[], b: readonly string[]): boolean => a.every((element) => b.includes(element));

/** Every element of `b` is covered by `a`; a star is covered by a star only. */
const reaches = (a: readonly string[], b: readonly string[]): boolean => isStar(a) || (!isStar(b) && b.every((e) => covers(a, e)));

function earlier(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined) return b;
  return b === undefined || a < b ? a : b;
}

const notLater = (a: string | undefined, b: string | undefined): boolean => b === undefined || (a !== undefined && a <= b);

function bothMarks(a: readonly NationalMark[], b: readonly NationalMark[]): readonly NationalMark[] {
  if (a.length === 0) return b;
  const added = b.filter((mark) => !a.some((other) => compareMarks(mark, other) === 0));
  return added.length === 0 ? a : [...a, ...added].sort(compareMarks);
}

/** The least label that restricts as much as both (least upper bound): the label in force on a unit is `join(record, unit)`. National marks are united, verbatim. */
export function join(a: Label, b: Label): Label {
  const rev = earlier(a.rev, b.rev);
  const exp = earlier(a.exp, b.exp);
  return {
    lvl: a.lvl >= b.lvl ? a.lvl : b.lvl,
    cav: union(a.cav, b.cav),
    hdl: union(a.hdl, b.hdl),
    rel: intersection(a.rel, b.rel),
    pur: intersection(a.pur, b.pur),
    tlp: tlps.indexOf(a.tlp) >= tlps.indexOf(b.tlp) ? a.tlp : b.tlp,
    own: union(a.own, b.own),
    orcon: a.orcon || b.orcon,
    ...(rev === undefined ? {} : { rev }),
    ...(exp === undefined ? {} : { exp }),
    nat: bothMarks(a.nat, b.nat),
  };
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
