import type { RecordId, SubjectId } from '@wasl/record';
import { newSubjectId } from '@wasl/record';
import { Federation, incident, logEntry, type Member, settle } from '@wasl/testkit/federation';
import { beforeEach, expect, test } from 'vitest';
import type { PutRecord } from '../src/service.ts';
import { actsOf, put } from './helpers.ts';

let federation: Federation;
let ma: Member;
let gb: Member;

beforeEach(async () => {
  federation = await Federation.make();
  [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  await ma.node.work.board.ready;
  await gb.node.work.board.ready;
});

const newSubject = (): SubjectId => newSubjectId((length) => crypto.getRandomValues(new Uint8Array(length)));
const standing = (member: Member, code: string) => member.node.core.alarms.all().filter((alarm) => alarm.code === code);

/** Lets time pass second by second of the board’s turns, and what it began come to an end. */
async function pass(seconds: number, ...members: readonly Member[]): Promise<void> {
  federation.clock.advance(seconds * 1000);
  await calm(...members);
  federation.clock.advance(1100);
  await calm(...members);
}

async function calm(...members: readonly Member[]): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await new Promise(setImmediate);
    for (const member of members) {
      await member.node.work.board.settled();
      await member.node.core.flusher.settled();
    }
  }
}

const declaration: PutRecord = {
  type: 'declaration',
  mode: 'exercise',
  purpose: 'event-safety',
  fields: {
    what: 'evacuation',
    authority: 'police-gold',
    effective: '2030-06-14T12:00:00Z',
    reviewAt: '2030-06-14T12:20:00Z',
    ackBy: [{ desk: 'gb.police/ops', deadlineSeconds: 60, ladder: ['gb.police/nfip'] }],
  },
};

function acknowledgement(id: RecordId, state = 'accepted', more: Partial<PutRecord> = {}): PutRecord {
  return {
    type: 'acknowledgement',
    mode: 'exercise',
    purpose: 'event-safety',
    refs: [{ rel: 'acknowledges', id }],
    fields: { state, desk: 'gb.police/ops', at: '2030-06-14T12:01:30Z' },
    ...more,
  };
}

test('[EN22, L1] at 60 s the silent desk’s own node tells its deputy, at 120 s the originator is told; a restart tells nothing twice', async () => {
  const id = await put(ma, declaration);
  await settle(ma, gb);
  await pass(57, ma, gb);
  expect([standing(gb, 'work-overdue'), standing(ma, 'not-acknowledged')]).toEqual([[], []]);
  await pass(2, ma, gb);
  expect(standing(gb, 'work-overdue')).toMatchObject([
    { details: { record: id, desk: 'gb.police/ops', to: 'gb.police/ops, gb.police/nfip', step: 'due' } },
  ]);
  expect(standing(ma, 'not-acknowledged')).toEqual([]);
  await pass(60, ma, gb);
  expect(standing(ma, 'not-acknowledged')).toMatchObject([{ count: 1, details: { record: id, desk: 'gb.police/ops', step: 'last' } }]);
  expect(await actsOf(gb)).toContain('tell-deadline');

  ma.node.work.board.close();
  const again = await federation.open('ma.police', { store: ma.store });
  await again.node.work.board.ready;
  await pass(600, again);
  expect(standing(again, 'not-acknowledged').map((alarm) => alarm.count)).toEqual([1]);
  expect((await ma.store.stateWithPrefix('clock-open/')).length).toBe(1);
});

test('[EN23] what needs somebody is listed by time to breach, for the desk whose turn it is and for who waits', async () => {
  const second = {
    ...declaration,
    fields: { ...declaration.fields, ackBy: [{ desk: 'gb.police/nfip', deadlineSeconds: 30, ladder: [] }] },
  };
  const [later, sooner] = [await put(ma, declaration), await put(ma, second)];
  await settle(ma, gb);
  await calm(ma, gb);
  const due = async (member: Member, of: Parameters<Member['node']['work']['due']>[1] = {}) => {
    const list = await member.node.work.due(member.officer, of);
    return list.ok ? list.value.map(({ code, side, record, state }) => [code, side, record, state]) : list.reason.code;
  };
  expect((await due(gb)).slice(0, 2)).toEqual([
    ['acknowledge', 'ours', sooner, 'running'],
    ['acknowledge', 'ours', later, 'running'],
  ]);
  expect(await due(gb, { desk: 'gb.police/nfip' as never })).toEqual([['acknowledge', 'ours', sooner, 'running']]);
  expect(await due(ma, { side: 'theirs' })).toEqual([
    ['acknowledge', 'theirs', sooner, 'running'],
    ['acknowledge', 'theirs', later, 'running'],
  ]);
  expect((await due(ma, { side: 'ours' })) as unknown[]).toHaveLength(2);
  await pass(35, ma, gb);
  expect((await due(gb))[0]).toEqual(['acknowledge', 'ours', sooner, 'overdue']);
  await put(gb, acknowledgement(later));
  await settle(ma, gb);
  await calm(ma, gb);
  expect(await due(ma, { side: 'theirs' })).toEqual([['acknowledge', 'theirs', sooner, 'overdue']]);
  expect(await ma.node.work.due(ma.actor('root', ['admin']), {})).toMatchObject({ reason: { code: 'role-refused' } });
});

test('[EN13] the ladder of a record by desk: delivered, seen when opened there, acknowledged only by its own act', async () => {
  const id = await put(ma, declaration);
  await settle(ma, gb);
  const ladder = async (member: Member) => {
    const view = await member.node.work.ladder(member.officer, id);
    return view.ok ? view.value.ladders.map(({ state, unread, unacknowledged }) => [state, unread, unacknowledged]) : [];
  };
  expect(await ladder(ma)).toEqual([['delivered', true, true]]);
  await gb.node.get(gb.officer, id);
  expect(await ladder(gb)).toEqual([['seen', false, true]]);
  await put(gb, acknowledgement(id, 'seen'));
  await settle(ma, gb);
  expect(await ladder(ma)).toEqual([['seen', false, true]]);
  await put(gb, acknowledgement(id));
  await settle(ma, gb);
  expect(await ladder(ma)).toEqual([['accepted', false, false]]);
  const view = await ma.node.work.ladder(ma.officer, id);
  expect(view.ok && view.value.clocks.map(({ clock, state, late }) => [clock, state, late])).toEqual([
    ['acknowledge', 'stopped', false],
    ['review', 'running', false],
  ]);
  expect(await gb.store.stateWithPrefix('seen/')).toHaveLength(1);
});

test('[EN24, L3] two sides of one incident that differ stand divergent on both boards until a decision that both accept', async () => {
  const subject = newSubject();
  const say = (trend: string): PutRecord => ({ ...incident('x'), subject, fields: { ...incident('x').fields, lead: trend } });
  const [a, b] = [await put(ma, say('fire')), await put(gb, say('medical'))];
  await settle(ma, gb);
  await pass(3, ma, gb);
  for (const member of [ma, gb]) {
    expect(standing(member, 'divergent')).toMatchObject([{ state: 'open', details: { subject, unit: 'lead' } }]);
    const view = await member.node.work.subject(member.officer, subject);
    const [part] = view.ok ? view.value.types : [];
    expect(part?.divergence.map(({ unit, values }) => [unit, values.map(({ agency, value }) => [agency, value])])).toEqual([
      [
        'lead',
        [
          ['gb.police', 'medical'],
          ['ma.police', 'fire'],
        ],
      ],
    ]);
  }
  const text = (words: string) => [{ lang: 'en', text: words, status: 'original' }];
  const option = (words: string) => ({ text: text(words), suitable: true, feasible: true, acceptable: true });
  const decision = await put(ma, {
    ...{ type: 'decision', mode: 'exercise', purpose: 'event-safety', subject },
    refs: [
      { rel: 'concerns', id: a },
      { rel: 'concerns', id: b },
    ],
    fields: {
      ...{
        question: text('Who leads?'),
        chosen: 0,
        rationale: text('Fire leads'),
        authority: 'police-gold',
        reviewAt: '2030-06-14T13:00:00Z',
      },
      options: [option('Fire leads'), { ...option('Leave it'), doNothing: true }],
    },
  });
  await settle(ma, gb);
  await pass(3, ma, gb);
  expect(standing(ma, 'divergent')).toHaveLength(1);
  await put(gb, acknowledgement(decision));
  await settle(ma, gb);
  await pass(3, ma, gb);
  expect([standing(ma, 'divergent'), standing(gb, 'divergent')]).toEqual([[], []]);
  const reads = await gb.node.journal(gb.officer, { since: 0, act: 'read' });
  expect(
    reads.ok && reads.value.some((line) => line.details['subject'] === subject || JSON.stringify(line.details).includes(subject)),
  ).toBe(true);
  expect(await ma.node.work.subject(ma.officer, newSubject())).toMatchObject({ reason: { code: 'subject-unknown' } });
});

test('[EN25, L14] a withdrawal reaches what was made from the record; who made it must act; the originator sees what was done', async () => {
  const source = await put(ma, logEntry('crowd at gate 4'));
  await settle(ma, gb);
  const quote = await put(gb, { ...logEntry('quoted'), refs: [{ rel: 'derives', id: source }] });
  await settle(ma, gb);
  await ma.node.withdraw(ma.officer, source, { reason: 'error' });
  await settle(ma, gb);
  await calm(ma, gb);
  expect(standing(gb, 'derived-open')).toMatchObject([{ details: { record: quote, source } }]);
  const due = await gb.node.work.due(gb.officer, {});
  expect(due.ok && due.value.filter(({ kind }) => kind === 'derived').map(({ code, record }) => [code, record])).toEqual([
    ['withdraws', quote],
  ]);
  const done = async () => {
    const view = await ma.node.work.derivation(ma.officer, source);
    return view.ok
      ? view.value.consequences.map(({ act, reached }) => [act.rel, reached.map(({ id, issuer, measure }) => [id, issuer, measure])])
      : [];
  };
  expect(await done()).toEqual([['withdraws', [[quote, 'gb.police', 'open']]]]);
  const fallen = await gb.node.work.derivation(gb.officer, quote);
  expect(fallen.ok && fallen.value.fallen.map((one) => [one.source, one.acts.map(({ rel }) => rel)])).toEqual([[source, ['withdraws']]]);
  expect((await gb.node.evidence(gb.officer, source)).ok).toBe(true);
  expect((await gb.store.stateWithPrefix('exported/')).map(({ key }) => key)).toEqual([`exported/evidence/${source}`]);
  const exported = await gb.node.work.derivation(gb.officer, source);
  expect(exported.ok && exported.value.consequences[0]?.reached.map(({ id, kind }) => [id, kind])).toEqual([
    [quote, 'record'],
    [`evidence/${source}`, 'export'],
  ]);
  await gb.node.withdraw(gb.officer, quote, { reason: 'source-withdrew' });
  await settle(ma, gb);
  await calm(ma, gb);
  expect(await done()).toEqual([['withdraws', [[quote, 'gb.police', 'withdrawn']]]]);
  expect(standing(gb, 'derived-open').map(({ details }) => details['record'])).toEqual([`evidence/${source}`]);
});

test('[EN18, L2] five casualties and no declaration: the question comes back every ten minutes until it is answered', async () => {
  const subject = newSubject();
  const hurt: PutRecord = {
    ...incident('x'),
    subject,
    fields: { ...incident('x').fields, casualties: { p1: 2, p2: 4 }, casualtyBasis: { basis: 'reported', asOf: '2030-06-14T12:00:00Z' } },
  };
  await put(ma, hurt);
  await settle(ma, gb);
  await pass(2, ma);
  await pass(590, ma);
  expect(standing(ma, 'asked-again')).toEqual([]);
  await pass(15, ma);
  expect(standing(ma, 'asked-again')).toMatchObject([{ details: { subject, trigger: 'declare-major' } }]);
  await pass(600, ma);
  expect(standing(ma, 'asked-again').map(({ message }) => /asked for the 2\. time/.test(message))).toEqual([true]);
  const declared = [{ service: 'gb.police/ops', state: 'declared', at: '2030-06-14T12:15:00Z' }];
  await put(ma, { ...hurt, fields: { ...hurt.fields, major: declared.map((row) => ({ ...row, service: 'ma.police/ops' })) } });
  await pass(3, ma);
  expect(standing(ma, 'asked-again')).toEqual([]);
});
