import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { recordVectors } from '../../../tools/vectors-record.ts';
import { codeOf } from '../test/codes-of.ts';
import { nodeCrypto } from '../test/node-crypto.ts';
import { type Algorithm, decodeBase64url, parseCanonical, parseEntry, parseJson, verifyEntrySignature } from './index.ts';

const folder = fileURLToPath(new URL('../../../vectors/record', import.meta.url));
const load = <T>(name: string): T => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as T;

test('[BY2] the vectors are what this code gives today: nothing made earlier has changed its bytes', () => {
  const made = recordVectors();
  expect(readdirSync(folder).sort()).toEqual([...made.keys()].sort());
  for (const [name, text] of made) expect([name, readFileSync(`${folder}/${name}`, 'utf8') === text]).toEqual([name, true]);
});

interface CanonicalVector {
  readonly text: string;
  readonly canonical?: string;
  readonly isCanonical: boolean;
  readonly code?: string;
}

test('[BY1] vectors: what is canonical is taken, what is not is refused with its code', () => {
  const vectors = load<readonly CanonicalVector[]>('canonical.json');
  for (const { text, canonical, isCanonical, code } of vectors) {
    expect([text, codeOf(() => parseCanonical(text))]).toEqual([text, code ?? 'none']);
    expect(isCanonical).toBe(canonical === text);
    if (canonical !== undefined) expect(parseCanonical(canonical)).toEqual(JSON.parse(text));
    else expect([text, codeOf(() => parseJson(text))]).not.toEqual([text, 'none']);
  }
  expect(vectors.filter((one) => one.isCanonical).length).toBeGreaterThan(10);
});

test('[RC1] vectors: the id of an entry is the SHA-256 of its bytes', () => {
  for (const { text, id, code } of load<readonly { text: string; id?: string; code?: string }[]>('entries.json')) {
    expect(codeOf(() => parseEntry(text))).toBe(code ?? 'none');
    if (id !== undefined) expect(id).toBe(`sha256:${createHash('sha256').update(text, 'utf8').digest('base64url')}`);
  }
});

interface SignatureVectors {
  readonly entryText: string;
  readonly message: string;
  readonly cases: readonly {
    readonly name: string;
    readonly alg: Algorithm;
    readonly key: string;
    readonly signature: string;
    readonly valid: boolean;
  }[];
}

test('[RC1.5] vectors: signatures of both algorithms are judged as they say', () => {
  const { entryText, message, cases } = load<SignatureVectors>('signatures.json');
  expect(message).toBe(Buffer.from(`wasl/entry/v1\n${entryText}`).toString('hex'));
  for (const { name, alg, key, signature, valid } of cases) {
    expect([name, verifyEntrySignature(entryText, signature, { alg, bytes: decodeBase64url(key) }, nodeCrypto)]).toEqual([name, valid]);
  }
});

test('[RC3] vectors: each fault of the disclosures has its code', () => {
  const codes = load<readonly { code?: string }[]>('disclosures.json').map((one) => one.code ?? 'none');
  expect(new Set(codes)).toEqual(
    new Set([
      'none',
      'disclosure-forged',
      'disclosure-surplus',
      'disclosure-missing',
      'disclosure-duplicate',
      'disclosure-reserved',
      'disclosure-invalid',
      'json-not-canonical',
      'json-number',
      'label-invalid',
    ]),
  );
});
