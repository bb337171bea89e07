import { type Label, type Level, tlps } from '@wasl/record';
import fc from 'fast-check';

const agencies = ['es.police', 'gb.defence', 'gb.police', 'ma.defence', 'ma.police'];
const desks = ['gb.police/media', 'gb.police/ops', 'ma.police/ops'];
const purposes = ['crowd-safety', 'event-safety', 'judicial', 'liaison'];
const instants = ['2030-01-01T00:00:00Z', '2030-06-13T18:04:09Z', '2031-12-31T23:59:59Z'];
const marks = [
  { pol: 'ES', mark: 'RESERVADO' },
  { pol: 'GB', mark: 'OFFICIAL-SENSITIVE' },
  { pol: 'MA', mark: 'DIFFUSION RESTREINTE' },
  { pol: 'PT', mark: 'RESERVADO' },
];

const sortedSubset = (from: readonly string[]): fc.Arbitrary<readonly string[]> => fc.subarray([...from]).map((chosen) => chosen.sort());

/** Readers in their one form: a star alone, or agencies and desks with no desk whose agency stands there too. */
export const arbitraryReaders: fc.Arbitrary<readonly string[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(['*']) },
  {
    weight: 6,
    arbitrary: sortedSubset([...agencies, ...desks]).map((chosen) =>
      chosen.filter((id) => !id.includes('/') || !chosen.includes(id.slice(0, id.indexOf('/')))).sort(),
    ),
  },
);

/** Purposes in their one form. */
export const arbitraryPurposes: fc.Arbitrary<readonly string[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(['*']) },
  { weight: 4, arbitrary: sortedSubset(purposes) },
);

/** Labels of the whole lattice, small enough that comparable pairs are common. */
export const arbitraryLabel: fc.Arbitrary<Label> = fc
  .record(
    {
      lvl: fc.constantFrom<Level>(0, 1, 2, 3, 4, 5),
      cav: sortedSubset(['EYES', 'PERS']),
      hdl: sortedSubset(['H0', 'H1', 'H2', 'H3']),
      rel: arbitraryReaders,
      pur: arbitraryPurposes,
      tlp: fc.constantFrom(...tlps),
      own: fc.subarray(agencies, { minLength: 1 }).map((chosen) => chosen.sort()),
      orcon: fc.boolean(),
      rev: fc.constantFrom(...instants),
      exp: fc.constantFrom(...instants),
      nat: fc.subarray(marks),
    },
    { requiredKeys: ['lvl', 'cav', 'hdl', 'rel', 'pur', 'tlp', 'own', 'orcon', 'nat'], noNullPrototype: true },
  )
  .map((label) => label as Label);
