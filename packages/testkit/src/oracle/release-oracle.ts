import type { AgreedObligation, Agreement, DecisionInput, DecisionUnit, Never, Permit, Predicate, Stage } from '@wasl/agreement';
import type { Label } from '@wasl/record';

/**
 * The release rules (RL2, RL4, RL6, LG5, LG7) written down once more, slowly and one after the other, with no code shared with
 * `decide`: no memory, no index, no compiled predicate, not even the label functions. A point on which the two differ is a bug in one.
 */
interface OracleUnit {
  readonly slot: number;
  readonly name: string;
  readonly outcome: 'released' | 'withheld' | 'coarse-instead';
  readonly stage: Stage;
  readonly code: string;
  readonly clause?: string;
}

export interface OracleVerdict {
  readonly units: readonly OracleUnit[];
  readonly released: readonly number[];
  readonly clause: readonly string[];
  readonly duties: readonly string[];
  readonly until: string;
}

export interface OracleCase {
  readonly agreement: Agreement;
  /** Digest of the agreement, for grants. */
  readonly digest: string;
  readonly forbids: readonly Never[];
  readonly input: DecisionInput;
  /** The digest an approval must name. */
  readonly verdict: string;
}

type Truth = 'yes' | 'no' | 'unknown';
type Answer = { stage: Stage; code: string; clause?: string; permit?: Permit };

const tlp = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'];
const control = ['withdrawal', 'erasure', 'erased', 'refused', 'fetched', 'key', 'suspend', 'resume', 'agreement'];
const duties = 'expire coarsen delay watermark notifyOwner acknowledge noOnward noJudicial twoPerson logPurpose'.split(' ');
const day = 24 * 60 * 60 * 1000;

function has(names: readonly string[], name: string): boolean {
  return names.some((each) => each === '*' || each === name);
}

function labelOf(record: Label, unit: Label | undefined): Label {
  if (unit === undefined) return record;
  const meet = (a: readonly string[], b: readonly string[]): string[] => {
    if (a.includes('*')) return [...b];
    if (b.includes('*')) return [...a];
    const within = (set: readonly string[], name: string): boolean => set.includes(name) || set.includes(name.split('/')[0] ?? name);
    return [...new Set([...a.filter((name) => within(b, name)), ...b.filter((name) => within(a, name))])];
  };
  const soonest = [record.exp, unit.exp].filter((each) => each !== undefined).sort()[0];
  return {
    lvl: Math.max(record.lvl, unit.lvl) as Label['lvl'],
    cav: [...new Set([...record.cav, ...unit.cav])],
    hdl: [...new Set([...record.hdl, ...unit.hdl])],
    rel: meet(record.rel, unit.rel),
    pur: meet(record.pur, unit.pur),
    tlp: (tlp[Math.max(tlp.indexOf(record.tlp), tlp.indexOf(unit.tlp))] ?? 'RED') as Label['tlp'],
    own: [...new Set([...record.own, ...unit.own])],
    orcon: record.orcon || unit.orcon,
    ...(soonest === undefined ? {} : { exp: soonest }),
    nat: [],
  };
}

function attribute(name: string, at: OracleCase, unit: DecisionUnit, clock: boolean): unknown {
  const { agreement, input } = at;
  const label = labelOf(input.label, unit.label);
  const reader = agreement.agencies.find((each) => each.agency === input.reader.agency);
  const issuer = agreement.agencies.find((each) => each.agency === input.issuer);
  switch (name) {
    case 'record.type':
      return input.type;
    case 'record.mode':
      return input.mode;
    case 'record.issuer':
      return input.issuer;
    case 'record.issuerFunction':
      return issuer?.function;
    case 'record.topic':
      return input.topic;
    case 'unit.name':
      return unit.name;
    case 'unit.personalData':
      return unit.personalData;
    case 'eff.lvl':
      return label.lvl;
    case 'eff.tlp':
      return label.tlp;
    case 'eff.hdl':
      return label.hdl;
    case 'eff.cav':
      return label.cav;
    case 'reader.agency':
      return input.reader.agency;
    case 'reader.function':
      return reader?.function;
    case 'reader.party':
      return reader?.party;
    case 'ctx.purpose':
      return input.purpose;
    case 'ctx.threatToLife':
      return input.threatToLife ?? false;
    case 'ctx.now':
      return clock ? input.nowMs : undefined;
    default:
      return undefined;
  }
}

function holds(predicate: Predicate | undefined, at: OracleCase, unit: DecisionUnit, clock: boolean): Truth {
  if (predicate === undefined) return 'yes';
  const [operator, ...rest] = predicate as readonly [string, ...unknown[]];
  if (operator === 'all' || operator === 'any') {
    const parts = rest.map((each) => holds(each as Predicate, at, unit, clock));
    const deciding = operator === 'all' ? 'no' : 'yes';
    if (parts.includes(deciding)) return deciding;
    if (parts.includes('unknown')) return 'unknown';
    return operator === 'all' ? 'yes' : 'no';
  }
  if (operator === 'not') {
    const inner = holds(rest[0] as Predicate, at, unit, clock);
    return inner === 'unknown' ? 'unknown' : inner === 'yes' ? 'no' : 'yes';
  }
  const value = attribute(String(rest[0]), at, unit, clock);
  const wanted = rest[1];
  if (value === undefined) return 'unknown';
  const truths: Record<string, () => boolean> = {
    eq: () => value === wanted,
    in: () => (wanted as unknown[]).includes(value),
    has: () => (value as string[]).includes(String(wanted)),
    le: () => Number(value) <= Number(wanted),
    ge: () => Number(value) >= Number(wanted),
    before: () => Number(value) < Date.parse(String(wanted)),
  };
  return truths[operator]?.() === true ? 'yes' : 'no';
}

/** 1. The agreement in force. */
function notInForce({ agreement, input }: OracleCase): string | undefined {
  const named = (agency: string): boolean => agreement.agencies.some((each) => each.agency === agency);
  if (!named(input.issuer) || !named(input.reader.agency) || input.issuer === input.reader.agency) return 'agreement-party';
  if (control.includes(input.type)) return input.nowMs < controlEnd(agreement) ? undefined : 'agreement-expired';
  if (input.nowMs < Date.parse(agreement.effective)) return 'agreement-not-yet';
  if (input.nowMs >= Date.parse(agreement.sunset)) return 'agreement-expired';
  if (input.suspended) return 'agreement-suspended';
  if (!agreement.modes.includes(input.mode)) return 'agreement-mode';
  if (!agreement.purposes.some((each) => each.purpose === input.purpose)) return 'agreement-purpose';
  if (!agreement.topics.some((each) => each.topic === input.topic && each.types.includes(input.type))) return 'agreement-type';
  const joined = agreement.channels.some(
    (channel) =>
      channel.topic === input.topic &&
      agreement.audiences.some(
        (each) => each.audience === channel.audience && each.agencies.includes(input.issuer) && each.agencies.includes(input.reader.agency),
      ),
  );
  return joined ? undefined : 'agreement-channel';
}

function controlEnd(agreement: Agreement): number {
  let longest = 0;
  for (const topic of agreement.topics) {
    for (const type of topic.types)
      if (!agreement.retention.some((rule) => has(rule.types, type))) return Date.parse('9999-12-31T23:59:59Z');
  }
  for (const rule of agreement.retention) longest = Math.max(longest, rule.days);
  return Date.parse(agreement.sunset) + longest * day + agreement.erasure.deadlineHours * 60 * 60 * 1000;
}

function personalDataOff({ agreement, input }: OracleCase, unit: DecisionUnit): boolean {
  const kind = unit.personalData ?? 'none';
  if (kind === 'none') return false;
  const party = input.issuer.split('.')[0];
  const valid = (date: string): boolean => input.nowMs < Date.parse(date) + day;
  const assessed = agreement.impactAssessments.some((each) => each.party === party && each.covers.includes(kind) && valid(each.expires));
  return !assessed || !agreement.dataProtection.some((each) => each.party === party && valid(each.expires));
}

/** 2 and 5. A forbidding clause binds unless it surely does not apply. */
function forbidding(clauses: readonly Never[], at: OracleCase, unit: DecisionUnit): { id: string; truth: Truth } | undefined {
  for (const clause of clauses) {
    if (!has(clause.types, at.input.type) || !has(clause.units, unit.name) || !has(clause.to, at.input.reader.agency)) continue;
    const truth = holds(clause.when, at, unit, at.input.timeUncertain !== true);
    if (truth !== 'no') return { id: clause.id, truth };
  }
  return undefined;
}

/** 3. The label. */
function labelRefusal({ agreement, input }: OracleCase, label: Label): string | undefined {
  const reader = agreement.agencies.find((each) => each.agency === input.reader.agency);
  if (label.lvl >= 3) return 'level-refused';
  if (label.lvl > (reader?.ceiling ?? -1)) return 'label-level';
  if (!label.cav.every((each) => reader?.caveats.includes(each))) return 'label-caveat';
  const desk = input.reader.desk;
  if (!has(label.rel, input.reader.agency) && !(desk !== undefined && has(label.rel, desk))) return 'label-releasable';
  if (!has(label.pur, input.purpose)) return 'label-purpose';
  if (label.exp !== undefined && input.nowMs >= Date.parse(label.exp)) return 'label-expired';
  return undefined;
}

/** 4. Originator control: everybody else who owns it must have granted. */
function originatorRefusal({ agreement, digest, input }: OracleCase, unit: DecisionUnit, label: Label): string | undefined {
  if (label.own.length === 0) return 'onward-forbidden';
  const others = label.own.filter((each) => each !== input.issuer && each !== input.reader.agency);
  if (others.length > 0 && agreement.onward.rule === 'never') return 'onward-forbidden';
  const judicial = label.hdl.includes('H1') && input.purpose === 'judicial';
  const asked = judicial ? label.own.filter((each) => each !== input.reader.agency) : others;
  for (const owner of asked) {
    const grant = (input.grants ?? []).find(
      (each) =>
        each.owner === owner &&
        each.slots.includes(unit.slot) &&
        each.to.includes(input.reader.agency) &&
        each.agreement === digest &&
        each.purpose === input.purpose &&
        input.nowMs < each.untilMs,
    );
    if (grant === undefined) return 'grant-needed';
  }
  return undefined;
}

function coarsens(duty: AgreedObligation, unit: DecisionUnit): boolean {
  return duty.type === 'coarsen' && (duty.units === undefined ? unit.twin !== undefined : duty.units.includes(unit.name));
}

/** 6 to 8. The first clause in the order of the document that applies and whose duties the recipient keeps. */
function permitAnswer(at: OracleCase, unit: DecisionUnit): Answer {
  const { agreement, input } = at;
  const supports = agreement.agencies.find((each) => each.agency === input.reader.agency)?.supports ?? [];
  const emergency = input.threatToLife ? agreement.emergency : [];
  let refused: Answer | undefined;
  for (const permit of [...emergency, ...agreement.permits]) {
    const clock = input.timeUncertain !== true || emergency.some((each) => each === permit);
    const applies =
      has(permit.types, input.type) &&
      has(permit.units, unit.name) &&
      has(permit.from, input.issuer) &&
      has(permit.to, input.reader.agency) &&
      has(permit.purposes, input.purpose) &&
      holds(permit.when, at, unit, clock) === 'yes';
    if (!applies) continue;
    const clause = permit.id;
    if (permit.obligations.some((each) => !duties.includes(each.type)))
      refused ??= { stage: 'obligation', code: 'obligation-unknown', clause };
    else if (permit.obligations.some((each) => !supports.includes(each.type)))
      refused ??= { stage: 'obligation', code: 'obligation-unsupported', clause };
    else if (permit.obligations.some((each) => coarsens(each, unit))) return { stage: 'obligation', code: 'coarsened', clause };
    else return waiting(at, permit);
  }
  return refused ?? { stage: 'permit', code: 'no-permit' };
}

function waiting(at: OracleCase, permit: Permit): Answer {
  const { input } = at;
  const clause = permit.id;
  for (const duty of permit.obligations) {
    const since = input.issuedAtMs ?? input.nowMs;
    if (duty.type === 'delay' && input.nowMs < since + (duty.minutes ?? 0) * 60_000)
      return { stage: 'obligation', code: 'delay-pending', clause };
  }
  if (permit.obligations.some((each) => each.type === 'twoPerson') && approvers(at) < 2)
    return { stage: 'two-person', code: 'two-person-needed', clause };
  return { stage: 'permit', code: 'released', clause, permit };
}

function approvers({ input, verdict }: OracleCase): number {
  const good = (input.approvals ?? []).filter((each) => {
    if (each.person === input.requester || input.nowMs >= each.expiresMs) return false;
    if (each.verdict !== undefined) return each.verdict === verdict;
    const { standing } = each;
    if (standing === undefined) return false;
    const age = input.nowMs - standing.sinceMs;
    const fits = standing.type === input.type && standing.to.includes(input.reader.agency) && standing.purpose === input.purpose;
    return fits && age >= 0 && age < 12 * 60 * 60 * 1000;
  });
  return new Set(good.map((each) => each.person)).size;
}

function answer(at: OracleCase, unit: DecisionUnit): Answer {
  const broken = notInForce(at);
  if (broken !== undefined) return { stage: 'in-force', code: broken };
  if (control.includes(at.input.type)) return { stage: 'permit', code: 'released', clause: 'control' };
  if (personalDataOff(at, unit)) return { stage: 'in-force', code: 'personal-data-off' };
  const never = forbidding(at.agreement.nevers, at, unit);
  if (never !== undefined) return { stage: 'never', code: never.truth === 'yes' ? 'never-clause' : 'attribute-unknown', clause: never.id };
  const label = labelOf(at.input.label, unit.label);
  const marked = labelRefusal(at, label);
  if (marked !== undefined) return { stage: 'label', code: marked };
  const originator = originatorRefusal(at, unit, label);
  if (originator !== undefined) return { stage: 'orcon', code: originator };
  const forbid = forbidding(at.forbids, at, unit);
  if (forbid !== undefined) return { stage: 'forbid', code: 'private-forbid', clause: forbid.id };
  return permitAnswer(at, unit);
}

function outcomes(at: OracleCase, answers: readonly Answer[]): OracleUnit[] {
  const { units, type } = at.input;
  const goes = (index: number): boolean => answers[index]?.code === 'released';
  const found = units.map((unit, index): OracleUnit => {
    const { stage, code, clause } = answers[index] ?? { stage: 'permit', code: 'no-permit' };
    const base = { slot: unit.slot, name: unit.name, ...(clause === undefined ? {} : { clause }) };
    const fine = units.findIndex((each, at2) => each.twin === unit.name && goes(at2));
    if (goes(index) && fine >= 0 && !control.includes(type))
      return { ...base, outcome: 'withheld', stage: 'obligation', code: 'finer-released' };
    if (goes(index)) return { ...base, outcome: 'released', stage, code };
    const twin = units.findIndex((each) => each.name === unit.twin);
    return { ...base, outcome: twin >= 0 && goes(twin) ? 'coarse-instead' : 'withheld', stage, code };
  });
  const any = found.some((each) => each.outcome === 'released' && each.name !== 'label');
  return found.map((each) => {
    if (each.name !== 'label') return each;
    if (any) return { slot: each.slot, name: 'label', outcome: 'released', stage: 'permit', code: 'released' };
    return each.outcome === 'released' ? { slot: each.slot, name: 'label', outcome: 'withheld', stage: 'permit', code: 'no-permit' } : each;
  });
}

/** Decides one point by the rules alone. */
export function oracleDecide(at: OracleCase): OracleVerdict {
  const { agreement, input } = at;
  const answers = input.units.map((unit) => answer(at, unit));
  const units = outcomes(at, answers);
  const isControl = control.includes(input.type);
  let until = isControl ? controlEnd(agreement) : Date.parse(agreement.sunset);
  const sent: Permit[] = [];
  units.forEach((unit, index) => {
    if (unit.outcome !== 'released' || isControl) return;
    const { exp } = labelOf(input.label, input.units[index]?.label);
    if (exp !== undefined) until = Math.min(until, Date.parse(exp));
    for (const rule of agreement.retention) if (has(rule.types, input.type)) until = Math.min(until, input.nowMs + rule.days * day);
    const permit = answers[index]?.permit;
    if (permit === undefined || unit.name === 'label') return;
    sent.push(permit);
    for (const duty of permit.obligations) if (duty.type === 'expire') until = Math.min(until, input.nowMs + (duty.days ?? 0) * day);
  });
  const released = units.filter((each) => each.outcome === 'released').map((each) => each.slot);
  if (released.length === 0) until = input.nowMs;
  const order = [...agreement.emergency, ...agreement.permits].filter((each) => sent.includes(each));
  const own = order
    .flatMap((each) => each.obligations.map((duty) => duty.type))
    .filter((type) => !['coarsen', 'delay', 'twoPerson'].includes(type));
  return {
    units,
    released: released.sort((a, b) => a - b),
    clause: isControl ? (released.length > 0 ? ['control'] : []) : order.map((each) => each.id),
    duties: duties.filter((each) => own.includes(each)),
    until: `${new Date(until).toISOString().slice(0, 19)}Z`,
  };
}
