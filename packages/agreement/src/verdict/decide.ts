import type { Obligation } from '@wasl/log';
import type { Label } from '@wasl/record';
import { digestOf } from '../document/parse.ts';
import { obligationTypes } from '../document.ts';
import { approved } from './approval.ts';
import { type CompiledAgreement, type CompiledPermit, controlClause } from './compile.ts';
import { type ContextTemplate, contextOf, labelText, stageRank, templateOf, type UnitTemplate } from './context.ts';
import type { DecisionInput, DecisionTools, DecisionUnit, OwnerGrant, UnitVerdict, Verdict } from './types.ts';

const hourMs = 3_600_000;
/** Duties that the sender has done before anything leaves; the recipient has nothing to keep of them. */
const sendersDuties: ReadonlySet<string> = new Set(['coarsen', 'delay', 'twoPerson']);
const dutyOrder = new Map<string, number>(obligationTypes.map((type, index) => [type, index]));

const lastInstantMs = Date.parse('9999-12-31T23:59:59Z');

/** Total: a time outside the calendar becomes its nearest end, and no time at all becomes the beginning, so that nothing lasts by mistake. */
function instantText(ms: number): string {
  if (!(ms >= 0)) return '1970-01-01T00:00:00Z';
  if (ms > lastInstantMs) return '9999-12-31T23:59:59Z';
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Which interval between two instants of the document `nowMs` lies in; every time-dependent answer is constant within one. */
function intervalOf(instants: readonly number[], nowMs: number): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((instants[middle] ?? 0) <= nowMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function remembered(compiled: CompiledAgreement, input: DecisionInput): ContextTemplate {
  // Names outside the document could hold the separator and are denied anyway: they never reach the memory.
  const plain =
    !Number.isNaN(input.nowMs) &&
    compiled.modes.has(input.mode) &&
    compiled.purposes.has(input.purpose) &&
    compiled.topics.get(input.topic)?.has(input.type) === true &&
    compiled.links.has(`${input.topic} ${input.issuer} ${input.reader.agency}`);
  if (!plain) return contextOf(compiled, input);
  const flags = (input.suspended === true ? 1 : 0) + (input.threatToLife === true ? 2 : 0) + (input.timeUncertain === true ? 4 : 0);
  const interval = intervalOf(compiled.instants, input.nowMs);
  const key = `${input.type}|${input.topic}|${input.mode}|${input.issuer}|${input.reader.agency}|${input.purpose}|${flags}|${interval}|${labelText(input.label)}|${input.reader.desk ?? ''}`;
  let context = compiled.memory.get(key);
  if (context === undefined) {
    context = contextOf(compiled, input);
    compiled.memory.set(key, context);
  }
  return context;
}

function digestText(compiled: CompiledAgreement, input: DecisionInput, agreement: string): string {
  let text = `wasl/verdict/v1\n${agreement}\n${input.recordId}\n${compiled.readerTexts.get(input.reader.agency) ?? input.reader.agency}\n${input.reader.desk ?? ''}\n${input.purpose}\n${input.threatToLife === true ? 'threat-to-life' : ''}\n`;
  const { units } = input;
  let last = '';
  let sorted = true;
  for (const unit of units) {
    if (unit.digest < last) sorted = false;
    last = unit.digest;
    text += unit.digest;
  }
  if (sorted) return text;
  return (
    text.slice(0, text.length - units.reduce((sum, unit) => sum + unit.digest.length, 0)) +
    units
      .map((unit) => unit.digest)
      .sort()
      .join('')
  );
}

function granted(
  grants: readonly OwnerGrant[] | undefined,
  owners: readonly string[],
  ask: { slot: number; input: DecisionInput; agreement: string },
): boolean {
  if (grants === undefined) return false;
  const { slot, input, agreement } = ask;
  return owners.every((owner) =>
    grants.some(
      (grant) =>
        grant.owner === owner &&
        grant.slots.includes(slot) &&
        grant.to.includes(input.reader.agency) &&
        grant.agreement === agreement &&
        grant.purpose === input.purpose &&
        input.nowMs < grant.untilMs,
    ),
  );
}

// Parsing an instant costs more than the rest of a unit's decision, and labels repeat theirs.
const parsedInstants = new Map<string, number>();

function expiryMs(label: Label | undefined): number {
  const text = label?.exp;
  if (text === undefined) return Number.POSITIVE_INFINITY;
  let ms = parsedInstants.get(text);
  if (ms === undefined) {
    if (parsedInstants.size >= 1024) parsedInstants.clear();
    ms = Date.parse(text);
    parsedInstants.set(text, ms);
  }
  return ms;
}

function held(
  unit: DecisionUnit,
  template: UnitTemplate,
  more: Pick<UnitVerdict, 'stage' | 'code'> & { readonly clause?: string },
): UnitVerdict {
  const clause = more.clause ?? (more.stage === template.denied ? template.clause : undefined);
  return {
    slot: unit.slot,
    name: unit.name,
    outcome: 'withheld',
    stage: more.stage,
    ...(clause === undefined ? {} : { clause }),
    code: more.code,
    ...(template.atoms === undefined || more.stage !== 'permit' ? {} : { atoms: template.atoms }),
  };
}

/** State of one decision while its units are gone through. */
interface Run {
  readonly input: DecisionInput;
  readonly agreement: string;
  readonly digest: string;
  /** When the record's own label expires. */
  readonly expiryMs: number;
  untilMs: number;
  notBeforeMs: number;
  twoPerson: boolean;
}

function decideUnit(run: Run, unit: DecisionUnit, template: UnitTemplate): UnitVerdict {
  const { input } = run;
  const rank = template.denied === undefined ? 8 : stageRank[template.denied];
  if (template.clause === controlClause && template.permit === undefined && rank === 8)
    return { slot: unit.slot, name: unit.name, outcome: 'released', stage: 'permit', clause: controlClause, code: 'released' };
  if (rank > stageRank.label) {
    // An unreadable instant must not read as "never expires".
    if (!(input.nowMs < run.expiryMs) || !(input.nowMs < expiryMs(unit.label)))
      return held(unit, template, { stage: 'label', code: 'label-expired' });
  }
  if (rank > stageRank.orcon && template.owners !== undefined) {
    const consent = granted(input.grants, template.owners, { slot: unit.slot, input, agreement: run.agreement });
    if (!consent) return held(unit, template, { stage: 'orcon', code: 'grant-needed' });
  }
  if (template.denied !== undefined) return held(unit, template, { stage: template.denied, code: template.code });
  const { permit } = template;
  if (permit === undefined) return held(unit, template, { stage: 'permit', code: 'no-permit' });
  const clause = permit.clause.id;
  if (permit.delayMs > 0) {
    const notBefore = (input.issuedAtMs ?? input.nowMs) + permit.delayMs;
    if (!(input.nowMs >= notBefore)) {
      run.notBeforeMs = Math.min(run.notBeforeMs, notBefore);
      return held(unit, template, { stage: 'obligation', code: 'delay-pending', clause });
    }
  }
  if (permit.twoPerson && !approved(input, run.digest)) {
    run.twoPerson = true;
    return held(unit, template, { stage: 'two-person', code: 'two-person-needed', clause });
  }
  return { slot: unit.slot, name: unit.name, outcome: 'released', stage: 'permit', clause, code: 'released' };
}

/** RC4: a coarse twin goes only where its fine unit stays. */
function settleTwins(input: DecisionInput, verdicts: UnitVerdict[]): void {
  for (let index = 0; index < verdicts.length; index += 1) {
    const twin = input.units[index]?.twin;
    const fine = verdicts[index];
    if (twin === undefined || fine === undefined) continue;
    const at = input.units.findIndex((each) => each.name === twin);
    const coarse = verdicts[at];
    if (coarse === undefined || coarse.outcome !== 'released' || coarse.clause === controlClause) continue;
    if (fine.outcome === 'released') {
      verdicts[at] = { ...coarse, outcome: 'withheld', stage: 'obligation', code: 'finer-released' };
    } else verdicts[index] = { ...fine, outcome: 'coarse-instead' };
  }
}

/** The reserved unit `label` goes exactly when some other unit goes (RC1). */
function settleLabel(verdicts: UnitVerdict[], others: boolean): void {
  const at = verdicts.findIndex((each) => each.name === 'label');
  const found = verdicts[at];
  if (found === undefined) return;
  const { slot, name } = found;
  if (others) verdicts[at] = { slot, name, outcome: 'released', stage: 'permit', code: 'released' };
  else if (found.outcome === 'released') verdicts[at] = { slot, name, outcome: 'withheld', stage: 'permit', code: 'no-permit' };
}

function strictest(a: Obligation, b: Obligation): Obligation {
  const limit = (duty: Obligation): number => Number(duty['days'] ?? duty['seconds'] ?? 0);
  return limit(b) < limit(a) ? b : a;
}

function dutiesOf(compiled: CompiledAgreement, permits: readonly CompiledPermit[]): readonly Obligation[] {
  const key = permits.map((each) => each.order).join();
  let duties = compiled.duties.get(key);
  if (duties === undefined) {
    duties = gatherDuties(compiled, permits);
    compiled.duties.set(key, duties);
  }
  return duties;
}

function gatherDuties(compiled: CompiledAgreement, permits: readonly CompiledPermit[]): readonly Obligation[] {
  const byType = new Map<string, Obligation>();
  for (const { clause } of permits) {
    for (const duty of clause.obligations) {
      if (sendersDuties.has(duty.type)) continue;
      const made: Obligation = {
        type: duty.type,
        id: `${clause.id}/${duty.id}`,
        ...(duty.days === undefined ? {} : { days: duty.days }),
        ...(duty.type === 'acknowledge' ? { seconds: duty.seconds ?? compiled.agreement.clocks.acknowledgeSeconds } : {}),
      };
      const known = byType.get(duty.type);
      byType.set(duty.type, known === undefined ? made : strictest(known, made));
    }
  }
  return [...byType.values()].sort((a, b) => (dutyOrder.get(a.type) ?? 99) - (dutyOrder.get(b.type) ?? 99));
}

/**
 * Decides what of a record may go to a reader for a purpose (RL2), with the trace of every unit. Total: what it cannot
 * decide it denies. Reads no unit's value. Deterministic for equal inputs; the memory inside `compiled` only saves time.
 */
export function decide(compiled: CompiledAgreement, input: DecisionInput, tools: DecisionTools): Verdict {
  compiled.digest ??= digestOf(compiled.agreement, tools.crypto);
  const agreement = compiled.digest;
  const context = remembered(compiled, input);
  const run: Run = {
    input,
    agreement,
    digest: tools.crypto.sha256Text(digestText(compiled, input, agreement)),
    expiryMs: expiryMs(input.label),
    untilMs: context.control ? compiled.controlUntilMs : Math.min(compiled.sunsetMs, input.nowMs + context.retentionMs),
    notBeforeMs: Number.POSITIVE_INFINITY,
    twoPerson: false,
  };
  const templates: UnitTemplate[] = [];
  const verdicts: UnitVerdict[] = [];
  let twins = false;
  for (const unit of input.units) {
    const template = templateOf(compiled, context, input, unit);
    templates.push(template);
    verdicts.push(decideUnit(run, unit, template));
    if (unit.twin !== undefined) twins = true;
  }
  if (twins) settleTwins(input, verdicts);
  const others = verdicts.some((each) => each.outcome === 'released' && each.name !== 'label');
  settleLabel(verdicts, others);
  return conclude(compiled, run, { context, templates, verdicts });
}

function conclude(
  compiled: CompiledAgreement,
  run: Run,
  found: { readonly context: ContextTemplate; readonly templates: readonly UnitTemplate[]; readonly verdicts: readonly UnitVerdict[] },
): Verdict {
  const { input } = run;
  const released: number[] = [];
  const used = new Set<CompiledPermit>();
  let { untilMs } = run;
  found.verdicts.forEach((each, index) => {
    if (each.outcome !== 'released') return;
    released.push(each.slot);
    if (found.context.control) return;
    untilMs = Math.min(untilMs, run.expiryMs, expiryMs(input.units[index]?.label));
    const permit = each.name === 'label' ? undefined : found.templates[index]?.permit;
    if (permit === undefined) return;
    used.add(permit);
    untilMs = Math.min(untilMs, input.nowMs + permit.expireMs);
  });
  const permits = used.size > 1 ? [...used].sort((a, b) => a.order - b.order) : [...used];
  const empty = released.length === 0;
  const emergency = permits.some((each) => each.emergency);
  const needs = run.twoPerson ? 'two-person' : run.notBeforeMs === Number.POSITIVE_INFINITY ? undefined : 'delay';
  return {
    agreement: run.agreement,
    type: input.type,
    issuer: input.issuer,
    reader: input.reader.agency,
    purpose: input.purpose,
    released: released.sort((a, b) => a - b),
    clause: found.context.control && !empty ? [controlClause] : permits.map((each) => each.clause.id),
    obligations: permits.length === 0 ? [] : dutiesOf(compiled, permits),
    until: instantText(empty ? input.nowMs : untilMs),
    digest: run.digest,
    ...(needs === undefined ? {} : { needs }),
    ...(run.notBeforeMs === Number.POSITIVE_INFINITY ? {} : { notBefore: instantText(run.notBeforeMs) }),
    ...(emergency ? { emergency: { reviewBy: instantText(input.nowMs + 24 * hourMs), timeUncertain: input.timeUncertain === true } } : {}),
    units: found.verdicts,
  };
}
