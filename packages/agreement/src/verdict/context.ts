import { type AgencyId, canGo, type DeskId, join, type Label } from '@wasl/record';
import type { AgreementAgency, Permit } from '../document.ts';
import { blame, type Facts, type FailedAtom } from '../predicate.ts';
import { type CompiledAgreement, type CompiledNever, type CompiledPermit, controlClause, controlTypes, endOfDay } from './compile.ts';
import type { DecisionInput, DecisionUnit, Stage } from './types.ts';

/** Levels from here up exist in the lattice and are never sent (RL2.3). */
const refusedLevel = 3;

/** Place of each stage in RL2; a later check may only replace a result of a later stage. */
export const stageRank: Readonly<Record<Stage, number>> = {
  'in-force': 0,
  never: 1,
  label: 2,
  orcon: 3,
  forbid: 4,
  permit: 5,
  obligation: 6,
  'two-person': 7,
};

/** What is decided of one unit by everything but the record's identity, its expiry, its grants and its approvals. */
export interface UnitTemplate {
  /** Undefined = every remembered stage lets it go. */
  readonly denied: Stage | undefined;
  readonly code: string;
  readonly clause: string | undefined;
  readonly atoms: readonly FailedAtom[] | undefined;
  readonly permit: CompiledPermit | undefined;
  /** Owners who must have granted; undefined = no grant is needed, empty = no grant can help. */
  readonly owners: readonly string[] | undefined;
}

interface Variant {
  readonly label: Label | undefined;
  readonly labelText: string;
  readonly personalData: string | undefined;
  readonly hasTwin: boolean;
  readonly template: UnitTemplate;
}

/** All that is common to the units of records of one kind on their way to one reader. */
export interface ContextTemplate {
  readonly denied: { readonly code: string } | undefined;
  readonly control: boolean;
  readonly reader: AgreementAgency | undefined;
  readonly issuer: AgreementAgency | undefined;
  readonly nevers: readonly CompiledNever[];
  readonly forbids: readonly CompiledNever[];
  readonly permits: readonly CompiledPermit[];
  readonly retentionMs: number;
  /** Unit name → what was decided for it, per label, class and twin. */
  readonly units: Map<string, Variant[]>;
  variants: number;
}

const dayMs = 86_400_000;
const maxVariants = 512;

function listed(names: readonly string[], name: string): boolean {
  return names.includes(name) || (names.length === 1 && names[0] === '*');
}

// NOTE: the texts below are keys of the memory: they must hold every member that `canGo`, `join` or a predicate can see,
// but for `exp`, which is judged per record. Members of a parsed label never contain the separators.
const labelTexts = new WeakMap<Label, string>();

/** A label as a key: every member that can change a decision, the expiry apart. */
export function labelText(label: Label): string {
  let text = labelTexts.get(label);
  if (text === undefined) {
    const sets = [label.cav, label.hdl, label.rel, label.pur, label.own];
    text = `${label.lvl};${label.tlp};${label.orcon};${sets.map((set) => set.join(',')).join(';')}`;
    labelTexts.set(label, text);
  }
  return text;
}

function withoutExpiry(label: Label): Label {
  if (label.exp === undefined) return label;
  const { exp: _, ...rest } = label;
  return rest;
}

function inForce(compiled: CompiledAgreement, input: DecisionInput): string | undefined {
  const { agency } = input.reader;
  if (!compiled.agencies.has(input.issuer) || !compiled.agencies.has(agency) || agency === input.issuer) return 'agreement-party';
  if (controlTypes.has(input.type)) return input.nowMs < compiled.controlUntilMs ? undefined : 'agreement-expired';
  // NaN fails both comparisons and must not pass for a time within the term.
  if (!(input.nowMs >= compiled.effectiveMs)) return 'agreement-not-yet';
  if (!(input.nowMs < compiled.sunsetMs)) return 'agreement-expired';
  if (input.suspended === true) return 'agreement-suspended';
  if (!compiled.modes.has(input.mode)) return 'agreement-mode';
  if (!compiled.purposes.has(input.purpose)) return 'agreement-purpose';
  if (compiled.topics.get(input.topic)?.has(input.type) !== true) return 'agreement-type';
  if (!compiled.links.has(`${input.topic} ${input.issuer} ${agency}`)) return 'agreement-channel';
  return undefined;
}

function matches(clause: CompiledNever, input: DecisionInput): boolean {
  return listed(clause.clause.types, input.type) && listed(clause.clause.to, input.reader.agency);
}

/** Decides what all units of the input have in common. */
export function contextOf(compiled: CompiledAgreement, input: DecisionInput): ContextTemplate {
  const code = inForce(compiled, input);
  const retention = compiled.agreement.retention.filter((rule) => listed(rule.types, input.type)).map((rule) => rule.days * dayMs);
  const ofType = (permit: CompiledPermit): boolean => listed(permit.clause.types, input.type);
  return {
    denied: code === undefined ? undefined : { code },
    control: controlTypes.has(input.type),
    reader: compiled.agencies.get(input.reader.agency),
    issuer: compiled.agencies.get(input.issuer),
    nevers: compiled.nevers.filter((each) => matches(each, input)),
    forbids: compiled.forbids.filter((each) => matches(each, input)),
    permits: [...(input.threatToLife === true ? compiled.emergency : []), ...compiled.permits].filter(ofType),
    retentionMs: Math.min(Number.POSITIVE_INFINITY, ...retention),
    units: new Map(),
    variants: 0,
  };
}

function denial(stage: Stage, code: string, more: Partial<UnitTemplate> = {}): UnitTemplate {
  return { denied: stage, code, clause: undefined, atoms: undefined, permit: undefined, owners: undefined, ...more };
}

interface UnitCase {
  readonly compiled: CompiledAgreement;
  readonly context: ContextTemplate;
  readonly input: DecisionInput;
  readonly unit: DecisionUnit;
  readonly label: Label;
  readonly facts: Facts;
}

function personalDataOff({ compiled, input, unit }: UnitCase): boolean {
  const { personalData } = unit;
  if (personalData === undefined || personalData === 'none') return false;
  const party = compiled.agencies.get(input.issuer)?.party;
  const assessed = compiled.agreement.impactAssessments.some(
    (each) => each.party === party && each.covers.includes(personalData) && input.nowMs < endOfDay(each.expires),
  );
  const authorised = compiled.agreement.dataProtection.some((each) => each.party === party && input.nowMs < endOfDay(each.expires));
  return !(assessed && authorised);
}

function forbidden(
  clauses: readonly CompiledNever[],
  { unit, facts }: UnitCase,
): { readonly id: string; readonly unknown: boolean } | undefined {
  for (const { clause, test } of clauses) {
    if (!listed(clause.units, unit.name)) continue;
    const truth = test(facts);
    if (truth !== false) return { id: clause.id, unknown: truth === undefined };
  }
  return undefined;
}

function labelDenial({ label, context, input }: UnitCase): UnitTemplate | undefined {
  if (label.lvl >= refusedLevel) return denial('label', 'level-refused');
  const { reader } = context;
  if (reader === undefined) return denial('in-force', 'agreement-party');
  const asked = canGo(withoutExpiry(label), {
    reader: {
      agency: input.reader.agency,
      ...(input.reader.desk === undefined ? {} : { desk: input.reader.desk as DeskId }),
      ceiling: reader.ceiling,
      caveats: reader.caveats,
    },
    purpose: input.purpose,
    nowMs: input.nowMs,
    holder: input.issuer as AgencyId,
    granted: true,
  });
  return asked.ok ? undefined : denial('label', asked.reason.code);
}

/** Owners whose grant is needed: undefined = none, empty = it must not go whoever grants. */
function grantsNeeded({ compiled, label, input }: UnitCase): readonly string[] | undefined {
  const others = label.own.filter((owner) => owner !== input.issuer && owner !== input.reader.agency);
  // A label without owner names nobody who could consent.
  if (label.own.length === 0) return [];
  if (others.length > 0 && compiled.agreement.onward.rule === 'never') return [];
  const judicial = label.hdl.includes('H1') && input.purpose === 'judicial';
  if (judicial) {
    const consenting = label.own.filter((owner) => owner !== input.reader.agency);
    return consenting.length === 0 ? undefined : consenting;
  }
  return others.length === 0 ? undefined : others;
}

function failing(permit: Permit, { input, facts }: UnitCase): readonly FailedAtom[] {
  const names: readonly [FailedAtom['attribute'], readonly string[], string][] = [
    ['record.issuer', permit.from, input.issuer],
    ['reader.agency', permit.to, input.reader.agency],
    ['ctx.purpose', permit.purposes, input.purpose],
  ];
  const outside = names
    .filter(([, wanted, got]) => !listed(wanted, got))
    .map(([attribute, wanted, got]): FailedAtom => ({ clause: permit.id, operator: 'in', attribute, wanted, negated: false, got }));
  return [...outside, ...blame(permit.when, facts, { clause: permit.id, wanted: true })];
}

function applies(permit: CompiledPermit, one: UnitCase): boolean {
  const { clause } = permit;
  return (
    (permit.units.has('*') || permit.units.has(one.unit.name)) &&
    listed(clause.from, one.input.issuer) &&
    listed(clause.to, one.input.reader.agency) &&
    listed(clause.purposes, one.input.purpose) &&
    permit.test(permit.emergency ? { ...one.facts, nowMs: one.input.nowMs } : one.facts) === true
  );
}

function permitted(one: UnitCase): UnitTemplate {
  let refused: UnitTemplate | undefined;
  const supports = one.context.reader?.supports ?? [];
  for (const permit of one.context.permits) {
    if (!applies(permit, one)) continue;
    const { clause } = permit;
    if (permit.unknownDuty) refused ??= denial('obligation', 'obligation-unknown', { clause: clause.id });
    else if (!clause.obligations.every((duty) => supports.includes(duty.type)))
      refused ??= denial('obligation', 'obligation-unsupported', { clause: clause.id });
    else if (permit.coarsened.has(one.unit.name) || (permit.coarsensTwins && one.unit.twin !== undefined))
      return denial('obligation', 'coarsened', { clause: clause.id, permit });
    else return { denied: undefined, code: 'released', clause: clause.id, atoms: undefined, permit, owners: undefined };
  }
  if (refused !== undefined) return refused;
  // A clause about other units is no near miss of this one.
  const nearest = one.context.permits
    .filter((permit) => permit.units.has('*') || permit.units.has(one.unit.name))
    .map((permit) => failing(permit.clause, one))
    .filter((atoms) => atoms.length > 0)
    .sort((a, b) => a.length - b.length)
    .slice(0, 4)
    .flat();
  return denial('permit', 'no-permit', nearest.length === 0 ? {} : { atoms: nearest });
}

function decideUnit(one: UnitCase): UnitTemplate {
  const { context } = one;
  if (context.denied !== undefined) return denial('in-force', context.denied.code);
  if (context.control)
    return { denied: undefined, code: 'released', clause: controlClause, atoms: undefined, permit: undefined, owners: undefined };
  if (personalDataOff(one)) return denial('in-force', 'personal-data-off');
  const never = forbidden(context.nevers, one);
  if (never !== undefined) return denial('never', never.unknown ? 'attribute-unknown' : 'never-clause', { clause: never.id });
  const marked = labelDenial(one);
  if (marked !== undefined) return marked;
  const owners = grantsNeeded(one);
  if (owners?.length === 0) return denial('orcon', 'onward-forbidden', { owners });
  const forbid = forbidden(context.forbids, one);
  const rest = forbid === undefined ? permitted(one) : denial('forbid', 'private-forbid', { clause: forbid.id });
  return owners === undefined ? rest : { ...rest, owners };
}

function factsOf(context: ContextTemplate, input: DecisionInput, unit: DecisionUnit, label: Label): Facts {
  return {
    type: input.type,
    mode: input.mode,
    issuer: input.issuer,
    issuerFunction: context.issuer?.function,
    topic: input.topic,
    unit: unit.name,
    personalData: unit.personalData,
    lvl: label.lvl,
    tlp: label.tlp,
    hdl: label.hdl,
    cav: label.cav,
    readerAgency: input.reader.agency,
    readerFunction: context.reader?.function,
    readerParty: context.reader?.party,
    purpose: input.purpose,
    threatToLife: input.threatToLife === true,
    nowMs: input.timeUncertain === true ? undefined : input.nowMs,
  };
}

/** What is decided of one unit, remembered for the next record of the kind. */
export function templateOf(compiled: CompiledAgreement, context: ContextTemplate, input: DecisionInput, unit: DecisionUnit): UnitTemplate {
  const hasTwin = unit.twin !== undefined;
  const variants = context.units.get(unit.name);
  if (variants !== undefined) {
    for (const each of variants) {
      if (each.personalData !== unit.personalData || each.hasTwin !== hasTwin) continue;
      if (each.label === unit.label) return each.template;
      if (unit.label !== undefined && each.label !== undefined && each.labelText === labelText(unit.label)) return each.template;
    }
  }
  const label = unit.label === undefined ? input.label : join(input.label, unit.label);
  const template = decideUnit({ compiled, context, input, unit, label, facts: factsOf(context, input, unit, label) });
  if (context.variants >= maxVariants) {
    context.units.clear();
    context.variants = 0;
  }
  const variant: Variant = {
    label: unit.label,
    labelText: unit.label === undefined ? '' : labelText(unit.label),
    personalData: unit.personalData,
    hasTwin,
    template,
  };
  const known = context.units.get(unit.name);
  if (known === undefined) context.units.set(unit.name, [variant]);
  else known.push(variant);
  context.variants += 1;
  return template;
}
