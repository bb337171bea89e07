import { expect, test } from 'vitest';
import { bareNames } from '../personal-data/bare-names.ts';
import { personNames } from '../personal-data/persons.ts';
import { personalDataScan } from '../personal-data/scan.ts';
import { venueNames, venuesIn } from './venues.ts';

const latin = [
  (name: string) => `Crowd flow at ${name} is normal, gate 12 open`,
  (name: string) => `Porte 12 de ${name} fermée à 20 h 15`,
  (name: string) => `Missing person desk: ${name}, north stand`,
  (name: string) => `${name} : 41 200 entrées`,
];
const arabic = [(name: string) => `الضغط على الباب 12 في ${name} في تراجع`, (name: string) => `${name}: فتح الأبواب على الساعة 18:00`];
const tifinagh = [(name: string) => `ⵜⴰⴳⴳⵓⵔⵜ 12 ⵏ ${name}`];

const texts = venueNames.flatMap((venue) => [
  ...latin.map((form) => form(venue.latin)),
  ...arabic.map((form) => form(venue.arabic)),
  ...tifinagh.map((form) => form(venue.tifinagh)),
]);

test('[S1] the gazetteer holds at least 200 venues, each in three scripts, none twice', () => {
  expect(venueNames.length).toBeGreaterThanOrEqual(200);
  for (const venue of venueNames) {
    expect(venue.latin).toMatch(/\p{Script=Latin}/u);
    expect(venue.arabic).toMatch(/^[\p{Script=Arabic}\d ]+$/u);
    expect([venue.latin, /^[\p{Script=Tifinagh}\d .'’-]+$/u.test(venue.tifinagh)]).toEqual([venue.latin, true]);
    expect(venuesIn(venue.latin).length).toBeGreaterThan(0);
  }
  expect(new Set(venueNames.map((venue) => venue.latin)).size).toBe(venueNames.length);
});

test('[S1] at most one in a hundred texts that name a venue is blocked; without the gazetteer it would be more', () => {
  const blocked = texts.filter((text) => personalDataScan(text).length > 0);
  const unguarded = texts.filter((text) => personNames(text).length + bareNames(text).length > 0);
  expect(blocked.length / texts.length, blocked.slice(0, 10).join('\n')).toBeLessThanOrEqual(0.01);
  expect(unguarded.length / texts.length).toBeGreaterThan(0.01);
});

test.each([
  ['a name beside a venue', 'Suspect: Karim Benali, Stade Mohammed V'],
  ['a name like a venue’s after its honour', 'remis à Moulay Idrissi au poste'],
  ['a patronymic', 'vu avec Yassine ben Omar à la porte 4'],
  ['a name with an age', 'un homme, Karim Benali, 34 ans'],
  ['a patronymic in Arabic', 'شوهد ياسين بن عمر قرب الباب'],
  ['an honour in Arabic', 'استقبل السيد كريم العلوي بالمكتب'],
  ['a title in Tifinagh', 'ⵎⴰⵙⵙ ⴽⴰⵔⵉⵎ ⴱⵏⵄⵍⵉ'],
])('[S1] the gazetteer hides no %s', (_what, text) => {
  expect(personalDataScan(text).map(({ kind }) => kind)).toContain('person-name');
});

test.each([
  'Bus line 12 diverted by Avenue Hassan II; tram T1 normal',
  'Si le flux augmente, fermer la porte 12',
  'The prince of the tournament is the ball, says the banner',
  'Don’t open gate 12 before 18:00',
  'Match reporté de 34 ans en arrière',
  'بناء على طلب المنظم، فتح الباب 12',
])('[S1] operational text stays alone: %s', (text) => {
  expect(personalDataScan(text)).toEqual([]);
});
