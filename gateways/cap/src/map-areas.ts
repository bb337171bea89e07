import type { Finding, Loss } from '@wasl/gateway-kit';
import { canonicalText, type Json } from '@wasl/record';
import { type BlockLanguage, blocksOf, foldText } from './block-rule.ts';
import type { CapArea, CapInfo, CapNamed, CapResource } from './document.ts';
import { coverOf, type GridPoint, type HomeBox, looksExchanged, mapCircle, mapFeet, mapRing, middleOf } from './map-geometry.ts';

type Members = { readonly [key: string]: Json };

/** An item with a text in one language beside its coded members. */
interface Described {
  readonly desc: string;
  readonly coded: Members;
}

/** Names and values as a record has them. */
export function namedJson(pairs: readonly CapNamed[]): Json {
  return pairs.map(({ name, value }) => ({ name, value }));
}

function foldDescribed(blocks: readonly (readonly Described[])[], languages: readonly BlockLanguage[]): Json | undefined {
  if (blocks.every((items) => items.length === 0)) return undefined;
  const apart: Json = { blocks: blocks.map((items) => (items.length === 0 ? null : items.map(({ desc, coded }) => ({ desc, ...coded })))) };
  const [first] = blocks;
  if (first === undefined || blocks.some((items) => items.length !== first.length)) return apart;
  const joined: Json[] = [];
  for (const [index, item] of first.entries()) {
    const text = canonicalText(item.coded);
    if (blocks.some((items) => canonicalText(items[index]?.coded ?? null) !== text)) return apart;
    const desc = foldText(
      blocks.map((items) => items[index]?.desc),
      languages,
    );
    if (desc === undefined || blocksOf(desc) !== undefined) return apart;
    joined.push({ desc, ...item.coded });
  }
  return joined;
}

function codedArea(area: CapArea, path: string, losses: Loss[]): Members {
  const polygons = area.polygons.map((points, index) => mapRing(points, `${path}/polygon[${index + 1}]`, losses));
  const circles = area.circles.map((circle, index) => ({ ...mapCircle(circle, `${path}/circle[${index + 1}]`, losses) }));
  return {
    ...(polygons.length === 0 ? {} : { polygons }),
    ...(circles.length === 0 ? {} : { circles }),
    ...(area.geocodes.length === 0 ? {} : { geocodes: namedJson(area.geocodes) }),
    ...(area.altitude === undefined ? {} : { altitudeFeetE3: mapFeet(area.altitude, `${path}/altitude`, losses) }),
    ...(area.ceiling === undefined ? {} : { ceilingFeetE3: mapFeet(area.ceiling, `${path}/ceiling`, losses) }),
  };
}

function pointsOf(coded: Members): GridPoint[] {
  const rings = (coded['polygons'] ?? []) as readonly (readonly number[])[];
  const points = rings.flatMap((ring) => ring.flatMap((lat, at) => (at % 2 === 0 ? [{ lat, lon: ring[at + 1] ?? 0 }] : [])));
  return [...points, ...((coded['circles'] ?? []) as unknown as readonly GridPoint[])];
}

function withCovers(coded: Members, threshold: number, path: string, losses: Loss[]): Members {
  const rings = (coded['polygons'] ?? []) as readonly (readonly number[])[];
  if (!rings.some((ring) => ring.length > threshold)) return coded;
  const polygons = rings.map((ring, index) => {
    if (ring.length <= threshold) return ring;
    const cover = coverOf(ring);
    if (cover.length >= ring.length || cover.length < 8) return ring;
    losses.push({
      path: `${path}/polygon[${index + 1}]`,
      value: `${ring.length / 2} points to ${cover.length / 2} around them`,
      reason: 'polygon-widened',
    });
    return cover;
  });
  return { ...coded, polygons };
}

const encoder = new TextEncoder();

/** Bytes of the canonical form of a value. */
export function jsonBytes(value: Json): number {
  return encoder.encode(canonicalText(value)).length;
}

/** The unit `areas` and the derived `place`. Polygons become hulls or boxes around them, the longest first, when the unit would be longer than `maxBytes`. */
export function mapAreas(
  infos: readonly CapInfo[],
  languages: readonly BlockLanguage[],
  options: { readonly maxBytes: number; readonly boxes: readonly HomeBox[]; readonly losses: Loss[]; readonly findings: Finding[] },
): { readonly areas: Json | undefined; readonly place: Json | undefined } {
  const { losses, findings } = options;
  const pathOf = (info: number, area: number) => `/alert/info[${info + 1}]/area[${area + 1}]`;
  for (const [i, info] of infos.entries()) {
    for (const [a, area] of info.areas.entries()) {
      for (const [p, points] of area.polygons.entries()) {
        if (looksExchanged(points, options.boxes))
          findings.push({ path: `${pathOf(i, a)}/polygon[${p + 1}]`, reason: 'polygon-axes-exchanged' });
      }
    }
  }
  const blocks = infos.map((info, i) => info.areas.map((area, a) => ({ desc: area.desc, coded: codedArea(area, pathOf(i, a), losses) })));
  const middle = middleOf(blocks.flatMap((items) => items.flatMap((item) => pointsOf(item.coded))));
  const place: Json | undefined = middle === undefined ? undefined : { lat: middle.lat, lon: middle.lon };
  let areas = foldDescribed(blocks, languages);
  for (const threshold of [4000, 1000, 200, 8]) {
    if (areas === undefined || jsonBytes(areas) <= options.maxBytes) break;
    const widened: Loss[] = [];
    const reduced = blocks.map((items, i) =>
      items.map((item, a) => ({ ...item, coded: withCovers(item.coded, threshold, pathOf(i, a), widened) })),
    );
    areas = foldDescribed(reduced, languages);
    if (areas === undefined || jsonBytes(areas) <= options.maxBytes || threshold === 8) losses.push(...widened);
  }
  return { areas, place };
}

function codedResource(resource: CapResource, path: string, longest: number, losses: Loss[]): Members {
  const { desc: _desc, derefUri, ...rest } = resource;
  const kept = derefUri !== undefined && derefUri.length <= longest;
  if (derefUri !== undefined && !kept)
    losses.push({ path: `${path}/derefUri`, value: `${derefUri.length} characters`, reason: 'content-too-large' });
  return { ...rest, ...(kept ? { derefUri } : {}) };
}

/** The unit `resources`. Embedded contents are dropped, the longest first, when the unit would be longer than `maxBytes`. */
export function mapResources(
  infos: readonly CapInfo[],
  languages: readonly BlockLanguage[],
  options: { readonly maxBytes: number; readonly losses: Loss[] },
): Json | undefined {
  for (const longest of [Number.POSITIVE_INFINITY, 32_768, 8192, 1024, -1]) {
    const losses: Loss[] = [];
    const blocks = infos.map((info, i) =>
      info.resources.map((resource, r) => ({
        desc: resource.desc,
        coded: codedResource(resource, `/alert/info[${i + 1}]/resource[${r + 1}]`, longest, losses),
      })),
    );
    const resources = foldDescribed(blocks, languages);
    if (resources === undefined || jsonBytes(resources) <= options.maxBytes || longest === -1) {
      options.losses.push(...losses);
      return resources;
    }
  }
  return undefined;
}
