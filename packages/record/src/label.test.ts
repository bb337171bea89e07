import { arbitraryJson, arbitraryLabel } from '@wasl/testkit/arbitraries';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf, pathOf } from '../test/codes-of.ts';
import { type Json, parseLabel, parseLangText, parsePrivateLabel, parsePublicLabel, privateLabel, publicLabel } from './index.ts';

const good = {
  lvl: 2,
  cav: ['PERS'],
  hdl: ['H1'],
  rel: ['gb.police', 'ma.police/ops'],
  pur: ['event-safety'],
  tlp: 'AMBER',
  own: ['ma.police'],
  orcon: true,
  exp: '2030-09-30T00:00:00Z',
  nat: [{ pol: 'MA', mark: 'DIFFUSION RESTREINTE' }],
};

test('[RC1] a label parses to itself, and its two parts parse alone', () => {
  expect(parseLabel(good)).toEqual(good);
  fc.assert(
    fc.property(arbitraryLabel, (label) => {
      expect(parseLabel(label)).toEqual(label);
      expect({ ...parsePublicLabel(publicLabel(label)), ...parsePrivateLabel(privateLabel(label)) }).toEqual(label);
    }),
    { seed: 7, numRuns: 2000 },
  );
});

test.each<[string, { readonly [key: string]: Json }, string]>([
  ['a level above 5', { lvl: 6 }, 'label.lvl'],
  ['an unknown TLP word', { tlp: 'WHITE' }, 'label.tlp'],
  ['an unsorted list', { hdl: ['H2', 'H1'] }, 'label.hdl'],
  ['a list with a double', { cav: ['PERS', 'PERS'] }, 'label.cav'],
  ['an unknown handling code', { hdl: ['H9'] }, 'label.hdl'],
  ['a star beside others', { rel: ['*', 'gb.police'] }, 'label.rel'],
  ['a desk beside its agency', { rel: ['gb.police', 'gb.police/ops'] }, 'label.rel'],
  ['no owner', { own: [] }, 'label.own'],
  ['a bare word as a reader', { rel: ['gb'] }, 'label.rel'],
  ['a date for an instant', { exp: '2030-09-30' }, 'label.exp'],
  ['a day that does not exist', { exp: '2030-02-30T00:00:00Z' }, 'label.exp'],
  ['a mark without its policy', { nat: [{ mark: 'RESERVADO' }] }, 'label.nat'],
  ['an unknown member', { extra: 1 }, 'label.extra'],
])('[RC1] refuses a label with %s', (_name, change, path) => {
  expect(codeOf(() => parseLabel({ ...good, ...change }))).toBe('label-invalid');
  expect(pathOf(() => parseLabel({ ...good, ...change }))).toBe(path);
});

test('[BY3] no value makes a label or text parser fail but by code', () => {
  fc.assert(
    fc.property(arbitraryJson, (value) => {
      codeOf(() => parseLabel(value));
      codeOf(() => parseLangText(value));
    }),
    { seed: 8, numRuns: 5000 },
  );
});

test('[RC2] a language-tagged text has exactly one original and no language twice', () => {
  const fr = { lang: 'fr', text: 'porte nord', status: 'original' };
  const ar = { lang: 'ar-MA', text: 'باب الشمال', status: 'human' };
  expect(parseLangText([fr, ar])).toEqual([fr, ar]);
  for (const bad of [
    [],
    [ar],
    [fr, { ...ar, status: 'original' }],
    [fr, { ...fr, status: 'human' }],
    [{ ...fr, lang: 'french' }],
    [{ ...fr, text: '' }],
    [{ ...fr, by: 'x' }],
    'porte',
  ]) {
    expect(codeOf(() => parseLangText(bad as Json))).toBe('text-invalid');
  }
});
