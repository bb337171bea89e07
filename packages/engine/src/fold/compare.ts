import { isInstant, type Json } from '@wasl/record';
import type { Near } from '../declaration.ts';

type Members = { readonly [key: string]: Json };

/**
 * Paths inside two values at which they differ by more than `near` allows; `['']` when the whole differs. Of two objects only members that both
 * have are compared: what one side does not state is no difference.
 */
export function differences(a: Json, b: Json, near: Near = {}): readonly string[] {
  const found: string[] = [];
  compare(a, b, { near, path: '', found });
  return found;
}

/** Whether two values are the same within `near`. */
export function alike(a: Json, b: Json, near: Near = {}): boolean {
  return differences(a, b, near).length === 0;
}

interface Comparing {
  readonly near: Near;
  readonly path: string;
  readonly found: string[];
}

function compare(a: Json, b: Json, of: Comparing): void {
  const { near, path, found } = of;
  if (isMembers(a) && isMembers(b)) {
    const points = near.metres === undefined ? undefined : pointsOf(a, b);
    if (points !== undefined && !within(points[0], points[1], near.metres ?? 0)) found.push(path);
    for (const key of Object.keys(a).sort()) {
      const [left, right] = [a[key], b[key]];
      if (left === undefined || right === undefined || !Object.hasOwn(b, key) || near.ignore?.includes(key)) continue;
      if (points !== undefined && (key === 'lat' || key === 'lon')) continue;
      compare(left, right, { ...of, path: path === '' ? key : `${path}/${key}` });
    }
  } else if (!sameLeaf(a, b, near)) found.push(path);
}

function sameLeaf(a: Json, b: Json, near: Near): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= (near.by ?? 0);
  if (typeof a === 'string' && typeof b === 'string' && near.seconds !== undefined && isInstant(a) && isInstant(b))
    return Math.abs(Date.parse(a) - Date.parse(b)) <= near.seconds * 1000;
  if (Array.isArray(a) && Array.isArray(b)) return sameList(a as readonly Json[], b as readonly Json[], near);
  return same(a, b);
}

function sameList(a: readonly Json[], b: readonly Json[], near: Near): boolean {
  if (near.set === true)
    return a.every((one) => b.some((other) => alike(one, other, near))) && b.every((one) => a.some((other) => alike(one, other, near)));
  return a.length === b.length && a.every((one, i) => alike(one, b[i] ?? null, near));
}

/** Whether two values are equal to the last member. */
export function same(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Members, b as Members];
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && same(left[key] ?? null, right[key] ?? null))
  );
}

/** A value's text with keys in order: the same for equal values. */
export function textOf(value: Json): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function isMembers(value: Json): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A point in 1e-7 degrees. */
export interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** The point that a value holds, if it holds one. */
export function pointOf(value: Json | undefined): Point | undefined {
  if (value === undefined || !isMembers(value)) return undefined;
  const { lat, lon } = value;
  return typeof lat === 'number' && typeof lon === 'number' ? { lat, lon } : undefined;
}

function pointsOf(a: Members, b: Members): readonly [Point, Point] | undefined {
  const [left, right] = [pointOf(a), pointOf(b)];
  return left === undefined || right === undefined ? undefined : [left, right];
}

const metresPerUnit = 40_030_228.9 / 3_600_000_000;

/** Whether two points are within so many metres of each other, on a plane that is good to some tenths of a percent at this size. */
export function within(a: Point, b: Point, metres: number): boolean {
  const north = (a.lat - b.lat) * metresPerUnit;
  let turn = Math.abs(a.lon - b.lon);
  if (turn > 1_800_000_000) turn = 3_600_000_000 - turn;
  const east = turn * metresPerUnit * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 1_800_000_000);
  return north * north + east * east <= metres * metres;
}
