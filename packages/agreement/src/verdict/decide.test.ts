import type { AgencyId, DeskId, RecordId } from '@wasl/record';
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

test('[RL1] the digest covers record, units, agreement, reader and purpose, and no value', () => {
  const base = input();
  const compiled = compile(agreement());
  const of = (change: Partial<DecisionInput>): string => decide(compiled, { ...base, ...change }, { crypto }).digest;
  const other = [
    of({ recordId: `sha256:${'B'.repeat(42)}A` as RecordId }),
    of({ units: base.units.slice(1) }),
    of({ reader: { agency: 'gb.police' as AgencyId, desk: 'gb.police/ops' as DeskId } }),
    of({ reader: gbDefence }),
    of({ purpose: 'judicial' }),
    of({ threatToLife: true }),
    decide(compile(agreement({ alternat: false })), base, { crypto }).digest,
  ];
  expect(new Set([of({}), ...other]).size).toBe(8);
  expect(of({ nowMs: noonMs + 1000, approvals: [], grants: [grant()], units: base.units.toReversed() })).toBe(of({}));
});

test('[RL1] the digest is the SHA-256 of the text that the specification gives', () => {
  const document = agreement();
  const ask = input({ units: units('time', 'kind') });
  const digests = ask.units.map((each) => each.digest).sort();
  const text = [
    'wasl/verdict/v1',
    digestOf(document, crypto),
    ask.recordId,
    `gb.police|gb|police|2|PERS|${everyDuty.toSorted().join(',')}`,
    '',
    'event-safety',
    '',
    digests.join(''),
  ].join('\n');
  expect(decide(compile(document), ask, { crypto }).digest).toBe(crypto.sha256Text(text));
});

test('[RL4] two distinct persons, neither the requester, approve this verdict', () => {
  const change = duty({ type: 'twoPerson', id: 'o1' });
  const bare = run(change, { units: units('kind') });
  expect([lines(bare)[0], bare.needs]).toEqual(['kind: withheld two-person two-person-needed 4.1', 'two-person']);
  const by = (...persons: string[]) => persons.map((person) => ({ person, expiresMs: noonMs + 1, verdict: bare.digest }));
  const goes = (ask: Partial<DecisionInput>): boolean => run(change, { units: units('kind'), ...ask }).released.length === 1;
  expect(goes({ approvals: by('a', 'b') })).toBe(true);
  expect(goes({ approvals: by('a', 'a') })).toBe(false);
  expect(goes({ approvals: by('a') })).toBe(false);
  expect(goes({ approvals: by('a', 'b'), requester: 'a' })).toBe(false);
  expect(goes({ approvals: by('a', 'b', 'c'), requester: 'a' })).toBe(true);
  expect(goes({ approvals: by('a', 'b').map((each) => ({ ...each, expiresMs: noonMs })) })).toBe(false);
  expect(goes({ approvals: by('a', 'b').map((each) => ({ ...each, verdict: 'x' })) })).toBe(false);
  expect(goes({ approvals: by('a', 'b'), purpose: 'judicial' })).toBe(false);
});

test('[RL4] a standing approval serves one type, recipient and purpose for at most twelve hours', () => {
  const change = duty({ type: 'twoPerson', id: 'o1' });
  const standing = { type: 'incident', to: ['gb.police' as AgencyId], purpose: 'event-safety', sinceMs: noonMs - 12 * 3_600_000 + 1 };
  const goes = (other: Partial<typeof standing>): boolean => {
    const approvals = ['a', 'b'].map((person) => ({ person, expiresMs: noonMs + 1, standing: { ...standing, ...other } }));
    return run(change, { units: units('kind'), approvals }).released.length === 1;
  };
  expect(goes({})).toBe(true);
  expect(goes({ sinceMs: noonMs - 12 * 3_600_000 })).toBe(false);
  expect(goes({ sinceMs: noonMs + 1 })).toBe(false);
  expect(goes({ type: 'alert' })).toBe(false);
  expect(goes({ to: [] })).toBe(false);
  expect(goes({ purpose: 'judicial' })).toBe(false);
});

const emergency: Partial<Agreement> = {
  permits: [permit('4.1', { obligations: [{ type: 'twoPerson', id: 'o1' }] })],
  emergency: [{ ...permit('9.1', { types: ['incident'], units: ['kind', 'place'] }), threatToLife: true }],
};

test('[RL6] threat to life: the fields agreed beforehand go at once, and a review is due within a day', () => {
  const verdict = run(emergency, { units: units('kind', 'text'), threatToLife: true });
  expect(lines(verdict)).toEqual(['kind: released permit released 9.1', 'text: withheld two-person two-person-needed 4.1']);
  expect(verdict.emergency).toEqual({ reviewBy: '2030-06-14T12:00:00Z', timeUncertain: false });
  expect(run(emergency, { units: units('kind') }).emergency).toBeUndefined();
});

test('[RL6] an emergency permit is no exception: nevers, markings and private rules stand', () => {
  const ask = { threatToLife: true };
  expect(first({ ...emergency, nevers: [never('N1')] }, ask)).toBe('kind: withheld never never-clause N1');
  expect(first(emergency, { ...ask, label: label({ rel: [] }) })).toBe('kind: withheld label label-releasable');
  expect(first(emergency, ask, [never('P-7')])).toBe('kind: withheld forbid private-forbid P-7');
  expect(first(emergency, { ...ask, suspended: true })).toBe('kind: withheld in-force agreement-suspended');
});

test('[RL6] while the clock is uncertain, time-bound clauses stop and emergency permits go on, marked', () => {
  const when: Predicate = ['before', 'ctx.now', '2030-12-01T00:00:00Z'];
  const change: Partial<Agreement> = {
    permits: [permit('4.1', { when })],
    emergency: [{ ...permit('9.1', { types: ['incident'], when }), threatToLife: true }],
  };
  expect(first(change, { timeUncertain: true })).toBe('kind: withheld permit no-permit');
  const urgent = run(change, { timeUncertain: true, threatToLife: true });
  expect(urgent.clause).toEqual(['9.1']);
  expect(urgent.emergency?.timeUncertain).toBe(true);
});

test('[RL7] the right ends at the earliest of marking, duty, retention and sunset', () => {
  const until = (change: Partial<Agreement>, ask: Partial<DecisionInput> = {}): string =>
    run(change, { units: units('kind'), ...ask }).until;
  expect(until({})).toBe('2031-06-13T12:00:00Z');
  expect(until({ retention: [] })).toBe('2031-12-31T23:59:59Z');
  expect(
    until({
      retention: [
        { types: ['*'], days: 30 },
        { types: ['incident'], days: 10 },
        { types: ['alert'], days: 1 },
      ],
    }),
  ).toBe('2030-06-23T12:00:00Z');
  expect(until(duty({ type: 'expire', id: 'o1', days: 7 }))).toBe('2030-06-20T12:00:00Z');
  expect(until({}, { label: label({ exp: '2030-06-14T00:00:00Z' }) })).toBe('2030-06-14T00:00:00Z');
  expect(until({}, { units: units('kind', { name: 'time', label: label({ exp: '2030-06-13T18:00:00Z' }) }) })).toBe('2030-06-13T18:00:00Z');
});

test('[RL7] a unit that stays does not shorten the right to the others', () => {
  const verdict = run({}, { units: units('kind', { name: 'time', label: label({ exp: '2030-06-13T11:00:00Z' }) }) });
  expect([verdict.released, verdict.until]).toEqual([[0], '2031-06-13T12:00:00Z']);
});

test('[RL7] the recipient gets each of its duties once, the strictest, and none of the sender’s', () => {
  const permits = [
    permit('4.1', {
      units: ['kind'],
      obligations: [
        { type: 'expire', id: 'o1', days: 90 },
        { type: 'acknowledge', id: 'o2' },
      ],
    }),
    permit('4.2', {
      obligations: [
        { type: 'expire', id: 'o1', days: 30 },
        { type: 'coarsen', id: 'o2', units: ['place'] },
        { type: 'noOnward', id: 'o3' },
      ],
    }),
  ];
  expect(run({ permits }, { units: units('kind', 'time') }).obligations).toEqual([
    { type: 'expire', id: '4.2/o1', days: 30 },
    { type: 'acknowledge', id: '4.1/o2', seconds: 60 },
    { type: 'noOnward', id: '4.2/o3' },
  ]);
});

test('[RL8] the marking goes exactly when some other unit goes', () => {
  expect(lines(run({ permits: [permit('4.1', { units: ['kind'] })] }, { units: units('kind', 'label') }))[1]).toBe(
    'label: released permit released',
  );
  expect(lines(run({ permits: [permit('4.1', { units: ['label'] })] }, { units: units('kind', 'label') }))[1]).toBe(
    'label: withheld permit no-permit',
  );
});

test.each(['withdrawal', 'erasure', 'erased', 'refused', 'key', 'suspend', 'resume', 'agreement'])(
  '[LG7] %s flows to every agency of the agreement, whatever is suspended or expired',
  (type) => {
    const ask = {
      type,
      topic: 'control',
      mode: 'test' as const,
      purpose: '',
      units: units('target', 'label'),
      reader: gbDefence,
      label: label({ rel: [] }),
    };
    const verdict = run({ nevers: [never('N1')] }, { ...ask, suspended: true, nowMs: Date.parse('2032-06-01T00:00:00Z') }, [never('P-7')]);
    expect([verdict.released, verdict.clause, verdict.until]).toEqual([[0, 1], ['control'], '2033-01-02T23:59:59Z']);
    expect(first({}, { ...ask, reader: { agency: 'fr.police' as AgencyId } })).toBe('target: withheld in-force agreement-party');
  },
);

test('[LG7] control ends with the last retention and erasure deadline, and never where a copy may be kept without end', () => {
  const ask = { type: 'withdrawal', units: units('target'), nowMs: Date.parse('2033-01-02T23:59:59Z') };
  expect(first({}, ask)).toBe('target: withheld in-force agreement-expired');
  expect(first({ retention: [] }, ask)).toBe('target: released permit released control');
});

test('[RL9] the memory never outlives the time in a clause, an expiry, a grant or an approval', () => {
  const when: Predicate = ['before', 'ctx.now', '2030-06-13T12:00:01Z'];
  const compiled = compile(agreement({ permits: [permit('4.1', { when })] }));
  const at = (nowMs: number, change: Partial<DecisionInput> = {}): string =>
    decide(compiled, input({ units: units('kind'), nowMs, ...change }), { crypto }).units[0]?.code ?? '';
  expect([at(noonMs), at(noonMs + 999), at(noonMs + 1000), at(noonMs)]).toEqual(['released', 'released', 'no-permit', 'released']);
  const expiring = { label: label({ exp: '2030-06-13T12:00:00Z' }) };
  expect([at(noonMs - 1, expiring), at(noonMs, expiring), at(noonMs - 1)]).toEqual(['released', 'label-expired', 'released']);
  const owned = { label: label({ own: ['es.police'] }) };
  const granted = { ...owned, grants: [grant({ agreement: digestOf(compiled.agreement, crypto) })] };
  expect([at(noonMs, granted), at(noonMs, owned), at(noonMs, granted)]).toEqual(['released', 'grant-needed', 'released']);
});

test('[RL9] the memory stays within its bound', () => {
  const compiled = compile(agreement(), { memoryBound: 8 });
  for (let index = 0; index < 100; index += 1)
    decide(compiled, input({ reader: { agency: 'gb.police' as AgencyId, desk: `gb.police/desk${index}` as DeskId } }), { crypto });
  expect(compiled.memory.size).toBeLessThanOrEqual(16);
});
