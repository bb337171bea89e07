import { arbitraryLabel } from '@wasl/testkit/arbitraries';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AgencyId, canGo, type DeskId, join, type Label, leq, parseLabel, publicLabel } from './index.ts';

// 3,000 pools of ten random labels, a hundred triples drawn from each: 300,000 triples at a tenth of the cost of drawing each label alone.
const pools = { seed: 300_000, numRuns: 3000 };
const poolOf = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 10, maxLength: 10 });
const draws = fc.array(fc.nat(999), { minLength: 100, maxLength: 100 });

function* triplesOf<T>(pool: readonly T[], drawn: readonly number[]): Generator<readonly [T, T, T]> {
  for (const n of drawn) {
    const a = pool[n % 10];
    const b = pool[Math.floor(n / 10) % 10];
    const c = pool[Math.floor(n / 100)];
    if (a !== undefined && b !== undefined && c !== undefined) yield [a, b, c];
  }
}

const written = (label: Label): string =>
  `${label.lvl}|${label.cav}|${label.hdl}|${label.rel}|${label.pur}|${label.tlp}|${label.own}|${label.orcon}|${label.rev}|${label.exp}|${label.nat.map((mark) => mark.pol + mark.mark)}`;
const same = (a: Label, b: Label): boolean => written(a) === written(b);

/** Fails with the inputs when a law does not hold; an `expect` for each of 300,000 triples would take most of the time. */
function law(holds: boolean, name: string): void {
  if (!holds) throw new Error(`${name} does not hold`);
}

test('[RC5] labels are a lattice: 300,000 random triples, 0 violations', () => {
  let comparable = 0;
  let triples = 0;
  fc.assert(
    fc.property(poolOf(arbitraryLabel), draws, (pool, drawn) => {
      for (const [a, b, c] of triplesOf(pool, drawn)) {
        triples += 1;
        const ab = join(a, b);
        law(same(ab, join(b, a)), 'commutativity');
        law(same(join(ab, c), join(a, join(b, c))), 'associativity');
        law(same(join(a, a), a), 'idempotence');
        law(leq(a, ab) && leq(b, ab), 'upper bound');
        const bound = join(ab, c);
        law(leq(ab, bound), 'monotony');
        if (leq(a, c) && leq(b, c)) {
          comparable += 1;
          law(leq(ab, c), 'least upper bound');
        }
        law(leq(a, b) === same(ab, b), 'order is join');
        law(!(leq(a, b) && leq(b, a)) || same(a, b), 'antisymmetry');
        law(!(leq(a, b) && leq(b, c)) || leq(a, c), 'transitivity');
      }
    }),
    pools,
  );
  expect(triples).toBe(300_000);
  expect(comparable).toBeGreaterThan(1000);
});

const askers = fc.record({
  reader: fc
    .record({
      agency: fc.constantFrom('gb.police', 'es.police'),
      desk: fc.constantFrom('ops', 'media', undefined),
      ceiling: fc.nat(5),
      caveats: fc.subarray(['EYES', 'PERS']),
    })
    .map(({ agency, desk, ceiling, caveats }) => ({
      agency: agency as AgencyId,
      ceiling,
      caveats,
      ...(desk === undefined ? {} : { desk: `${agency}/${desk}` as DeskId }),
    })),
  purpose: fc.constantFrom('event-safety', 'judicial', 'immigration'),
  nowMs: fc.constantFrom(Date.parse('2030-01-01T00:00:00Z'), Date.parse('2030-06-13T18:04:08Z'), Date.parse('2032-01-01T00:00:00Z')),
  holder: fc.constantFrom('ma.police', 'gb.police').map((id) => id as AgencyId),
  granted: fc.boolean(),
});

/** Labels that often let something go. */
const lenient = arbitraryLabel.map((label) => ({ ...label, lvl: label.lvl > 2 ? (1 as const) : label.lvl, cav: [] }));

test('[RC5] release is antitone: what the join lets go, each part lets go', () => {
  let released = 0;
  const labels = fc.oneof(arbitraryLabel, lenient, lenient);
  fc.assert(
    fc.property(poolOf(labels), poolOf(askers), draws, (pool, asks, drawn) => {
      for (const [a, b] of triplesOf(pool, drawn)) {
        const joined = join(a, b);
        for (const ask of asks) {
          if (!canGo(joined, ask).ok) continue;
          released += 1;
          law(canGo(a, ask).ok && canGo(b, ask).ok, 'antitony');
        }
      }
    }),
    pools,
  );
  expect(released).toBeGreaterThan(1000);
});

const base: Label = {
  lvl: 1,
  cav: [],
  hdl: [],
  rel: ['gb.police'],
  pur: ['event-safety'],
  tlp: 'AMBER',
  own: ['ma.police'],
  orcon: false,
  nat: [],
};
const ask = {
  reader: { agency: 'gb.police' as AgencyId, ceiling: 2, caveats: [] },
  purpose: 'event-safety',
  nowMs: Date.parse('2030-06-13T18:04:09Z'),
  holder: 'ma.police' as AgencyId,
  granted: false,
};
const outcome = (change: Partial<Label>, asked: Partial<typeof ask> = {}): string => {
  const result = canGo({ ...base, ...change }, { ...ask, ...asked });
  return result.ok ? 'goes' : result.reason.code;
};

test('[RC5] each component of a label refuses with its own code', () => {
  expect(outcome({})).toBe('goes');
  expect(outcome({ lvl: 3 })).toBe('label-level');
  expect(outcome({ cav: ['PERS'] })).toBe('label-caveat');
  expect(outcome({ rel: [] })).toBe('label-releasable');
  expect(outcome({ rel: ['es.police'] })).toBe('label-releasable');
  expect(outcome({ rel: ['gb.police/ops'] })).toBe('label-releasable');
  expect(outcome({ pur: [] })).toBe('label-purpose');
  expect(outcome({ exp: '2030-06-13T18:04:09Z' })).toBe('label-expired');
  expect(outcome({ exp: '2030-06-13T18:04:10Z' })).toBe('goes');
  expect(outcome({ exp: 'soon' })).toBe('label-expired');
  expect(outcome({ orcon: true })).toBe('goes');
  expect(outcome({ orcon: true, own: ['es.police', 'ma.police'] })).toBe('label-originator');
  expect(outcome({ hdl: ['H2'], own: ['es.police'] })).toBe('label-originator');
  expect(outcome({ orcon: true, own: ['es.police'] }, { granted: true })).toBe('goes');
  expect(outcome({ hdl: ['H1'], pur: ['*'] }, { purpose: 'judicial' })).toBe('label-handling');
});

test('[RC5] the empty set of readers stays "owner only" in every join', () => {
  const owner = { ...base, rel: [] };
  expect(join(owner, { ...base, rel: ['*'] }).rel).toEqual([]);
  expect(join({ ...base, rel: ['gb.police'] }, { ...base, rel: ['es.police'] }).rel).toEqual([]);
});

test('[RC5] an agency covers its desks, and a desk does not cover its agency', () => {
  expect(join({ ...base, rel: ['gb.police'] }, { ...base, rel: ['gb.police/ops'] }).rel).toEqual(['gb.police/ops']);
  expect(leq({ ...base, rel: ['gb.police'] }, { ...base, rel: ['gb.police/ops'] })).toBe(true);
  expect(leq({ ...base, rel: ['gb.police/ops'] }, { ...base, rel: ['gb.police'] })).toBe(false);
});

test('[RC1] the part of a label that is permanent has no reader, purpose, owner or national mark', () => {
  expect(Object.keys(publicLabel(parseLabel(base))).sort()).toEqual(['cav', 'hdl', 'lvl', 'tlp']);
});
