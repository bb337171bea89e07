import { expect, test } from 'vitest';
import type { Agreement, Permit, Property } from '../document.ts';
import { compile } from '../verdict/compile.ts';
import { decide } from '../verdict/decide.ts';
import { agreeOn, enumerate } from './examine.ts';
import { clauseIn, example, inputAt, tools } from './prove.fixture.ts';
import { prove } from './prove.ts';
import type { PropertyProof } from './report.ts';

const sound = example('major-events');

/** A careless amendment: the ministries of defence join the audience and the clause against it is left out. */
const withDefence: Agreement = {
  ...sound,
  agencies: [
    ...sound.agencies,
    ...sound.agencies.map((each) => ({ ...each, agency: `${each.party}.defence`, function: 'defence' as const })),
  ],
  audiences: [{ audience: 'event', agencies: ['ma.police', 'gb.police', 'ma.defence', 'gb.defence'] }],
  nevers: sound.nevers.filter((each) => each.id !== 'N6'),
  permits: sound.permits.map((each): Permit => (each.id === '4.1' ? { ...each, to: ['*'] } : each)),
};

function proofOf(report: { readonly properties: readonly PropertyProof[] }, id: string): PropertyProof | undefined {
  return report.properties.find((each) => each.id === id);
}

function textOf(proof: PropertyProof | undefined, language: string): string {
  return proof?.text.find((each) => each.lang === language)?.text ?? '';
}

test.each(['major-events', 'organised-crime', 'defence-cooperation'] as const)(
  '[RL3] [I10] every property of %s is proved by both methods, in a process of its own',
  async (name) => {
    const report = await prove(example(name));
    expect(report.outcome).toBe('proved');
    expect(report.properties.length).toBeGreaterThan(5);
    for (const proof of report.properties) {
      expect(proof.methods).toEqual(['exhaustive', 'solver']);
      expect(textOf(proof, 'en')).toMatch(/^Under this agreement, /);
      expect(textOf(proof, 'fr')).toMatch(/^Au titre du présent arrangement, /);
      expect(textOf(proof, 'ar')).toMatch(/^بموجب هذا الترتيب/);
    }
    expect(report.releases).toBeGreaterThan(100);
    expect(report.agreement).toMatchObject({ version: 1, digest: expect.stringMatching(/^[\w-]{43}$/) });
  },
);

test('[RL3] [I10] [PR9] a careless amendment is refuted with the clause, the field, the reader and the purpose in three languages', async () => {
  const report = await prove(withDefence);
  const proof = proofOf(report, 'P6');
  expect(report.outcome).toBe('refuted');
  expect(proof).toMatchObject({ outcome: 'refuted', methods: ['exhaustive', 'solver'] });
  expect(proof?.counterexample?.clauses).toEqual(['4.1']);
  expect(textOf(proof, 'en')).toMatch(
    /Clause 4\.1 would let ma\.police send the field .* of a record of type “incident” to ma\.defence, for the purpose: “Safety/,
  );
  expect(textOf(proof, 'fr')).toMatch(
    /La clause 4\.1 permettrait à ma\.police d'envoyer le champ .* à ma\.defence, aux fins de : « Sécurité/,
  );
  expect(textOf(proof, 'ar')).toMatch(/من شأن البند \u20664\.1\u2069 أن يسمح لـ\u2066ma\.police\u2069 بإرسال/);
  expect(proofOf(report, 'P1')?.outcome).toBe('proved');
});

test('[PR9] a counterexample is real: decide() sends what it shows', async () => {
  const report = await prove(withDefence, { solver: false });
  const point = proofOf(report, 'P6')?.counterexample?.point;
  expect(point && clauseIn(decide(compile(withDefence), inputAt(point), tools))).toBe('4.1');
});

test('[PR9] names of the catalogue stand in the sentence when given', async () => {
  const names = { type: () => 'Incident report', unit: () => 'Kind' };
  const report = await prove(withDefence, { solver: false, names });
  expect(textOf(proofOf(report, 'P6'), 'en')).toContain('“Incident report”');
});

const broken: readonly [string, string, Agreement][] = [
  ['P1', '4.1', { ...sound, nevers: sound.nevers.filter((each) => each.id !== 'N1') }],
  ['P4', '4.4', assessedStaff()],
  ['P5', '4.8', forImmigration()],
  ['P7', '4.1', { ...sound, properties: [{ ...property('P7'), never: { types: ['incident'], to: ['*'], when: ['ge', 'eff.lvl', 2] } }] }],
  ['P8', '4.4', { ...sound, nevers: sound.nevers.filter((each) => each.id !== 'N8') }],
];

function property(id: string): Property {
  const found = sound.properties.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no property ${id}`);
  return found;
}

/** Impact assessments arrive, and the clause that held personal data back goes, for log entries only. */
function assessedStaff(): Agreement {
  const covers = ['staff'] as const;
  return {
    ...sound,
    impactAssessments: [{ party: 'ma', covers, reference: 'r', date: '2024-01-01', expires: '2027-12-31' }],
    nevers: sound.nevers.map((each) => (each.id === 'N4' ? { ...each, types: ['incident', 'alert'] } : each)),
    permits: sound.permits.filter((each) => each.id === '4.4'),
    emergency: [],
  };
}

function forImmigration(): Agreement {
  const purpose = { purpose: 'immigration-enforcement', text: [{ lang: 'en', text: 'Immigration enforcement' }] };
  const open = (each: Permit): Permit => (each.id === '4.8' ? { ...each, purposes: ['*'] } : each);
  return {
    ...sound,
    purposes: [...sound.purposes, purpose],
    nevers: sound.nevers.filter((each) => each.id !== 'N5'),
    permits: sound.permits.map(open),
  };
}

test.each(broken)('[PR7] [I10] %s falls by clause %s when the text that held it is taken out', (id, clause, agreement) => {
  const breach = enumerate(agreement).breaches.get(id);
  expect(breach?.clause).toBe(clause);
  expect(breach && clauseIn(decide(compile(agreement), inputAt(breach.point), tools))).toBe(clause);
});

test('[PR8] a condition on time is refuted by both methods after the date it names, and proved without it', async () => {
  const until = (when: Permit['when']): Agreement => ({
    ...sound,
    nevers: sound.nevers.map((each) => (each.id === 'N1' && when !== undefined ? { ...each, when } : each)),
    properties: sound.properties.slice(0, 1),
  });
  const lapsing = await prove(until(['before', 'ctx.now', '2030-07-22T00:00:00Z']));
  const proof = lapsing.properties[0];
  expect(proof).toMatchObject({ outcome: 'refuted', methods: ['exhaustive', 'solver'] });
  expect(proof?.counterexample?.point.nowMs).toBeGreaterThanOrEqual(Date.parse('2030-07-22T00:00:00Z'));
  expect(textOf(proof, 'en')).toContain('at 2030-07-22T00:00:00Z');
  expect((await prove(until(undefined))).outcome).toBe('proved');
});

test('[PR10] where the two methods differ nothing is proved', () => {
  const id = 'P1';
  const enumerated = enumerate(sound);
  expect(agreeOn(sound, id, { enumerated, answer: { id, outcome: 'proved' } })).toMatchObject({ outcome: 'proved' });
  const point = [...enumerate(withDefence).breaches.values()][0]?.point;
  if (point === undefined) throw new Error('the broken fixture has no breach');
  expect(agreeOn(sound, id, { enumerated, answer: { id, outcome: 'refuted', point } })).toMatchObject({
    outcome: 'unknown',
    doubt: 'methods-disagree',
  });
  const breached = { ...enumerated, breaches: new Map([[id, { point, clause: '4.1' }]]) };
  expect(agreeOn(sound, id, { enumerated: breached, answer: { id, outcome: 'proved' } })).toMatchObject({ doubt: 'methods-disagree' });
  expect(agreeOn(sound, id, { enumerated, answer: { id, outcome: 'unknown' } })).toMatchObject({
    outcome: 'unknown',
    doubt: 'solver-unknown',
  });
});

test('[PR11] what is not answered in time is not proved', async () => {
  const report = await prove(sound, { timeoutMs: 1 });
  expect(report.outcome).toBe('unknown');
  expect(report.properties.every((each) => each.doubt === 'time-out')).toBe(true);
  expect(textOf(report.properties[0], 'en')).toMatch(/^Not proved under this agreement \(the time allowed ran out\)/);
});

test('[PR11] what runs out of memory is not proved', async () => {
  const report = await prove(sound, { memoryMb: 2 });
  expect(report).toMatchObject({ outcome: 'unknown', releases: 0 });
  expect(report.properties[0]?.doubt).toBe('out-of-memory-or-crashed');
});

test('[PR12] an agreement that releases nothing says so beside its proofs', async () => {
  const report = await prove({ ...sound, permits: [], emergency: [] }, { solver: false });
  expect(report).toMatchObject({ outcome: 'proved', releases: 0 });
});
