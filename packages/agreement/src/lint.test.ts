import { expect, test } from 'vitest';
import { agreement, agreementJson, permit, words } from '../test/fixture.ts';
import type { Agreement } from './document.ts';
import { lint } from './lint.ts';

// The plain test agreement mixes defence with police in one audience and has an agency that keeps few duties.
const clean: Partial<Agreement> = {
  audiences: [
    { audience: 'event', agencies: ['ma.police', 'gb.police'] },
    { audience: 'wide', agencies: ['ma.police', 'gb.police'] },
  ],
};

function found(change: Partial<Agreement> = {}, options: Parameters<typeof lint>[1] = {}): string[] {
  return lint(agreement({ ...clean, ...change }), options).map((each) => `${each.severity} ${each.rule} ${each.path}`);
}

test('[AG10] finds nothing in a sound agreement', () => {
  expect(found()).toEqual([]);
});

test('[S10] anything about migration needs the non-refoulement clause', () => {
  const topics = [...agreementJson().topics, { topic: 'typology', types: ['migrationTypology'] }];
  expect(found({ topics })).toEqual(['error non-refoulement-missing nonRefoulement']);
  expect(found({ topics, nonRefoulement: { text: words('Nobody is sent back'), basis: 'Art. 8' } })).toEqual([]);
  // A type that the catalogue says concerns migration counts, whatever its name.
  const types = Object.fromEntries([...topics.flatMap((each) => each.types), 'seaRoute'].map((type) => [type, { units: [] }]));
  const named = [...agreementJson().topics, { topic: 'analysis', types: ['seaRoute'] }];
  const declared = { ...types, seaRoute: { units: [], migration: true as const } };
  expect(found({ topics: named }, { types: declared })).toContain('error non-refoulement-missing nonRefoulement');
  expect(found({ topics: named }, { types })).not.toContain('error non-refoulement-missing nonRefoulement');
  const purposes = [...agreementJson().purposes, { purpose: 'migrant-smuggling', text: words('Smuggling networks') }];
  expect(found({ purposes })).toEqual(['error non-refoulement-missing nonRefoulement']);
});

test('[AG10] defence in a police audience is an error', () => {
  expect(found({ audiences: agreementJson().audiences })).toEqual(['error defence-in-police-audience audiences[1]']);
});

test('[AG10] levels above 2 and assumed equivalences are errors outside exercises', () => {
  const [first, ...rest] = agreementJson().agencies;
  expect(found({ agencies: [{ ...(first as Agreement['agencies'][number]), ceiling: 3 }, ...rest] })).toEqual([
    'error ceiling-refused agencies[0].ceiling',
  ]);
  const equivalences = [{ policy: 'MA', word: 'DIFFUSION RESTREINTE', lvl: 2, status: 'assumed' as const, source: 'none' }];
  expect(found({ equivalences })).toEqual(['error equivalence-assumed equivalences[0]']);
  expect(found({ equivalences, modes: ['exercise'] })).toEqual(['warning equivalence-assumed equivalences[0]']);
});

test('[AG10] an end too far away, an expired assessment and a type without retention are told', () => {
  expect(found({ sunset: '9999-12-31T23:59:59Z' })).toEqual(['error sunset-missing sunset']);
  expect(found({ sunset: '2036-01-01T00:00:00Z' })).toEqual(['warning sunset-far sunset']);
  expect(found({}, { today: '2031-01-01' })).toEqual(['error assessment-expired impactAssessments[0].expires']);
  expect(found({ retention: [{ types: ['alert', 'declaration', 'logEntry'], days: 30 }] })).toEqual(['error retention-missing retention']);
});

test('[AG10] a clause that nothing can carry, or with duties nobody keeps, is told', () => {
  expect(found({ permits: [permit('4.1', { from: ['ma.police'], to: ['ma.police'] })] })).toEqual(['error permit-unreachable permits[0]']);
  expect(found({ permits: [permit('4.1', { types: ['expertise'] })] })).toEqual(['error permit-unreachable permits[0]']);
  expect(found({ permits: [permit('4.1', { obligations: [{ type: 'watermark', id: 'o1' }] })] })).toEqual([
    'warning obligation-unsupported permits[0].obligations',
  ]);
  expect(found({ permits: [permit('4.1', { to: ['gb.police'], obligations: [{ type: 'burn', id: 'o1' }] })] })).toContain(
    'error obligation-unknown permits[0].obligations',
  );
});

test('[AG10] a clause that keeps a unit back must allow its less precise form', () => {
  const obligations = [{ type: 'coarsen', id: 'o1', units: ['place'] }];
  expect(found({ permits: [permit('4.1', { to: ['gb.police'], units: ['kind', 'place'], obligations })] })).toEqual([
    'error twin-not-permitted permits[0].units',
  ]);
  expect(found({ permits: [permit('4.1', { to: ['gb.police'], units: ['kind', 'place', 'place.coarse'], obligations })] })).toEqual([]);
});

test('[AG10] every text stands in every language', () => {
  expect(found({ title: [{ lang: 'en', text: 'Only English' }] })).toEqual(['error language-missing title']);
  expect(found({ permits: [permit('4.1', { text: [{ lang: 'en', text: 'Only English' }] })] })).toEqual([
    'error language-missing permits[0].text',
  ]);
});

test('[AG10] types and units are checked against a catalogue that is given', () => {
  const types = { incident: { units: [{ name: 'place', twin: 'place.coarse' }] }, logEntry: { units: [] }, alert: { units: [] } };
  expect(found({}, { types })).toEqual(['warning type-unknown topics[1].types[1]']);
  expect(
    found(
      { permits: [permit('4.1', { types: ['incident'], units: ['place', 'face'] })] },
      { types: { ...types, declaration: { units: [] } } },
    ),
  ).toEqual(['error unit-unknown permits[0].units']);
});
