import { readFileSync } from 'node:fs';
import { WaslError } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreement, agreementJson, permit, words } from '../../test/fixture.ts';
import { crypto } from '../../test/node-crypto.ts';
import type { Agreement, Predicate } from '../document.ts';
import { agreementSchema } from './agreement-shape.ts';
import { agreementText, digestOf, parseAgreement, parseForbid } from './parse.ts';
import type { Problem } from './shape.ts';

function problems(input: unknown): readonly Problem[] {
  try {
    parseAgreement(input);
  } catch (error) {
    if (error instanceof WaslError && error.code === 'agreement-invalid') return error.details['problems'] as readonly Problem[];
    throw error;
  }
  return [];
}

function paths(change: Partial<Agreement> | Record<string, unknown>): readonly string[] {
  return problems({ ...agreementJson(), ...change }).map((each) => each.path);
}

function predicatePaths(when: unknown): readonly string[] {
  return paths({ permits: [permit('4.1', { when: when as Predicate })] });
}

test('[AG1] accepts the whole form and gives it back unchanged', () => {
  const whole = agreementJson({
    version: 2,
    previous: 'C'.repeat(42).concat('A'),
    hosting: { rule: 'own-node', text: words('Each at home') },
    nonRefoulement: { text: words('Nobody is sent back into danger'), basis: 'Art. 8' },
    properties: [{ id: 'P1', never: { types: ['*'], to: ['gb.defence'], units: ['place'], when: ['all'] }, text: words('Never') }],
    emergency: [{ ...permit('9.1', { types: ['incident'] }), threatToLife: true }],
    equivalences: [{ policy: 'GB', word: 'OFFICIAL', lvl: 1, status: 'public', source: 'GSC' }],
  });
  expect(parseAgreement(whole)).toEqual(whole);
  expect(parseAgreement(JSON.stringify(whole))).toEqual(whole);
  expect(parseAgreement(new TextEncoder().encode(JSON.stringify(whole)))).toEqual(whole);
});

test('[AG1] refuses a member that nobody knows, at every depth', () => {
  expect(paths({ colour: 'red' })).toEqual(['colour']);
  expect(paths({ erasure: { deadlineHours: 72, grace: 1 } })).toEqual(['erasure.grace']);
  expect(paths({ permits: [{ ...permit('4.1'), unless: ['all'] }] })).toEqual(['permits[0].unless']);
});

test('[AG1] reports every bad place with its path, not the first only', () => {
  const { sunset: _, ...rest } = agreementJson({ modes: [], prevails: '' });
  const found = problems({ ...rest, version: 0, erasure: { deadlineHours: 'soon' } });
  expect(found.map((each) => each.path)).toEqual(['version', 'prevails', 'modes', 'erasure.deadlineHours', 'sunset']);
  expect(found[3]).toEqual({ path: 'erasure.deadlineHours', wanted: 'an integer from 1 to 8760', got: '"soon"' });
});

test('[AG1] never throws but by code, on any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      try {
        parseAgreement(JSON.stringify(value));
        return false;
      } catch (error) {
        return error instanceof WaslError;
      }
    }),
    { seed: 11, numRuns: 500 },
  );
});

test('[AG1] never throws but by code when one member of a good document is any JSON', () => {
  const good = agreementJson() as unknown as Record<string, unknown>;
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(good)), fc.jsonValue(), (name, value) => {
      try {
        parseAgreement(JSON.stringify({ ...good, [name]: value }));
      } catch (error) {
        return error instanceof WaslError;
      }
      return true;
    }),
    { seed: 12, numRuns: 1000 },
  );
});

test('[AG1] the published JSON Schema is the one of the code', () => {
  const published = JSON.parse(readFileSync(new URL('../../../../docs/reference/agreement.schema.json', import.meta.url), 'utf8'));
  expect(published).toEqual(agreementSchema);
});

test('[AG2] refuses names that the document does not define', () => {
  expect(paths({ prevails: 'es' })).toEqual(['prevails']);
  expect(paths({ permits: [permit('4.1', { to: ['es.police'] })] })).toEqual(['permits[0].to[0]']);
  expect(paths({ permits: [permit('4.1', { purposes: ['immigration'] })] })).toEqual(['permits[0].purposes[0]']);
  expect(paths({ permits: [permit('4.1', { to: ['*', 'gb.police'] })] })).toEqual(['permits[0].to']);
  expect(paths({ channels: [{ audience: 'nobody', topic: 'operations' }] })).toEqual(['channels[0].audience']);
  expect(
    paths({ audiences: [{ audience: 'event', agencies: ['ma.police', 'es.police'] }], channels: [{ audience: 'event', topic: 'alerts' }] }),
  ).toEqual(['audiences[0].agencies[1]']);
});

test('[AG2] refuses an agency outside its party and a control agency of another party', () => {
  const [first, ...rest] = agreementJson().agencies;
  expect(paths({ agencies: [{ ...first, party: 'gb' }, ...rest] })).toContain('agencies[0].agency');
  expect(paths({ control: { ma: 'gb.police', gb: 'gb.police' } })).toEqual(['control.ma']);
});

test('[AG3] refuses days that do not exist and an end before the beginning', () => {
  expect(paths({ effective: '2030-02-30T00:00:00Z' })).toEqual(['effective']);
  expect(paths({ sunset: '2029-01-01T00:00:00Z' })).toEqual(['sunset']);
  expect(paths({ sunset: '2031-01-01T00:00:00+01:00' })).toEqual(['sunset']);
});

test('[AG3] version 1 has no predecessor, every later one has', () => {
  expect(paths({ previous: 'C'.repeat(42).concat('A') })).toEqual(['previous']);
  expect(paths({ version: 2 })).toEqual(['previous']);
});

test('[AG4] refuses a clause id used twice, across nevers and permits', () => {
  const never = { id: '4.1', types: ['*'], units: ['*'], to: ['*'], basis: 'Art. 3', text: words('never') };
  expect(paths({ nevers: [never] })).toEqual(['clauses[1]']);
});

test('[AG4] refuses a type under two topics', () => {
  expect(
    paths({
      topics: [
        { topic: 'operations', types: ['incident'] },
        { topic: 'alerts', types: ['incident'] },
      ],
    }),
  ).toEqual(['topics.types[1]']);
});

test('[AG5] a duty has exactly its own parameter', () => {
  const duty = (obligation: Record<string, unknown>) =>
    paths({ permits: [permit('4.1', { obligations: [{ id: 'o1', ...obligation } as never] })] });
  expect(duty({ type: 'expire' })).toEqual(['permits[0].obligations[0].days']);
  expect(duty({ type: 'expire', days: 30 })).toEqual([]);
  expect(duty({ type: 'noOnward', days: 30 })).toEqual(['permits[0].obligations[0].days']);
  expect(duty({ type: 'delay' })).toEqual(['permits[0].obligations[0].minutes']);
  expect(duty({ type: 'coarsen' })).toEqual([]);
  expect(duty({ type: 'acknowledge' })).toEqual([]);
});

test('[AG5] a duty unknown to this version is read, not refused, so that it can deny', () => {
  expect(paths({ permits: [permit('4.1', { obligations: [{ type: 'burnAfterReading', id: 'o1' }] })] })).toEqual([]);
});

test('[RL6] an emergency permit names incident, declaration or alert and no duty that waits', () => {
  const emergency = (change: Partial<Agreement['permits'][number]>) =>
    paths({ emergency: [{ ...permit('9.1', { types: ['alert'], ...change }), threatToLife: true }] });
  expect(emergency({})).toEqual([]);
  expect(emergency({ types: ['*'] })).toEqual(['emergency[0].types[0]']);
  expect(emergency({ types: ['logEntry'] })).toEqual(['emergency[0].types[0]']);
  expect(emergency({ obligations: [{ type: 'twoPerson', id: 'o1' }] })).toEqual(['emergency[0].obligations[0].type']);
  expect(emergency({ obligations: [{ type: 'delay', id: 'o1', minutes: 5 }] })).toEqual(['emergency[0].obligations[0].type']);
});

test('[AG6] accepts every operator on the attributes it takes', () => {
  const all: Predicate = [
    'all',
    ['any', ['eq', 'record.type', 'incident'], ['eq', 'eff.lvl', 1], ['eq', 'ctx.threatToLife', true]],
    ['not', ['in', 'ctx.purpose', ['a', 'b']]],
    ['in', 'eff.lvl', [0, 1]],
    ['has', 'eff.hdl', 'H1'],
    ['le', 'eff.lvl', 2],
    ['ge', 'eff.lvl', 0],
    ['before', 'ctx.now', '2030-01-01T00:00:00Z'],
  ];
  expect(predicatePaths(all)).toEqual([]);
});

test.each([
  ['an unknown operator', ['matches', 'record.type', '.*'], 'permits[0].when[0]'],
  ['an unknown attribute', ['eq', 'record.author', 'x'], 'permits[0].when[1]'],
  ['a value of another kind', ['eq', 'eff.lvl', '1'], 'permits[0].when[2]'],
  ['an order on a text', ['le', 'record.type', 1], 'permits[0].when'],
  ['membership of a text', ['has', 'record.type', 'x'], 'permits[0].when'],
  ['equality of a set', ['eq', 'eff.cav', 'PERS'], 'permits[0].when'],
  ['an empty choice', ['in', 'record.type', []], 'permits[0].when[2]'],
  ['a choice twice', ['in', 'record.type', ['a', 'a']], 'permits[0].when[2]'],
  ['a time that is none', ['before', 'ctx.now', '2030-13-01T00:00:00Z'], 'permits[0].when[2]'],
  ['a not of two', ['not', ['all'], ['all']], 'permits[0].when'],
  ['an atom of four', ['eq', 'record.type', 'a', 'b'], 'permits[0].when'],
  ['a nested fault', ['all', ['any', ['eq', 'nothing', 1]]], 'permits[0].when[1][1][1]'],
  ['a text', 'true', 'permits[0].when'],
  ['an empty list', [], 'permits[0].when'],
])('[AG6] refuses %s', (_, when, path) => {
  expect(predicatePaths(when)).toEqual([path]);
});

test('[AG6] refuses a predicate too deep or with too many operators', () => {
  let deep: unknown = ['all'];
  for (let level = 0; level < 8; level += 1) deep = ['not', deep];
  expect(predicatePaths(deep)).toHaveLength(1);
  expect(predicatePaths(['all', ...Array.from({ length: 64 }, () => ['all'])])).toHaveLength(1);
  expect(predicatePaths(['all', ...Array.from({ length: 63 }, () => ['all'])])).toEqual([]);
});

test('[AG7] the digest does not depend on the order or the spacing in which the document was written', () => {
  const one = agreement();
  const reversed = Object.fromEntries(Object.entries(one).reverse());
  const other = parseAgreement(JSON.stringify(reversed, null, 2));
  expect(digestOf(other, crypto)).toBe(digestOf(one, crypto));
  expect(agreementText(other)).toBe(agreementText(one));
  expect(digestOf(agreement({ version: 1, alternat: false }), crypto)).not.toBe(digestOf(one, crypto));
});

test('[AG7] refuses text with a key twice, where two readers could understand two agreements', () => {
  const text = agreementText(agreement()).replace('"alternat":true', '"alternat":false,"alternat":true');
  expect(() => parseAgreement(text)).toThrowError(expect.objectContaining({ code: 'json-duplicate-key' }));
});

test('[RL2] a private rule has the form of a never clause', () => {
  const rule = { id: 'P-7', types: ['*'], units: ['time'], to: ['gb.police'], basis: 'internal', text: words('x') };
  expect(parseForbid(rule)).toEqual(rule);
  expect(() => parseForbid({ ...rule, permit: true })).toThrowError(expect.objectContaining({ code: 'agreement-invalid' }));
});
