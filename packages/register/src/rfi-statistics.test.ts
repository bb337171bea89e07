import type { Json } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, held, register } from '../test/held.ts';
import type { RegisterRecord } from './open-register.ts';
import { rfiStatistics } from './rfi-statistics.ts';

const ask = (n: number, more: Parameters<typeof held>[2] = {}) =>
  held(n, 'rfi', {
    by: 'gb.police/nfip',
    ...more,
    fields: { from: 'gb.police/nfip', to: 'ma.police/nfip', state: 'sent', urgency: 'urgent', ...more.fields },
  });
const reply = (n: number, to: number, h: number, fields: Readonly<Record<string, Json>>) =>
  held(n, 'answer', { h, refs: [['answers', to]], fields: { desk: 'ma.police/nfip', ...fields } });
const count = (hours: number, ...records: readonly RegisterRecord[]) =>
  rfiStatistics(register(...records), { year: 2030, nowMs: at(hours) }).directions[0];

test('[RG8] answered in time, late with its reason, in part, refused by ground, nothing held, open and open late', () => {
  const counts = count(
    24,
    ...[ask(1), reply(101, 1, 2, { outcome: 'answered' })],
    ...[ask(2), reply(102, 2, 10, { outcome: 'answered', lateReason: 'translation' })],
    ...[ask(3), reply(103, 3, 4, { outcome: 'partial', ground: 'ongoing-inquiry' })],
    ...[ask(4), reply(104, 4, 12, { outcome: 'refused', ground: 'rights' })],
    ...[ask(5), reply(105, 5, 6, { outcome: 'no-information' })],
    ...[ask(6), ask(7, { fields: { urgency: 'routine' } })],
    ask(8, { fields: { state: 'draft' } }),
  );
  expect(counts).toEqual({
    asking: 'gb.police',
    answering: 'ma.police',
    asked: 7,
    byUrgency: { routine: 1, urgent: 6 },
    acknowledgedInTime: 5,
    inTime: 3,
    late: 2,
    lateWithReason: 1,
    lateByReason: { translation: 1 },
    answered: 2,
    partial: 1,
    noInformation: 1,
    refused: 1,
    refusedByGround: { rights: 1 },
    outcomeNotShown: 0,
    openInTime: 1,
    openLate: 1,
    paused: 0,
    void: 0,
    medianHours: 6,
  });
});

test('[RG8] a question back stops the clock: the pause is in neither lateness nor hours', () => {
  const question = [ask(1), reply(2, 1, 2, { outcome: 'clarification' })];
  expect(count(100, ...question)).toMatchObject({ paused: 1, openLate: 0 });
  const clarified = held(3, 'rfi', { by: 'gb.police/nfip', subject: 1, h: 50, refs: [['answers', 2]], fields: { clarification: [] } });
  const answered = reply(4, 1, 54, { outcome: 'answered' });
  expect(count(100, ...question, clarified, answered)).toMatchObject({ inTime: 1, late: 0, medianHours: 6 });
});

test('[RG8] the year is that of asking, in UTC; a withdrawn request is void; a withdrawn answer answers nothing', () => {
  expect(rfiStatistics(register(ask(1)), { year: 2029, nowMs: at(1) }).directions).toEqual([]);
  const newYear = ask(1, { h: (Date.parse('2031-01-01T00:00:00Z') - at(0)) / 3_600_000 });
  expect(rfiStatistics(register(newYear), { year: 2030, nowMs: at(1) }).directions).toEqual([]);
  expect(rfiStatistics(register(newYear), { year: 2031, nowMs: at(1) }).directions).toHaveLength(1);
  expect(count(1, { ...ask(1), status: 'withdrawn' })).toMatchObject({ asked: 1, void: 1, openInTime: 0 });
  expect(count(3, ask(1), { ...reply(2, 1, 2, { outcome: 'answered' }), status: 'withdrawn' })).toMatchObject({
    answered: 0,
    openInTime: 1,
  });
});

test('[RG8] requests whose content ended are in no count, and their number is said', () => {
  const { said, ...rest } = ask(1);
  const ended: RegisterRecord = { ...rest, said: { ...said, fields: {} }, status: 'erased' };
  expect(rfiStatistics(register(ended, ask(2, { fields: { state: 'draft' } })), { year: 2030, nowMs: at(1) })).toEqual({
    year: 2030,
    notCounted: 1,
    directions: [],
  });
});

test('[RG8] every request asked is counted in exactly one way, whatever was answered when', () => {
  const one = fc.record({
    h: fc.integer({ min: 0, max: 50 }),
    urgency: fc.constantFrom('urgent', 'priority', 'routine'),
    withdrawn: fc.boolean(),
    answers: fc.array(
      fc.record({
        after: fc.integer({ min: 0, max: 200 }),
        outcome: fc.constantFrom('answered', 'partial', 'no-information', 'refused', 'clarification', 'judicial-authorisation'),
      }),
      { maxLength: 3 },
    ),
  });
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 8 }), fc.integer({ min: 0, max: 300 }), (questions, now) => {
      const records = questions.flatMap(({ h, urgency, withdrawn, answers }, i) => [
        { ...ask(i + 1, { h, fields: { urgency } }), status: withdrawn ? ('withdrawn' as const) : ('current' as const) },
        ...answers.map(({ after, outcome }, j) => reply(100 + i * 10 + j, i + 1, h + after, { outcome, ground: 'rights' })),
      ]);
      const counts = count(now, ...records);
      if (counts === undefined) throw new Error('nothing was counted');
      expect(counts.asked).toBe(questions.length);
      expect(counts.inTime + counts.late + counts.openInTime + counts.openLate + counts.paused + counts.void).toBe(counts.asked);
      expect(counts.answered + counts.partial + counts.noInformation + counts.refused + counts.outcomeNotShown).toBe(
        counts.inTime + counts.late,
      );
      expect(counts.lateWithReason).toBeLessThanOrEqual(counts.late);
      expect(Object.values(counts.byUrgency).reduce((sum, each) => sum + each, 0)).toBe(counts.asked);
    }),
    { seed: 2030, numRuns: 200 },
  );
});

test('[RG8] the arrangement’s hours decide: due by the shortest where a request went under two', () => {
  const long = ask(1, { agreements: [] });
  expect(count(24, long, reply(2, 1, 20, { outcome: 'answered' }))).toMatchObject({ inTime: 1 });
  expect(count(24, ask(1), reply(2, 1, 20, { outcome: 'answered' }))).toMatchObject({ late: 1 });
});
