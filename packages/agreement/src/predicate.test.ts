import { expect, test } from 'vitest';
import type { Predicate } from './document.ts';
import { blame, compilePredicate, type Facts, instantsOf } from './predicate.ts';

const facts: Facts = {
  type: 'incident',
  mode: 'actual',
  issuer: 'ma.police',
  issuerFunction: 'police',
  topic: 'operations',
  unit: 'place',
  personalData: undefined,
  lvl: 1,
  tlp: 'AMBER',
  hdl: ['H1'],
  cav: [],
  readerAgency: 'gb.police',
  readerFunction: 'police',
  readerParty: 'gb',
  purpose: 'event-safety',
  threatToLife: false,
  nowMs: Date.parse('2030-06-13T12:00:00Z'),
};
const yes: Predicate = ['eq', 'record.type', 'incident'];
const no: Predicate = ['eq', 'record.type', 'alert'];
const unknown: Predicate = ['eq', 'unit.personalData', 'none'];

test.each<[Predicate, boolean | undefined]>([
  [['all'], true],
  [['any'], false],
  [yes, true],
  [no, false],
  [unknown, undefined],
  [['not', unknown], undefined],
  [['not', ['not', unknown]], undefined],
  [['all', yes, unknown], undefined],
  [['all', no, unknown], false],
  [['any', yes, unknown], true],
  [['any', no, unknown], undefined],
  [['in', 'unit.personalData', ['none']], undefined],
  [['in', 'reader.party', ['gb', 'es']], true],
  [['has', 'eff.hdl', 'H1'], true],
  [['has', 'eff.cav', 'PERS'], false],
  [['le', 'eff.lvl', 1], true],
  [['le', 'eff.lvl', 0], false],
  [['ge', 'eff.lvl', 1], true],
  [['ge', 'eff.lvl', 2], false],
  [['before', 'ctx.now', '2030-06-13T12:00:00Z'], false],
  [['before', 'ctx.now', '2030-06-13T12:00:01Z'], true],
])('[AG6] %j is %s', (predicate, truth) => {
  expect(compilePredicate(predicate)(facts)).toBe(truth);
});

test('[AG6] time is unknown while the clock is uncertain', () => {
  const { nowMs: _, ...rest } = facts;
  const before: Predicate = ['before', 'ctx.now', '2030-06-13T12:00:01Z'];
  expect(compilePredicate(before)({ ...rest, nowMs: undefined })).toBeUndefined();
  expect(compilePredicate(['not', before])({ ...rest, nowMs: undefined })).toBeUndefined();
});

test('[RL9] names the instants at which a predicate can change by the passing of time', () => {
  const first = '2030-01-01T00:00:00Z';
  const second = '2030-06-01T00:00:00Z';
  expect(instantsOf(['all', ['not', ['before', 'ctx.now', first]], ['any', yes, ['before', 'ctx.now', second]]])).toEqual([
    Date.parse(first),
    Date.parse(second),
  ]);
  expect(instantsOf(undefined)).toEqual([]);
});

test('[RL2.6] blames exactly the atoms that stand in the way, with what they saw', () => {
  const when: Predicate = ['all', yes, no, ['not', ['has', 'eff.hdl', 'H1']], unknown, ['any', yes, no]];
  expect(blame(when, facts, { clause: '4.1', wanted: true })).toEqual([
    { clause: '4.1', operator: 'eq', attribute: 'record.type', wanted: 'alert', negated: false, got: 'incident' },
    { clause: '4.1', operator: 'has', attribute: 'eff.hdl', wanted: 'H1', negated: true, got: ['H1'] },
    { clause: '4.1', operator: 'eq', attribute: 'unit.personalData', wanted: 'none', negated: false },
  ]);
});

test('[RL2.6] blames nothing of a predicate that holds', () => {
  expect(blame(['any', no, yes], facts, { clause: '4.1', wanted: true })).toEqual([]);
  expect(blame(undefined, facts, { clause: '4.1', wanted: true })).toEqual([]);
});
