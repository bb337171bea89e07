import { Federation, logEntry, type Member, settle } from '@wasl/testkit/federation';
import { beforeEach, expect, test } from 'vitest';
import type { Actor, PutRecord } from '../src/service.ts';
import { actsOf, stateOf } from './helpers.ts';

let ma: Member;
let gb: Member;

beforeEach(async () => {
  const federation = await Federation.make();
  [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
});

const as = (user: string): Actor => ({ ...ma.officer, user });
const alert: PutRecord = {
  ...logEntry('x'),
  type: 'alert',
  purpose: 'public-alert',
  fields: {
    messageType: 'Alert',
    identifier: 'exercise-1',
    sender: 'ma.police',
    sent: '2030-06-14T18:00:00+01:00',
    scope: { scope: 'Restricted', restriction: 'partners' },
  },
};

test('[RL4, S1] free text about a person is held, approved by two others, and goes nowhere when no clause of two allows it', async () => {
  const put = {
    ...logEntry('x'),
    fields: { ...logEntry('x').fields, text: [{ lang: 'en-GB', text: 'Suspect: John Example, born 12/03/1990', status: 'original' }] },
  };
  const answer = await ma.node.put(as('a'), put);
  expect(answer).toMatchObject({ ok: false, reason: { code: 'personal-data' } });
  const held = await ma.node.held(as('b'));
  const id = held.ok ? (held.value[0]?.id ?? '') : '';
  expect(await ma.node.approveHeld(as('a'), id, 'own request')).toMatchObject({ ok: false, reason: { code: 'approval-same-person' } });
  expect(await ma.node.approveHeld(as('b'), id, 'needed')).toMatchObject({ ok: true, value: { approvals: 1 } });
  expect(await ma.node.approveHeld(as('b'), id, 'again')).toMatchObject({ ok: false, reason: { code: 'approval-same-person' } });
  const done = await ma.node.approveHeld(as('c'), id, 'needed');
  expect(done).toMatchObject({
    ok: true,
    value: { released: { delivery: { parts: [{ reader: 'gb.police', code: 'personal-data-refused' }] } } },
  });
  await settle(ma, gb);
  if (done.ok && done.value.released !== undefined) expect(await stateOf(gb, done.value.released.id)).toBe('record-unknown');
  expect(await actsOf(ma)).toEqual(expect.arrayContaining(['hold', 'approve', 'release-held', 'read-held']));
});

test('[RL4] a clause of two persons releases once two officers, neither the requester, have approved', async () => {
  const answer = await ma.node.put(as('a'), alert);
  expect(answer).toMatchObject({ ok: false, reason: { code: 'two-person-needed' } });
  const held = await ma.node.held(as('b'));
  const id = held.ok ? (held.value[0]?.id ?? '') : '';
  await ma.node.approveHeld(as('b'), id, 'checked');
  const done = await ma.node.approveHeld(as('c'), id, 'checked');
  expect(done).toMatchObject({ ok: true, value: { released: { delivery: { readers: 1 } } } });
  await settle(ma, gb);
  if (done.ok && done.value.released !== undefined) expect(await stateOf(gb, done.value.released.id)).toBe('current');
});

test('[RL5] a partner’s explanation names no withheld field and no private rule', async () => {
  const put = {
    ...logEntry('gates'),
    fields: { ...logEntry('gates').fields, source: { kind: 'officer', reliability: 'A', credibility: '1' } },
  };
  const answer = await ma.node.put(as('a'), put);
  const id = answer.ok ? answer.value.id : undefined;
  const told = await ma.node.explain(as('a'), id as NonNullable<typeof id>, { language: 'en', depth: 'partner' });
  expect(JSON.stringify(told)).not.toContain('source');
  const own = await ma.node.explain(as('a'), id as NonNullable<typeof id>, { language: 'en', depth: 'own' });
  expect(JSON.stringify(own)).toContain('"source"');
});
