import { randomFillSync } from 'node:crypto';
import type { RandomBytes } from '@wasl/record';

const poolBytes = 16_384;
const largestPooled = 1024;
const pool = new Uint8Array(poolBytes);
let used = poolBytes;

/**
 * Random bytes of the operating system's generator, drawn 16 KiB at a time so that the salts of a record cost no system
 * call each. Every byte is handed out once and wiped from the pool as it leaves; the result is the caller's own copy.
 */
export const nodeRandom: RandomBytes = (length) => {
  if (length > largestPooled) return randomFillSync(new Uint8Array(length));
  if (used + length > poolBytes) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.slice(used, used + length);
  pool.fill(0, used, used + length);
  used += length;
  return bytes;
};
