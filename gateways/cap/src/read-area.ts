import { parseDecimal, scaleDecimal, shown } from '@wasl/gateway-kit';
import type { CapArea, CapCircle, CapPoint } from './document.ts';
import { type Collector, type Found, leafText, readSequence, refuseAt } from './element-reader.ts';
import { allNamed, requiredText } from './read-values.ts';

const maxPoints = 20_000;
const maxRadiusKm = 20_038;

function withinDegrees(text: string, limit: number): boolean {
  const scaled = scaleDecimal(text, 9);
  return scaled !== undefined && Math.abs(scaled.value) <= limit * 1e9;
}

function parsePoint(pair: string): CapPoint | undefined {
  const [latText, lonText, ...rest] = pair.split(',');
  if (latText === undefined || lonText === undefined || rest.length > 0) return undefined;
  const lat = parseDecimal(latText);
  const lon = parseDecimal(lonText);
  if (lat === undefined || lon === undefined) return undefined;
  return withinDegrees(lat, 90) && withinDegrees(lon, 180) ? { lat, lon } : undefined;
}

function samePoint(a: CapPoint | undefined, b: CapPoint | undefined): boolean {
  return a !== undefined && b !== undefined && a.lat === b.lat && a.lon === b.lon;
}

/**
 * Notes a ring that comes back to a point it has left, or that has no inside; judged at 1e-7 degrees, the resolution of records.
 * Consecutive repetitions are a finding only.
 */
function checkRing(points: readonly CapPoint[], path: string, collector: Collector): void {
  const grid = points.map((point) => [scaleDecimal(point.lat, 7)?.value ?? 0, scaleDecimal(point.lon, 7)?.value ?? 0] as const);
  const [lat0, lon0] = grid[0] ?? [0, 0];
  const seen = new Set<string>();
  let area = 0;
  let repeated = false;
  for (let at = 0; at + 1 < grid.length; at += 1) {
    const [lat, lon] = grid[at] ?? [0, 0];
    const [nextLat, nextLon] = grid[at + 1] ?? [0, 0];
    area += (lat - lat0) * (nextLon - lon0) - (nextLat - lat0) * (lon - lon0);
    if (lat === nextLat && lon === nextLon) {
      repeated = true;
      continue;
    }
    const key = `${lat},${lon}`;
    if (seen.has(key)) {
      const { lat: latText = '', lon: lonText = '' } = points[at] ?? {};
      refuseAt(collector, 'cap-polygon-touches', path, `passes ${latText},${lonText} twice`);
      return;
    }
    seen.add(key);
  }
  if (seen.size < 3 || area === 0) refuseAt(collector, 'cap-polygon', path, 'the ring has no inside');
  else if (repeated) collector.findings.push({ path, reason: 'polygon-point-repeated' });
  if (crosses(points)) collector.findings.push({ path, reason: 'polygon-crosses' });
}

const maxCrossingPoints = 300;

/** Whether two edges of a ring of at most 300 points properly cross; longer rings are not looked at, so that time stays bounded. */
function crosses(points: readonly CapPoint[]): boolean {
  if (points.length > maxCrossingPoints) return false;
  const x = points.map((point) => Number(point.lon));
  const y = points.map((point) => Number(point.lat));
  const at = (values: readonly number[], index: number): number => values[index] ?? 0;
  const side = (a: number, b: number, c: number): number =>
    Math.sign((at(x, b) - at(x, a)) * (at(y, c) - at(y, a)) - (at(y, b) - at(y, a)) * (at(x, c) - at(x, a)));
  for (let i = 0; i + 1 < points.length; i += 1) {
    for (let j = i + 2; j + 1 < points.length; j += 1) {
      if (side(i, i + 1, j) * side(i, i + 1, j + 1) < 0 && side(j, j + 1, i) * side(j, j + 1, i + 1) < 0) return true;
    }
  }
  return false;
}

function readPolygon(found: Found, collector: Collector): CapPoint[] {
  const text = leafText(found, collector).trim();
  const pairs = text === '' ? [] : text.split(/\s+/);
  if (pairs.length < 4) {
    refuseAt(collector, 'cap-polygon', found.path, `${pairs.length} pairs, at least 4`);
    return [];
  }
  if (pairs.length > maxPoints) {
    refuseAt(collector, 'cap-polygon', found.path, `${pairs.length} pairs, at most ${maxPoints}`);
    return [];
  }
  const points: CapPoint[] = [];
  for (const pair of pairs) {
    const point = parsePoint(pair);
    if (point === undefined) {
      refuseAt(collector, 'cap-polygon', found.path, `${JSON.stringify(shown(pair))} is not lat,lon in degrees within range`);
      return [];
    }
    points.push(point);
  }
  if (!samePoint(points[0], points.at(-1))) refuseAt(collector, 'cap-polygon', found.path, 'the last pair is not the first');
  else checkRing(points, found.path, collector);
  return points;
}

function readCircle(found: Found, collector: Collector): CapCircle | undefined {
  const text = leafText(found, collector).trim();
  const [pair = '', radius = '', ...rest] = text.split(/\s+/);
  const point = parsePoint(pair);
  const radiusKm = parseDecimal(radius);
  if (point === undefined || radiusKm === undefined || rest.length > 0 || Number(radiusKm) < 0 || Number(radiusKm) > maxRadiusKm) {
    refuseAt(collector, 'cap-circle', found.path, `${JSON.stringify(shown(text))}, wanted lat,lon radius in kilometres`);
    return undefined;
  }
  return { ...point, radiusKm };
}

function readFeet(groups: ReadonlyMap<string, readonly Found[]>, name: string, collector: Collector): string | undefined {
  const found = groups.get(name)?.[0];
  if (found === undefined) return undefined;
  const text = leafText(found, collector).trim();
  const value = parseDecimal(text);
  if (value === undefined || scaleDecimal(value, 3) === undefined) {
    refuseAt(collector, 'cap-number', found.path, `${JSON.stringify(shown(text))} is not a decimal of feet`);
    return undefined;
  }
  return value;
}

/** One `area` block (CAP 1.2 §3.2.4). */
export function readArea(found: Found, collector: Collector): CapArea {
  const groups = readSequence(
    found,
    [
      { name: 'areaDesc', min: 1, max: 1 },
      { name: 'polygon', min: 0, max: 256 },
      { name: 'circle', min: 0, max: 256 },
      { name: 'geocode', min: 0, max: 1024 },
      { name: 'altitude', min: 0, max: 1 },
      { name: 'ceiling', min: 0, max: 1 },
    ],
    collector,
  );
  const altitude = readFeet(groups, 'altitude', collector);
  const ceiling = readFeet(groups, 'ceiling', collector);
  if (ceiling !== undefined && altitude === undefined && !groups.has('altitude')) {
    refuseAt(collector, 'cap-missing-element', `${found.path}/altitude`, 'ceiling stands without altitude');
  }
  return {
    desc: requiredText(groups, 'areaDesc', collector),
    polygons: (groups.get('polygon') ?? []).map((polygon) => readPolygon(polygon, collector)),
    circles: (groups.get('circle') ?? []).flatMap((circle) => readCircle(circle, collector) ?? []),
    geocodes: allNamed(groups, 'geocode', collector),
    ...(altitude === undefined ? {} : { altitude }),
    ...(ceiling === undefined ? {} : { ceiling }),
  };
}
