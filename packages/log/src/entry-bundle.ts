import { fail } from './codes.ts';
import { maxLeafBytes } from './leaf.ts';
import { tileWidth } from './tile.ts';

/** Leaves of a bundle, each after its length in two bytes, big-endian (C2SP tlog-tiles, Log entries). Throws `tile-malformed`. */
export function encodeEntryBundle(leaves: readonly (Uint8Array | string)[]): Uint8Array {
  if (leaves.length < 1 || leaves.length > tileWidth)
    throw fail('tile-malformed', `bundle of ${leaves.length} leaves, wanted 1 to ${tileWidth}`);
  const utf8 = new TextEncoder();
  const all = leaves.map((leaf) => (typeof leaf === 'string' ? utf8.encode(leaf) : leaf));
  const tooLong = all.find((leaf) => leaf.length > maxLeafBytes);
  if (tooLong !== undefined) throw fail('tile-malformed', `leaf of ${tooLong.length} bytes, wanted at most ${maxLeafBytes}`);
  const bytes = new Uint8Array(all.reduce((sum, leaf) => sum + 2 + leaf.length, 0));
  let at = 0;
  for (const leaf of all) {
    bytes[at] = leaf.length >>> 8;
    bytes[at + 1] = leaf.length & 0xff;
    bytes.set(leaf, at + 2);
    at += 2 + leaf.length;
  }
  return bytes;
}

/** The `width` leaves of a received bundle, as views on it; nothing may be missing or left over. Throws `tile-malformed`. */
export function parseEntryBundle(bytes: Uint8Array, width: number): readonly Uint8Array[] {
  if (!Number.isInteger(width) || width < 1 || width > tileWidth)
    throw fail('tile-malformed', `bundle width ${width}, wanted 1 to ${tileWidth}`);
  const leaves: Uint8Array[] = [];
  let at = 0;
  while (leaves.length < width) {
    const high = bytes[at];
    const low = bytes[at + 1];
    if (high === undefined || low === undefined) throw fail('tile-malformed', `bundle ends after ${leaves.length} leaves, wanted ${width}`);
    const end = at + 2 + high * 256 + low;
    if (end > bytes.length) throw fail('tile-malformed', `leaf ${leaves.length} of the bundle ends beyond its ${bytes.length} bytes`);
    leaves.push(bytes.subarray(at + 2, end));
    at = end;
  }
  if (at !== bytes.length) throw fail('tile-malformed', `${bytes.length - at} bytes after the last leaf of the bundle`);
  return leaves;
}

/** Assembles aligned bundle `index` of a log of `size` leaves, on read or compaction, whatever segments the leaves were stored in. */
export function entryBundle(
  at: { readonly index: number; readonly size: number },
  leafAt: (index: number) => Uint8Array | string | undefined,
): Uint8Array {
  const start = at.index * tileWidth;
  const width = Math.min(tileWidth, at.size - start);
  if (!Number.isSafeInteger(start) || start < 0 || width < 1)
    throw fail('log-size-range', `bundle ${at.index} of a log of ${at.size} leaves does not exist`);
  return encodeEntryBundle(
    Array.from({ length: width }, (_, i) => {
      const leaf = leafAt(start + i);
      if (leaf === undefined) throw fail('log-node-missing', `no leaf ${start + i} for bundle ${at.index}`);
      return leaf;
    }),
  );
}
