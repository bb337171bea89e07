import type { Json } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, declare, idOf, instantAt, say, subjectOf } from '../../test/saying.ts';
import type { ThresholdRule } from '../declaration.ts';
import { SubjectFold } from '../fold/subject-fold.ts';
import type { Said } from '../said.ts';
import { AskBook } from './ask-book.ts';
import { type Cluster, ClusterBook } from './cluster-book.ts';
import { reachedLimits } from './threshold.ts';

const stop: ThresholdRule = {
  trigger: 'stop',
  kind: 'threshold',
  rows: 'limits',
  measure: './measure',
  limit: './limit',
  tell: './authority',
  measures: {
    hurt: { type: 'report', mention: 'match', value: 'hurt/p1', per: 'zone', take: 'sum' },
    dense: { type: 'report', mention: 'match', value: 'density', take: 'highest' },
  },
};
const declarations = declare({
  report: {
    fold: { hurt: { merge: 'highest' }, major: { merge: 'union', key: 'service' } },
    triggers: [
      {
        trigger: 'major',
        kind: 'ask',
        when: [
          'all',
          [
            ['sum', ['hurt/p1', 'hurt/p2'], 5],
            ['not', ['some', 'major', 'state', ['declared']]],
          ],
        ],
        everySeconds: { setting: 'ask', otherwise: 600 },
      },
    ],
  },
  note: {
    triggers: [
      {
        trigger: 'crowd',
        kind: 'cluster',
        where: ['in', 'kind', ['crowded']],
        place: 'place',
        at: 'at',
        metres: 150,
        seconds: 3600,
        atLeast: 4,
        desks: 2,
      },
    ],
  },
  match: { triggers: [stop] },
});
const ma = 'ma.police/ops';
const gb = 'gb.police/ops';

function viewOf(subject: number, ...records: readonly Said[]) {
  const fold = new SubjectFold({ subject: subjectOf(subject), mode: 'exercise', declarations });
  for (const said of records) fold.add(said);
  return fold.view();
}

test('[EN18, L2] a question is put again each period while its condition holds, and not made up for after a sleep', () => {
  const hurt = say(1, { type: 'report', by: ma, s: 0, fields: { hurt: { p1: 3, p2: 3 }, major: [{ service: ma, state: 'no' }] } });
  const asks = new AskBook({ declarations });
  asks.look(viewOf(1, hurt), at(0));
  expect(asks.fire(at(599))).toEqual([]);
  expect(asks.fire(at(600)).map(({ trigger, asked, subject }) => [trigger, asked, subject])).toEqual([['major', 1, subjectOf(1)]]);
  asks.look(viewOf(1, hurt), at(700));
  expect(asks.fire(at(1199))).toEqual([]);
  const again = new AskBook({ declarations, state: JSON.parse(JSON.stringify(asks.state())) as Json });
  again.look(viewOf(1, hurt), at(1199));
  expect(again.nextMs()).toBe(at(1200));
  expect(again.fire(at(1200)).map(({ asked }) => asked)).toEqual([2]);
  expect(again.fire(at(6000)).map(({ asked }) => asked)).toEqual([10]);
  const declared = say(2, { type: 'report', by: gb, s: 10, fields: { major: [{ service: gb, state: 'declared' }] } });
  again.look(viewOf(1, hurt, declared), at(6100));
  expect(again.open()).toEqual([]);
  expect(again.fire(at(100_000))).toEqual([]);
  expect(() => new AskBook({ declarations, state: { x: [1] } })).toThrow(/since, asked/);
});

const metre = 90;
const note = (n: number, of: { readonly by?: string; readonly north?: number; readonly s?: number; readonly kind?: string }) =>
  say(n, {
    type: 'note',
    by: of.by ?? ma,
    fields: {
      kind: of.kind ?? 'crowded',
      at: instantAt(of.s ?? 0),
      place: { lat: 340_000_000 + (of.north ?? 0) * metre, lon: -68_000_000 },
    },
  });

function clusters(...records: readonly Said[]): readonly Cluster[] {
  const book = new ClusterBook({ declarations });
  let last: readonly Cluster[] = [];
  for (const said of records) last = book.add(said);
  return last;
}

test('[EN19, L5] four alike within 150 m and 60 min from two desks are a cluster; three, one desk, too far, too late, unlike are not', () => {
  const three = [note(1, { north: 0 }), note(2, { north: 50, s: 1000 }), note(3, { north: 100, s: 2000, by: gb })];
  const brief = (list: readonly Cluster[]) => list.map(({ key, records, desks }) => [key, records, desks]);
  expect(clusters(...three)).toEqual([]);
  expect(brief(clusters(...three, note(4, { north: 70, s: 3000 })))).toEqual([[`crowd/${idOf(1)}`, [1, 2, 3, 4].map(idOf), [gb, ma]]]);
  expect(clusters(...three.slice(0, 2), note(3, { north: 100 }), note(4, { north: 70 }))).toEqual([]);
  expect(clusters(...three, note(4, { north: 300 }))).toEqual([]);
  expect(clusters(...three, note(4, { s: 9000 }))).toEqual([]);
  expect(clusters(...three, note(4, { kind: 'calm' }))).toEqual([]);
  expect(clusters(...three, say(9, { type: 'x', by: ma, refs: [['withdraws', 1]] }), note(4, {}))).toEqual([]);
  expect(clusters(...three, say(4, { type: 'note', by: ma, mode: 'actual', fields: note(4, {}).fields }))).toEqual([]);
});

test('[EN19] clusters depend on the reports, not on their order', () => {
  const report = fc.record({ by: fc.constantFrom(ma, gb), north: fc.integer({ min: 0, max: 400 }), s: fc.integer({ min: 0, max: 8000 }) });
  fc.assert(
    fc.property(
      fc.array(report, { minLength: 4, maxLength: 12 }),
      fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
      (reports, order) => {
        const records = reports.map((one, n) => note(n, one));
        const all = (list: readonly Said[]) => {
          const book = new ClusterBook({ declarations });
          for (const said of list) book.add(said);
          return records.map((said) => book.add(said).map(({ key, records: members }) => [key, members]));
        };
        const shuffled = records.map((said, n) => ({ said, key: order[n] ?? 0 })).sort((a, b) => a.key - b.key);
        expect(all(shuffled.map(({ said }) => said))).toEqual(all(records));
        // A plain count: a report with enough near it is in a cluster.
        const near = (a: (typeof reports)[number]) =>
          reports.filter((b) => Math.abs(a.north - b.north) * metre * 0.011_119_508 <= 150 && Math.abs(a.s - b.s) <= 3600);
        const cores = reports.map((one) => near(one).length >= 4 && new Set(near(one).map(({ by }) => by)).size >= 2);
        for (const [n, found] of all(records).entries()) if (cores[n]) expect(found.length).toBe(1);
        if (!cores.includes(true)) expect(all(records).flat()).toEqual([]);
      },
    ),
    { seed: 2030, numRuns: 200 },
  );
});

test('[EN20, L8] limits that a fixture carries are reached by what its reports say together, zone by zone', () => {
  const match = viewOf(
    1,
    say(1, {
      type: 'match',
      by: ma,
      fields: {
        limits: [
          { measure: 'hurt', limit: 3, authority: 'gold' },
          { measure: 'dense', limit: 5, authority: 'gold' },
          { measure: 'other', limit: 0 },
        ],
      },
    }),
  );
  const report = (n: number, fields: Said['fields']) =>
    viewOf(n, say(n, { type: 'report', by: ma, subject: n, fields: { match: subjectOf(1), ...fields } }));
  const reached = (...views: readonly ReturnType<typeof viewOf>[]) =>
    reachedLimits(match, views, [{ type: 'match', rule: stop }]).map(({ measure, group, value, tell }) => [measure, group, value, tell]);
  expect(reached(report(2, { zone: 'N', hurt: { p1: 2 } }), report(3, { zone: 'S', hurt: { p1: 1 } }))).toEqual([]);
  expect(reached(report(2, { zone: 'N', hurt: { p1: 2 } }), report(3, { zone: 'N', hurt: { p1: 1 } }))).toEqual([['hurt', 'N', 3, 'gold']]);
  expect(reached(report(2, { density: 3 }), report(3, { density: 4 }))).toEqual([]);
  expect(reached(report(2, { density: 3 }), report(3, { density: 6 }))).toEqual([['dense', '', 6, 'gold']]);
  expect(reached(report(2, { match: subjectOf(7), zone: 'N', hurt: { p1: 9 } }))).toEqual([]);
});
