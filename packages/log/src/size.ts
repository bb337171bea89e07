import { fail } from './codes.ts';

/** Largest tree size that is exact in a double: 2^53 − 1. */
export const maxSize = Number.MAX_SAFE_INTEGER;

/** True for an integer from 0 to 2^53 − 1. */
export function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);
}

/** Returns `value`, or throws `log-size-range` naming it as `what`. */
export function checkSize(value: unknown, what: string): number {
  if (!isSize(value)) throw fail('log-size-range', `${what} is ${String(value)}, wanted an integer from 0 to 2^53-1`);
  return value;
}

/** Canonical decimal (no sign, no leading zero) to a size; undefined for anything else. At most 16 digits are read. */
export function parseSize(text: string): number | undefined {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const value = Number(text);
  return isSize(value) ? value : undefined;
}

/** Number of one-bits of a size: the number of nodes of its compact range. */
export function oneBits(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = (rest - (rest % 2)) / 2) count += rest % 2;
  return count;
}

/** The largest power of two strictly below `size`; `size` ≥ 2 (the split point k of RFC 6962 §2.1). */
export function splitPoint(size: number): number {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}
