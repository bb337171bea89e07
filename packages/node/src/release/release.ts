import { type Approval, type DecisionUnit, decide, type OwnerGrant, type Verdict } from '@wasl/agreement';
import { encodeReleaseLine, formatReleaseLine, type Obligation, sortedObligation } from '@wasl/log';
import {
  type AgencyId,
  accept,
  type Crypto,
  type DeskId,
  type Entry,
  type Label,
  parseInstant,
  type RecordId,
  type Result,
  refuse,
} from '@wasl/record';
import type { ActiveAgreement } from '../agreements.ts';
import type { HeldDisclosure } from '../ports/store.ts';

declare const passed: unique symbol;

/** A record with the units named, as the issuer holds it. */
export interface Releasable {
  readonly id: RecordId;
  readonly entry: Entry;
  readonly entryText: string;
  readonly label: Label;
  readonly units: readonly DecisionUnit[];
  readonly disclosures: readonly HeldDisclosure[];
  /** The author's signature, base64url. */
  readonly signature?: string;
  /** When it was really issued, where the entry says so to the hour only (RC4). */
  readonly issuedAtMs?: number;
}

/** What may leave, to whom, and under which signed terms. Only `release` and `releaseControl` make one: nothing leaves without (I1). */
export interface Released {
  readonly [passed]: true;
  /** Everyone whose verdict has exactly these terms; empty for control records, which go to all. */
  readonly readers: readonly (AgencyId | DeskId)[];
  readonly releaseLine: string;
  readonly disclosures: readonly string[];
  readonly slots: readonly number[];
  readonly verdicts: readonly Verdict[];
}

export interface ReleaseAskOptions {
  readonly active: ActiveAgreement;
  readonly topic: string;
  /** Every reader of the channel; those whose verdicts differ get logs of their own, because a log is read whole (LG1.4). */
  readonly readers: readonly (AgencyId | DeskId)[];
  readonly purpose: string;
  readonly nowMs: number;
  readonly crypto: Crypto;
  readonly suspended: boolean;
  readonly threatToLife?: boolean;
  readonly timeUncertain?: boolean;
  readonly approvals?: readonly Approval[];
  readonly grants?: readonly OwnerGrant[];
  readonly requester?: string;
  /** Slots that a reader was sent before under this purpose: a later release is a leaf of the others (LG2). */
  readonly already?: ReadonlyMap<string, ReadonlySet<number>>;
  /** Nothing goes to the reader of this verdict before that time; absent or past: now. */
  readonly notBeforeMs?: (verdict: Verdict) => number | undefined;
}

/** The verdict of every reader of a channel on a record. Explanations and releases both begin here. */
export function verdictsFor(record: Releasable, ask: ReleaseAskOptions): readonly Verdict[] {
  const { entry } = record;
  return ask.readers.map((reader) =>
    decide(
      ask.active.compiled,
      {
        recordId: record.id,
        type: entry.type,
        issuer: entry.issuer,
        mode: entry.mode,
        topic: ask.topic,
        label: record.label,
        units: record.units,
        reader: { agency: reader as AgencyId },
        purpose: ask.purpose,
        nowMs: ask.nowMs,
        issuedAtMs: record.issuedAtMs ?? parseInstant(entry.issuedAt),
        suspended: ask.suspended,
        ...(ask.threatToLife === true ? { threatToLife: true } : {}),
        ...(ask.timeUncertain === true ? { timeUncertain: true } : {}),
        ...(ask.approvals === undefined ? {} : { approvals: ask.approvals }),
        ...(ask.grants === undefined ? {} : { grants: ask.grants }),
        ...(ask.requester === undefined ? {} : { requester: ask.requester }),
      },
      { crypto: ask.crypto },
    ),
  );
}

/** Someone who gets something, or more, at a later time by itself. */
export interface Waiting {
  readonly reader: AgencyId;
  readonly fromMs: number;
}

/** What a record's release came to: one part for each set of readers with equal terms, and who must wait. */
export interface ReleaseOutcome {
  readonly parts: readonly Released[];
  readonly verdicts: readonly Verdict[];
  readonly waiting: readonly Waiting[];
}

/**
 * The choke point (I1): decides what of a record goes to each reader of a channel and under which terms. Readers whose verdicts release
 * the same fields under the same clauses until the same time share a part; every other reader has its own, so that nobody gets more or
 * less than its own verdict allows (LG1.4). Refuses `two-person-needed` when somebody would get fields if only two persons approved;
 * an outcome without parts says that nothing goes now.
 */
export function release(record: Releasable, ask: ReleaseAskOptions): Result<ReleaseOutcome> {
  const verdicts = verdictsFor(record, ask);
  // The marking travels with other fields and never alone (RC1).
  const marking = record.units.find((unit) => unit.name === 'label')?.slot;
  const lonely = (verdict: Verdict): boolean => verdict.released.every((slot) => slot === marking);
  if (verdicts.some((verdict) => verdict.needs === 'two-person' && lonely(verdict)))
    return refuse('two-person-needed', 'two other officers must approve this release');
  const now: Verdict[] = [];
  const waiting: Waiting[] = [];
  for (const verdict of verdicts) {
    const heldMs = ask.notBeforeMs?.(verdict);
    const held = heldMs !== undefined && heldMs > ask.nowMs;
    const fresh = ask.already === undefined ? verdict : { ...verdict, released: freshSlots(verdict, ask.already, marking) };
    if (!held && !lonely(fresh)) now.push(fresh);
    const fromMs = Math.min(
      held ? heldMs : Number.POSITIVE_INFINITY,
      verdict.notBefore === undefined ? Number.POSITIVE_INFINITY : Date.parse(verdict.notBefore),
    );
    if (fromMs !== Number.POSITIVE_INFINITY) waiting.push({ reader: verdict.reader as AgencyId, fromMs });
  }
  const groups = now.length < 2 ? now.map((verdict) => [verdict]) : groupsOf(now);
  return accept({ parts: groups.map((group) => partOf(record, ask, group)), verdicts, waiting });
}

function freshSlots(verdict: Verdict, already: ReadonlyMap<string, ReadonlySet<number>>, marking: number | undefined): readonly number[] {
  const sent = already.get(verdict.reader);
  return sent === undefined ? verdict.released : verdict.released.filter((slot) => slot === marking || !sent.has(slot));
}

/** Code of the first unit that stays. */
export function firstCause(verdicts: readonly Verdict[]): string {
  return verdicts.flatMap((verdict) => verdict.units).find((unit) => unit.code !== 'released')?.code ?? 'nothing-released';
}

/** Verdicts with the same fields, clauses and end, in the order of the readers. */
function groupsOf(verdicts: readonly Verdict[]): readonly (readonly Verdict[])[] {
  return [...Map.groupBy(verdicts, ({ released, clause, until }) => `${released.join(',')}|${clause.join(',')}|${until}`).values()];
}

function partOf(record: Releasable, ask: ReleaseAskOptions, group: readonly Verdict[]): Released {
  const [first] = group as readonly [Verdict];
  const slots = first.released;
  const releaseLine = formatReleaseLine({
    agreement: ask.active.digest,
    clause: first.clause,
    obligations: dutiesOf(first),
    purpose: ask.purpose,
    ...(record.signature === undefined ? {} : { sig: record.signature }),
    slots,
    until: first.until,
    verdict: verdictDigest(group, ask.crypto),
  });
  const readers = group.length === ask.readers.length ? ask.readers : group.map((verdict) => verdict.reader as AgencyId);
  return pass({ releaseLine, slots, disclosures: textsOf(record, slots), verdicts: group, readers });
}

/** Built-in permit of control records (LG7): codes and ids only, to every agency of the agreement, whatever its state. */
export function releaseControl(
  record: Omit<Releasable, 'label' | 'units'>,
  options: { readonly agreement: string; readonly crypto: Crypto },
): Released {
  const slots = record.disclosures.map((disclosure) => disclosure.slot).sort((a, b) => a - b);
  const releaseLine = encodeReleaseLine({
    agreement: options.agreement,
    clause: ['LG7'],
    obligations: [],
    purpose: 'control',
    ...(record.signature === undefined ? {} : { sig: record.signature }),
    slots,
    until: '9999-12-31T23:59:59Z',
    verdict: options.crypto.sha256Text(`wasl/control/v1\n${record.id}`),
  });
  return pass({ releaseLine, slots, disclosures: textsOf(record, slots), verdicts: [], readers: [] });
}

/** One digest for the verdicts of all readers of a log: the verdict's own when there is one reader (RL1). */
function verdictDigest(verdicts: readonly Verdict[], crypto: Crypto): string {
  const [first, ...others] = verdicts;
  return first !== undefined && others.length === 0
    ? first.digest
    : crypto.sha256Text(verdicts.map((verdict) => verdict.digest).join('\n'));
}

// Duties follow from the clauses alone, and clauses repeat from record to record.
const knownDuties = new Map<string, readonly Obligation[]>();

function dutiesOf(verdict: Verdict): readonly Obligation[] {
  const key = `${verdict.agreement}|${verdict.clause.join(',')}`;
  let duties = knownDuties.get(key);
  if (duties === undefined) {
    duties = verdict.obligations.map(scalarDuty);
    if (knownDuties.size > 1024) knownDuties.clear();
    knownDuties.set(key, duties);
  }
  return duties;
}

/** Parameters that are lists say which units the clause meant; the slots say that already. */
function scalarDuty(duty: Verdict['obligations'][number]): Obligation {
  const { units: _units, ...rest } = duty;
  return sortedObligation(rest);
}

function textsOf(record: Pick<Releasable, 'disclosures'>, slots: readonly number[]): readonly string[] {
  const bySlot: string[] = [];
  for (const { slot, text } of record.disclosures) bySlot[slot] = text;
  const texts: string[] = [];
  for (const slot of slots) {
    const text = bySlot[slot];
    if (text !== undefined) texts.push(text);
  }
  return texts;
}

function pass(released: Omit<Released, typeof passed>): Released {
  return released as unknown as Released;
}
