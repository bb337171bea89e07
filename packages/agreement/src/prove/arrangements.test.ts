import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Agreement, Never, Permit } from '../document.ts';
import { lint } from '../lint.ts';
import { compile } from '../verdict/compile.ts';
import { decide } from '../verdict/decide.ts';
import type { DecisionInput, DecisionUnit } from '../verdict/types.ts';
import { example, inputAt, tools } from './prove.fixture.ts';

const names = ['major-events', 'organised-crime', 'defence-cooperation'] as const;
const now = Date.parse('2030-06-13T18:04:09Z');

function units(...given: readonly string[]): readonly DecisionUnit[] {
  return given.map((name, slot) => ({
    slot,
    name,
    digest: String(slot).repeat(43).slice(0, 43),
    personalData: 'none',
    ...(given.includes(`${name}.coarse`) ? { twin: `${name}.coarse` } : {}),
  }));
}

function asked(change: Partial<DecisionInput>): DecisionInput {
  const base = inputAt({
    type: 'incident',
    topic: 'operations',
    unit: 'kind',
    issuer: 'ma.police',
    reader: { agency: 'gb.police' },
    purpose: 'event-safety',
    mode: 'exercise',
    lvl: 1,
    tlp: 'AMBER',
    hdl: [],
    cav: [],
    threatToLife: false,
    nowMs: now,
    uncertain: false,
    hasTwin: false,
  });
  return { ...base, ...change };
}

function outcomes(agreement: Agreement, input: DecisionInput): Readonly<Record<string, readonly [string, string | undefined, string]>> {
  const verdict = decide(compile(agreement), input, tools);
  return Object.fromEntries(verdict.units.map((each) => [each.name, [each.outcome, each.clause, each.code]]));
}

test.each(names)('[PR15] %s has every clause and promise in English, French and Arabic, with its basis', (name) => {
  const agreement = example(name);
  const clauses: readonly (Never | Permit)[] = [...agreement.nevers, ...agreement.permits, ...agreement.emergency];
  for (const each of [...clauses, ...agreement.properties, ...agreement.purposes]) {
    expect(each.text.map((words) => words.lang)).toEqual(['en', 'fr', 'ar']);
    // Arabic digits of the Maghreb are Latin.
    for (const words of each.text) expect(words.text).not.toMatch(/[\u0660-\u0669\u06F0-\u06F9]/u);
  }
  for (const each of clauses) expect(each.basis).toMatch(/^Art\. \d+\(\d+\)$/);
});

test.each(names)('[PR15] %s has no fault but markings of Morocco that are only assumed', (name) => {
  const faults = lint(example(name)).filter((each) => each.severity === 'error');
  expect(new Set(faults.map((each) => each.rule))).toEqual(new Set(['equivalence-assumed']));
  expect(faults.every((each) => each.sentence.startsWith('MA '))).toBe(true);
});

test.each(names)(
  '[PR15] %s pins markings of Morocco as assumed and of the United Kingdom as public, keeps an end and the right to stop',
  (name) => {
    const agreement = example(name);
    const status = (policy: string) => new Set(agreement.equivalences.filter((each) => each.policy === policy).map((each) => each.status));
    expect(status('MA')).toEqual(new Set(['assumed']));
    expect(status('GB')).toEqual(new Set(['public']));
    expect(agreement).toMatchObject({ alternat: true, onward: { rule: 'grant' }, suspension: { by: 'one-officer', resume: 'threshold' } });
    expect(agreement.modes).toEqual(['actual', 'exercise', 'system', 'test']);
  },
);

test('[PR15] major events: to one who only follows, the place of an incident goes blurred and its access is withheld', () => {
  const found = outcomes(example('major-events'), asked({ units: units('kind', 'place', 'place.coarse', 'access') }));
  expect(found).toMatchObject({
    kind: ['released', '4.1', 'released'],
    place: ['coarse-instead', '4.2', 'coarsened'],
    'place.coarse': ['released', '4.2', 'released'],
    access: ['withheld', undefined, 'no-permit'],
  });
});

test('[PR15] major events: where both have officers committed, place and access go as they are', () => {
  const found = outcomes(example('major-events'), asked({ units: units('place', 'place.coarse', 'access'), purpose: 'joint-operation' }));
  expect(found).toMatchObject({
    place: ['released', '4.3', 'released'],
    'place.coarse': ['withheld', '4.3', 'finer-released'],
    access: ['released', '4.3', 'released'],
  });
});

test('[PR15] major events: a threat to life opens place and access to one officer', () => {
  const found = outcomes(example('major-events'), asked({ units: units('place', 'access'), threatToLife: true }));
  expect(found).toMatchObject({ place: ['released', '10.1', 'released'], access: ['released', '10.1', 'released'] });
});

test('[PR15] major events: the source of a log entry, and what a decision did not know, stay', () => {
  const log = outcomes(example('major-events'), asked({ type: 'logEntry', units: units('text', 'source') }));
  expect(log).toMatchObject({ text: ['released', '4.4', 'released'], source: ['withheld', 'N8', 'never-clause'] });
  const decision = outcomes(example('major-events'), asked({ type: 'decision', units: units('rationale', 'unknowns', 'powers') }));
  expect(decision).toMatchObject({
    rationale: ['released', '4.5', 'released'],
    unknowns: ['withheld', undefined, 'no-permit'],
    powers: ['withheld', undefined, 'no-permit'],
  });
});

test('[PR15] major events: a warning proposed for the public, and an alert about a vulnerable person, wait for two', () => {
  const alert = (purpose: string) =>
    outcomes(example('major-events'), asked({ type: 'alert', topic: 'alerts', purpose, units: units('headline') }));
  expect(alert('event-safety')).toMatchObject({ headline: ['released', '6.1', 'released'] });
  expect(alert('public-alert')).toMatchObject({ headline: ['withheld', '6.3', 'two-person-needed'] });
  expect(alert('vulnerable-person-alert')).toMatchObject({ headline: ['withheld', '6.4', 'two-person-needed'] });
});

test('[PR15] organised crime: an incident goes only for a threat to life, and routes only by region', () => {
  const agreement = example('organised-crime');
  const before = { nowMs: Date.parse('2028-06-13T18:04:09Z') };
  const incident = { ...before, units: units('place'), purpose: 'threat-to-life' };
  expect(outcomes(agreement, asked(incident))).toMatchObject({ place: ['withheld', undefined, 'no-permit'] });
  expect(outcomes(agreement, asked({ ...incident, threatToLife: true }))).toMatchObject({ place: ['released', '10.1', 'released'] });
  const bulletin = { ...before, type: 'typologyBulletin', topic: 'analysis', purpose: 'smuggling-networks' };
  expect(outcomes(agreement, asked({ ...bulletin, units: units('routes', 'routes.coarse') }))).toMatchObject({
    routes: ['coarse-instead', '4.2', 'coarsened'],
    'routes.coarse': ['released', '4.2', 'released'],
  });
  expect(agreement.nonRefoulement?.text.map((each) => each.lang)).toEqual(['en', 'fr', 'ar']);
});

test('[PR15] defence cooperation: level 2 and the shortfalls of a capability stay', () => {
  const agreement = example('defence-cooperation');
  const profile = asked({
    type: 'capabilityProfile',
    topic: 'capability',
    issuer: 'ma.defence' as DecisionInput['issuer'],
    reader: { agency: 'gb.defence' as DecisionInput['issuer'] },
    purpose: 'capability',
    nowMs: Date.parse('2028-06-13T18:04:09Z'),
    units: units('kinds', 'gaps'),
    label: { ...asked({}).label, own: ['ma.defence'] },
  });
  expect(outcomes(agreement, profile)).toMatchObject({
    kinds: ['withheld', '6.2', 'two-person-needed'],
    gaps: ['withheld', 'N9', 'never-clause'],
  });
  const marked = { ...profile, label: { ...profile.label, lvl: 2 as const } };
  expect(outcomes(agreement, marked)).toMatchObject({ kinds: ['withheld', 'N7', 'never-clause'] });
});

test('[PR15] the guide names only clauses that its arrangements have', () => {
  const guide = readFileSync(new URL('../../../../docs/guides/read-an-arrangement.md', import.meta.url), 'utf8');
  const parts = guide.split(/^\*\*(?=Major|Organised|Defence)/m).slice(1);
  expect(parts.length).toBe(3);
  parts.forEach((part, index) => {
    const agreement = example(names[index] ?? 'major-events');
    const ids = new Set([...agreement.nevers, ...agreement.permits, ...agreement.emergency].map((each) => each.id));
    const named = [...part.matchAll(/^\|.*\| ([N\d][\d.N, ]*) \|$/gm)].flatMap((row) => (row[1] ?? '').split(', '));
    expect(named.length).toBeGreaterThan(5);
    for (const id of named) expect(ids.has(id), `${agreement.id} ${id}`).toBe(true);
  });
});
