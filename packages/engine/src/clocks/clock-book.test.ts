import type { Json } from '@wasl/record';
import { expect, test } from 'vitest';
import { at, declare, idOf, instantAt, say } from '../../test/saying.ts';
import type { Said } from '../said.ts';
import { ClockBook } from './clock-book.ts';

const declarations = declare({
  notice: {
    clocks: [
      {
        clock: 'acknowledge',
        rows: 'ackBy',
        desk: './desk',
        due: { after: { path: './seconds' } },
        stops: [{ rel: 'acknowledges', by: 'agency' }],
        escalates: { desks: './ladder', last: 'issuer' },
      },
      { clock: 'review', desk: 'author', due: { at: 'reviewAt' }, per: 'subject', stops: [], repeats: 600 },
    ],
  },
  question: {
    clocks: [
      {
        clock: 'answer',
        desk: 'to',
        when: ['has', 'urgency'],
        due: { after: { setting: 'hours', key: 'urgency', times: 3600, otherwise: 2 } },
        stops: [{ rel: 'answers', by: 'agency', when: ['in', 'state', ['answered', 'refused']] }],
        pauses: { by: { rel: 'answers', by: 'agency', when: ['in', 'state', ['clarification']] }, resumedBy: 'answers' },
        warns: [50, 80],
        escalates: { last: 'oversight' },
      },
    ],
  },
  task: { clocks: [{ clock: 'do', desk: 'author', due: { at: 'deadline', table: { '30m': 1800 } }, stops: [{ rel: 'answers' }] }] },
  fixture: {
    clocks: [
      {
        clock: 'lead',
        desk: 'from',
        due: { before: 'kickoff/at', by: 14 * 86_400 },
        per: 'subject',
        stops: [{ mentionedBy: 'assessment', by: 'agency' }],
      },
    ],
  },
  assessment: { mentions: ['fixture'] },
});

const ma = 'ma.police/ops';
const gb = 'gb.police/ops';

function book(of: { readonly progress?: Json } = {}): ClockBook {
  return new ClockBook({
    declarations,
    settings: (name) => (name === 'hours' ? { urgent: 8 } : undefined),
    deputies: (desk) => (desk === gb ? ['gb.police/deputy' as typeof desk] : []),
    ...of,
  });
}

function opened(...records: readonly Said[]): ClockBook {
  const clocks = book();
  for (const said of records) clocks.add(said);
  return clocks;
}

const notice = (n: number, fields: Said['fields'] = {}) =>
  say(n, { type: 'notice', by: ma, s: 0, fields: { ackBy: [{ desk: gb, seconds: 60, ladder: ['gb.police/deputy'] }], ...fields } });
const steps = (clocks: ClockBook, seconds: number, limit?: number) =>
  clocks
    .fire(at(seconds), limit)
    .map(({ step, tell, lateMs }) => [step, tell.map((told) => ('desk' in told ? told.desk : `${told.agency} ${told.as}`)), lateMs / 1000]);

test('[EN6, L1] a must-acknowledge ladder: deputy at 60 s, the originator at 120 s, each once', () => {
  const clocks = opened(notice(1));
  expect(clocks.nextMs()).toBe(at(60));
  expect(steps(clocks, 59)).toEqual([]);
  expect(steps(clocks, 60)).toEqual([['due', [gb, 'gb.police/deputy'], 0]]);
  expect(steps(clocks, 119)).toEqual([]);
  expect(steps(clocks, 120)).toEqual([['last', ['ma.police issuer'], 0]]);
  expect(steps(clocks, 100_000)).toEqual([]);
  expect(clocks.nextMs()).toBeUndefined();
  expect(clocks.running().map(({ clock, desk }) => [clock, desk])).toEqual([['acknowledge', gb]]);
});

test('[EN6] due times: a setting by urgency, a code of a table, an instant, a lead before it; what a record does not say arms nothing', () => {
  const due = (said: Said) =>
    opened(said)
      .running()
      .map(({ dueMs }) => dueMs);
  const question = (fields: Said['fields']) => say(1, { type: 'question', by: ma, s: 0, fields: { to: gb, ...fields } });
  expect(due(question({ urgency: 'urgent' }))).toEqual([at(8 * 3600)]);
  expect(due(question({ urgency: 'other' }))).toEqual([at(7200)]);
  expect(due(question({}))).toEqual([]);
  expect(due(say(1, { type: 'task', by: ma, s: 0, fields: { deadline: '30m' } }))).toEqual([at(1800)]);
  expect(due(say(1, { type: 'task', by: ma, s: 0, fields: { deadline: instantAt(99) } }))).toEqual([at(99)]);
  expect(due(say(1, { type: 'task', by: ma, s: 0, fields: { deadline: 'never' } }))).toEqual([]);
  expect(due(say(1, { type: 'fixture', by: ma, s: 0, fields: { from: 'gb.police', kickoff: { at: instantAt(20 * 86_400) } } }))).toEqual([
    at(6 * 86_400),
  ]);
});

test('[EN7] a clock is stopped by whom the rule names, voided by what ends its record, and runs again when the answer is taken back', () => {
  const ack = (n: number, by: string) => say(n, { type: 'ack', by, s: 30, refs: [['acknowledges', 1]] });
  const end = (...more: readonly Said[]) =>
    opened(...more, notice(1))
      .of(idOf(1))
      .map((clock) => clock.end.state);
  expect(end(ack(2, ma))).toEqual(['running']);
  expect(end(ack(2, 'gb.police/nfip'))).toEqual(['stopped']);
  expect(end(ack(2, 'gb.police/nfip'), say(3, { type: 'withdrawal', by: gb, refs: [['withdraws', 2]] }))).toEqual(['running']);
  expect(end(ack(2, 'gb.police/nfip'), say(3, { type: 'erasure', by: gb, refs: [['erases', 2]] }))).toEqual(['stopped']);
  for (const rel of ['withdraws', 'erases', 'supersedes'] as const) {
    expect(end(say(4, { type: 'x', by: ma, refs: [[rel, 1]] }))).toEqual(['void']);
    expect(end(say(4, { type: 'x', by: gb, refs: [[rel, 1]] }))).toEqual(['running']);
  }
  expect(end(say(4, { type: 'notice', by: ma, fields: { other: 1 }, refs: [['corrects', 1]] }))).toEqual(['running']);
  expect(end(say(4, { type: 'notice', by: ma, fields: { ackBy: [] }, refs: [['corrects', 1]] }))).toEqual(['void']);
  const question = say(1, { type: 'question', by: ma, s: 0, fields: { to: gb, urgency: 'other' } });
  const erasedAnswer = [
    say(5, { type: 'reply', by: gb, refs: [['answers', 1]] }),
    say(6, { type: 'erasure', by: gb, refs: [['erases', 5]] }),
  ];
  const state = (...more: readonly Said[]) => opened(question, ...more).of(idOf(1))[0]?.end.state;
  expect(state(erasedAnswer[0] as Said), 'an answer without the state it waits for').toBe('running');
  expect(state(...erasedAnswer), 'what an erased answer said is taken to have been enough').toBe('stopped');
  const late = opened(notice(1), say(2, { type: 'ack', by: gb, s: 61, refs: [['acknowledges', 1]] }));
  expect(late.of(idOf(1))[0]?.end).toEqual({ state: 'stopped', atMs: at(61), by: idOf(2), late: true });
});

test('[EN8] asking for clarification stops the clock until its sender has clarified', () => {
  const question = say(1, { type: 'question', by: ma, s: 0, fields: { to: gb, urgency: 'other' } });
  const asks = say(2, { type: 'reply', by: gb, s: 1000, fields: { state: 'clarification' }, refs: [['answers', 1]] });
  const strange = say(3, { type: 'reply', by: gb, s: 1500, refs: [['answers', 2]] });
  const clarifies = say(4, { type: 'reply', by: ma, s: 3000, refs: [['answers', 2]] });
  const paused = opened(strange, asks, question);
  expect(paused.of(idOf(1))[0]?.end).toEqual({ state: 'paused', sinceMs: at(1000), by: idOf(2) });
  expect(paused.fire(at(1_000_000))).toEqual([]);
  paused.add(clarifies);
  expect(paused.of(idOf(1))[0]).toMatchObject({ end: { state: 'running' }, dueMs: at(9200) });
  expect(steps(paused, 9199)).toEqual([['warn', [gb], 1439]]);
  expect(steps(paused, 9200)).toEqual([['due', [gb, 'gb.police/deputy'], 0]]);
  expect(steps(paused, 16_400)).toEqual([['last', ['ma.police oversight'], 0]]);
});

test('[EN9] reminders come at their percents, an overtaken one is not sent, repeats go on until the clock ends', () => {
  const question = say(1, { type: 'question', by: ma, s: 0, fields: { to: 'es.police/ops', urgency: 'other' } });
  const clocks = opened(question);
  expect(steps(clocks, 3600)).toEqual([['warn', ['es.police/ops'], 0]]);
  expect(steps(clocks, 7300)).toEqual([['last', ['es.police/ops', 'ma.police oversight'], 100]]);
  const review = opened(notice(1, { ackBy: [], reviewAt: instantAt(1800) }));
  expect(steps(review, 1800)).toEqual([['due', [ma], 0]]);
  expect(review.fire(at(2400)).map(({ step, n, missed }) => [step, n, missed])).toEqual([['repeat', 1, 0]]);
  expect(review.fire(at(2400 + 5 * 600)).map(({ step, n, missed }) => [step, n, missed])).toEqual([['repeat', 6, 4]]);
});

test('[EN10] after a long sleep: in order of their time, each once, no more at a time than asked for; a restart repeats nothing', () => {
  const many = Array.from({ length: 50 }, (_, i) =>
    say(i + 1, { type: 'notice', by: ma, s: 100 - i, fields: { ackBy: [{ desk: 'es.police/ops', seconds: 60, ladder: [] }] } }),
  );
  const clocks = opened(...many);
  const first = clocks.fire(at(100_000), 20);
  expect(first.map(({ record }) => record)).toEqual(Array.from({ length: 20 }, (_, i) => idOf(50 - i)));
  const again = book({ progress: JSON.parse(JSON.stringify(clocks.progress())) as Json });
  for (const said of [...many].reverse()) again.add(said);
  const rest = again.fire(at(100_000), 1000);
  expect(rest.map(({ record }) => record)).toEqual(Array.from({ length: 30 }, (_, i) => idOf(30 - i)));
  expect(again.fire(at(200_000), 1000)).toEqual([]);
  expect(() => book({ progress: { a: 1 } })).toThrow(/progress of a/);
});

test('[EN11] a moved date: the newest statement of the agency holds the clock; what it stops on stands for the subject', () => {
  const fixture = (n: number, s: number, days: number) =>
    say(n, { type: 'fixture', by: ma, s, fields: { from: 'gb.police', kickoff: { at: instantAt(days * 86_400) } } });
  const clocks = opened(fixture(2, 60, 30), fixture(1, 0, 20));
  expect(clocks.running().map(({ record, dueMs }) => [record, dueMs])).toEqual([[idOf(2), at(16 * 86_400)]]);
  clocks.add(say(3, { type: 'withdrawal', by: ma, refs: [['withdraws', 2]] }));
  expect(clocks.running().map(({ record }) => record)).toEqual([idOf(1)]);
  clocks.add(say(4, { type: 'assessment', by: 'es.police/ops', s: 70, subject: 9, fields: { fixture: fixture(1, 0, 0).subject } }));
  expect(clocks.running()).toHaveLength(1);
  clocks.add(say(5, { type: 'assessment', by: gb, s: 70, subject: 9, fields: { fixture: fixture(1, 0, 0).subject } }));
  expect(clocks.running()).toEqual([]);
  clocks.add(fixture(6, 80, 40));
  expect(clocks.running(), 'the assessment stands when the date moves again').toEqual([]);
});
