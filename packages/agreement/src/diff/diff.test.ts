import { expect, test } from 'vitest';
import type { Agreement, Permit, Words } from '../document.ts';
import { clauseIn, example, inputAt, tools } from '../prove/prove.fixture.ts';
import { compile } from '../verdict/compile.ts';
import { decide } from '../verdict/decide.ts';
import { compare, dutyChanges } from './compare.ts';
import { diff } from './diff.ts';
import { termChanges } from './terms.ts';

const first = example('major-events');

function amended(change: (permit: Permit) => Permit, more: Partial<Agreement> = {}): Agreement {
  return { ...first, version: 2, previous: 'B'.repeat(43), permits: first.permits.map(change), ...more };
}

/** Clause 4.3 opened to those who only follow the event, and log entries kept for longer. */
const second = amended((permit) => {
  if (permit.id === '4.3') return { ...permit, purposes: ['event-safety', 'joint-operation'] };
  if (permit.id === '4.4') return { ...permit, obligations: [{ type: 'expire', id: 'o1', days: 730 }] };
  return permit;
});

function english(words: Words): string {
  return words.find((each) => each.lang === 'en')?.text ?? '';
}

test('[PR13] [I10] a version against itself allows nothing new and forbids nothing', async () => {
  const report = await diff(first, first);
  expect(report).toMatchObject({ outcome: 'complete', allows: [], forbids: [], duties: [], terms: [] });
  expect(english(report.text)).toBe('The second version allows nothing that the first did not.');
});

test('[PR13] [I10] what version 2 allows and version 1 did not is found by clause, with a case in three languages', async () => {
  const report = await diff(first, second);
  expect(report.outcome).toBe('complete');
  expect(report.allows.map((each) => each.clause)).toEqual(['4.3']);
  expect(report.allows[0]).toMatchObject({ types: ['incident'], units: ['access'], purposes: ['event-safety'] });
  expect(english(report.allows[0]?.text ?? [])).toMatch(/^Clause 4\.3 now lets .* send the field “access” of a record of type “incident”/);
  expect(report.allows[0]?.text.map((each) => each.lang)).toEqual(['en', 'fr', 'ar']);
  expect(report.forbids).toEqual([]);
  expect(english(report.text)).toMatch(/^The second version allows more: 1 clause/);
});

test('[PR13] the reverse question gives the same cases as no longer allowed', async () => {
  const report = await diff(second, first, { solver: false });
  expect(report.allows).toEqual([]);
  expect(report.forbids.map((each) => each.clause)).toEqual(['4.3']);
  expect(english(report.forbids[0]?.text ?? [])).toMatch(/^Clause 4\.3 no longer lets/);
  expect(english(report.text)).not.toContain('allows more: 1');
});

test('[PR13] every case shown is one that decide() treats otherwise in the two versions', async () => {
  const other = amended((permit) => (permit.id === '4.1' ? { ...permit, types: ['incident', 'claim'], purposes: ['*'] } : permit), {
    nevers: first.nevers.slice(0, 6),
  });
  const found = await compare(first, other, { solver: false });
  const [before, after] = [compile(first), compile(other)];
  expect(found.allows.length).toBeGreaterThan(1);
  for (const { example: point, clause } of found.allows) {
    expect(clauseIn(decide(after, inputAt(point), tools))).toBe(clause);
    expect(clauseIn(decide(before, inputAt(point), tools))).toBeUndefined();
  }
});

test('[PR13] a duty dropped, added or made longer is named with its direction', () => {
  const clause = first.permits.find((each) => each.id === '4.4');
  if (clause === undefined) throw new Error('no clause 4.4');
  const eased = { ...clause, obligations: [{ type: 'expire', id: 'o', days: 730 }] };
  expect(dutyChanges(clause, eased)).toEqual([
    { before: '4.4', after: '4.4', duty: 'noOnward', kind: 'dropped', direction: 'wider' },
    { before: '4.4', after: '4.4', duty: 'expire', kind: 'changed', direction: 'wider', old: 365, new: 730 },
  ]);
  expect(dutyChanges(eased, clause).map((each) => each.direction)).toEqual(['narrower', 'narrower']);
  const slower = { ...clause, obligations: [...clause.obligations, { type: 'delay', id: 'd', minutes: 30 }] };
  expect(dutyChanges(clause, slower)).toEqual([
    { before: '4.4', after: '4.4', duty: 'delay', kind: 'added', direction: 'narrower', new: 30 },
  ]);
});

test('[PR13] coarsening less counts as allowing more', async () => {
  const finer = amended((permit) =>
    permit.id === '4.2' ? { ...permit, obligations: [{ type: 'expire', id: 'o1', days: 1095 }] } : permit,
  );
  const found = await compare(first, finer, { solver: false });
  expect(found.allows).toMatchObject([{ clause: '4.2', units: ['place'] }]);
});

test('[PR14] terms outside the clauses are compared, promises and retention included', () => {
  const later: Agreement = {
    ...second,
    sunset: '2033-12-31T23:59:59Z',
    erasure: { deadlineHours: 24 },
    properties: first.properties.slice(1),
    retention: first.retention.map((each) => (each.days === 90 ? { ...each, days: 180 } : each)),
    onward: { rule: 'never' },
  };
  expect(termChanges(first, later).map(({ term, name, direction }) => [term, name, direction])).toEqual([
    ['sunset', undefined, 'wider'],
    ['erasureHours', undefined, 'narrower'],
    ['onward', undefined, 'narrower'],
    ['retentionDays', 'riskAssessment', 'wider'],
    ['property', 'P1', 'wider'],
  ]);
});

test('[PR14] a clause reworded without a change of rule is shown as reworded', async () => {
  const reworded = amended((permit) => (permit.id === '6.1' ? { ...permit, text: [{ lang: 'en', text: 'Otherwise.' }] } : permit));
  const report = await diff(first, reworded, { solver: false });
  expect(report).toMatchObject({ allows: [], forbids: [], duties: [] });
  expect(report.terms.map((each) => english(each.text))).toEqual(['Wording of clause 6.1 (otherwise changed).']);
});

test('[PR11] a comparison without an answer says that nothing may be concluded', async () => {
  const report = await diff(first, second, { timeoutMs: 1 });
  expect(report).toMatchObject({ outcome: 'unknown', doubt: 'time-out', allows: [] });
  expect(english(report.text)).toContain('nothing may be concluded');
});
