import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf } from '../test/codes-of.ts';
import {
  decodeBase64url,
  decodeBase64urlByTable,
  decodeBase64urlText,
  encodeBase64url,
  encodeBase64urlByTable,
  encodeBase64urlText,
} from './base64url.ts';

const runs = { seed: 4648, numRuns: 5000 };

test('[BY2] the table and the runtime encode and decode alike', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      const text = encodeBase64url(bytes);
      expect(text).toBe(encodeBase64urlByTable(bytes));
      expect([...decodeBase64url(text)]).toEqual([...bytes]);
      expect([...(decodeBase64urlByTable(text) ?? [])]).toEqual([...bytes]);
    }),
    runs,
  );
});

test('[BY2] base64url must re-encode to the same text', () => {
  for (const text of ['AB', 'A', 'AA==', 'AA=', 'A+', 'A/', 'AA\n', ' AA', 'AAB', 'é', 'AAAAA']) {
    expect([text, codeOf(() => decodeBase64url(text)), decodeBase64urlByTable(text)]).toEqual([text, 'base64url-invalid', undefined]);
  }
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), (text) => {
      const byTable = decodeBase64urlByTable(text);
      if (codeOf(() => decodeBase64url(text)) === 'none') expect(encodeBase64url(byTable ?? new Uint8Array(1))).toBe(text);
      else expect(byTable).toBeUndefined();
    }),
    runs,
  );
});

test('[BY2] text in base64url round-trips, and bytes that are not UTF-8 are refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
      fc.pre(text.isWellFormed());
      expect(decodeBase64urlText(encodeBase64urlText(text))).toBe(text);
    }),
    runs,
  );
  expect(codeOf(() => decodeBase64urlText(encodeBase64url(new Uint8Array([0xc3, 0x28]))))).toBe('json-utf8');
  expect(decodeBase64urlText(encodeBase64url(new Uint8Array([0xef, 0xbb, 0xbf])))).toBe('\ufeff');
});
