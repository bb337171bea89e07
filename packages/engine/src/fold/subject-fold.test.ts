import { expect, test } from 'vitest';
import { declare, hlcAt, idOf, say, subjectOf } from '../../test/saying.ts';
import type { Said } from '../said.ts';
import { SubjectFold } from './subject-fold.ts';
import type { SubjectView } from './view.ts';

const declarations = declare({
  report: {
    fold: {
      rvp: { merge: 'same', near: { metres: 100, ignore: ['text'] } },
      gates: { merge: 'union', key: 'gate' },
      hazards: { merge: 'union' },
      hurt: { merge: 'highest' },
      state: { merge: 'newest' },
      due: { merge: 'owner' },
      when: { merge: 'same', near: { seconds: 60 } },
    },
  },
  ruling: { settles: 'concerns' },
  answer: { moves: { rel: 'acknowledges', desk: 'desk', event: 'state', steps: { accepted: 'accepted', seen: 'acknowledged' } } },
});

function viewOf(...records: readonly Said[]): SubjectView {
  const fold = new SubjectFold({ subject: subjectOf(1), mode: 'exercise', declarations });
  for (const said of records) expect(fold.add(said)).toBe(true);
  return fold.view();
}

const ma = 'ma.police/ops';
const gb = 'gb.police/ops';
const report = (n: number, by: string, fields: Said['fields'], refs: Parameters<typeof say>[1]['refs'] = []) =>
  say(n, { type: 'report', by, fields, refs });

/** What one agency states now, by unit. */
function stated(view: SubjectView, agency: string): Record<string, unknown> {
  const units = view.types.find((part) => part.type === 'report')?.statements.find((one) => one.agency === agency)?.units ?? {};
  return Object.fromEntries(Object.entries(units).map(([unit, { value }]) => [unit, value]));
}

test('[EN1] an agency’s statement is its newest record unit by unit', () => {
  const view = viewOf(report(1, ma, { state: 'open', hurt: 1 }), report(3, ma, { hurt: 4 }), report(2, ma, { state: 'contained' }));
  expect(stated(view, 'ma.police')).toEqual({ state: 'contained', hurt: 4 });
});

test('[EN1] a correction takes the units that it names, a supersession and a withdrawal take all, and the acts stay done', () => {
  expect(stated(viewOf(report(5, ma, { state: 'a', hurt: 1 }), report(2, ma, { hurt: 2 }, [['corrects', 5]])), 'ma.police')).toEqual({
    state: 'a',
    hurt: 2,
  });
  const superseded = [report(1, ma, { state: 'a' }), report(2, ma, { hurt: 2 }, [['supersedes', 1]])];
  expect(stated(viewOf(...superseded), 'ma.police')).toEqual({ hurt: 2 });
  const taken = say(3, { type: 'withdrawal', by: ma, refs: [['withdraws', 2]] });
  expect(stated(viewOf(...superseded, taken), 'ma.police')).toEqual({});
  const corrected = [report(1, ma, { state: 'a', hurt: 1 }), report(2, ma, { hurt: 2 }, [['corrects', 1]]), taken];
  expect(stated(viewOf(...corrected), 'ma.police'), 'what a fallen correction corrected is not known: none of it stands').toEqual({});
  expect(viewOf(...corrected).records.map(({ standing }) => standing)).toEqual(['corrected', 'withdrawn', 'current']);
});

test('[EN1] an act on another agency’s record changes nothing and is shown as a dispute', () => {
  const view = viewOf(
    report(1, ma, { state: 'a' }),
    report(2, gb, { state: 'b' }, [['supersedes', 1]]),
    say(3, { type: 'withdrawal', by: gb, refs: [['withdraws', 1]] }),
  );
  expect(stated(view, 'ma.police')).toEqual({ state: 'a' });
  expect(view.disputes.map(({ record, by, rel }) => [record, by, rel])).toEqual([
    [idOf(1), 'gb.police', 'supersedes'],
    [idOf(1), 'gb.police', 'withdraws'],
  ]);
});

test('[EN2] a record of another mode is refused; the same record again changes nothing; later units join', () => {
  const fold = new SubjectFold({ subject: subjectOf(1), mode: 'exercise', declarations });
  expect(fold.add(say(1, { type: 'report', by: ma, mode: 'actual', fields: { state: 'a' } }))).toBe(false);
  fold.add(report(1, ma, { state: 'a' }));
  const before = fold.view();
  fold.add(report(1, ma, { state: 'a' }));
  expect(fold.view()).toEqual(before);
  fold.add(report(1, ma, { state: 'a', hurt: 2 }));
  expect(stated(fold.view(), 'ma.police')).toEqual({ state: 'a', hurt: 2 });
});

test('[EN3] merged: none overwrites another; what is shown first follows the rule', () => {
  const view = viewOf(
    report(1, ma, {
      state: 'open',
      due: 'T1',
      hurt: { p1: 2, p2: 5 },
      hazards: ['fire'],
      gates: [{ gate: 'N', state: 'open' }],
      text: 'a',
    }),
    report(2, gb, { state: 'closed', due: 'T2', hurt: { p1: 3 }, hazards: ['smoke'], gates: [{ gate: 'S', state: 'open' }], text: 'b' }),
  );
  const [part] = view.types;
  expect(Object.fromEntries((part?.merged ?? []).map(({ unit, value }) => [unit, value]))).toEqual({
    state: 'closed',
    due: 'T1',
    hurt: { p1: 3, p2: 5 },
    hazards: ['fire', 'smoke'],
    gates: [
      { gate: 'N', state: 'open' },
      { gate: 'S', state: 'open' },
    ],
    text: 'b',
  });
  for (const unit of part?.merged ?? []) expect(unit.values.flatMap(({ agencies }) => agencies).sort()).toEqual(['gb.police', 'ma.police']);
});

test('[EN4, L3] divergence is by path, within what is near; what one side does not state is none', () => {
  const north = { lat: 340_000_000, lon: -68_000_000, text: 'North' };
  const near = { lat: 340_004_000, lon: -68_000_000, text: 'Nord' };
  const south = { lat: 339_000_000, lon: -68_000_000, text: 'South' };
  const of = (a: Said['fields'], b: Said['fields']) => viewOf(report(1, ma, a), report(2, gb, b)).types[0]?.divergence ?? [];
  expect(of({ rvp: north }, { rvp: near })).toEqual([]);
  expect(of({ rvp: north }, { rvp: south })).toEqual([
    {
      ...{ type: 'report', unit: 'rvp', path: '', since: hlcAt(2) },
      values: [
        { agency: 'gb.police', record: idOf(2), value: south },
        { agency: 'ma.police', record: idOf(1), value: north },
      ],
    },
  ]);
  expect(of({ rvp: { a: north, b: south } }, { rvp: { a: south, c: 1 } }).map(({ path }) => path)).toEqual(['a']);
  expect(of({ hurt: 3 }, { hurt: 4 })).toHaveLength(1);
  expect(of({ when: '2030-06-13T18:00:00Z' }, { when: '2030-06-13T18:01:00Z' })).toEqual([]);
  expect(of({ when: '2030-06-13T18:00:00Z' }, { when: '2030-06-13T18:01:01Z' })).toHaveLength(1);
  expect(
    of(
      { gates: [{ gate: 'S2', state: 'open' }] },
      {
        gates: [
          { gate: 'S2', state: 'locked' },
          { gate: 'N', state: 'open' },
        ],
      },
    ).map(({ path }) => path),
  ).toEqual(['[gate=S2]/state']);
  expect(of({ state: 'a', text: 'x', due: 1, hazards: ['fire'] }, { state: 'b', text: 'y', due: 2, hazards: ['smoke'] })).toEqual([]);
});

test('[EN5, L3] a divergence stays open until a decision about every record behind it is accepted by each side', () => {
  const apart = [report(1, ma, { hurt: 3 }), report(2, gb, { hurt: 4 })];
  const settlement = (...more: readonly Said[]) => viewOf(...apart, ...more).types[0]?.divergence.map((one) => one.settlement);
  const half = say(3, { type: 'ruling', by: ma, subject: 2, refs: [['concerns', 1]] });
  expect(settlement(half)).toEqual([undefined]);
  const ruling = say(3, {
    type: 'ruling',
    by: ma,
    subject: 2,
    refs: [
      ['concerns', 1],
      ['concerns', 2],
    ],
  });
  expect(settlement(ruling)).toEqual([{ record: idOf(3), by: 'ma.police', awaits: ['gb.police'] }]);
  const seen = say(4, { type: 'answer', by: gb, subject: 2, fields: { state: 'seen', desk: gb }, refs: [['acknowledges', 3]] });
  expect(settlement(ruling, seen)?.[0]?.awaits).toEqual(['gb.police']);
  const accepted = say(5, { type: 'answer', by: gb, subject: 2, fields: { state: 'accepted', desk: gb }, refs: [['acknowledges', 3]] });
  expect(settlement(ruling, accepted)?.[0]?.awaits).toEqual([]);
  const foreign = say(5, {
    type: 'answer',
    by: gb,
    subject: 2,
    fields: { state: 'accepted', desk: 'es.police/ops' },
    refs: [['acknowledges', 3]],
  });
  expect(settlement(ruling, foreign)?.[0]?.awaits, 'a desk is spoken for by its own agency only').toEqual(['gb.police']);
  const stated = report(6, gb, { hurt: 5 });
  expect(settlement(ruling, accepted, stated), 'a new statement opens it again').toEqual([undefined]);
  const back = say(7, { type: 'withdrawal', by: ma, subject: 2, refs: [['withdraws', 3]] });
  expect(settlement(ruling, accepted, back)).toEqual([undefined]);
});
