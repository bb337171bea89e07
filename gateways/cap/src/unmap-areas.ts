import { type Loss, unscaleDecimal } from '@wasl/gateway-kit';
import type { Json } from '@wasl/record';
import { type BlockLanguage, textsOf, unfoldCoded } from './block-rule.ts';
import type { CapArea, CapCircle, CapPoint, CapResource } from './document.ts';
import { unmapRing } from './map-geometry.ts';
import { elementsOf, integerOf, membersOf, namedOf, textOf, type Units } from './unit-reader.ts';

type Members = { readonly [key: string]: Json };

/** The description of an item in the language of its block: the block's own text, the language's, else the original. */
function descOf(value: Json | undefined, lang: string, path: string, losses: Loss[]): string {
  if (typeof value === 'string') return textOf(value, path, losses) ?? '–';
  const texts = textsOf(value);
  const own = texts.find((text) => text.lang === lang);
  if (own === undefined && texts.length > 0) losses.push({ path, value: lang, reason: 'untranslated' });
  const chosen = own ?? texts.find((text) => text.status === 'original') ?? texts[0];
  return textOf(chosen?.text, path, losses) ?? '–';
}

function pointOf(value: Json | undefined): CapPoint | undefined {
  const members = membersOf(value);
  const lat = integerOf(members['lat']);
  const lon = integerOf(members['lon']);
  if (lat === undefined || lon === undefined || Math.abs(lat) > 900_000_000 || Math.abs(lon) > 1_800_000_000) return undefined;
  return { lat: unscaleDecimal(lat, 7), lon: unscaleDecimal(lon, 7) };
}

function ringOf(value: Json): readonly CapPoint[] | undefined {
  const numbers = elementsOf(value).flatMap((number) => integerOf(number) ?? []);
  const within = numbers.every((number, at) => Math.abs(number) <= (at % 2 === 0 ? 900_000_000 : 1_800_000_000));
  if (numbers.length < 8 || numbers.length % 2 !== 0 || numbers.length !== elementsOf(value).length || !within) return undefined;
  return numbers[0] === numbers.at(-2) && numbers[1] === numbers.at(-1) ? unmapRing(numbers) : undefined;
}

function circleOf(value: Json): CapCircle | undefined {
  const point = pointOf(value);
  const radius = integerOf(membersOf(value)['radiusMm']);
  return point === undefined || radius === undefined || radius < 0 ? undefined : { ...point, radiusKm: unscaleDecimal(radius, 6) };
}

function shapes<T>(
  value: Json | undefined,
  read: (shape: Json) => T | undefined,
  at: { readonly path: string; readonly losses: Loss[] },
): T[] {
  return elementsOf(value).flatMap((shape, index) => {
    const found = read(shape);
    if (found === undefined) at.losses.push({ path: `${at.path}[${index}]`, reason: 'unit-malformed' });
    return found === undefined ? [] : [found];
  });
}

function unmapArea(area: Members, lang: string, path: string, losses: Loss[]): CapArea {
  const altitude = integerOf(area['altitudeFeetE3']);
  const ceiling = integerOf(area['ceilingFeetE3']);
  return {
    desc: descOf(area['desc'], lang, `${path}.desc`, losses),
    polygons: shapes(area['polygons'], ringOf, { path: `${path}.polygons`, losses }),
    circles: shapes(area['circles'], circleOf, { path: `${path}.circles`, losses }),
    geocodes: namedOf(area['geocodes'], `${path}.geocodes`, losses),
    ...(altitude === undefined ? {} : { altitude: unscaleDecimal(altitude, 3) }),
    ...(altitude === undefined || ceiling === undefined ? {} : { ceiling: unscaleDecimal(ceiling, 3) }),
  };
}

const nearby: Readonly<Record<string, string>> = { en: 'Within this square', fr: 'Dans ce carré', ar: 'داخل هذا المربع' };

/** The cell of a coarse place as an area: what is left of the place when the arrangement blurs it. */
function coarseArea(units: Units, lang: string): CapArea[] {
  const cell = membersOf(units['place.coarse']);
  const [row, col, size] = [integerOf(cell['row']), integerOf(cell['col']), integerOf(cell['size'])];
  if (row === undefined || col === undefined || size === undefined || size < 1) return [];
  const [south, west] = [row * size, col * size];
  const ring = ringOf([south, west, south, west + size, south + size, west + size, south + size, west, south, west]);
  if (ring === undefined) return [];
  return [{ desc: nearby[lang.slice(0, 2)] ?? nearby['en'] ?? '', polygons: [ring], circles: [], geocodes: [] }];
}

/** The areas of each block; without the unit `areas`, the cell of `place.coarse` when that is what was released. */
export function unmapAreas(units: Units, languages: readonly BlockLanguage[], losses: Loss[]): CapArea[][] {
  if (units['areas'] === undefined) {
    const blurred = languages.map(({ lang }) => coarseArea(units, lang));
    if (blurred.some((areas) => areas.length > 0)) losses.push({ path: 'areas', reason: 'place-coarse' });
    return blurred;
  }
  return unfoldCoded(units['areas'], languages.length).map((block, index) =>
    elementsOf(block).map((area, a) => unmapArea(membersOf(area), languages[index]?.lang ?? 'en', `areas[${a}]`, losses)),
  );
}

function unmapResource(resource: Members, lang: string, path: string, losses: Loss[]): CapResource[] {
  const mimeType = textOf(resource['mimeType'], `${path}.mimeType`, losses);
  if (mimeType === undefined) {
    losses.push({ path, reason: 'unit-malformed' });
    return [];
  }
  const size = integerOf(resource['size']);
  const uri = textOf(resource['uri'], `${path}.uri`, losses);
  const derefUri = textOf(resource['derefUri'], `${path}.derefUri`, losses);
  const digest = textOf(resource['digest'], `${path}.digest`, losses);
  return [
    {
      desc: descOf(resource['desc'], lang, `${path}.desc`, losses),
      mimeType,
      ...(size === undefined || size < 0 ? {} : { size }),
      ...(uri === undefined ? {} : { uri }),
      ...(derefUri === undefined ? {} : { derefUri }),
      ...(digest === undefined ? {} : { digest }),
    },
  ];
}

/** The resources of each block. */
export function unmapResources(units: Units, languages: readonly BlockLanguage[], losses: Loss[]): CapResource[][] {
  return unfoldCoded(units['resources'], languages.length).map((block, index) =>
    elementsOf(block).flatMap((resource, r) =>
      unmapResource(membersOf(resource), languages[index]?.lang ?? 'en', `resources[${r}]`, losses),
    ),
  );
}
