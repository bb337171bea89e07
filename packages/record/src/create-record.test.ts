import { arbitraryDraft } from '@wasl/testkit/arbitraries';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf, pathOf } from '../test/codes-of.ts';
import { nodeCrypto, nodeRandom } from '../test/node-crypto.ts';
import { sampleDraft, sampleLabel, sampleRecord } from '../test/sample.ts';
import {
  canonicalText,
  createRecord,
  decodeBase64url,
  decodeBase64urlText,
  type Json,
  openDisclosures,
  parseCanonical,
  parseEntry,
  recordIdOf,
  recordLabel,
} from './index.ts';

test('[RC1] a record read back is the record that was made', () => {
  fc.assert(
    fc.property(arbitraryDraft, (draft) => {
      const record = createRecord(draft, { crypto: nodeCrypto, random: nodeRandom });
      const entry = parseEntry(record.entryText);
      expect(entry).toEqual(record.entry);
      expect(recordIdOf(record.entryText, nodeCrypto)).toBe(record.id);
      const { fields, arity, label, ...head } = draft;
      expect(entry).toMatchObject(head);
      const opened = openDisclosures(
        entry,
        record.disclosures.map((one) => one.text),
        {
          crypto: nodeCrypto,
          slots: record.disclosures.map((one) => one.slot),
        },
      );
      expect(recordLabel(entry.label, opened)).toEqual(label);
      const read = opened
        .filter((one) => one.name !== 'label')
        .map(({ name, value, label: own }) => (own === undefined ? { name, value } : { name, value, label: own }));
      expect(read.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([...fields].sort((a, b) => (a.name < b.name ? -1 : 1)));
      expect(entry.sd).toHaveLength(arity);
    }),
    { seed: 1, numRuns: 1500 },
  );
});

test('[RC1] the bytes of an entry are canonical and the id is their SHA-256', () => {
  const { entryText, id } = sampleRecord();
  expect(canonicalText(parseCanonical(entryText))).toBe(entryText);
  expect(id).toBe(`sha256:${nodeCrypto.sha256Text(new TextEncoder().encode(entryText))}`);
});

test('[RC1] an entry holds no content: no value, reader, purpose, owner or national mark', () => {
  const { entryText } = sampleRecord();
  for (const word of ['crowd-crush', '339876543', 'porte', 'gb.police', 'event-safety', 'DIFFUSION', 'casualties'])
    expect(entryText).not.toContain(word);
});

test('[I7] what is permanent says nothing of a unit, not even which units there are', () => {
  const few = sampleRecord({ fields: sampleDraft.fields.slice(0, 1) });
  const many = sampleRecord();
  expect(few.entryText.length).toBe(many.entryText.length);
  expect(few.entry.sd.length).toBe(many.entry.sd.length);
});

test('[RC2] a disclosure is base64url of canonical [salt, name, {label?, v}] with a fresh salt of 128 bits', () => {
  const seen = new Set<string>();
  for (let i = 0; i < 50; i += 1) {
    for (const one of sampleRecord().disclosures) {
      const json = decodeBase64urlText(one.text);
      const [salt, name, content] = parseCanonical(json) as [string, string, { readonly [key: string]: Json }];
      expect(decodeBase64url(salt)).toHaveLength(16);
      expect(name).toBe(one.name);
      expect(content['v']).toBeDefined();
      seen.add(salt);
    }
  }
  expect(seen.size).toBe(50 * 9);
});

test('[RC2] digests are sorted and padded with decoys to the arity', () => {
  const { entry, disclosures } = sampleRecord();
  expect(entry.sd).toHaveLength(12);
  expect([...entry.sd].sort()).toEqual(entry.sd);
  for (const digest of entry.sd) expect(decodeBase64url(digest)).toHaveLength(32);
  for (const one of disclosures) expect(entry.sd[one.slot]).toBe(nodeCrypto.sha256Text(one.text));
  expect(new Set(disclosures.map((one) => one.slot)).size).toBe(9);
});

test('[RC2] slots tell nothing of the order in which units were written', () => {
  const first = new Set<number>();
  for (let i = 0; i < 60; i += 1) first.add(sampleRecord().disclosures.find((one) => one.name === 'kind')?.slot ?? -1);
  expect(first.size).toBeGreaterThan(8);
});

test.each([
  ['more units than the arity', { arity: 8 }, 'disclosure-arity'],
  ['an arity above 64', { arity: 65 }, 'disclosure-arity'],
  ['a unit named label', { fields: [{ name: 'label', value: 1 }] }, 'disclosure-reserved'],
  ['a unit named as a member of the entry', { fields: [{ name: 'issuer', value: 1 }] }, 'disclosure-reserved'],
  ['the name _sd', { fields: [{ name: '_sd', value: 1 }] }, 'disclosure-reserved'],
  ['the name ...', { fields: [{ name: '...', value: 1 }] }, 'disclosure-reserved'],
  ['a name outside the grammar', { fields: [{ name: 'Place Coarse', value: 1 }] }, 'disclosure-invalid'],
  [
    'a name twice',
    {
      fields: [
        { name: 'kind', value: 1 },
        { name: 'kind', value: 2 },
      ],
    },
    'disclosure-duplicate',
  ],
  ['a value over 64 KiB', { fields: [{ name: 'kind', value: 'x'.repeat(65_535) }] }, 'disclosure-too-long'],
  ['a value over 64 KiB of UTF-8', { fields: [{ name: 'kind', value: 'ع'.repeat(33_000) }] }, 'disclosure-too-long'],
  ['a float in a value', { fields: [{ name: 'kind', value: 0.5 }] }, 'json-number'],
  ['a label out of its form', { label: { ...sampleLabel, rel: ['gb.police', '*'] } }, 'label-invalid'],
  ['an author of another agency', { author: 'gb.police/ops' as never }, 'entry-invalid'],
  ['an author whose agency only starts alike', { author: 'ma.police-x/ops' as never }, 'entry-invalid'],
  ['a local time', { issuedAt: '2030-06-13T19:04:09+01:00' }, 'entry-invalid'],
  ['a day that does not exist', { issuedAt: '2030-02-29T00:00:00Z' }, 'entry-invalid'],
  ['fractions of a second', { issuedAt: '2030-06-13T18:04:09.5Z' }, 'entry-invalid'],
  ['a clock value without counter', { hlc: '1907604249000' }, 'entry-invalid'],
  ['a subject that is a word', { subject: 'north-gate' as never }, 'id-invalid'],
])('[RC2] createRecord refuses %s', (_name, change, code) => {
  expect(codeOf(() => sampleRecord(change))).toBe(code);
});

test('[RC2] a value of exactly 64 KiB is a unit still', () => {
  const record = sampleRecord({ fields: [{ name: 'kind', value: 'x'.repeat(65_534) }] });
  expect(
    openDisclosures(
      record.entry,
      record.disclosures.map((one) => one.text),
      { crypto: nodeCrypto },
    ),
  ).toHaveLength(2);
});

test('[RC1] an entry over 16 KiB is refused before it is parsed', () => {
  expect(codeOf(() => parseEntry(`{"a":"${'x'.repeat(17_000)}"}`))).toBe('entry-too-long');
  expect(codeOf(() => parseEntry('['.repeat(16_000)))).toBe('json-too-deep');
});

const altered = (change: { readonly [key: string]: Json | undefined }): string => {
  const value = { ...(parseCanonical(sampleRecord().entryText) as { readonly [key: string]: Json }) } as Record<string, Json>;
  for (const [key, member] of Object.entries(change)) {
    if (member === undefined) delete value[key];
    else value[key] = member;
  }
  return canonicalText(value);
};
const digest = (letter: string): string => `${letter.repeat(42)}A`;

test.each<[string, { readonly [key: string]: Json | undefined }, string, string]>([
  ['version 2', { v: 2 }, 'entry-version', 'v'],
  ['no version', { v: undefined }, 'entry-version', 'v'],
  ['a member too many', { note: 'x' }, 'entry-invalid', '$'],
  ['a member too few', { author: undefined }, 'entry-invalid', '$'],
  ['an unknown mode', { mode: 'draft' }, 'entry-invalid', 'mode'],
  ['a type in capitals', { type: 'Incident' }, 'entry-invalid', 'type'],
  ['unsorted digests', { sd: [digest('b'), digest('a')] }, 'entry-invalid', 'sd'],
  ['a digest twice', { sd: [digest('a'), digest('a')] }, 'entry-invalid', 'sd'],
  ['a digest that does not re-encode', { sd: [`${'a'.repeat(42)}B`] }, 'entry-invalid', 'sd'],
  ['no digest', { sd: [] }, 'entry-invalid', 'sd'],
  ['65 digests', { sd: Array.from({ length: 65 }, (_, i) => digest(String.fromCharCode(48 + (i % 10)))).sort() }, 'entry-invalid', 'sd'],
  ['an unknown relation', { refs: [{ rel: 'likes', id: `sha256:${digest('a')}` }] }, 'entry-invalid', 'refs[0].rel'],
  ['a reference to a foreign id', { refs: [{ rel: 'corrects', id: 'urn:x' }] }, 'entry-invalid', 'refs[0].id'],
  ['a reference twice', { refs: [0, 1].map(() => ({ rel: 'corrects', id: `sha256:${digest('a')}` })) }, 'entry-invalid', 'refs[1]'],
  ['a whole label in the entry', { label: { cav: [], hdl: [], lvl: 1, rel: ['gb.police'], tlp: 'AMBER' } }, 'label-invalid', 'label.rel'],
  ['a number as issuer', { issuer: 7 }, 'id-invalid', 'issuer'],
])('[RC1] parseEntry refuses %s', (_name, change, code, path) => {
  const text = altered(change);
  expect(codeOf(() => parseEntry(text))).toBe(code);
  expect(pathOf(() => parseEntry(text))).toBe(path);
});

test('[BY2] an entry that is not canonical is refused, not repaired', () => {
  const { entryText } = sampleRecord();
  expect(codeOf(() => parseEntry(entryText.replace(':', ': ')))).toBe('json-not-canonical');
  expect(codeOf(() => parseEntry(JSON.stringify({ v: 1, ...JSON.parse(entryText) })))).toBe('json-not-canonical');
});
