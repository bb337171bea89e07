import { encodeReleaseLine, parseReleaseLine } from '@wasl/log';
import type { AgencyId, DeskId, RecordId } from '@wasl/record';
import { expect, test } from 'vitest';
import { agreement, everyDuty, input, label, noonMs, permit, units, words } from '../../test/fixture.ts';
import { crypto } from '../../test/node-crypto.ts';
import { digestOf } from '../document/parse.ts';
import type { AgreedObligation, Agreement, Never, Predicate } from '../document.ts';
import { compile } from './compile.ts';
import { decide } from './decide.ts';
import type { DecisionInput, OwnerGrant, Verdict } from './types.ts';

const gbDefence = { agency: 'gb.defence' as AgencyId };

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

test('[RL7] a verdict’s terms are a release line as they are', () => {
  const permits = [
    permit('4.1', {
      obligations: [
        { type: 'expire', id: 'o1', days: 90 },
        { type: 'acknowledge', id: 'o2' },
        { type: 'watermark', id: 'o3' },
      ],
    }),
  ];
  const { agreement: version, clause, obligations, purpose, released, until, digest } = run({ permits });
  const line = { agreement: version, clause, obligations, purpose, slots: released, until, verdict: digest };
  expect(parseReleaseLine(encodeReleaseLine(line))).toEqual(line);
});
