import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codeOf } from '../test/codes-of.ts';
import { absent, corpus } from '../test/corpus.ts';
import { nodeCrypto } from '../test/node-crypto.ts';
import {
  canonicalText,
  decodeBase64url,
  decodeBase64urlText,
  encodeBase64url,
  type Json,
  openDisclosures,
  parseCanonical,
  parseDisclosure,
  parseJson,
} from './index.ts';

const read = (path: string): string => readFileSync(`${corpus}/${path}`, 'utf8');
const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/** What BY1 narrows of RFC 8785, vector by vector: the code that the input is refused with. `docs/spec/record.md` lists the same. */
const jcs: Readonly<Record<string, string>> = {
  arrays: 'json-key',
  french: 'json-key',
  structures: 'json-key',
  unicode: 'json-key',
  values: 'json-number',
  weird: 'json-key',
};

/** Every key, string, integer and literal of a value. */
function collectLeaves(value: unknown, leaves: unknown[]): void {
  if (Array.isArray(value)) for (const element of value) collectLeaves(element, leaves);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      leaves.push(key);
      collectLeaves(member, leaves);
    }
  } else if (typeof value !== 'number' || Number.isInteger(value)) leaves.push(value);
}

test.skipIf(absent('vectors-jcs'))('[BY1] RFC 8785 vectors: what BY1 narrows is refused with its code', () => {
  for (const [name, code] of Object.entries(jcs)) {
    expect([name, codeOf(() => canonicalText(parseJson(read(`vectors-jcs/input__${name}.json`))))]).toEqual([name, code]);
    expect([name, codeOf(() => parseCanonical(read(`vectors-jcs/output__${name}.json`).trimEnd()))]).toEqual([name, code]);
  }
});

test.skipIf(absent('vectors-jcs'))('[BY1] RFC 8785 vectors: every string, integer and literal in them is written as they write it', () => {
  let checked = 0;
  for (const name of Object.keys(jcs)) {
    const output = read(`vectors-jcs/output__${name}.json`).trimEnd();
    const leaves: unknown[] = [];
    collectLeaves(JSON.parse(output), leaves);
    for (const leaf of leaves) {
      if (typeof leaf === 'number' && !Number.isSafeInteger(leaf)) continue;
      expect(output).toContain(canonicalText(leaf as Json));
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(40);
});

/** The disclosures of a compact SD-JWT and every digest in its payload, at any depth. */
function sdJwt(compact: string): { readonly disclosures: readonly string[]; readonly digests: ReadonlySet<string> } {
  const [jwt = '', ...rest] = compact.trim().split('~');
  const payload: unknown = JSON.parse(decodeBase64urlText(jwt.split('.')[1] ?? ''));
  const disclosures = rest.filter((part) => part !== '' && !part.includes('.'));
  const digests = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string') digests.add(value);
    else if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) collect(member);
  };
  collect(payload);
  for (const text of disclosures) collect(JSON.parse(decodeBase64urlText(text)));
  return { disclosures, digests };
}

test.skipIf(absent('vectors-sdjwt'))('[RC2] RFC 9901 vectors: the digest of each disclosure stands in its token', () => {
  let checked = 0;
  for (const name of ['a1', 'a2', 'a4']) {
    const { disclosures, digests } = sdJwt(read(`vectors-sdjwt/rfc9901-${name}.sdjwt`));
    for (const text of disclosures) {
      expect(digests.has(nodeCrypto.sha256Text(text))).toBe(true);
      expect(encodeBase64url(decodeBase64url(text))).toBe(text);
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(10);
});

test.skipIf(absent('vectors-sdjwt'))(
  '[RC2] what RC2 narrows of RFC 9901: a disclosure with white space or a bare value is refused by code',
  () => {
    const seen = new Set<string>();
    for (const name of ['a1', 'a2', 'a4']) {
      for (const text of sdJwt(read(`vectors-sdjwt/rfc9901-${name}.sdjwt`)).disclosures) {
        const sd = [nodeCrypto.sha256Text(text)];
        const code = codeOf(() => openDisclosures({ sd }, [text], { crypto: nodeCrypto }));
        seen.add(code);
        expect(['json-not-canonical', 'disclosure-invalid', 'json-key']).toContain(code);
      }
    }
    expect(seen.has('json-not-canonical')).toBe(true);
  },
);

test.skipIf(absent('vectors-sdjwt'))('[BY3] the disclosures of another implementation never make a parser fail but by code', () => {
  for (const name of readdirSync(`${corpus}/vectors-sdjwt`).filter((file) => file.startsWith('sd-jwt-js__'))) {
    const texts = read(`vectors-sdjwt/${name}`).match(/[A-Za-z0-9_-]{20,}/g) ?? [];
    for (const text of texts) codeOf(() => parseDisclosure(text));
  }
});

interface Wycheproof {
  readonly testGroups: readonly {
    readonly key: { readonly pk: string };
    readonly tests: readonly { readonly tcId: number; readonly msg: string; readonly sig: string; readonly result: string }[];
  }[];
}

test.skipIf(absent('vectors-ed25519'))('[RC1.5] Wycheproof: every Ed25519 signature is judged as the suite says', () => {
  const suite = JSON.parse(read('vectors-ed25519/wycheproof_Ed25519.json')) as Wycheproof;
  let checked = 0;
  for (const group of suite.testGroups) {
    const key = { alg: 'Ed25519', bytes: hex(group.key.pk) } as const;
    for (const one of group.tests) {
      expect([one.tcId, nodeCrypto.verify(key, hex(one.msg), hex(one.sig))]).toEqual([one.tcId, one.result === 'valid']);
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(140);
});

test.skipIf(absent('vectors-ed25519'))('[RC1.5] the public sign.input vectors verify, and fail with one bit changed', () => {
  const lines = read('vectors-ed25519/sign.input.first128.txt').trim().split('\n');
  for (const line of lines) {
    const [, pk = '', message = '', signed = ''] = line.split(':');
    const key = { alg: 'Ed25519', bytes: hex(pk) } as const;
    const signature = hex(signed.slice(0, 128));
    expect(nodeCrypto.verify(key, hex(message), signature)).toBe(true);
    signature[40] = (signature[40] ?? 0) ^ 1;
    expect(nodeCrypto.verify(key, hex(message), signature)).toBe(false);
  }
  expect(lines).toHaveLength(128);
});

test('[BY1] the values of RFC 8785 §3.2.2 that BY1 takes are written as it says', () => {
  const value: Json = { string: '\u20ac$\u000f\nA\'B"\\\\"/', literals: [null, true, false] };
  expect(canonicalText(value)).toBe('{"literals":[null,true,false],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
});

interface Rfc8032 {
  readonly name: string;
  readonly scheme: string;
  readonly pk: string;
  readonly msg: string;
  readonly sig: string;
}

test.skipIf(absent('vectors-ed25519'))(
  '[RC1.5] RFC 8032 §7.1: the vectors of plain Ed25519 verify; those of its variants do not pass for it',
  () => {
    const vectors = JSON.parse(read('vectors-ed25519/rfc8032-vectors.json')) as readonly Rfc8032[];
    const judged = vectors.map((one) => [
      one.scheme === 'Ed25519Pure',
      nodeCrypto.verify({ alg: 'Ed25519', bytes: hex(one.pk) }, hex(one.msg), hex(one.sig)),
    ]);
    expect(judged.length).toBeGreaterThan(4);
    for (const [plain, verified] of judged) expect(verified).toBe(plain);
  },
);
