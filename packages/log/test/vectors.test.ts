import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeBase64url, encodeBase64url, type Result, WaslError } from '@wasl/record';
import { expect, test } from 'vitest';
import {
  fingerprintOfDigest,
  openNote,
  originOf,
  parseCheckpoint,
  parseRange,
  parseReleaseLine,
  parseSignedRoot,
  parseTilePath,
  parseVerifierKey,
  rootOf,
  tilePath,
  verifyConsistency,
  verifyEquivocationProof,
  verifyEvidence,
  verifyInclusion,
  verifyRootChain,
} from '../src/index.ts';
import { crypto } from './crypto.ts';
import { type Case, makeVectors, type VectorFile } from './make-vectors.ts';

const folder = join(import.meta.dirname, '../../../vectors/log');
const bytes = decodeBase64url;
const hashes = (list: unknown) => (list as readonly string[]).map((hash) => bytes(hash));
const str = (value: unknown) => String(value);

function state(result: Result<unknown>, good = 'ok'): string {
  return result.ok ? good : result.reason.code;
}

const judges: Readonly<Record<string, (vector: Case) => string | boolean>> = {
  'inclusion.json': (v) =>
    verifyInclusion(
      {
        index: Number(v['index']),
        size: Number(v['size']),
        leafHash: bytes(str(v['leafHash'])),
        proof: hashes(v['proof']),
        root: bytes(str(v['root'])),
      },
      crypto,
    ),
  'consistency.json': (v) =>
    verifyConsistency(
      {
        size1: Number(v['size1']),
        root1: bytes(str(v['root1'])),
        size2: Number(v['size2']),
        root2: bytes(str(v['root2'])),
        proof: hashes(v['proof']),
      },
      crypto,
    ),
  'range.json': (v) => {
    const range = parseRange(str(v['range']));
    return range.size === v['size'] && encodeBase64url(rootOf(range, crypto)) === v['root'] ? 'ok' : 'other';
  },
  'checkpoint.json': (v) => {
    const keys = (v['keys'] as readonly string[]).map((key) => parseVerifierKey(key, crypto));
    const opened = openNote(str(v['note']), keys, { crypto });
    if (opened.ok) parseCheckpoint(str(v['note']));
    return state(opened);
  },
  'release-line.json': (v) => (parseReleaseLine(str(v['text'])).purpose === 'event-safety' ? 'ok' : 'other'),
  'descriptor.json': (v) => (originOf(str(v['text']), crypto) === v['origin'] ? 'ok' : 'other'),
  'root-chain.json': (v) => state(verifyRootChain((v['chain'] as readonly unknown[]).map(parseSignedRoot), { pin: str(v['pin']), crypto })),
  'fingerprint.json': (v) => (fingerprintOfDigest(str(v['digest'])) === v['fingerprint'] ? 'ok' : 'other'),
  'evidence.json': (v) => {
    const options = { anchors: v['anchors'] as Record<string, string>, nowMs: Number(v['nowMs']), crypto };
    const verified = verifyEvidence(str(v['bundle']), options);
    return state(verified, verified.ok ? (verified.value.warning ?? 'anchored') : '');
  },
  'equivocation.json': (v) => {
    const verifiers = (v['keys'] as readonly string[]).map((key) => parseVerifierKey(key, crypto));
    return state(verifyEquivocationProof(str(v['proof']), { verifiers, crypto }), 'proved');
  },
  'tile-path.json': (v) => {
    const tile = parseTilePath(str(v['path']));
    const level = tile.level === 'entries' ? -1 : tile.level;
    return level === v['level'] && tile.index === v['index'] && tile.width === v['width'] && tilePath(tile) === v['path'] ? 'ok' : 'other';
  },
};

function judged(judge: (vector: Case) => string | boolean, vector: Case): string | boolean {
  try {
    return judge(vector);
  } catch (error) {
    if (error instanceof WaslError) return error.code;
    throw error;
  }
}

function load(name: string): VectorFile {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as VectorFile;
}

test.each(Object.keys(judges))('[LG8] every case of vectors/log/%s has the outcome it states', (name) => {
  const file = load(name);
  const judge = judges[name];
  expect(file.cases.length).toBeGreaterThan(3);
  for (const vector of file.cases) expect(judge === undefined ? 'no judge' : judged(judge, vector), vector.name).toBe(vector.outcome);
});

test('[LG8] the vectors are those that tools/vectors-log.ts writes, valid and invalid', () => {
  const made = makeVectors();
  expect(readdirSync(folder).sort()).toEqual(Object.keys(made).sort());
  for (const [name, file] of Object.entries(made)) {
    expect(load(name), name).toEqual(JSON.parse(JSON.stringify(file)));
    const outcomes = new Set(file.cases.map(({ outcome }) => outcome));
    if (name !== 'fingerprint.json') expect(outcomes.size, name).toBeGreaterThan(1);
  }
});
