import { arbitraryForeignJson, arbitraryJson, arbitraryMutation } from '@wasl/testkit/arbitraries';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf, pathOf } from '../test/codes-of.ts';
import { canonicalText, type Json, parseCanonical, parseJson } from './index.ts';

const runs = { seed: 20300613, numRuns: 5000 };
const foreign = (value: unknown): Json => value as Json;

test('[BY1] sorts keys by UTF-16 units and writes no white space', () => {
  expect(canonicalText({ b: [1, true, null], a: { z: '', A: -5 } })).toBe('{"a":{"A":-5,"z":""},"b":[1,true,null]}');
});

test('[BY1] writes what an independent RFC 8785 implementation writes', () => {
  fc.assert(
    fc.property(arbitraryJson, (value) => {
      expect(canonicalText(value)).toBe(canonicalize(value));
    }),
    runs,
  );
});

test('[BY1] a value and its canonical text are one: parse after write gives the value back', () => {
  fc.assert(
    fc.property(arbitraryJson, (value) => {
      const text = canonicalText(value);
      expect(parseCanonical(text)).toEqual(value);
      expect(parseJson(JSON.stringify(value, null, 2))).toEqual(value);
      expect(parseCanonical(new TextEncoder().encode(text))).toEqual(value);
    }),
    runs,
  );
});

test.each([
  ['a float', 1.5, 'json-number'],
  ['an integer beyond 2^53-1', 2 ** 53, 'json-number'],
  ['minus zero', -0, 'json-number'],
  ['not a number', Number.NaN, 'json-number'],
  ['a lone surrogate', 'a\ud800', 'json-surrogate'],
  ['a key that starts with a digit', { '1a': 1 }, 'json-key'],
  ['an integer-like key', { 7: 1 }, 'json-key'],
  ['an empty key', { '': 1 }, 'json-key'],
  ['a date', new Date(0), 'json-value'],
  ['undefined', { a: undefined }, 'json-value'],
  ['a hole', Object.assign([], { length: 2 }), 'json-value'],
])('[BY1] refuses to write %s', (_name, value, code) => {
  expect(codeOf(() => canonicalText(foreign(value)))).toBe(code);
});

test('[BY1] a refusal to write names the path', () => {
  expect(pathOf(() => canonicalText(foreign({ a: [{ b: 0.5 }] })))).toBe('a[0].b');
});

test('[BY1] refuses __proto__ as a key, own or parsed', () => {
  expect(codeOf(() => parseJson('{"__proto__":1}'))).toBe('json-key');
  expect(codeOf(() => parseCanonical('{"__proto__":1}'))).toBe('json-key');
});

test('[BY1] a cyclic value is too deep, not a crash', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic['a'] = cyclic;
  expect(codeOf(() => canonicalText(foreign(cyclic)))).toBe('json-too-deep');
});

test.each([
  ['a duplicate key', '{"a":1,"a":1}', 'json-duplicate-key'],
  ['a duplicate key written with an escape', '{"a":1,"\\u0061":2}', 'json-duplicate-key'],
  ['a float', '{"a":1.0}', 'json-number'],
  ['an exponent', '[1e2]', 'json-number'],
  ['minus zero', '[-0]', 'json-number'],
  ['2^53', '[9007199254740992]', 'json-number'],
  ['a number that only rounding makes safe', '[9007199254740993]', 'json-number'],
  ['a leading zero', '[01]', 'json-syntax'],
  ['a lone surrogate as an escape', '["\\ud800"]', 'json-surrogate'],
  ['a lone surrogate as it is', '["\ud800"]', 'json-surrogate'],
  ['a reversed pair', '["\\udc00\\ud800"]', 'json-surrogate'],
  ['a control character', '["\u0001"]', 'json-syntax'],
  ['a bad escape', '["\\x41"]', 'json-syntax'],
  ['an open string', '["abc', 'json-syntax'],
  ['a trailing comma', '[1,]', 'json-syntax'],
  ['two values', '1 2', 'json-syntax'],
  ['nothing', '', 'json-syntax'],
  ['a byte order mark', '\ufeff{}', 'json-syntax'],
  ['a key outside the grammar', '{"a-b":1}', 'json-key'],
  ['NaN', '[NaN]', 'json-syntax'],
])('[BY1] parsing refuses %s', (_name, text, code) => {
  expect(codeOf(() => parseJson(text))).toBe(code);
  expect(codeOf(() => parseCanonical(text))).toBe(code);
});

test.each([
  ['white space', '{"a": 1}'],
  ['a final newline', '{"a":1}\n'],
  ['unsorted keys', '{"b":1,"a":2}'],
  ['an escaped solidus', '["\\/"]'],
  ['a needless escape', '["\\u0041"]'],
  ['a long form of newline', '["\\u000a"]'],
  ['upper-case hexadecimal', '["\\u001F"]'],
  ['an escaped character beyond ASCII', '["\\u00e9"]'],
])('[BY2] %s is JSON but not canonical', (_name, text) => {
  expect(codeOf(() => parseJson(text))).toBe('none');
  expect(codeOf(() => parseCanonical(text))).toBe('json-not-canonical');
});

test('[BY2] a text is accepted as canonical only when writing its value gives the same text', () => {
  const mutated = arbitraryJson.chain((value) => arbitraryMutation(canonicalText(value)));
  fc.assert(
    fc.property(mutated, (text) => {
      if (codeOf(() => parseCanonical(text)) === 'none') expect(canonicalText(parseCanonical(text))).toBe(text);
      else if (codeOf(() => parseJson(text)) === 'none') expect(canonicalText(parseJson(text))).not.toBe(text);
    }),
    { ...runs, numRuns: 20_000 },
  );
});

test('[BY3] bytes that are not UTF-8 are refused', () => {
  expect(codeOf(() => parseJson(new Uint8Array([0x22, 0xc3, 0x28, 0x22])))).toBe('json-utf8');
  expect(codeOf(() => parseJson(new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22])))).toBe('json-utf8');
  expect(codeOf(() => parseJson(new Uint8Array([0xef, 0xbb, 0xbf, 0x31])))).toBe('json-syntax');
});

test('[BY3] length, depth, members and strings are bounded before anything is built', () => {
  const bounds = { maxBytes: 100, maxDepth: 3, maxMembers: 4, maxStringLength: 10 };
  const codeFor = (text: string) => [codeOf(() => parseJson(text, bounds)), codeOf(() => parseCanonical(text, bounds))];
  expect(codeFor(`"${'a'.repeat(100)}"`)).toEqual(['json-too-long', 'json-too-long']);
  expect(codeFor(`"${'\u0639'.repeat(50)}"`)).toEqual(['json-too-long', 'json-too-long']);
  expect(codeFor('[[[[]]]]')).toEqual(['json-too-deep', 'json-too-deep']);
  expect(codeFor('[[[]]]')).toEqual(['none', 'none']);
  expect(codeFor('[1,2,3,4,5]')).toEqual(['json-too-many-members', 'json-too-many-members']);
  expect(codeFor('[1,2,3,4]')).toEqual(['none', 'none']);
  expect(codeFor('"aaaaaaaaaaa"')).toEqual(['json-string-too-long', 'json-string-too-long']);
  expect(codeFor('["\\"\\"","[[[[,,,"]')).toEqual(['none', 'none']);
});

test('[BY3] a million opening brackets are refused without a crash', () => {
  const bounds = { maxBytes: 1e7, maxDepth: 32, maxMembers: 1e7, maxStringLength: 10 };
  expect(codeOf(() => parseCanonical('['.repeat(1_000_000), bounds))).toBe('json-too-deep');
  expect(codeOf(() => parseCanonical('{"a":'.repeat(1_000_000), bounds))).toBe('json-too-deep');
});

test('[BY3] no text makes a parser fail but by code', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0123-e.truefalsn \n'), maxLength: 40 }),
    arbitraryForeignJson.map((value) => JSON.stringify(value) ?? 'undefined'),
  );
  fc.assert(
    fc.property(texts, (text) => {
      codeOf(() => parseJson(text));
      codeOf(() => parseCanonical(text));
    }),
    { ...runs, numRuns: 20_000 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      codeOf(() => parseCanonical(bytes));
    }),
    runs,
  );
  fc.assert(
    fc.property(arbitraryForeignJson, (value) => {
      codeOf(() => canonicalText(foreign(value)));
    }),
    runs,
  );
});
