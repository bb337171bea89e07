import { canonicalText } from './canonical.ts';
import { fail } from './codes.ts';
import { accept, type Result, refusalOf, refuse } from './errors.ts';
import { isInstant } from './instants.ts';
import type { Json } from './json.ts';

type Members = { readonly [key: string]: Json };

const degree = 10_000_000;

function input(functionName: string, wanted: string): Error {
  return fail('twin-input', `${functionName} takes ${wanted}`);
}

function placeCell(size: number, functionName: string, value: Json): Json {
  const { lat, lon } = (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}) as Members;
  if (typeof lat !== 'number' || typeof lon !== 'number' || !Number.isInteger(lat) || !Number.isInteger(lon)) {
    throw input(functionName, 'an object of lat and lon in 1e-7 degrees');
  }
  if (Math.abs(lat) > 90 * degree || Math.abs(lon) > 180 * degree) throw input(functionName, 'lat within ±90 and lon within ±180 degrees');
  // The north pole belongs to the last row and the meridian of 180° to the first column, so that every place has one cell.
  const row = Math.min(Math.floor(lat / size), (90 * degree) / size - 1);
  const col = lon === 180 * degree ? (-180 * degree) / size : Math.floor(lon / size);
  return { col: col + 0, row: row + 0, size };
}

function timeCut(length: number, tail: string, functionName: string, value: Json): Json {
  if (typeof value !== 'string' || !isInstant(value)) throw input(functionName, 'an instant such as 2030-06-13T18:04:09Z');
  return value.slice(0, length) + tail;
}

const bandStarts = [0, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000];

function band(count: number, functionName: string): Json {
  if (!Number.isSafeInteger(count) || count < 0) throw input(functionName, 'counts that are not negative');
  let at = bandStarts.length - 1;
  while ((bandStarts[at] ?? 0) > count) at -= 1;
  const next = bandStarts[at + 1];
  return next === undefined ? { from: bandStarts[at] ?? 0 } : { from: bandStarts[at] ?? 0, to: next - 1 };
}

function countBand(functionName: string, value: Json): Json {
  if (typeof value === 'number') return band(value, functionName);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw input(functionName, 'a count or an object of counts');
  const bands: Record<string, Json> = {};
  for (const [name, count] of Object.entries(value as Members)) {
    if (typeof count !== 'number') throw input(functionName, 'an object of counts only');
    bands[name] = band(count, functionName);
  }
  return bands;
}

const functions: Readonly<Record<string, (value: Json) => Json>> = {
  'place-cell': (value) => placeCell(degree / 100, 'place-cell', value),
  'place-cell-10km': (value) => placeCell(degree / 10, 'place-cell-10km', value),
  'time-hour': (value) => timeCut(13, ':00:00Z', 'time-hour', value),
  'time-day': (value) => timeCut(10, 'T00:00:00Z', 'time-day', value),
  'count-band': (value) => countBand('count-band', value),
};

/** Names of the functions of coarse twins. */
export const coarseFunctions: readonly string[] = Object.keys(functions);

/**
 * The coarse twin of a value by a named function (RC4): `place-cell` (0.01°, about 1 km) and `place-cell-10km` (0.1°) give `{row, col, size}` of a fixed grid,
 * south-west corner = row·size, col·size in 1e-7 degrees; `time-hour` and `time-day` cut an instant; `count-band` gives `{from, to}` of a count or of each count
 * of an object. Throws `twin-function` or `twin-input`.
 */
export function coarsen(functionName: string, value: Json): Json {
  const fn = Object.hasOwn(functions, functionName) ? functions[functionName] : undefined;
  if (fn === undefined) throw fail('twin-function', `${functionName} is not one of ${coarseFunctions.join(', ')}`);
  return fn(value);
}

/** Whether a coarse value is the one its fine value gives; refuses with `twin-mismatch`, `twin-function` or `twin-input`. */
export function checkTwin(functionName: string, fine: Json, coarse: Json): Result<true> {
  let wanted: Json;
  try {
    wanted = coarsen(functionName, fine);
  } catch (error) {
    return { ok: false, reason: refusalOf(error) };
  }
  if (canonicalText(wanted) === canonicalText(coarse)) return accept(true);
  return refuse('twin-mismatch', `the coarse value is not what ${functionName} gives`);
}
