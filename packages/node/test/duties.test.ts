import { newSubjectId, type RecordId, type SubjectId } from '@wasl/record';
import { Federation, incident, logEntry, type Member, settle } from '@wasl/testkit/federation';
import { beforeEach, expect, test } from 'vitest';
import type { StandingDraft } from '../src/duty-service.ts';
import type { Actor, PutRecord } from '../src/service.ts';
import { actsOf, alarmsOf, put, stateOf, wait } from './helpers.ts';

const hour = 3_600_000;
let federation: Federation;
let ma: Member;
let gb: Member;

beforeEach(async () => {
  federation = await Federation.make();
  [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
});

const as = (user: string, member = ma): Actor => ({ ...member.officer, user });
const newSubject = (): SubjectId => newSubjectId((length) => crypto.getRandomValues(new Uint8Array(length)));

function alert(more: Partial<PutRecord> = {}): PutRecord {
  return {
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
    ...more,
  };
}

function night(subject: SubjectId, more: Partial<StandingDraft> = {}): StandingDraft {
  return {
    type: 'alert',
    mode: 'exercise',
    purpose: 'public-alert',
    agreement: 'ma-gb.major-events',
    incident: subject,
    hours: 8,
    reason: 'night shift',
    ...more,
  };
}

async function stands(subject: SubjectId, more: Partial<StandingDraft> = {}): Promise<string> {
  const proposed = await ma.node.duties.proposeStanding(as('a'), night(subject, more));
  if (!proposed.ok) throw new Error(proposed.reason.message);
  const approved = await ma.node.duties.approveStanding(as('b'), proposed.value.id, 'agreed');
  expect(approved).toMatchObject({ ok: true, value: { approvals: 2, readers: ['gb.police'] } });
  return proposed.value.id;
}

const codeOf = (result: { ok: boolean; reason?: { code: string } }) => (result.ok ? 'released' : result.reason?.code);

test('[RL4.1] an approval of two that stands releases what one officer asks for: same type, purpose and incident, and no other', async () => {
  const subject = newSubject();
  const id = await stands(subject);
  const released = await ma.node.put(as('c'), alert({ subject }));
  expect(released).toMatchObject({ ok: true, value: { delivery: { readers: 1 } } });
  await settle(ma, gb);
  if (released.ok) expect(await stateOf(gb, released.value.id)).toBe('current');
  if (!released.ok) return;
  const follows = await ma.node.put(as('c'), alert({ refs: [{ rel: 'concerns', id: released.value.id }] }));
  expect(codeOf(follows)).toBe('released');
  const others = [
    alert(),
    alert({ subject: newSubject() }),
    alert({ subject, mode: 'test' }),
    alert({ subject, purpose: 'vulnerable-person-alert' }),
  ];
  for (const other of others) expect(codeOf(await ma.node.put(as('c'), other))).toBe('two-person-needed');
  const lines = await ma.node.journal(ma.officer, { since: 0, limit: 1000, act: 'use-standing' });
  expect(lines.ok && lines.value[0]?.details).toMatchObject({ details: { approval: id }, about: [released.value.id] });
});

test('[RL4.1] neither of the two who approved can be who asks; the same officer does not approve twice; one approval is none', async () => {
  const subject = newSubject();
  const proposed = await ma.node.duties.proposeStanding(as('a'), night(subject));
  if (!proposed.ok) throw new Error(proposed.reason.message);
  expect(codeOf(await ma.node.put(as('c'), alert({ subject })))).toBe('two-person-needed');
  expect(codeOf(await ma.node.duties.approveStanding(as('a'), proposed.value.id, 'again'))).toBe('approval-same-person');
  await ma.node.duties.approveStanding(as('b'), proposed.value.id, 'agreed');
  for (const user of ['a', 'b']) expect(codeOf(await ma.node.put(as(user), alert({ subject })))).toBe('two-person-needed');
  expect(codeOf(await ma.node.put(as('c'), alert({ subject })))).toBe('released');
});

test('[RL4.1] it ends after its hours, at most twelve, over a restart too, and at once when one officer ends it', async () => {
  const subject = newSubject();
  for (const hours of [0, 13, 1.5])
    expect(codeOf(await ma.node.duties.proposeStanding(as('a'), night(subject, { hours })))).toBe('standing-invalid');
  expect(codeOf(await ma.node.duties.proposeStanding(as('a'), night(subject, { purpose: 'nobody-agreed' })))).toBe('standing-invalid');
  const id = await stands(subject);
  const reopened = await federation.open('ma.police', { store: ma.store });
  expect(codeOf(await reopened.node.put(as('c'), alert({ subject })))).toBe('released');
  expect(codeOf(await reopened.node.duties.endStanding(as('d'), id, 'over'))).toBe('released');
  expect(codeOf(await reopened.node.put(as('c'), alert({ subject })))).toBe('two-person-needed');
  const proposed = await reopened.node.duties.proposeStanding(as('a'), night(subject, { hours: 2 }));
  if (proposed.ok) await reopened.node.duties.approveStanding(as('b'), proposed.value.id, 'agreed');
  federation.clock.advance(2 * hour - 1000);
  expect(codeOf(await reopened.node.put(as('c'), alert({ subject })))).toBe('released');
  federation.clock.advance(1000);
  expect(codeOf(await reopened.node.put(as('c'), alert({ subject })))).toBe('two-person-needed');
  expect(await reopened.node.duties.standing(as('c'))).toMatchObject({ ok: true, value: [] });
});

test('[RL4.1, S1] what seems to name a person is held, whatever approval stands', async () => {
  const subject = newSubject();
  await stands(subject);
  const fields = { ...alert().fields, note: 'Suspect: John Example, born 12/03/1990' };
  expect(codeOf(await ma.node.put(as('c'), alert({ subject, fields })))).toBe('personal-data');
});

test('[RL6.1, I11] an emergency release waits for a second officer’s review; after 24 hours, and after a restart, it is named', async () => {
  const id = await put(ma, incident('fire in stand B', { threatToLife: true }));
  const { duties } = ma.node;
  expect(await duties.reviews(ma.officer)).toMatchObject({ ok: true, value: [{ record: id, type: 'incident', overdue: false }] });
  expect(codeOf(await duties.review(ma.officer, id, { outcome: 'confirmed', reason: 'mine' }))).toBe('approval-same-person');
  await wait(federation, 23 * hour, ma);
  expect(alarmsOf(ma)).toEqual(['emergency-release']);
  await ma.node.core.calendar.stop();
  const reopened = await federation.open('ma.police', { store: ma.store });
  await wait(federation, 2 * hour, reopened);
  expect(alarmsOf(reopened)).toContain('review-overdue');
  expect(await reopened.node.duties.reviews(ma.officer)).toMatchObject({ ok: true, value: [{ record: id, overdue: true }] });
  expect(codeOf(await reopened.node.duties.review(as('b'), id, { outcome: 'confirmed', reason: 'right and enough' }))).toBe('released');
  expect(alarmsOf(reopened)).toEqual([]);
  expect(await reopened.node.duties.reviews(ma.officer)).toMatchObject({ ok: true, value: [] });
  expect(codeOf(await reopened.node.duties.review(as('b'), id, { outcome: 'confirmed', reason: 'again' }))).toBe('review-unknown');
  await wait(federation, 48 * hour, reopened);
  expect(alarmsOf(reopened)).toEqual([]);
  expect(await actsOf(reopened)).toEqual(expect.arrayContaining(['review-overdue', 'review-emergency', 'read-reviews']));
});

test('[RL6.1] an objection stays as an alarm until somebody deals with the record', async () => {
  const id = await put(ma, incident('fire in stand B', { threatToLife: true }));
  await ma.node.duties.review(as('b'), id, { outcome: 'objected', reason: 'no threat to life' });
  expect(alarmsOf(ma)).toEqual(['emergency-objected']);
});

test('[ER2, JO1] what a hold keeps is read by two of oversight together, once, after both stand in the activity record', async () => {
  const id: RecordId = await put(ma, logEntry('asked for by a court'));
  await settle(ma, gb);
  const { duties } = gb.node;
  const [first, second] = [gb.actor('x', ['oversight']), gb.actor('y', ['oversight'])];
  expect(codeOf(await duties.readRetained(first, id, 'order 12/30'))).toBe('not-retained');
  await duties.placeHold(gb.officer, id, { ground: 'court', until: '2031-01-01T00:00:00Z', reason: 'order 12/30' });
  expect(await duties.holds(first)).toMatchObject({ ok: true, value: [{ record: id, ground: 'court' }] });
  await ma.node.erase(ma.officer, id, { ground: 'rights' });
  await settle(ma, gb);
  expect(codeOf(await duties.readRetained(gb.actor('z', ['duty', 'release']), id, 'curious'))).toBe('role-refused');
  expect(await duties.readRetained(first, id, 'order 12/30')).toEqual({ ok: true, value: { approvals: 1, needed: 2 } });
  expect(codeOf(await duties.readRetained(first, id, 'order 12/30'))).toBe('approval-same-person');
  const { commit } = gb.store;
  gb.store.commit = () => Promise.reject(Object.assign(new Error('no disk')));
  await expect(duties.readRetained(second, id, 'order 12/30')).rejects.toThrow('no disk');
  gb.store.commit = commit;
  const reopened = await federation.open('gb.police', { store: gb.store });
  const read = await reopened.node.duties.readRetained(second, id, 'order 12/30');
  expect(read.ok && read.value.record).toMatchObject({ status: 'erased', id });
  expect(JSON.stringify(read)).toContain('asked for by a court');
  const again = await reopened.node.duties.readRetained(second, id, 'order 12/30');
  expect(again.ok && again.value).toEqual({ approvals: 1, needed: 2 });
  federation.clock.advance(2 * hour);
  const late = await reopened.node.duties.readRetained(first, id, 'order 12/30');
  expect(late.ok && late.value).toEqual({ approvals: 1, needed: 2 });
  expect(await actsOf(reopened)).toEqual(expect.arrayContaining(['ask-retained', 'read-retained', 'legal-hold', 'read-holds']));
});
