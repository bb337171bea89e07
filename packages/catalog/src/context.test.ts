import type { Ref } from '@wasl/record';
import { expect, test } from 'vitest';
import { samples } from '../test/samples.ts';
import { type Draft, type FieldFinding, neededRecords, type RecordContext, validateContext } from './index.ts';

const id = (letter: string) => `sha256:${letter.repeat(43)}` as Ref['id'];
const subject = (letter: string) => letter.repeat(22);
const nowMs = Date.parse('2030-06-13T20:00:00Z');

const context: RecordContext = {
  issuer: 'ma.police',
  mode: 'actual',
  nowMs,
  knowsDesk: () => true,
  records: new Map(),
  ancestors: new Set(),
  rightsNeeded: false,
};

function found(draft: Draft, change: Partial<RecordContext> = {}): readonly (readonly [string, string])[] {
  const result = validateContext(draft, { ...context, ...change });
  if (result.ok) return [];
  expect(result.reason.code).toBe('fields-invalid');
  const findings = (result.reason.details?.['findings'] ?? []) as readonly FieldFinding[];
  for (const { sentence } of findings) expect([sentence.en, sentence.fr, sentence.ar].every((one) => one.length > 10)).toBe(true);
  return findings.map(({ path, rule }) => [path, rule]);
}

const known = (type: string, change: object = {}) => ({ issuer: 'gb.police', type, subject: subject('B'), ...change });

test.each(Object.entries(samples))('[CT13] %s: a full record in a context that knows all is accepted', (type, fields) => {
  expect(found({ type, fields }, { mode: 'exercise' })).toEqual([]);
});

test('[CT13] an unknown desk is refused where it stands, however deep; a desk record makes an own desk known', () => {
  const knowsDesk = (desk: string) => desk !== 'gb.police/nfip';
  expect(found({ type: 'declaration', fields: samples.declaration }, { knowsDesk })).toEqual([['ackBy[0].ladder[0]', 'desk-unknown']]);
  expect(found({ type: 'incident', fields: { lead: 'medical' } }, { knowsDesk: () => false })).toEqual([]);
  expect(found({ type: 'desk', fields: samples.desk }, { knowsDesk: () => false })).toEqual([]);
  expect(found({ type: 'desk', fields: { deputy: 'gb.police/ops' } }, { knowsDesk: () => false })).toEqual([['deputy', 'desk-unknown']]);
});

test('[CT13] what is said to have passed cannot lie ahead, but in exercises and tests', () => {
  const draft: Draft = { type: 'answer', fields: { ...samples.answer, answeredAt: '2030-06-13T20:02:01Z' } };
  expect(found(draft)).toEqual([['answeredAt', 'time-ahead']]);
  expect(found({ ...draft, fields: { ...draft.fields, answeredAt: '2030-06-13T20:02:00Z' } })).toEqual([]);
  expect(found(draft, { mode: 'exercise' })).toEqual([]);
  expect(found({ type: 'interopTest', fields: { at: '2031-01-01T00:00:00Z' } })).toEqual([['at', 'time-ahead']]);
});

test('[CT13] a record named by a unit is of the type that the unit asks for; one not held yet is no error', () => {
  const draft: Draft = { type: 'answer', fields: samples.answer };
  expect(found(draft, { records: new Map([[id('A'), known('claim')]]) })).toEqual([
    ['to', 'reference-type'],
    ['channel', 'reference-type'],
  ]);
  expect(
    found({ type: 'response', refs: [{ rel: 'answers', id: id('C') }], fields: {} }, { records: new Map([[id('C'), known('rfi')]]) }),
  ).toEqual([['refs[0]', 'reference-type']]);
  expect(found({ type: 'response', refs: [{ rel: 'answers', id: id('C') }], fields: {} })).toEqual([]);
});

test.each(['corrects', 'supersedes', 'withdraws'] as const)('[CT13] nobody %s a statement of another agency', (rel) => {
  const draft: Draft = { type: 'incident', subject: subject('B'), refs: [{ rel, id: id('C') }], fields: {} };
  expect(found(draft, { records: new Map([[id('C'), known('incident')]]) })).toEqual([['refs[0]', 'statement-of-another']]);
  expect(found(draft, { records: new Map([[id('C'), known('incident', { issuer: 'ma.police' })]]) })).toEqual([]);
});

test('[CT13] an update is of the same type about the same subject', () => {
  const draft: Draft = { type: 'incident', subject: subject('D'), refs: [{ rel: 'supersedes', id: id('C') }], fields: {} };
  const own = known('incident', { issuer: 'ma.police' });
  expect(found(draft, { records: new Map([[id('C'), own]]) })).toEqual([['refs[0]', 'update-elsewhere']]);
  expect(found({ ...draft, subject: subject('B') }, { records: new Map([[id('C'), { ...own, type: 'claim' }]]) })).toEqual([
    ['refs[0]', 'update-elsewhere'],
  ]);
});

test('[CT13] nothing is part of itself, near or far', () => {
  const draft: Draft = { type: 'project', subject: subject('D'), fields: { partOf: subject('D') } };
  expect(found(draft)).toEqual([['partOf', 'reference-cycle']]);
  const far: Draft = { ...draft, fields: { partOf: subject('E') } };
  expect(found(far, { ancestors: new Set([subject('F'), subject('D')]) })).toEqual([['partOf', 'reference-cycle']]);
  expect(found(far, { ancestors: new Set([subject('F')]) })).toEqual([]);
});

test('[S12] a request without a rights assessment is not accepted where the arrangement asks for one', () => {
  const draft: Draft = { type: 'response', fields: { ...samples.response, to: id('C'), answer: 'accepted' } };
  const asked = (fields: object) => ({ rightsNeeded: true, records: new Map([[id('C'), known('request', { fields })]]) });
  const bare = { class: 'expertise' };
  expect(neededRecords(draft).fields).toEqual([id('C')]);
  expect(found(draft, asked(bare))).toEqual([['answer', 'S12']]);
  expect(found(draft, { ...asked(bare), rightsNeeded: false })).toEqual([]);
  expect(found(draft, asked({ ...bare, rights: { scheme: 'OSJA', reference: 'X-1', rating: 'low' } }))).toEqual([]);
  expect(found(draft, asked({ class: 'medical' }))).toEqual([]);
  expect(found({ ...draft, fields: { ...draft.fields, answer: 'refused', reasonCode: 'rights' } }, asked(bare))).toEqual([]);
  const acknowledged: Draft = { type: 'acknowledgement', refs: [{ rel: 'acknowledges', id: id('C') }], fields: { state: 'accepted' } };
  expect(found(acknowledged, asked(bare))).toEqual([['state', 'S12']]);
});

test('[CT13] a record that names nothing needs nothing read', () => {
  expect(neededRecords({ type: 'logEntry', fields: { at: '2030-06-13T18:04:09Z', text: [] } })).toEqual({
    desks: [],
    known: [],
    fields: [],
  });
});
