import type { AgencyId, Json, RecordId } from '@wasl/record';
import type { MergeRule, Near } from '../declaration.ts';
import { differences, same, textOf } from './compare.ts';
import type { Divergence, MergedUnit, MergedValue, StatedUnit } from './view.ts';

/** One agency's statement of the unit that is merged. */
export interface Voice {
  readonly agency: AgencyId;
  readonly stated: StatedUnit;
}

/** Merges the voices on one unit, one an agency. `owner` opened the subject. */
export function mergeUnit(unit: string, voices: readonly Voice[], of: { readonly rule: MergeRule; readonly owner: AgencyId }): MergedUnit {
  const ordered = [...voices].sort(newestFirst);
  return { unit, merge: of.rule.merge, value: shown(ordered, of), values: grouped(ordered) };
}

/** What is divergent in the voices on one unit, by path; none for rules under which each speaks for itself. */
export function divergenceOf(
  type: string,
  unit: string,
  of: { readonly voices: readonly Voice[]; readonly rule: MergeRule },
): readonly Divergence[] {
  const { voices, rule } = of;
  if (voices.length < 2) return [];
  switch (rule.merge) {
    case 'each':
    case 'newest':
    case 'owner':
      return [];
    case 'same':
    case 'highest':
      return pathsApart(voices, rule.near).map((path) => divergence(type, unit, { path, voices }));
    case 'union':
      return rule.key === undefined ? [] : unionApart(type, unit, { voices, key: rule.key, near: rule.near });
  }
}

function newestFirst(a: Voice, b: Voice): number {
  if (a.stated.hlc !== b.stated.hlc) return a.stated.hlc < b.stated.hlc ? 1 : -1;
  return a.stated.record === b.stated.record ? 0 : a.stated.record < b.stated.record ? 1 : -1;
}

function shown(ordered: readonly Voice[], of: { readonly rule: MergeRule; readonly owner: AgencyId }): Json {
  const newest = ordered[0]?.stated.value ?? null;
  switch (of.rule.merge) {
    case 'each':
    case 'same':
    case 'newest':
      return newest;
    case 'owner':
      return ordered.find((voice) => voice.agency === of.owner)?.stated.value ?? newest;
    case 'union':
      return union(ordered, of.rule.key);
    case 'highest':
      return ordered.map((voice) => voice.stated.value).reduce(highest, newest);
  }
}

/** Elements of all lists, newest voice first; with a key, the newest element of each key. Sorted, so that only the set counts. */
function union(ordered: readonly Voice[], key: string | undefined): Json {
  const elements = new Map<string, Json>();
  for (const { stated } of ordered) {
    for (const element of listOf(stated.value)) {
      const name = (key === undefined ? undefined : keyOf(element, key)) ?? textOf(element);
      if (!elements.has(name)) elements.set(name, element);
    }
  }
  return [...elements].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, element]) => element);
}

function highest(a: Json, b: Json): Json {
  if (typeof a === 'number' && typeof b === 'number') return Math.max(a, b);
  if (!isMembers(a) || !isMembers(b)) return a;
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return Object.fromEntries(keys.map((name) => [name, highest(a[name] ?? b[name] ?? null, b[name] ?? a[name] ?? null)]));
}

function grouped(ordered: readonly Voice[]): readonly MergedValue[] {
  const groups: { value: Json; agencies: AgencyId[]; records: RecordId[] }[] = [];
  for (const { agency, stated } of ordered) {
    const group = groups.find((one) => same(one.value, stated.value));
    if (group === undefined) groups.push({ value: stated.value, agencies: [agency], records: [stated.record] });
    else {
      group.agencies.push(agency);
      group.records.push(stated.record);
    }
  }
  return groups.map((group) => ({ ...group, agencies: group.agencies.sort(), records: group.records.sort() }));
}

/** Paths at which any two voices differ. */
function pathsApart(voices: readonly Voice[], near: Near | undefined): readonly string[] {
  const paths = new Set<string>();
  for (const [i, a] of voices.entries())
    for (const b of voices.slice(i + 1)) for (const path of differences(a.stated.value, b.stated.value, near)) paths.add(path);
  return [...paths].sort();
}

function unionApart(
  type: string,
  unit: string,
  of: { readonly voices: readonly Voice[]; readonly key: string; readonly near: Near | undefined },
): readonly Divergence[] {
  const byKey = new Map<string, Voice[]>();
  for (const voice of of.voices) {
    for (const element of listOf(voice.stated.value)) {
      const name = keyOf(element, of.key);
      if (name === undefined) continue;
      const row = { agency: voice.agency, stated: { ...voice.stated, value: element } };
      const rows = byKey.get(name);
      if (rows === undefined) byKey.set(name, [row]);
      else if (!rows.some((one) => one.agency === voice.agency)) rows.push(row);
    }
  }
  return [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, voices]) =>
      pathsApart(voices, of.near).map((path) =>
        divergence(type, unit, { path: path === '' ? `[${of.key}=${name}]` : `[${of.key}=${name}]/${path}`, voices, inside: path }),
      ),
    );
}

function divergence(
  type: string,
  unit: string,
  of: { readonly path: string; readonly voices: readonly Voice[]; readonly inside?: string },
): Divergence {
  const inside = of.inside ?? of.path;
  const values = of.voices.flatMap(({ agency, stated }) => {
    const value = inside === '' ? stated.value : memberAt(stated.value, inside);
    return value === undefined ? [] : [{ agency, record: stated.record, value }];
  });
  const since = of.voices.map((voice) => voice.stated.hlc).reduce((a, b) => (a > b ? a : b), '');
  return { type, unit, path: of.path, values: values.sort((a, b) => (a.agency < b.agency ? -1 : 1)), since };
}

function memberAt(value: Json, path: string): Json | undefined {
  let at: Json | undefined = value;
  for (const part of path.split('/')) at = at !== undefined && isMembers(at) && Object.hasOwn(at, part) ? at[part] : undefined;
  return at;
}

function keyOf(element: Json, key: string): string | undefined {
  const value = isMembers(element) ? element[key] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function isMembers(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
