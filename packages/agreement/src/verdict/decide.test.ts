import type { AgencyId, DeskId } from '@wasl/record';
import { expect, test } from 'vitest';
import { agreement, agreementJson, everyDuty, input, label, noonMs, permit, units, words } from '../../test/fixture.ts';
import { crypto } from '../../test/node-crypto.ts';
import { digestOf } from '../document/parse.ts';
import type { AgreedObligation, Agreement, Never, Predicate } from '../document.ts';
import { compile } from './compile.ts';
import { decide } from './decide.ts';
import type { DecisionInput, OwnerGrant, Verdict } from './types.ts';

const gbDefence = { agency: 'gb.defence' as AgencyId };
const alert: Partial<DecisionInput> = { type: 'alert', topic: 'alerts' };

function never(id: string, change: Partial<Never> = {}): Never {
  return { id, types: ['*'], units: ['*'], to: ['*'], basis: 'Art. 3', text: words('never'), ...change };
}

function run(change: Partial<Agreement>, ask: Partial<DecisionInput> = {}, localForbids: readonly Never[] = []): Verdict {
  return decide(compile(agreement(change), { localForbids }), input(ask), { crypto });
}

/** `outcome stage code clause` per unit. */
function lines(verdict: Verdict): string[] {
  return verdict.units.map(
    (each) => `${each.name}: ${each.outcome} ${each.stage} ${each.code}${each.clause === undefined ? '' : ` ${each.clause}`}`,
  );
}

function first(change: Partial<Agreement>, ask: Partial<DecisionInput> = {}, localForbids: readonly Never[] = []): string {
  return lines(run(change, { units: units('kind'), ...ask }, localForbids))[0] ?? '';
}

function duty(...obligations: AgreedObligation[]): Partial<Agreement> {
  return { permits: [permit('4.1', { obligations })] };
}

test('[I2] without a clause that permits, nothing goes', () => {
  const verdict = run({ permits: [] });
  expect(verdict.released).toEqual([]);
  expect(verdict.clause).toEqual([]);
  expect(verdict.units.every((each) => each.outcome === 'withheld' && each.code === 'no-permit')).toBe(true);
});

test('[RL2] a permitted unit goes under its clause', () => {
  const verdict = run({});
  expect(lines(verdict)).toEqual([
    'kind: released permit released 4.1',
    'place: released permit released 4.1',
    'place.coarse: released permit released 4.1',
  ]);
  expect(verdict.clause).toEqual(['4.1']);
});

test.each<[string, Partial<DecisionInput>, Partial<Agreement>]>([
  ['agreement-party', { reader: { agency: 'fr.police' as AgencyId } }, {}],
  ['agreement-party', { issuer: 'fr.police' as AgencyId }, {}],
  ['agreement-party', { reader: { agency: 'ma.police' as AgencyId } }, {}],
  ['agreement-not-yet', { nowMs: Date.parse('2029-12-31T23:59:59Z') }, {}],
  ['agreement-expired', { nowMs: Date.parse('2031-12-31T23:59:59Z') }, {}],
  ['agreement-not-yet', { nowMs: Number.NaN }, {}],
  ['agreement-suspended', { suspended: true }, {}],
  ['agreement-mode', { mode: 'test' }, {}],
  ['agreement-purpose', { purpose: 'immigration' }, {}],
  ['agreement-type', { type: 'expertise' }, {}],
  ['agreement-type', { topic: 'alerts' }, {}],
  ['agreement-channel', { reader: gbDefence }, {}],
])('[RL2.1] %s: %j', (code, ask, change) => {
  expect(first(change, ask)).toBe(`kind: withheld in-force ${code}`);
});

test('[RL2.1] in force from its first instant until just before its last', () => {
  expect(first({}, { nowMs: Date.parse('2030-01-01T00:00:00Z') })).toBe('kind: released permit released 4.1');
  expect(first({}, { nowMs: Date.parse('2031-12-31T23:59:58Z') })).toBe('kind: released permit released 4.1');
});

test('[RL2.1] personal data is off until assessment and authorisation are cited and valid', () => {
  const position = { units: units({ name: 'kind', personalData: 'position' as const }) };
  expect(first({}, position)).toBe('kind: released permit released 4.1');
  expect(first({ impactAssessments: [] }, position)).toBe('kind: withheld in-force personal-data-off');
  expect(first({ dataProtection: [] }, position)).toBe('kind: withheld in-force personal-data-off');
  expect(first({}, { units: units({ name: 'kind', personalData: 'staff' as const }) })).toBe('kind: withheld in-force personal-data-off');
  expect(
    first(
      {},
      { ...position, issuer: 'gb.police' as AgencyId, reader: { agency: 'ma.police' as AgencyId }, label: label({ own: ['gb.police'] }) },
    ),
  ).toBe('kind: withheld in-force personal-data-off');
  expect(first({}, { ...position, nowMs: Date.parse('2030-12-31T23:59:59Z') })).toBe('kind: released permit released 4.1');
  expect(first({}, { ...position, nowMs: Date.parse('2031-01-01T00:00:00Z') })).toBe('kind: withheld in-force personal-data-off');
});

test('[RL2.2] a never clause binds whoever permits', () => {
  expect(first({ nevers: [never('N1')] })).toBe('kind: withheld never never-clause N1');
  expect(first({ nevers: [never('N1', { units: ['place'] })] })).toBe('kind: released permit released 4.1');
  expect(first({ nevers: [never('N1', { when: ['eq', 'reader.function', 'defence'] })] })).toBe('kind: released permit released 4.1');
});

test('[I2] [RL2.2] a never clause that cannot be decided binds, also under not', () => {
  const open = { units: units({ name: 'kind' }).map(({ personalData: _, ...rest }) => rest) };
  const staff: Predicate = ['eq', 'unit.personalData', 'staff'];
  for (const when of [staff, ['not', staff] as Predicate])
    expect(first({ nevers: [never('N1', { when })] }, open)).toBe('kind: withheld never attribute-unknown N1');
});

test('[I2] [RL2.6] a permit that cannot be decided permits nothing, also under not', () => {
  const open = { units: units({ name: 'kind' }).map(({ personalData: _, ...rest }) => rest) };
  const staff: Predicate = ['eq', 'unit.personalData', 'staff'];
  for (const when of [staff, ['not', staff] as Predicate])
    expect(first({ permits: [permit('4.1', { when })] }, open)).toBe('kind: withheld permit no-permit');
});

test.each<[string, Parameters<typeof label>[0], Partial<DecisionInput>]>([
  ['level-refused', { lvl: 3 }, {}],
  ['label-caveat', { cav: ['SOURCE'] }, {}],
  ['label-releasable', { rel: [] }, {}],
  ['label-releasable', { rel: ['es.police'] }, {}],
  ['label-releasable', { rel: ['gb.police/ops'] }, {}],
  ['label-purpose', { pur: ['judicial'] }, {}],
  ['label-expired', { exp: '2030-06-13T12:00:00Z' }, {}],
])('[RL2.3] %s: %j', (code, change) => {
  expect(first({}, { label: label(change) })).toBe(`kind: withheld label ${code}`);
});

test('[RL2.3] the level stands against the ceiling of the recipient', () => {
  const agencies = agreementJson().agencies.map((each) => ({ ...each, ceiling: 1 }));
  expect(first({ agencies }, { label: label({ lvl: 2 }) })).toBe('kind: withheld label label-level');
});

test('[RL2.3] a ceiling above 2 does not open level 3', () => {
  const agencies = agreementJson().agencies.map((each) => ({ ...each, ceiling: 5 }));
  expect(first({ agencies }, { label: label({ lvl: 3 }) })).toBe('kind: withheld label level-refused');
});

test('[RL2.3] a desk named in the marking is reached through that desk only', () => {
  const ask = { label: label({ rel: ['gb.police/ops'] }) };
  const at = (desk: string) => ({ ...ask, reader: { agency: 'gb.police' as AgencyId, desk: desk as DeskId } });
  expect(first({}, at('gb.police/ops'))).toBe('kind: released permit released 4.1');
  expect(first({}, at('gb.police/media'))).toBe('kind: withheld label label-releasable');
});

test('[RL2.3] the marking in force is that of the record joined with that of the unit', () => {
  const verdict = run({}, { units: units({ name: 'kind', label: label({ rel: ['es.police'] }) }, 'time') });
  expect(lines(verdict)).toEqual(['kind: withheld label label-releasable', 'time: released permit released 4.1']);
});

function grant(change: Partial<OwnerGrant> = {}): OwnerGrant {
  return {
    owner: 'es.police' as AgencyId,
    slots: [0],
    to: ['gb.police' as AgencyId],
    agreement: digestOf(agreement(), crypto),
    purpose: 'event-safety',
    untilMs: noonMs + 1,
    ...change,
  };
}

test.each<[string, Partial<OwnerGrant>, boolean]>([
  ['a fitting grant', {}, true],
  ['a grant of another owner', { owner: 'fr.police' as AgencyId }, false],
  ['a grant of another slot', { slots: [1] }, false],
  ['a grant to another', { to: ['gb.defence' as AgencyId] }, false],
  ['a grant under another version', { agreement: 'A'.repeat(43) }, false],
  ['a grant for another purpose', { purpose: 'judicial' }, false],
  ['a grant that has ended', { untilMs: noonMs }, false],
])('[RL2.4] passing on under %s', (_, change, goes) => {
  const ask = { label: label({ own: ['es.police', 'ma.police'], orcon: true }), grants: [grant(change)] };
  expect(first({}, ask)).toBe(goes ? 'kind: released permit released 4.1' : 'kind: withheld orcon grant-needed');
});

test('[S6] [RL2.4] every owner must grant, with or without originator control', () => {
  for (const orcon of [true, false]) {
    const ask = { label: label({ own: ['es.police', 'fr.police'], orcon }), grants: [grant()] };
    expect(first({}, ask)).toBe('kind: withheld orcon grant-needed');
    expect(first({}, { ...ask, grants: [grant(), grant({ owner: 'fr.police' as AgencyId })] })).toBe('kind: released permit released 4.1');
  }
});

test('[RL2.4] the owner itself may be sent its own without a grant', () => {
  expect(first({}, { label: label({ own: ['gb.police', 'ma.police'], orcon: true }) })).toBe('kind: released permit released 4.1');
});

test('[RL2.4] where onward release is forbidden no grant helps', () => {
  const ask = { label: label({ own: ['es.police'] }), grants: [grant()] };
  expect(first({ onward: { rule: 'never' } }, ask)).toBe('kind: withheld orcon onward-forbidden');
});

test('[RL2.4] H1 goes to judicial proceedings only when every owner, the sender included, grants', () => {
  const ask = { label: label({ hdl: ['H1'] }), purpose: 'judicial' };
  expect(first({}, ask)).toBe('kind: withheld orcon grant-needed');
  expect(first({}, { ...ask, grants: [grant({ owner: 'ma.police' as AgencyId, purpose: 'judicial' })] })).toBe(
    'kind: released permit released 4.1',
  );
  expect(first({}, { ...ask, purpose: 'event-safety' })).toBe('kind: released permit released 4.1');
});

test('[RL2.5] a private rule of the sender restricts and can never permit', () => {
  expect(first({}, {}, [never('P-7')])).toBe('kind: withheld forbid private-forbid P-7');
  expect(first({ permits: [] }, {}, [never('P-7', { units: ['place'] })])).toBe('kind: withheld permit no-permit');
});

test('[RL2] the order of the stages decides which reason is given', () => {
  const everything = {
    nevers: [never('N1')],
    permits: [],
  };
  const bad = { label: label({ rel: [], own: ['es.police'] }) };
  expect(first(everything, { ...bad, suspended: true }, [never('P-7')])).toBe('kind: withheld in-force agreement-suspended');
  expect(first(everything, bad, [never('P-7')])).toBe('kind: withheld never never-clause N1');
  expect(first({ permits: [] }, bad, [never('P-7')])).toBe('kind: withheld label label-releasable');
  expect(first({ permits: [] }, { label: label({ own: ['es.police'] }) }, [never('P-7')])).toBe('kind: withheld orcon grant-needed');
  expect(first({ permits: [] }, {}, [never('P-7')])).toBe('kind: withheld forbid private-forbid P-7');
  expect(first({ permits: [] })).toBe('kind: withheld permit no-permit');
});

test('[RL2.6] the first clause in the order of the document whose duties the recipient keeps decides', () => {
  const wide = permit('4.2');
  const narrow = permit('4.1', { units: ['kind'], obligations: [{ type: 'expire', id: 'o1', days: 1 }] });
  expect(run({ permits: [narrow, wide] }, { units: units('kind', 'time') }).clause).toEqual(['4.1', '4.2']);
  expect(run({ permits: [wide, narrow] }, { units: units('kind', 'time') }).clause).toEqual(['4.2']);
});

test.each<[string, Parameters<typeof permit>[1]]>([
  ['sender', { from: ['gb.police'] }],
  ['recipient', { to: ['gb.defence'] }],
  ['type', { types: ['logEntry'] }],
  ['unit', { units: ['place'] }],
  ['purpose', { purposes: ['judicial'] }],
])('[RL2.6] a clause for another %s permits nothing', (_, change) => {
  expect(first({ permits: [permit('4.1', change)] })).toBe('kind: withheld permit no-permit');
});

test('[RL2.6] the trace names what stood in the way, nearest clause first', () => {
  const far = permit('4.1', { to: ['gb.defence'], when: ['le', 'eff.lvl', 0] });
  const near = permit('4.2', { when: ['le', 'eff.lvl', 0] });
  expect(
    run({ permits: [far, near] }, { units: units('kind') }).units[0]?.atoms?.map((each) => `${each.clause} ${each.attribute}`),
  ).toEqual(['4.2 eff.lvl', '4.1 reader.agency', '4.1 eff.lvl']);
});

test.each(everyDuty)('[RL2.7] [I2] a recipient that does not keep %s is denied', (type) => {
  const parameter = type === 'expire' ? { days: 1 } : type === 'delay' ? { minutes: 1 } : {};
  const agencies = agreementJson().agencies.map((each) => ({ ...each, supports: everyDuty.filter((other) => other !== type) }));
  const unit = { units: units({ name: 'kind', twin: 'kind.coarse' }) };
  expect(first({ ...duty({ type, id: 'o1', ...parameter }), agencies }, unit)).toBe('kind: withheld obligation obligation-unsupported 4.1');
});

test('[RL2.7] a later clause with fewer duties may still serve a recipient that does not keep the first', () => {
  const permits = [permit('4.1', { obligations: [{ type: 'watermark', id: 'o1' }] }), permit('4.2')];
  expect(run({ permits }, { ...alert, reader: gbDefence, units: units('kind') }).clause).toEqual(['4.2']);
});

test('[I2] [RL2.7] an unknown duty denies, even to a recipient that claims to keep it', () => {
  const agencies = agreementJson().agencies.map((each) => ({ ...each, supports: [...each.supports, 'burn'] }));
  expect(first({ ...duty({ type: 'burn', id: 'o1' }), agencies })).toBe('kind: withheld obligation obligation-unknown 4.1');
});

test('[RL2.8] where the precise form may not go, the coarse twin is tried', () => {
  const place = { name: 'place', twin: 'place.coarse' };
  const coarsened = run(duty({ type: 'coarsen', id: 'o1' }), { units: units('kind', place, 'place.coarse') });
  expect(lines(coarsened)).toEqual([
    'kind: released permit released 4.1',
    'place: coarse-instead obligation coarsened 4.1',
    'place.coarse: released permit released 4.1',
  ]);
  const forbidden = run({ nevers: [never('N1', { units: ['place'] })] }, { units: units(place, 'place.coarse') });
  expect(lines(forbidden)).toEqual(['place: coarse-instead never never-clause N1', 'place.coarse: released permit released 4.1']);
});

test('[RL2.8] a twin is judged by its own marking and clauses', () => {
  const secret = units({ name: 'place', twin: 'place.coarse' }, { name: 'place.coarse', label: label({ rel: [] }) });
  expect(lines(run(duty({ type: 'coarsen', id: 'o1' }), { units: secret }))).toEqual([
    'place: withheld obligation coarsened 4.1',
    'place.coarse: withheld label label-releasable',
  ]);
});

test('[RL2.8] where the precise form goes, its twin is left out', () => {
  const verdict = run({}, { units: units({ name: 'place', twin: 'place.coarse' }, 'place.coarse') });
  expect(lines(verdict)).toEqual(['place: released permit released 4.1', 'place.coarse: withheld obligation finer-released 4.1']);
  expect(verdict.released).toEqual([0]);
});

test('[RL2.8] coarsening named units keeps them back also without a twin', () => {
  expect(first(duty({ type: 'coarsen', id: 'o1', units: ['kind'] }))).toBe('kind: withheld obligation coarsened 4.1');
  expect(first(duty({ type: 'coarsen', id: 'o1' }, { type: 'coarsen', id: 'o2', units: ['kind'] }))).toBe(
    'kind: withheld obligation coarsened 4.1',
  );
});

test('[RL2.9] a delayed unit waits, counted from the issue', () => {
  const change = duty({ type: 'delay', id: 'o1', minutes: 15 });
  const verdict = run(change, { units: units('kind'), issuedAtMs: noonMs - 10 * 60_000 });
  expect(lines(verdict)).toEqual(['kind: withheld obligation delay-pending 4.1']);
  expect([verdict.needs, verdict.notBefore]).toEqual(['delay', '2030-06-13T12:05:00Z']);
  expect(first(change, { issuedAtMs: noonMs - 15 * 60_000 })).toBe('kind: released permit released 4.1');
  const { issuedAtMs: _, ...unissued } = input({ units: units('kind') });
  expect(decide(compile(agreement(change)), unissued, { crypto }).needs).toBe('delay');
});
