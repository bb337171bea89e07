import type { SignedRoot } from '@wasl/log';
import type { AgencyId, DeskId, PartyId, PublicKey, Signer } from '@wasl/record';

/** This node's keys, each for one role only (EX4). */
export interface NodeKeys {
  /** Signs heads of this node's logs. */
  readonly log: Signer;
  /** Cosigns partners' heads: proof of durable delivery. */
  readonly receipt: Signer;
  /** Cosigns the heads of partners' activity records: that they only grew, never what they say (EX6). */
  readonly witness: Signer;
  /** Signs entries of a desk; absent: the desk's entries go unsigned unless the type asks for a signature. */
  author(desk: DeskId): Signer | undefined;
}

/** An agency's public keys as its party's root chain states them now. */
export interface AgencyKeys {
  readonly agency: AgencyId;
  readonly party: PartyId;
  readonly log: PublicKey;
  readonly receipt: PublicKey;
  readonly witness: PublicKey;
  author(desk: DeskId): PublicKey | undefined;
}

/** Whose keys are known. Answers from verified root chains only (LG6). */
export interface Directory {
  agency(id: AgencyId): AgencyKeys | undefined;
  /** Root chain of the party, first to newest, for evidence bundles. */
  rootChain(party: PartyId): readonly SignedRoot[];
}
