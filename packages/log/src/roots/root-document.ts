import type { AgencyId, Algorithm, Crypto, DeskId, PartyId } from '@wasl/record';

/** A root officer's public key, base64url; `id` is rootKeyId of it. */
export interface RootKey {
  readonly id: string;
  readonly alg: Algorithm;
  readonly key: string;
}

/** How many distinct keys of a list, given by id, must sign. */
export interface Quorum {
  readonly threshold: number;
  readonly keys: readonly string[];
}

/** What an agency signs with. Log, receipt and witness keys are Ed25519, base64url, each for one role (EX4). */
export interface AgencyKeys {
  readonly agency: AgencyId;
  readonly function: 'police' | 'defence' | 'intelligence' | 'border' | 'civil';
  readonly logKey: string;
  readonly receiptKey: string;
  readonly witnessKey: string;
  /** Base64url SHA-256 of the DER certificate of the agency's private CA. */
  readonly tlsCa: string;
  /** One key may serve several desks of its agency; Ed25519 or ES256, base64url. */
  readonly authors: readonly { readonly desk: DeskId; readonly key: string }[];
}

/** What a key of an agency was for. */
export type KeyUse = 'log' | 'receipt' | 'witness' | 'author';

/** A key out of use: it still speaks for trees of at most the cut-off size of each named log, and for nothing else (LG6). */
export interface RetiredKey {
  readonly agency: AgencyId;
  readonly use: KeyUse;
  readonly key: string;
  /** True: within the cut-off only what another party cosigned stands. */
  readonly compromised: boolean;
  readonly cut: readonly { readonly origin: string; readonly size: number }[];
}

/** One version of a party's root of trust (LG6). */
export interface RootDocument {
  readonly v: 1;
  readonly party: PartyId;
  readonly version: number;
  /** Digest of the version before; absent exactly in version 1. */
  readonly previous?: string;
  /** RFC 3339 UTC, whole seconds. */
  readonly expires: string;
  /** Distinct keys of `keys` that must sign this version. */
  readonly threshold: number;
  readonly keys: readonly RootKey[];
  /** `agreement` signs agreements; `agency` alone may sign a version that changes nothing but `agencies` and `retired`. */
  readonly roles: { readonly agreement: Quorum; readonly agency: Quorum };
  readonly agencies: readonly AgencyKeys[];
  readonly retired?: readonly RetiredKey[];
  /** Ids of the keys that the next rotation may install, committed before they are ever used. */
  readonly next: readonly string[];
  /** The threshold that the next rotation must have. */
  readonly nextThreshold: number;
}

/** A root document as signed: its canonical text, made once, and the officers' signatures over it. */
export interface SignedRoot {
  readonly document: string;
  /** `keyId` of a key of this or the version before; 64 bytes, base64url. */
  readonly signatures: readonly { readonly keyId: string; readonly signature: string }[];
}

/** A chain that was verified from the pinned first version to the last. */
export interface RootChain {
  readonly party: PartyId;
  readonly documents: readonly RootDocument[];
  /** Base64url SHA-256 of each version's text, first version first. */
  readonly digests: readonly string[];
  readonly latest: RootDocument;
}

/** The bytes an officer signs: `wasl/root/v1`, LF, the document's text. */
export function rootSignatureMessage(documentText: string): Uint8Array {
  return new TextEncoder().encode(`wasl/root/v1\n${documentText}`);
}

/** Base64url SHA-256 of a root document's text: what the next version and the agreement name it by. */
export function rootDigest(documentText: string, crypto: Crypto): string {
  return crypto.sha256Text(documentText);
}
