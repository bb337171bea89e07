import { WaslError } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crypto } from '../test/crypto.ts';
import { naiveLeaf, naiveRoot } from '../test/naive-tree.ts';
import { encodeEntryBundle, entryBundle, parseEntryBundle } from './entry-bundle.ts';
import { hashLeaf } from './hash.ts';
import { inclusionProof, leafHashReader, rootFromNodes } from './proof.ts';
import { hashTile, parseHashTile, parseTilePath, tilePath, tileReader, tileSpan, tilesFor } from './tile.ts';
import { verifyInclusion } from './verify-proof.ts';

const bad = expect.objectContaining({ code: 'tile-malformed' });

test('[LG4.12] tile paths are those of C2SP tlog-tiles, one for each tile', () => {
  expect(tilePath({ level: 0, index: 1234067, width: 256 })).toBe('tile/0/x001/x234/067');
  expect(tilePath({ level: 3, index: 0, width: 8 })).toBe('tile/3/000.p/8');
  expect(tilePath({ level: 'entries', index: 999, width: 255 })).toBe('tile/entries/999.p/255');
  fc.assert(
    fc.property(
      fc.oneof(fc.nat(63), fc.constant('entries' as const)),
      fc.maxSafeNat(),
      fc.integer({ min: 1, max: 256 }),
      (level, index, width) => {
        const tile = { level, index, width };
        expect(parseTilePath(tilePath(tile))).toEqual(tile);
      },
    ),
    { seed: 13, numRuns: 300 },
  );
  const others = [
    '',
    'tile/0',
    'tile/0/0',
    'tile/0/0000',
    'tile/00/000',
    'tile/64/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/x000/001',
  ];
  for (const path of [...others, 'tile/0/001/001', '/tile/0/000', 'tile/0/000/', 'tile/0/../../etc', `tile/0/${'x001/'.repeat(20)}001`]) {
    expect(() => parseTilePath(path), path).toThrowError(bad);
  }
  expect(() => tilePath({ level: 0, index: -1, width: 1 })).toThrowError(bad);
  expect(() => tilePath({ level: 0, index: 0, width: 257 })).toThrowError(bad);
});

test('[LG4.13] a tree of 70 000 leaves has the tiles that the specification counts', () => {
  const tiles = [...tilesFor(70_000)];
  const at = (level: number) => tiles.filter((tile) => tile.level === level);
  expect([at(0).length, at(1).length, at(2).length]).toEqual([274, 2, 1]);
  expect([at(0).at(-1)?.width, at(1).at(-1)?.width, at(2).at(-1)?.width]).toEqual([112, 17, 1]);
  expect([...tilesFor(256)]).toEqual([
    { level: 0, index: 0, width: 256 },
    { level: 1, index: 0, width: 1 },
  ]);
  expect([...tilesFor(0)]).toEqual([]);
  expect([...tilesFor(513, 512)]).toEqual([{ level: 0, index: 2, width: 1 }]);
  expect(tileSpan({ level: 1, index: 1, width: 2 })).toEqual({ start: 65_536, end: 66_048 });
});

test('[LG4.13] hashes assembled in tiles prove every leaf to the same root', () => {
  const size = 700;
  const leaves = Array.from({ length: size }, (_, i) => naiveLeaf(i));
  const stored = leafHashReader((i) => leaves[i], crypto);
  const tiles = new Map<string, readonly Uint8Array[]>();
  for (const tile of tilesFor(size)) tiles.set(`${tile.level}/${tile.index}`, parseHashTile(hashTile(tile, stored), tile.width));
  const reader = tileReader((level, index) => tiles.get(`${level}/${index}`), crypto);
  const root = naiveRoot(leaves);
  expect(Buffer.from(rootFromNodes(size, reader, crypto)).equals(root)).toBe(true);
  for (let index = 0; index < size; index += 13) {
    const proof = inclusionProof({ index, size }, reader, crypto);
    expect(verifyInclusion({ index, size, leafHash: naiveLeaf(index), proof, root }, crypto)).toBe(true);
  }
  expect(reader.nodeAt(0, size)).toBeUndefined();
  expect(reader.nodeAt(3, 87)).toBeUndefined();
  expect(() => hashTile({ level: 0, index: 2, width: 256 }, stored)).toThrowError(expect.objectContaining({ code: 'log-node-missing' }));
  expect(() => parseHashTile(new Uint8Array(33), 1)).toThrowError(bad);
});

test('[LG4.14] entry bundles are aligned, length-prefixed and exact', () => {
  const leaves = Array.from({ length: 300 }, (_, i) => `leaf ${i} é`);
  const first = entryBundle({ index: 0, size: 300 }, (i) => leaves[i]);
  const second = entryBundle({ index: 1, size: 300 }, (i) => leaves[i]);
  expect(parseEntryBundle(first, 256).length).toBe(256);
  const last = parseEntryBundle(second, 44).at(-1) ?? new Uint8Array(0);
  expect(hashLeaf(last, crypto)).toEqual(hashLeaf('leaf 299 é', crypto));
  expect([...encodeEntryBundle(['a', ''])]).toEqual([0, 1, 97, 0, 0]);
  expect(parseEntryBundle(encodeEntryBundle([new Uint8Array(65_535)]), 1)[0]?.length).toBe(65_535);
  expect(() => encodeEntryBundle([new Uint8Array(65_536)])).toThrowError(bad);
  expect(() => encodeEntryBundle([])).toThrowError(bad);
  expect(() => parseEntryBundle(second, 43)).toThrowError(bad);
  expect(() => parseEntryBundle(second, 45)).toThrowError(bad);
  expect(() => parseEntryBundle(second.subarray(0, -1), 44)).toThrowError(bad);
  expect(() => parseEntryBundle(second, 0)).toThrowError(bad);
  expect(() => entryBundle({ index: 2, size: 300 }, (i) => leaves[i])).toThrowError(expect.objectContaining({ code: 'log-size-range' }));
  expect(() => entryBundle({ index: 0, size: 301 }, () => undefined)).toThrowError(expect.objectContaining({ code: 'log-node-missing' }));
});

test('[LG4.14] tiles and bundles never throw but by code on random bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.integer({ min: -1, max: 300 }), fc.string(), (bytes, width, path) => {
      for (const parse of [() => parseEntryBundle(bytes, width), () => parseHashTile(bytes, width), () => parseTilePath(path)]) {
        try {
          parse();
        } catch (error) {
          expect(error).toBeInstanceOf(WaslError);
        }
      }
    }),
    { seed: 14, numRuns: 300 },
  );
});
