import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrangement, at, held, idOf, instantAt, promise, register, subjectOf } from '../test/held.ts';
import { registerView } from './dashboard.ts';
import type { RegisterRecord } from './open-register.ts';
import { promisesOf } from './promises.ts';

const one = (hours: number, ...records: readonly RegisterRecord[]) => promisesOf(register(...records), at(hours))[0];

test('[RG1] a promise is open until due and late the second after, with its days', () => {
  expect(one(48, promise(1))).toMatchObject({ standing: 'open', due: instantAt(48), owners: [{ party: 'ma', desk: 'ma.police/nfip' }] });
  expect(one(48, promise(1))?.lateDays).toBeUndefined();
  expect(one(49, promise(1))).toMatchObject({ standing: 'late', lateDays: 1 });
  expect(one(24 * 5, promise(1))).toMatchObject({ standing: 'late', lateDays: 3 });
});

const proof = held(9, 'logEntry', { by: 'ma.police/ops', h: 40 });
const done = (n: number, h: number, more: object = {}) =>
  promise(n, { subject: 1, h, refs: [['supersedes', n - 1]], fields: { state: 'done', evidence: [idOf(9)], ...more } });

test('[RG2] done by due, done late, dropped; saying it again with more evidence makes it no later', () => {
  expect(one(100, promise(1), proof, done(2, 47))).toMatchObject({ standing: 'done', doneAt: instantAt(47), evidence: [{ here: 'held' }] });
  expect(one(100, promise(1), proof, done(2, 60))).toMatchObject({ standing: 'done-late', lateDays: 1 });
  expect(one(100, promise(1), proof, done(2, 47), done(3, 90))).toMatchObject({ standing: 'done', doneAt: instantAt(47) });
  expect(one(100, promise(1), promise(2, { subject: 1, h: 3, fields: { state: 'dropped' } }))).toMatchObject({ standing: 'dropped' });
});

test('[RG2] evidence that fell proves nothing; evidence that is not held here is said to be elsewhere', () => {
  const withdrawn = held(10, 'withdrawal', { by: 'ma.police/ops', h: 50, refs: [['withdraws', 9]] });
  expect(one(100, promise(1), proof, done(2, 47), withdrawn)).toMatchObject({ standing: 'unproved', evidence: [{ here: 'withdrawn' }] });
  const erased = { ...proof, status: 'erased' as const };
  expect(one(100, promise(1), erased, done(2, 47))).toMatchObject({ standing: 'unproved', evidence: [{ here: 'erased' }] });
  expect(one(100, promise(1), done(2, 47))).toMatchObject({ standing: 'done', evidence: [{ record: idOf(9), here: 'elsewhere' }] });
  // Another agency's withdrawal of it is a dispute and changes nothing.
  const foreign = held(10, 'withdrawal', { by: 'gb.police/ops', h: 50, refs: [['withdraws', 9]] });
  expect(one(100, promise(1), proof, done(2, 47), foreign)).toMatchObject({ standing: 'done' });
});

test('[RG3] dates that agencies state differently stand side by side, and the earliest decides what is late', () => {
  const theirs = promise(2, { by: 'gb.police/nfip', subject: 1, h: 1, fields: { due: instantAt(480) } });
  expect(one(49, promise(1), theirs)).toMatchObject({
    standing: 'late',
    dueBy: [
      { agency: 'gb.police', due: instantAt(480) },
      { agency: 'ma.police', due: instantAt(48) },
    ],
    differs: ['due'],
  });
  // Who alone stated the date and replaces it has moved it.
  const moved = promise(2, { subject: 1, h: 1, refs: [['supersedes', 1]], fields: { due: instantAt(480), state: 'renegotiated' } });
  expect(one(49, promise(1), moved)).toMatchObject({ standing: 'open', differs: [] });
  const says = promise(2, { by: 'gb.police/nfip', subject: 1, h: 1, fields: { state: 'done' } });
  expect(one(10, promise(1), says)?.differs).toEqual(['state']);
});

test('[RG1] a withdrawn promise is none; one whose units are not shown here is said to be unclear', () => {
  expect(one(1, { ...promise(1), status: 'withdrawn' })).toBeUndefined();
  const { said, ...rest } = promise(1);
  const { state: _state, ...fields } = said.fields;
  expect(one(100, { ...rest, said: { ...said, fields } })).toMatchObject({ standing: 'unclear' });
  const { due: _due, ...without } = said.fields;
  expect(one(100, { ...rest, said: { ...said, fields: without } })).toMatchObject({ standing: 'unclear' });
});

test('[RG1, I12] records of another mode are not in the register', () => {
  expect(one(1, promise(1, { mode: 'actual' }))).toBeUndefined();
});

test('[RG4] a dashboard per arrangement with totals per owner; what was shared with nobody stands apart', () => {
  const both = { party: 'gb', desk: 'gb.police/nfip' };
  const view = registerView(
    register(
      promise(1, { fields: { owners: [{ party: 'ma', desk: 'ma.police/nfip' }, both] } }),
      promise(2, { fields: { due: instantAt(500) } }),
      promise(3, { agreements: [] }),
      promise(4, { agreements: ['ma-gb.other'] }),
    ),
    at(50),
  );
  expect(view.dashboards.map(({ agreement, promises }) => [agreement, promises.map(({ subject }) => subject)])).toEqual([
    [arrangement, [subjectOf(1), subjectOf(2)]],
    ['ma-gb.other', [subjectOf(4)]],
    [undefined, [subjectOf(3)]],
  ]);
  const [first] = view.dashboards;
  expect(first?.totals).toMatchObject({ late: 1, open: 1, done: 0 });
  expect(first?.byOwner.map(({ party, totals }) => [party, totals.late, totals.open])).toEqual([
    ['gb', 1, 0],
    ['ma', 1, 1],
  ]);
});

/** A plain model: one agency, one promise, each record replacing the one before. */
function modelOf(steps: readonly { readonly state: string; readonly h: number; readonly due: number }[], now: number): string {
  const last = steps.at(-1);
  if (last === undefined) return 'none';
  if (last.state === 'dropped') return 'dropped';
  if (last.state !== 'done') return now > last.due || last.state === 'late' ? 'late' : 'open';
  let from = steps.length - 1;
  while (from > 0 && steps[from - 1]?.state === 'done') from -= 1;
  return (steps[from]?.h ?? 0) > last.due ? 'done-late' : 'done';
}

test('[RG1, RG2] model: any run of statements, in any order of arrival, stands as a plain reading of the last ones', () => {
  const step = fc.record({
    state: fc.constantFrom('agreed', 'inProgress', 'done', 'late', 'renegotiated', 'dropped'),
    gap: fc.integer({ min: 1, max: 40 }),
    due: fc.integer({ min: 1, max: 200 }),
  });
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 0, max: 300 }),
      fc.infiniteStream(fc.nat()),
      (steps, later, dice) => {
        let h = 0;
        const timed = steps.map(({ state, gap, due }) => {
          h += gap;
          return { state, h, due };
        });
        const records = timed.map(({ state, h: at, due }, i) =>
          promise(i + 1, {
            subject: 1,
            h: at,
            refs: i === 0 ? [] : [['supersedes', i]],
            fields: { state, due: instantAt(due), evidence: [idOf(99)] },
          }),
        );
        const shuffled = records.map((record) => ({ record, key: dice.next().value ?? 0 })).sort((a, b) => a.key - b.key);
        expect(one(h + later, ...shuffled.map(({ record }) => record))?.standing).toBe(modelOf(timed, h + later));
      },
    ),
    { seed: 2030, numRuns: 300 },
  );
});
