import { type Agreement, compile, controlTypes, type DecisionInput, decide, digestOf } from '@wasl/agreement';
import { type AgencyId, type Crypto, canonicalText, type Json, type Label, type Mode, parseInstant, type RecordId } from '@wasl/record';

/** A made-up record to try an agreement with. `must: 'deny'` holds whatever the clauses say; `observe` is only compared between the sides. */
export interface CanaryCase {
  readonly id: string;
  readonly must: 'deny' | 'observe';
  readonly from: AgencyId;
  readonly to: AgencyId;
  readonly input: DecisionInput;
}

/** What one side's verdicts were. Both sides make the same text from the same agreement, so that one digest stands for both. */
export interface CanaryResult {
  readonly text: string;
  readonly digest: string;
  /** Ids of cases that must be denied and were not. */
  readonly leaks: readonly string[];
  readonly cases: number;
  readonly denied: number;
  readonly released: number;
}

const hourMs = 3_600_000;

function openLabel(owner: AgencyId): Label {
  return { lvl: 0, cav: [], hdl: [], rel: ['*'], pur: ['*'], tlp: 'CLEAR', own: [owner], orcon: false, nat: [] };
}

interface Route {
  readonly from: AgencyId;
  readonly to: AgencyId;
}

function routes(agreement: Agreement): readonly Route[] {
  const pairs = agreement.agencies.flatMap((from) => agreement.agencies.map((to) => ({ from, to })));
  return pairs
    .filter(({ from, to }) => from.party !== to.party)
    .map(({ from, to }) => ({ from: from.agency as AgencyId, to: to.agency as AgencyId }));
}

function firstOf(names: readonly string[], wanted: string): string {
  return names.find((name) => name !== '*') ?? wanted;
}

/**
 * The pack that an agreement is tried with before it is activated, the same on both sides: for each pair of agencies of two
 * parties and each clause one record that may go, and beside it those that must not: level 3, nobody released to, a purpose
 * and a type not agreed, a reader outside, before the first day, after the last, suspended, and each never without condition.
 */
export function canaryPack(agreement: Agreement, crypto: Pick<Crypto, 'sha256Text'>): readonly CanaryCase[] {
  const startMs = parseInstant(agreement.effective) + hourMs;
  const mode: Mode = agreement.modes.includes('test') ? 'test' : (agreement.modes[0] ?? 'test');
  const topicOf = (type: string): string => agreement.topics.find((topic) => topic.types.includes(type))?.topic ?? 'none';
  const anyType = agreement.topics[0]?.types[0] ?? 'none';
  const anyPurpose = agreement.purposes[0]?.purpose ?? 'none';

  function input({ from, to }: Route, name: { type: string; unit: string; purpose: string; id: string }): DecisionInput {
    return {
      recordId: `sha256:${crypto.sha256Text(name.id)}` as RecordId,
      type: name.type,
      issuer: from,
      mode,
      topic: topicOf(name.type),
      label: openLabel(from),
      units: [{ slot: 0, name: name.unit, digest: crypto.sha256Text(`${name.id}/unit`), personalData: 'none' }],
      reader: { agency: to },
      purpose: name.purpose,
      nowMs: startMs,
      issuedAtMs: startMs - 48 * hourMs,
    };
  }

  return routes(agreement).flatMap((route): readonly CanaryCase[] => {
    const name = (id: string): string => `${route.from} ${route.to} ${id}`;
    const made = (id: string, must: CanaryCase['must'], changed: DecisionInput): CanaryCase => ({
      id: name(id),
      must,
      ...route,
      input: changed,
    });
    const clauses = agreement.permits
      .filter((permit) =>
        [permit.from, permit.to].every((list, at) => list.includes('*') || list.includes(at === 0 ? route.from : route.to)),
      )
      .flatMap((permit) => {
        const type = firstOf(permit.types, anyType);
        const plain = input(route, {
          type,
          unit: firstOf(permit.units, 'canary'),
          purpose: firstOf(permit.purposes, anyPurpose),
          id: name(permit.id),
        });
        return [
          made(`${permit.id} may`, 'observe', plain),
          made(`${permit.id} level`, 'deny', { ...plain, label: { ...plain.label, lvl: 3 } }),
          made(`${permit.id} owner-only`, 'deny', { ...plain, label: { ...plain.label, rel: [] } }),
          made(`${permit.id} purpose`, 'deny', { ...plain, purpose: 'canary-none' }),
          made(`${permit.id} type`, 'deny', { ...plain, type: 'canaryNone' }),
          made(`${permit.id} stranger`, 'deny', { ...plain, reader: { agency: 'zz.canary' as AgencyId } }),
          made(`${permit.id} early`, 'deny', { ...plain, nowMs: startMs - hourMs - 1000 }),
          made(`${permit.id} late`, 'deny', { ...plain, nowMs: parseInstant(agreement.sunset) + 1000 }),
          made(`${permit.id} suspended`, 'deny', { ...plain, suspended: true }),
        ];
      });
    const nevers = agreement.nevers
      .filter((never) => never.when === undefined && (never.to.includes('*') || never.to.includes(route.to)))
      .map((never) => {
        const named = {
          type: firstOf(never.types, anyType),
          unit: firstOf(never.units, 'canary'),
          purpose: anyPurpose,
          id: name(never.id),
        };
        return made(`never ${never.id}`, 'deny', input(route, named));
      });
    // Control records pass by the built-in permit whatever stands in the document (LG7): they are no canaries.
    return [...clauses, ...nevers].filter((one) => !controlTypes.has(one.input.type));
  });
}

/** Judges the pack with this side's own verdicts, without private forbids: those are nobody else's business. Pure. */
export function runCanary(agreement: Agreement, crypto: Pick<Crypto, 'sha256Text'>): CanaryResult {
  const pack = canaryPack(agreement, crypto);
  const compiled = compile(agreement, {});
  const outcomes = pack.map((one) => ({ id: one.id, must: one.must, slots: [...decide(compiled, one.input, { crypto }).released] }));
  const text = canonicalText({ v: 1, agreement: digestOf(agreement, crypto), outcomes } as unknown as Json);
  const released = outcomes.filter((one) => one.slots.length > 0);
  return {
    text,
    digest: crypto.sha256Text(text),
    leaks: released.filter((one) => one.must === 'deny').map((one) => one.id),
    cases: outcomes.length,
    denied: outcomes.length - released.length,
    released: released.length,
  };
}
