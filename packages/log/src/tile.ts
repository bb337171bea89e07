import type { Crypto } from '@wasl/record';
import { fail } from './codes.ts';
import { foldRight } from './compact-range.ts';
import { hashBytes } from './hash.ts';
import type { NodeReader } from './proof.ts';
import { checkSize } from './size.ts';

/** Hashes of a full tile, and entries of a full bundle (C2SP tlog-tiles, Merkle Tree). */
export const tileWidth = 256;
const tileHeight = 8;
const maxLevel = 63;

/** A tile of hashes, or with level `entries` a bundle of leaves. `width` is 1 to 256; below 256 it is partial. */
export interface Tile {
  readonly level: number | 'entries';
  readonly index: number;
  readonly width: number;
}

/** `tile/<L>/<N>[.p/<W>]`, the index in groups of three digits: `tile/0/x001/x234/067.p/8`. Throws `tile-malformed`. */
export function tilePath(tile: Tile): string {
  const { level, index, width } = checkTile(tile);
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/[0-9]{3}/g) ?? [];
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${path}${width === tileWidth ? '' : `.p/${width}`}`;
}

/** Inverse of tilePath; each tile has one path. Throws `tile-malformed`. */
export function parseTilePath(path: string): Tile {
  const parts = path.length > 64 ? null : /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/.exec(path);
  const [, level, index, width] = parts ?? [];
  if (level === undefined || index === undefined) throw fail('tile-malformed', `${JSON.stringify(path.slice(0, 80))} is no tile path`);
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(index.replaceAll(/[x/]/g, '')),
    width: width === undefined ? tileWidth : Number(width),
  };
  if (tilePath(tile) !== path) throw fail('tile-malformed', `${JSON.stringify(path)} is not the one path of its tile`);
  return tile;
}

/** Leaves [start, end) that a tile's hashes or entries span. */
export function tileSpan(tile: Tile): { readonly start: number; readonly end: number } {
  const { level, index, width } = checkTile(tile);
  const leaves = level === 'entries' ? 1 : tileWidth ** level;
  return { start: index * tileWidth * leaves, end: (index * tileWidth + width) * leaves };
}

/**
 * Hash tiles that a tree of `size` has and one of `from` leaves had not, in order of level and index; partial ones included. Lazy, because a
 * large tree has many. Throws `log-size-range`.
 */
export function* tilesFor(size: number, from = 0): Generator<Tile & { readonly level: number }> {
  checkSize(size, 'tree size');
  checkSize(from, 'former tree size');
  for (let level = 0; level <= maxLevel; level++) {
    const hashes = Math.floor(size / tileWidth ** level);
    const before = Math.floor(from / tileWidth ** level);
    if (hashes === 0) return;
    if (hashes <= before) continue;
    for (let index = Math.floor(before / tileWidth); index * tileWidth < hashes; index++) {
      yield { level, index, width: Math.min(tileWidth, hashes - index * tileWidth) };
    }
  }
}

/** Bytes of a hash tile from stored nodes: `width` hashes of 32 bytes. Throws `tile-malformed`, `log-node-missing`. */
export function hashTile(tile: Tile & { readonly level: number }, reader: NodeReader): Uint8Array {
  const { level, index, width } = tile;
  checkTile(tile);
  const bytes = new Uint8Array(width * hashBytes);
  for (let i = 0; i < width; i++) {
    const hash = reader.nodeAt(level * tileHeight, index * tileWidth + i);
    if (hash === undefined) throw fail('log-node-missing', `no hash ${i} for ${tilePath(tile)}`);
    bytes.set(hash, i * hashBytes);
  }
  return bytes;
}

/** Hashes of a received tile, which must be exactly `width` × 32 bytes. Throws `tile-malformed`. */
export function parseHashTile(bytes: Uint8Array, width: number): readonly Uint8Array[] {
  checkTile({ level: 0, index: 0, width });
  if (bytes.length !== width * hashBytes) throw fail('tile-malformed', `hash tile of ${bytes.length} bytes, wanted ${width * hashBytes}`);
  return Array.from({ length: width }, (_, i) => bytes.subarray(i * hashBytes, (i + 1) * hashBytes));
}

/**
 * A node reader over tiles. `tileAt` gives the hashes of a tile, as many as there are, or undefined. Nodes between tile levels are folded
 * from the hashes below them.
 */
export function tileReader(tileAt: (level: number, index: number) => readonly Uint8Array[] | undefined, crypto: Crypto): NodeReader {
  return {
    nodeAt(level, index) {
      const inner = level % tileHeight;
      const width = 2 ** inner;
      const first = index * width;
      const hashes = tileAt((level - inner) / tileHeight, Math.floor(first / tileWidth))?.slice(
        first % tileWidth,
        (first % tileWidth) + width,
      );
      return hashes?.length === width ? foldPerfect(hashes, crypto) : undefined;
    },
  };
}

function foldPerfect(hashes: readonly Uint8Array[], crypto: Crypto): Uint8Array | undefined {
  let row = hashes;
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < row.length; i += 2) {
      const node = foldRight(row.slice(i, i + 2), crypto);
      if (node !== undefined) above.push(node);
    }
    row = above;
  }
  return row[0];
}

function checkTile(tile: Tile): Tile {
  const { level, index, width } = tile;
  const levelFits = level === 'entries' || (Number.isInteger(level) && level >= 0 && level <= maxLevel);
  if (levelFits && Number.isSafeInteger(index) && index >= 0 && Number.isInteger(width) && width >= 1 && width <= tileWidth) return tile;
  throw fail('tile-malformed', `tile of level ${level}, index ${index}, width ${width} does not exist`);
}
