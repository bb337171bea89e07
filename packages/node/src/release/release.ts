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
}

/** What may leave, and under which signed terms. Only `release` and `releaseControl` make one: nothing leaves without (I1). */
export interface Released {
  readonly [passed]: true;
  readonly releaseLine: string;
  readonly disclosures: readonly string[];
  readonly slots: readonly number[];
  readonly verdicts: readonly Verdict[];
}

export interface ReleaseAskOptions {
  readonly active: ActiveAgreement;
  readonly topic: string;
  /** Every reader of the log; what one of them may not have, none of them gets: a log is read whole (LG1). */
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
        issuedAtMs: parseInstant(entry.issuedAt),
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

/**
 * The choke point (I1): decides what of a record goes to the readers of one log and under which terms. Refuses with the verdict's first
 * code when no field may go, `two-person-needed` when only approvals are missing.
 */
export function release(record: Releasable, ask: ReleaseAskOptions): Result<Released> {
  const verdicts = verdictsFor(record, ask);
  const [first, ...others] = verdicts;
  if (first === undefined) return refuse('nothing-released', 'the channel has no reader');
  const slots =
    others.length === 0 ? first.released : first.released.filter((slot) => others.every((verdict) => verdict.released.includes(slot)));
  // The marking travels with other fields and never alone (RC1).
  const marking = record.units.find((unit) => unit.name === 'label')?.slot;
  if (slots.every((slot) => slot === marking)) {
    if (verdicts.some((verdict) => verdict.needs === 'two-person'))
      return refuse('two-person-needed', 'two other officers must approve this release');
    const code = verdicts.flatMap((verdict) => verdict.units).find((unit) => unit.code !== 'released')?.code ?? 'nothing-released';
    return refuse('nothing-released', `no field of this ${record.entry.type} may go to ${ask.readers.join(', ')} (${code})`, {
      details: { cause: code },
    });
  }
  const releaseLine = formatReleaseLine({
    agreement: ask.active.digest,
    clause: others.length === 0 ? first.clause : [...new Set(verdicts.flatMap((verdict) => verdict.clause))],
    obligations: dutiesOf(verdicts),
    purpose: ask.purpose,
    ...(record.signature === undefined ? {} : { sig: record.signature }),
    slots,
    until: verdicts.reduce((least, verdict) => (verdict.until < least ? verdict.until : least), first.until),
    verdict: verdictDigest(verdicts, ask.crypto),
  });
  return accept(pass(releaseLine, slots, textsOf(record, slots), verdicts));
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
  return pass(releaseLine, slots, textsOf(record, slots), []);
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

function dutiesOf(verdicts: readonly Verdict[]): readonly Obligation[] {
  const key = verdicts.map((verdict) => `${verdict.agreement}|${verdict.clause.join(',')}`).join('|');
  let duties = knownDuties.get(key);
  if (duties === undefined) {
    const byId = new Map<string, Obligation>();
    for (const verdict of verdicts) for (const duty of verdict.obligations) if (!byId.has(duty.id)) byId.set(duty.id, scalarDuty(duty));
    duties = [...byId.values()];
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

function pass(releaseLine: string, slots: readonly number[], disclosures: readonly string[], verdicts: readonly Verdict[]): Released {
  return { releaseLine, slots, disclosures, verdicts } as unknown as Released;
}
