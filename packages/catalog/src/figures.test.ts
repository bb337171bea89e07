import { expect, test } from 'vitest';
import { samples } from '../test/samples.ts';
import { type Fields, figuresIn, validateFields } from './index.ts';

const words = (text: string) => [{ lang: 'fr', text, status: 'original' }];
const first = (type: string, fields: Fields) => {
  const result = validateFields(type, fields);
  return result.ok ? 'ok' : `${result.reason.path}`;
};

test.each([
  ['30,000 to 40,000 without valid tickets', ['30000', '40000']],
  ['Environ 2 600 faux billets, soit 6,5 %', ['2600', '6,5']],
  ['أوقفت المصالح ١٢ شخصا', ['12']],
  ['41 200 spectateurs à 18 h 30, porte 12', ['41200', '12']],
])('[L9] finds the figures of %s', (text, figures) => {
  expect(figuresIn(text)).toEqual(figures);
});

test.each([
  'Le 13 juin 2030 à 18 h 04, réunion du 93e comité',
  'On 23 October 2024 at 09:30, the 93rd General Assembly',
  'عقد يوم 23 أكتوبر 2024',
  'World Cup 2030 and EURO 2028, plan P12, TLP-2',
  '2030-06-13T18:04:09Z',
  'Aucun décès à déplorer',
])('[L9] takes no date, time, ordinal or code for a figure: %s', (text) => {
  expect(figuresIn(text)).toEqual([]);
});

test('[L9] a communiqué with a figure that rests on no claim is not agreed; marked as not verified it is', () => {
  const bare = { ...samples.communique, paragraphs: [{ paragraph: 'p1', text: words('30 000 supporters sans billet') }] };
  expect(first('communique', bare)).toBe('paragraphs[0].text');
  expect(first('communique', { ...bare, state: 'draft' })).toBe('ok');
  const marked = { paragraph: 'p1', text: words('30 000 supporters sans billet'), figures: [{ figure: '30 000', unverified: true }] };
  expect(first('communique', { ...bare, paragraphs: [marked] })).toBe('ok');
  const other = { ...marked, figures: [{ figure: '2 600', unverified: true }] };
  expect(first('communique', { ...bare, paragraphs: [other] })).toBe('paragraphs[0].text');
  expect(first('communique', { ...bare, paragraphs: [{ ...marked, figures: [{ figure: '30 000' }] }] })).toBe('paragraphs[0].figures[0]');
});

test('[L9] a line of a situation report with figures has its basis, in every language of it', () => {
  const line = (text: string, more: Fields = {}) => ({ ...samples.sitrep, lines: [{ topic: 'arrests', text: words(text), ...more }] });
  expect(first('sitrep', line('12 interpellations'))).toBe('lines[0].text');
  expect(first('sitrep', line('Aucune interpellation'))).toBe('ok');
  expect(first('sitrep', line('12 interpellations', { basis: [`sha256:${'A'.repeat(43)}`] }))).toBe('ok');
  const translated = [...words('Douze interpellations'), { lang: 'en', text: '12 arrests', status: 'human' }];
  expect(first('sitrep', { ...samples.sitrep, lines: [{ topic: 'arrests', text: translated }] })).toBe('lines[0].text');
});
