import type { Obligation } from '@wasl/log';
import type { AgencyId, Crypto, DeskId, Label, Mode, RecordId } from '@wasl/record';
import type { FailedAtom } from '../predicate.ts';

/** Where a unit was decided, in the order of RL2. */
export type Stage = 'in-force' | 'never' | 'label' | 'orcon' | 'forbid' | 'permit' | 'obligation' | 'two-person';

/** One release unit of the record: its slot in `sd`, its name, its disclosure's digest (base64url), and what the catalogue says of it. */
export interface DecisionUnit {
  readonly slot: number;
  readonly name: string;
  readonly digest: string;
  /** The unit's own label; the label in force is record ⊔ unit. */
  readonly label?: Label;
  readonly personalData?: 'none' | 'staff' | 'position';
  /** Name of the unit that is this one's coarse twin (RC4). */
  readonly twin?: string;
}

/** An owner's consent to pass on (LG5), already verified: entry of the owner's log, not revoked, mapped to the slots of this record. */
export interface OwnerGrant {
  readonly owner: AgencyId;
  readonly slots: readonly number[];
  readonly to: readonly AgencyId[];
  /** Digest of the agreement version it is given for. */
  readonly agreement: string;
  readonly purpose: string;
  readonly untilMs: number;
}

/**
 * One person's approval (RL4), its signature already verified and its nonce unused. Either for one verdict by its digest, or
 * standing: for a type and recipients, at most 12 hours long.
 */
export interface Approval {
  readonly person: string;
  readonly expiresMs: number;
  readonly verdict?: string;
  readonly standing?: { readonly type: string; readonly to: readonly AgencyId[]; readonly purpose: string; readonly sinceMs: number };
}

/** What is to be decided: may these units go to this reader for this purpose? No unit's value is ever an input. */
export interface DecisionInput {
  readonly recordId: RecordId;
  readonly type: string;
  readonly issuer: AgencyId;
  readonly mode: Mode;
  readonly topic: string;
  readonly label: Label;
  /** In any order; a unit named `label` goes exactly when another unit goes (RC1). */
  readonly units: readonly DecisionUnit[];
  readonly reader: { readonly agency: AgencyId; readonly desk?: DeskId };
  readonly purpose: string;
  readonly nowMs: number;
  /** When the record was issued; without it a `delay` duty never ends. */
  readonly issuedAtMs?: number;
  readonly suspended?: boolean;
  readonly grants?: readonly OwnerGrant[];
  readonly approvals?: readonly Approval[];
  /** Home identity of who asks; cannot approve (RL4). Absent = no person asked. */
  readonly requester?: string;
  /** An officer declares threat to life: emergency permits apply (RL6). */
  readonly threatToLife?: boolean;
  /** This agency's clock is uncertain (EX8): `ctx.now` is unknown but to emergency permits. */
  readonly timeUncertain?: boolean;
}

export interface UnitVerdict {
  readonly slot: number;
  readonly name: string;
  /** `coarse-instead`: this unit stays, its coarse twin goes. */
  readonly outcome: 'released' | 'withheld' | 'coarse-instead';
  readonly stage: Stage;
  /** The clause that released, forbade or held it; a private rule's id where `stage` is `forbid`. */
  readonly clause?: string;
  /** `released`, or a code of the catalogue. */
  readonly code: string;
  /** What stood in the way, nearest clause first. */
  readonly atoms?: readonly FailedAtom[];
}

export interface Verdict {
  readonly agreement: string;
  readonly type: string;
  readonly issuer: AgencyId;
  readonly reader: AgencyId;
  readonly purpose: string;
  /** Slots that may go, ascending. Empty = nothing may go, and there is no release. */
  readonly released: readonly number[];
  /** Clauses that released them, in the order of the document. */
  readonly clause: readonly string[];
  /** Duties of the recipient, one per type, the strictest; `id` is `<clause>/<obligation>`. What the sender has already done (coarsen, delay, twoPerson) is not among them. */
  readonly obligations: readonly Obligation[];
  /** When the recipient's right ends: RFC 3339, whole seconds. */
  readonly until: string;
  /** The input digest of RL1, base64url: covers no plaintext. */
  readonly digest: string;
  /** What could still let more units go. */
  readonly needs?: 'two-person' | 'delay';
  /** With `delay`: the first instant at which a held unit may go. */
  readonly notBefore?: string;
  /** Released under an emergency permit: oversight is told at once, a second person reviews by this instant (RL6). */
  readonly emergency?: { readonly reviewBy: string; readonly timeUncertain: boolean };
  readonly units: readonly UnitVerdict[];
}

export interface DecisionTools {
  readonly crypto: Pick<Crypto, 'sha256Text'>;
}
