import type { AgreementSignature } from '@wasl/agreement';
import type { Officer } from '../root/officers.ts';

/** The part of a proof report that both sides must have alike; times and places of its making are not. */
export interface ProofSummary {
  /** Digest of the agreement that was proved. */
  readonly agreement: { readonly digest: string };
  readonly outcome: 'proved' | 'refuted' | 'unknown';
  readonly properties: readonly { readonly id: string; readonly outcome: 'proved' | 'refuted' | 'unknown' }[];
}

/** One step of one side, taken by an officer of its own root who signs the line about it. */
export type JoinEvent = { readonly officer: Officer } & (
  | { readonly step: 'bundle'; readonly file: string }
  | { readonly step: 'fingerprint'; readonly typed: string }
  | { readonly step: 'draft'; readonly agreement: string }
  /** The partner's log line, as `encodeSigned` wrote it. */
  | { readonly step: 'peer-line'; readonly line: string }
  | { readonly step: 'proof'; readonly report: ProofSummary }
  | { readonly step: 'signature'; readonly signatures: readonly AgreementSignature[] }
  | { readonly step: 'canary' }
  /** The partner's whole log file. */
  | { readonly step: 'activate'; readonly peerLog: string }
  | { readonly step: 'abort'; readonly reason: string }
);
