import { arbitraryDraft, arbitraryMutation } from '@wasl/testkit/arbitraries';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf } from '../test/codes-of.ts';
import { nodeCrypto, nodeRandom } from '../test/node-crypto.ts';
import { sampleLabel, sampleRecord } from '../test/sample.ts';
import {
  canonicalText,
  createRecord,
  encodeBase64urlText,
  type Json,
  openDisclosures,
  parseDisclosure,
  parseEntry,
  privateLabel,
  recordLabel,
} from './index.ts';

const crypto = nodeCrypto;
const salt = 'AAAAAAAAAAAAAAAAAAAAAA';
const record = sampleRecord();
const texts = record.disclosures.map((one) => one.text);
const slots = record.disclosures.map((one) => one.slot);

/** A record whose digests are of these disclosures, as a lying issuer would make it. */
function lying(contents: readonly Json[]): { readonly sd: readonly string[]; readonly texts: readonly string[] } {
  const made = contents.map((content) => encodeBase64urlText(canonicalText(content)));
  return { sd: made.map((text) => crypto.sha256Text(text)).sort(), texts: made };
}
const openLying = (contents: readonly Json[]): string => {
  const { sd, texts: made } = lying(contents);
  return codeOf(() => openDisclosures({ sd }, made, { crypto }));
};

test('[RC3] any part of the disclosures opens, and proves its slots', () => {
  const half = record.disclosures.filter((_, index) => index % 2 === 0);
  const opened = openDisclosures(
    record.entry,
    half.map((one) => one.text),
    { crypto, slots: half.map((one) => one.slot) },
  );
  expect(opened.map(({ slot, name, text }) => ({ slot, name, text }))).toEqual(half);
  expect(openDisclosures(record.entry, [], { crypto, slots: [] })).toEqual([]);
});

test('[RC3] a forged disclosure refuses the record', () => {
  const other = sampleRecord().disclosures[0]?.text ?? '';
  expect(codeOf(() => openDisclosures(record.entry, [...texts.slice(1), other], { crypto }))).toBe('disclosure-forged');
  expect(codeOf(() => openDisclosures(record.entry, ['', ...texts.slice(1)], { crypto }))).toBe('disclosure-forged');
});

test('[RC3] a surplus disclosure refuses the record', () => {
  expect(codeOf(() => openDisclosures(record.entry, texts, { crypto, slots: slots.slice(1) }))).toBe('disclosure-surplus');
  const [first = '', second = '', ...rest] = texts;
  expect(codeOf(() => openDisclosures(record.entry, [second, first, ...rest], { crypto, slots }))).toBe('disclosure-surplus');
  expect(codeOf(() => openDisclosures(record.entry, [second], { crypto, slots: slots.slice(0, 1) }))).toBe('disclosure-surplus');
});

test('[RC3] a missing disclosure refuses the record', () => {
  expect(codeOf(() => openDisclosures(record.entry, texts.slice(1), { crypto, slots }))).toBe('disclosure-missing');
});

test('[RC3] the same disclosure twice refuses the record', () => {
  const [first = ''] = texts;
  expect(codeOf(() => openDisclosures(record.entry, [first, first], { crypto }))).toBe('disclosure-duplicate');
  const [slot = 0] = slots;
  expect(codeOf(() => openDisclosures(record.entry, [first, first], { crypto, slots: [slot, slot] }))).toBe('disclosure-duplicate');
});

test('[RC3] one name in two slots refuses the record', () => {
  expect(
    openLying([
      [salt, 'kind', { v: 'fire' }],
      [salt, 'kind', { v: 'medical' }],
    ]),
  ).toBe('disclosure-duplicate');
});

test.each(['_sd', '...', '_sd_alg', 'issuer', 'v', 'sd', 'mode'])('[RC3] the reserved name %s refuses the record', (name) => {
  expect(openLying([[salt, name, { v: 1 }]])).toBe('disclosure-reserved');
});

test.each<[string, Json, string]>([
  ['an object', { v: 1 }, 'disclosure-invalid'],
  ['two elements (an array disclosure of RFC 9901 §4.2.2)', [salt, { v: 1 }], 'disclosure-invalid'],
  ['four elements', [salt, 'kind', { v: 1 }, 1], 'disclosure-invalid'],
  ['a short salt', ['AAAA', 'kind', { v: 1 }], 'disclosure-invalid'],
  ['a salt that does not re-encode', ['AAAAAAAAAAAAAAAAAAAAAB', 'kind', { v: 1 }], 'disclosure-invalid'],
  ['a bare value', [salt, 'kind', 'fire'], 'disclosure-invalid'],
  ['no value', [salt, 'kind', {}], 'disclosure-invalid'],
  ['a member beside v and label', [salt, 'kind', { v: 1, w: 2 }], 'disclosure-invalid'],
  ['a name outside the grammar', [salt, 'a b', { v: 1 }], 'disclosure-invalid'],
  ['a number as name', [salt, 1, { v: 1 }], 'disclosure-invalid'],
  ['a label out of its form', [salt, 'kind', { label: { lvl: 1 }, v: 1 }], 'label-invalid'],
  ['a label disclosure with level and codes', [salt, 'label', { v: { ...sampleLabel } as unknown as Json }], 'label-invalid'],
  ['a label disclosure with its own label', [salt, 'label', { label: 1, v: privateLabel(sampleLabel) }], 'disclosure-invalid'],
])('[RC3] %s is no disclosure, though its digest is in the entry', (_name, content, code) => {
  expect(openLying([content])).toBe(code);
});

test('[BY2] a disclosure whose digest stands in the entry but whose JSON is not canonical is refused', () => {
  for (const json of [`["${salt}", "kind", {"v":1}]`, `["${salt}","kind",{"v":1.0}]`, `["${salt}","kind",{"v":1,"v":2}]`]) {
    const text = encodeBase64urlText(json);
    expect(codeOf(() => openDisclosures({ sd: [crypto.sha256Text(text)] }, [text], { crypto }))).toMatch(/^json-/);
  }
});

test('[BY2] a disclosure that does not re-encode is refused', () => {
  const text = `${encodeBase64urlText(canonicalText([salt, 'kind', { v: 10 }]))}=`;
  expect(codeOf(() => openDisclosures({ sd: [crypto.sha256Text(text)] }, [text], { crypto }))).toBe('base64url-invalid');
});

test('[RC3] whatever one change does to a disclosure or its slot, the record is refused', () => {
  const change = arbitraryDraft.chain((draft) => {
    const made = createRecord(draft, { crypto, random: nodeRandom });
    return fc
      .nat(made.disclosures.length - 1)
      .chain((at) => arbitraryMutation(made.disclosures[at]?.text ?? '').map((text) => ({ made, at, text })));
  });
  fc.assert(
    fc.property(change, ({ made, at, text }) => {
      fc.pre(text !== made.disclosures[at]?.text);
      const changed = made.disclosures.map((one, index) => (index === at ? text : one.text));
      expect(codeOf(() => openDisclosures(parseEntry(made.entryText), changed, { crypto }))).toBe('disclosure-forged');
    }),
    { seed: 3, numRuns: 1000 },
  );
});

test('[BY3] no text makes the disclosure or entry parser fail but by code', () => {
  const contents = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 50 }),
    arbitraryMutation(canonicalText([salt, 'kind', { v: [{ lang: 'fr' }] }])).map(encodeBase64urlText),
  );
  fc.assert(
    fc.property(contents, (text) => {
      codeOf(() => parseDisclosure(text));
    }),
    { seed: 4, numRuns: 5000 },
  );
  fc.assert(
    fc.property(arbitraryMutation(record.entryText), (text) => {
      codeOf(() => parseEntry(text));
    }),
    { seed: 5, numRuns: 5000 },
  );
});

test('[BY3] an oversized disclosure is refused before it is hashed', () => {
  const failing = {
    sha256Text: () => {
      throw new Error('must not be called');
    },
  };
  expect(codeOf(() => openDisclosures(record.entry, ['A'.repeat(100_001)], { crypto: failing }))).toBe('disclosure-too-long');
});

test('[RC1] the label disclosure goes with every release: without it there is no label to decide by', () => {
  const without = record.disclosures.filter((one) => one.name !== 'label').map((one) => one.text);
  const opened = openDisclosures(record.entry, without, { crypto });
  expect(codeOf(() => recordLabel(record.entry.label, opened))).toBe('label-missing');
});
