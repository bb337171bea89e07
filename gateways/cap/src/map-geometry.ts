import { type Loss, scaleDecimal, unscaleDecimal } from '@wasl/gateway-kit';
import type { CapCircle, CapPoint } from './document.ts';

/** A point in 1e-7 degrees. */
export interface GridPoint {
  readonly lat: number;
  readonly lon: number;
}

const degree = 10_000_000;

function scaled(decimal: string, digits: number, losses: { count: number }): number {
  const result = scaleDecimal(decimal, digits) ?? { value: 0, exact: false };
  if (!result.exact) losses.count += 1;
  return result.value;
}

/** A ring as flat integers `[lat, lon, …]` in 1e-7 degrees; rounding of any of its numbers is one loss line with their count. */
export function mapRing(points: readonly CapPoint[], path: string, losses: Loss[]): number[] {
  const rounded = { count: 0 };
  const ring = points.flatMap((point) => [scaled(point.lat, 7, rounded), scaled(point.lon, 7, rounded)]);
  if (rounded.count > 0)
    losses.push({ path, value: `${rounded.count} of ${ring.length} numbers, by at most 5e-8 degrees`, reason: 'coordinate-rounded' });
  return ring;
}

/** A circle with centre in 1e-7 degrees and radius in millimetres. */
export function mapCircle(circle: CapCircle, path: string, losses: Loss[]): GridPoint & { readonly radiusMm: number } {
  const rounded = { count: 0 };
  const mapped = {
    lat: scaled(circle.lat, 7, rounded),
    lon: scaled(circle.lon, 7, rounded),
    radiusMm: scaled(circle.radiusKm, 6, rounded),
  };
  if (rounded.count > 0) losses.push({ path, value: `${circle.lat},${circle.lon} ${circle.radiusKm}`, reason: 'coordinate-rounded' });
  return mapped;
}

/** Feet as thousandths of a foot. */
export function mapFeet(feet: string, path: string, losses: Loss[]): number {
  const rounded = { count: 0 };
  const value = scaled(feet, 3, rounded);
  if (rounded.count > 0) losses.push({ path, value: feet, reason: 'number-rounded' });
  return value;
}

/** The points that a flat ring stands for. */
export function unmapRing(ring: readonly number[]): CapPoint[] {
  const points: CapPoint[] = [];
  for (let at = 0; at + 1 < ring.length; at += 2) {
    points.push({ lat: unscaleDecimal(ring[at] ?? 0, 7), lon: unscaleDecimal(ring[at + 1] ?? 0, 7) });
  }
  return points;
}

function turn(origin: GridPoint, a: GridPoint, b: GridPoint): number {
  return (a.lon - origin.lon) * (b.lat - origin.lat) - (a.lat - origin.lat) * (b.lon - origin.lon);
}

function halfHull(points: readonly GridPoint[]): GridPoint[] {
  const hull: GridPoint[] = [];
  for (const point of points) {
    for (;;) {
      const last = hull.at(-1);
      const before = hull.at(-2);
      if (last === undefined || before === undefined || turn(before, last, point) > 0) break;
      hull.pop();
    }
    hull.push(point);
  }
  hull.pop();
  return hull;
}

const maxHullPoints = 512;

function boxOf(points: readonly GridPoint[]): GridPoint[] {
  const ends = (values: readonly number[]) => [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))] as const;
  const [south, north] = ends(points.map((point) => point.lat));
  const [west, east] = ends(points.map((point) => point.lon));
  return [
    { lat: south, lon: west },
    { lat: south, lon: east },
    { lat: north, lon: east },
    { lat: north, lon: west },
  ];
}

/**
 * A small ring around a flat ring, closed: its convex hull, or its box when the hull has more than 512 points. It covers everything the
 * ring covers, so nobody who was warned is left out.
 */
export function coverOf(ring: readonly number[]): number[] {
  const points: GridPoint[] = [];
  for (let at = 0; at + 1 < ring.length; at += 2) points.push({ lat: ring[at] ?? 0, lon: ring[at + 1] ?? 0 });
  points.sort((a, b) => a.lon - b.lon || a.lat - b.lat);
  const convex = [...halfHull(points), ...halfHull(points.toReversed())];
  const hull = convex.length > maxHullPoints ? boxOf(points) : convex;
  const [first] = hull;
  return (first === undefined ? hull : [...hull, first]).flatMap((point) => [point.lat, point.lon]);
}

/** The middle of the box around points; a box wider than half the earth is taken across the 180° meridian. */
export function middleOf(points: readonly GridPoint[]): GridPoint | undefined {
  if (points.length === 0) return undefined;
  const middle = (values: readonly number[]): number =>
    Math.floor((values.reduce((a, b) => Math.min(a, b)) + values.reduce((a, b) => Math.max(a, b))) / 2);
  const lons = points.map((point) => point.lon);
  const wide = lons.reduce((a, b) => Math.max(a, b)) - lons.reduce((a, b) => Math.min(a, b)) > 180 * degree;
  const lon = middle(wide ? lons.map((value) => (value < 0 ? value + 360 * degree : value)) : lons);
  return { lat: middle(points.map((point) => point.lat)), lon: lon > 180 * degree ? lon - 360 * degree : lon };
}

/** A rectangle of degrees, as a reader of a region would know it: `[south, west, north, east]`. */
export type HomeBox = readonly [number, number, number, number];

/** Rough boxes of Morocco, the United Kingdom, Spain and Portugal with their islands; used for a finding only, never to refuse. */
export const homeBoxes: readonly HomeBox[] = [
  [20.5, -17.5, 36.1, -0.9],
  [49.0, -9.0, 61.0, 2.2],
  [27.5, -18.3, 44.0, 4.5],
  [30.0, -31.5, 42.3, -6.0],
];

/** Whether a ring lies in no home box but would with latitude and longitude exchanged: the classic mistake of `lon,lat` order. */
export function looksExchanged(points: readonly CapPoint[], boxes: readonly HomeBox[]): boolean {
  const inside = (exchanged: boolean) =>
    boxes.some(([south, west, north, east]) =>
      points.every((point) => {
        const lat = Number(exchanged ? point.lon : point.lat);
        const lon = Number(exchanged ? point.lat : point.lon);
        return lat >= south && lat <= north && lon >= west && lon <= east;
      }),
    );
  return points.length > 0 && !inside(false) && inside(true);
}
