import type { Approval, DecisionUnit, Verdict } from '@wasl/agreement';
import { personalDataScan, type RecordContext, validateContext, validateFields } from '@wasl/catalog';
import {
  type AgencyId,
  accept,
  coarsen,
  createRecord,
  type FieldDraft,
  type Label,
  newSubjectId,
  parseInstant,
  type RecordId,
  type Refusal,
  type Result,
  refusalOf,
  refuse,
  truncateToHour,
} from '@wasl/record';
import type { ActiveAgreement } from './agreements.ts';
import type { NodeCore } from './core.ts';
import { laterRows } from './duties/delayed-release.ts';
import { reviewState } from './duties/review.ts';
import { type StandingApproval, wasEnded } from './duties/standing.ts';
import { ownEndMs, recordRow } from './duties/terms.ts';
import type { LeafPlan, Work } from './logs/flusher.ts';
import type { ViewRow } from './ports/store.ts';
import { closedFault } from './release/closed-fault.ts';
import { hiddenUntil, hidesTime } from './release/hidden-time.ts';
import { channelFor } from './release/part-channel.ts';
import { firstCause, type Releasable, type ReleaseOutcome, release } from './release/release.ts';
import { signatureOf } from './release/signature.ts';
import type { Actor, Delivery, PutRecord } from './service.ts';
import type { Target, Targets } from './targets.ts';

/** Approvals that stand behind a put: two officers of the held list, neither the requester (RL4). */
export interface PutOptions {
  readonly approvedBy?: readonly string[];
  /** An approval of two officers that stands for records like this one. */
  readonly standing?: StandingApproval;
  /** What is known beyond the record: desks, and the records it names. */
  readonly context?: RecordContext;
}

/** A record made and decided, ready to be committed. */
export interface PreparedPut {
  readonly id: RecordId;
  readonly work: Work;
  readonly row: ViewRow;
  /** Readers that got nothing, with the code; shown as `refused` parts of the delivery. */
  readonly withheld: Delivery['parts'];
  readonly emergency: boolean;
  /** Keys of what the calendar does with it later. */
  readonly later: readonly string[];
}

/** Validates, makes the bytes and decides, all without I/O. Refusals: `type-not-put`, `personal-data`, `two-person-needed`, schema codes. */
export function preparePut(core: NodeCore, actor: Actor, put: PutRecord, options: PutOptions = {}): Result<PreparedPut> {
  const type = core.options.catalog[put.type];
  if (type === undefined || type.control === true) return refuse('type-not-put', `${put.type} is not a type that officers put`);
  const valid = validateFields(put.type, put.fields);
  if (!valid.ok) return valid;
  const fits = options.context === undefined ? valid : validateContext(put, options.context);
  if (!fits.ok) return fits;
  const approved = options.approvedBy ?? [];
  const findings = personalDataScan(put.fields);
  if (approved.length === 0) {
    if (findings.length > 0) return refuse('personal-data', 'free text seems to carry data about a person', { details: { findings } });
  }
  const targets = core.targets.of(put);
  if (!targets.ok) return targets;
  const decide = (coarse: boolean): Result<{ readonly of: Deciding; readonly outcomes: readonly ReleaseOutcome[] }> => {
    let record: Releasable;
    try {
      record = sealRecord(core, actor, put, { targets: targets.value, coarse });
    } catch (error) {
      return { ok: false, reason: refusalOf(error) };
    }
    const of = { actor, put, record, channels: targets.value.list, approved, personal: findings.length > 0, standing: options.standing };
    const outcomes = outcomesOf(core, of);
    return outcomes.ok ? accept({ of, outcomes: outcomes.value }) : outcomes;
  };
  const precise = decide(false);
  // The entry is one for all readers: where one may not know the exact time, the entry doesn't tell it either (RC4).
  const hides = precise.ok && hidesTime(core, precise.value.of.record, precise.value.outcomes);
  const decided = hides ? decide(true) : precise;
  return decided.ok ? decideAll(core, decided.value.of, decided.value.outcomes) : decided;
}

function sealRecord(core: NodeCore, actor: Actor, put: PutRecord, of: { readonly targets: Targets; readonly coarse: boolean }): Releasable {
  const { options } = core;
  const { targets } = of;
  const exact = { issuedAt: core.nowText(), hlc: core.hlc.next() };
  const type = options.catalog[put.type];
  if (type === undefined) throw new TypeError(`type ${put.type} left the catalogue`);
  const twins = core.twins(put.type);
  const unitLabels = new Map<string, Label>();
  const fields: FieldDraft[] = [];
  for (const [name, value] of Object.entries(put.fields)) {
    const given = put.fieldLabels?.[name];
    const label = given === undefined ? undefined : core.targets.label(put, targets.list, given);
    if (label !== undefined) unitLabels.set(name, label);
    fields.push(label === undefined ? { name, value } : { name, value, label });
    const twin = twins.get(name);
    if (twin !== undefined && !(twin.twin in put.fields)) fields.push({ name: twin.twin, value: coarsen(twin.function, value) });
  }
  const label = put.label === undefined ? targets.label : core.targets.label(put, targets.list, put.label);
  const sealed = createRecord(
    {
      type: put.type,
      issuer: options.agency,
      mode: put.mode,
      ...(of.coarse ? truncateToHour(exact) : exact),
      subject: put.subject ?? newSubjectId(options.random),
      refs: put.refs ?? [],
      label,
      author: actor.desk,
      fields,
      arity: type.arity,
    },
    { crypto: options.crypto, random: options.random },
  );
  const classes = core.plainUnits(put.type);
  const signature = signatureOf(core, sealed.entryText, { type: put.type, desk: actor.desk });
  return {
    id: sealed.id,
    entry: sealed.entry,
    entryText: sealed.entryText,
    label,
    units: sealed.disclosures.map(({ slot, name }) =>
      unitOf(
        { slot, name, digest: sealed.entry.sd[slot] ?? '' },
        { plain: classes.has(name), label: unitLabels.get(name), twin: twins.get(name)?.twin },
      ),
    ),
    disclosures: sealed.disclosures,
    ...(of.coarse ? { issuedAtMs: parseInstant(exact.issuedAt) } : {}),
    ...(signature === undefined ? {} : { signature }),
  };
}

function unitOf(
  of: { readonly slot: number; readonly name: string; readonly digest: string },
  more: { readonly plain: boolean; readonly label: Label | undefined; readonly twin: string | undefined },
): DecisionUnit {
  const { slot, name, digest } = of;
  // Most units are plain, and one shape for them keeps the verdict fast.
  if (more.plain && more.label === undefined && more.twin === undefined) return { slot, name, digest, personalData: 'none' };
  return {
    slot,
    name,
    digest,
    ...(more.plain ? { personalData: 'none' as const } : {}),
    ...(more.label === undefined ? {} : { label: more.label }),
    ...(more.twin === undefined ? {} : { twin: more.twin }),
  };
}

interface Deciding {
  readonly actor: Actor;
  readonly put: PutRecord;
  readonly record: Releasable;
  readonly channels: readonly Target[];
  readonly approved: readonly string[];
  readonly personal: boolean;
  readonly standing: StandingApproval | undefined;
}

function outcomesOf(core: NodeCore, of: Deciding): Result<readonly ReleaseOutcome[]> {
  const { actor, put, record, channels } = of;
  const nowMs = core.nowMs();
  const outcomes: ReleaseOutcome[] = [];
  const hidden = hiddenUntil(core, record, { urgent: put.threatToLife === true });
  for (const { active, channel, readers } of channels) {
    const released = release(record, {
      active,
      topic: channel.topic,
      readers,
      purpose: put.purpose ?? '',
      nowMs,
      crypto: core.options.crypto,
      suspended: active.suspendedBy.size > 0,
      requester: actor.user,
      ...(put.threatToLife === true ? { threatToLife: true } : {}),
      ...(core.timeUncertain ? { timeUncertain: true } : {}),
      ...(hidden === undefined ? {} : { notBeforeMs: hidden }),
      approvals: approvalsOf(of, readers, nowMs),
    });
    if (!released.ok) return released;
    outcomes.push(released.value);
  }
  return accept(outcomes);
}

/** Two officers' approvals of this very record, or one that stands for its kind (RL4). */
function approvalsOf(of: Deciding, readers: readonly AgencyId[], nowMs: number): readonly Approval[] {
  const { put, standing } = of;
  const kind = { type: put.type, purpose: put.purpose ?? '' };
  const here = of.approved.map((person) => ({
    person,
    expiresMs: nowMs + 60_000,
    standing: { ...kind, to: readers, sinceMs: nowMs },
  }));
  if (standing === undefined) return here;
  const { persons, untilMs, sinceMs } = standing;
  return [...here, ...persons.map((person) => ({ person, expiresMs: untilMs, standing: { ...kind, to: standing.readers, sinceMs } }))];
}

function decideAll(core: NodeCore, of: Deciding, outcomes: readonly ReleaseOutcome[]): Result<PreparedPut> {
  const { actor, put, record, channels } = of;
  const leaves: LeafPlan[] = [];
  const withheld: Delivery['parts'][number][] = [];
  let emergency = false;
  let until = Number.POSITIVE_INFINITY;
  for (const [at, { parts, verdicts, waiting }] of outcomes.entries()) {
    const { active, channel, excluded } = channels[at] as Target;
    const agreement = active.agreement.id;
    for (const reader of excluded) withheld.push({ agreement, reader, state: 'refused', code: 'reader-excluded' });
    for (const verdict of verdicts) {
      const reader = verdict.reader as AgencyId;
      if (parts.some((part) => part.readers.includes(reader))) continue;
      if (waiting.some((each) => each.reader === reader)) withheld.push({ agreement, reader, state: 'queued', code: 'delay-pending' });
      else withheld.push({ agreement, reader, state: 'refused', code: firstCause([verdict]) });
    }
    for (const part of parts) {
      if (of.personal && !underTwo(active, part.verdicts)) {
        for (const reader of part.readers as readonly AgencyId[])
          withheld.push({ agreement, reader, state: 'refused', code: 'personal-data-refused' });
        continue;
      }
      if (part.verdicts.some((verdict) => verdict.emergency !== undefined)) emergency = true;
      for (const verdict of part.verdicts) until = Math.min(until, Date.parse(verdict.until));
      const log = core.log(channelFor(channel, part.readers, core.agency));
      // Another audience of the arrangement may have brought the same readers the same record already.
      if (leaves.some((leaf) => leaf.log === log)) continue;
      leaves.push({
        log,
        id: record.id,
        entryText: record.entryText,
        releaseLine: part.releaseLine,
        disclosures: part.disclosures,
      });
    }
  }
  // What carries data about a person is approved for now, not for later.
  const later = of.personal
    ? []
    : laterRows(
        record.id,
        outcomes.map(({ waiting }, at) => ({ agreement: (channels[at] as Target).active.agreement.id, waiting })),
      );
  const duties = [
    ...later,
    ...(leaves.length === 0 ? homeRow(core, record) : []),
    ...(emergency ? [reviewState(core, actor, { id: record.id, type: put.type })] : []),
  ];
  const decided = channels.map(({ active }) => ({ active, suspended: active.suspendedBy.size > 0 }));
  const notes = JSON.stringify({
    actor: actor.user,
    purpose: put.purpose,
    ...(put.threatToLife === true ? { threatToLife: true } : {}),
    ...(record.issuedAtMs === undefined ? {} : { issuedAtMs: record.issuedAtMs }),
  });
  const { entry } = record;
  return accept({
    id: record.id,
    emergency,
    withheld,
    later: duties.map(({ key }) => key),
    row: { id: record.id, type: entry.type, subject: entry.subject, mode: entry.mode, issuer: entry.issuer, issuedAt: entry.issuedAt },
    work: {
      records: [{ id: record.id, entryText: record.entryText, disclosures: record.disclosures, notes }],
      leaves,
      ...(duties.length === 0 ? {} : { state: duties }),
      acts: [
        { act: 'put', about: record.id, actor: actor.user, ...(put.reason === undefined ? {} : { reason: put.reason }) },
        ...(of.standing === undefined || leaves.length === 0
          ? []
          : [{ act: 'use-standing', about: record.id, details: { approval: of.standing.id } }]),
        ...withheld.map(({ reader, code, agreement, state }) => ({
          act: state === 'queued' ? 'delay' : 'withhold',
          about: record.id,
          code: code ?? 'nothing-released',
          details: { reader, agreement },
        })),
      ],
      check: () =>
        of.standing !== undefined && wasEnded(core, of.standing.id)
          ? { code: 'two-person-needed', message: 'the standing approval was ended meanwhile' }
          : (closedFault(leaves) ?? recheck(core, decided, until)),
    },
  });
}

/** A record that stands in no log is found at the end of its term by a row of its own. */
function homeRow(core: NodeCore, record: Releasable): readonly { readonly key: string; readonly value: string }[] {
  const { type, issuedAt } = record.entry;
  const endMs = ownEndMs(core.options.catalog[type], issuedAt);
  return endMs === undefined ? [] : [recordRow(record.id, endMs)];
}

/** Asked inside the commit: nothing may have been suspended or have expired since the verdict (RL4, DU5). */
function recheck(core: NodeCore, decided: readonly { active: ActiveAgreement; suspended: boolean }[], until: number): Refusal | undefined {
  const nowMs = core.nowMs();
  for (const { active, suspended } of decided) {
    const same = core.agreements.byId(active.agreement.id) === active && active.suspendedBy.size > 0 === suspended;
    if (!same) return { code: 'agreement-not-active', message: `${active.agreement.id} changed between the verdict and the write` };
  }
  return nowMs < until ? undefined : { code: 'terms-ended', message: 'the right to release ended meanwhile' };
}

/** Personal data may only go under clauses that themselves ask for two persons: where none does, the arrangement does not allow it. */
function underTwo(active: ActiveAgreement, verdicts: readonly Verdict[]): boolean {
  const clauses = verdicts.flatMap((verdict) => verdict.clause);
  const permits = active.agreement.permits.filter((permit) => clauses.includes(permit.id));
  return permits.length > 0 && permits.every((permit) => permit.obligations.some((duty) => duty.type === 'twoPerson'));
}
