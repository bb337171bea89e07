import type { AgencyId, PartyId, Result } from '@wasl/record';

/** Who is at the other end, as proved by the certificate and its pinned CA (EX1). */
export interface Peer {
  readonly agency: AgencyId;
  readonly party: PartyId;
}

/** A leaf on the wire: exactly its slots' disclosures, or the index of the erasure that covers them (LG3). */
export interface WireLeaf {
  readonly releaseLine: string;
  readonly entryText: string;
  readonly disclosures: readonly string[] | undefined;
  /** Set when `disclosures` is undefined: index of the issuer's erasure leaf of this log. */
  readonly gone?: number;
}

/** Consecutive leaves from `first` and the signed checkpoint over `first + leaves.length`. At most 256 leaves or 1 MiB (EX2). */
export interface LogBatch {
  readonly origin: string;
  readonly first: number;
  readonly leaves: readonly WireLeaf[];
  /** C2SP checkpoint note with the cosignatures known so far. */
  readonly checkpoint: string;
}

export interface LogSummary {
  readonly origin: string;
  /** Leaf 0's descriptor, canonical JSON; its hash is part of `origin`. */
  readonly descriptor: string;
  readonly checkpoint: string;
}

/** A head seen by one member of an audience, served to the others so that a fork shows (EX5). */
export interface SeenHead {
  readonly origin: string;
  readonly checkpoint: string;
}

/**
 * What the exchange server asks of the node. Every call re-checks that the peer may still read (suspension and revocation end
 * open streams at the next batch). Refusals carry codes that the server maps to HTTP.
 */
export interface Outlet {
  logs(peer: Peer): Promise<Result<readonly LogSummary[]>>;
  checkpoint(peer: Peer, origin: string): Promise<Result<string>>;
  /**
   * Batches from `from` on, first what is stored, then live, without end until `signal` aborts or the right to read ends.
   * `from` above the size: `log-ahead` with details {size}; below the minimum: `log-pruned` with details {minimum, range}.
   * A refusal in mid-stream ends the iteration by throwing WaslError.
   */
  stream(
    peer: Peer,
    origin: string,
    options: { readonly from: number; readonly signal: AbortSignal },
  ): Promise<Result<AsyncIterable<LogBatch>>>;
  /** Stores a reader's cosigned note durably; answers with the note carrying all cosignatures known. */
  receipt(peer: Peer, origin: string, note: string): Promise<Result<string>>;
  /** Heads of all logs of audiences shared with this peer, own and foreign. */
  heads(peer: Peer): Promise<Result<readonly SeenHead[]>>;
  /** A ciphertext chunk and behind it its inclusion proof, 32 bytes a hash, leaf end first (RC6). */
  attachmentChunk(peer: Peer, root: string, index: number): Promise<Result<Uint8Array>>;
  /** A partner's statement of the head of its activity record, kept and cosigned; answers with the head kept here (EX6). */
  heartbeat(peer: Peer, statement: string): Promise<Result<string>>;
}

/** What the exchange client gives to the node. */
export interface Inlet {
  /**
   * The peer's logs as listed: checks descriptors, keeps new ones; answers the origins to follow and the size held of each. `receipt`
   * is the cosigned note of that head: posted again, because this node may have died between its commit and the posting (DU2).
   * Called once by each of the two links to a peer, at every listing: repeating it changes nothing.
   */
  learn(
    peer: Peer,
    logs: readonly LogSummary[],
  ): Promise<Result<readonly { readonly origin: string; readonly from: number; readonly urgent: boolean; readonly receipt?: string }[]>>;
  /** Verify → commit → fsync → cosign. Answers with the note to post as receipt. A refusal freezes or quarantines as the code says. */
  receive(peer: Peer, batch: LogBatch): Promise<Result<{ readonly receipt: string }>>;
  /** The peer answered 409 (`log-ahead`) or 410 (`log-pruned`): recorded, shown, alarmed. */
  anomaly(
    peer: Peer,
    origin: string,
    anomaly: { readonly code: string; readonly details: Readonly<Record<string, unknown>> },
  ): Promise<void>;
  /** The peer's answer to a receipt: a note with the cosignatures of others. */
  acknowledged(peer: Peer, origin: string, note: string): Promise<void>;
  compare(peer: Peer, heads: readonly SeenHead[]): Promise<Result<true>>;
  /** Attachments announced in received records and not yet complete. */
  missingAttachments(peer: Peer): Promise<readonly { readonly root: string; readonly sizeBytes: number; readonly next: number }[]>;
  /** `body`: the chunk and behind it the hashes that lead to the root, as `Outlet.attachmentChunk` gives them. Verified, then kept. */
  attachmentChunk(peer: Peer, root: string, index: number, body: Uint8Array): Promise<Result<true>>;
  /** The peer refused a chunk: shown with the file until it comes. */
  attachmentFailed(peer: Peer, root: string, code: string): void;
  /** State of the link as the client sees it; shown to officers, never silent (I11). */
  link(peer: Peer, state: LinkState): void;
}

export interface LinkState {
  readonly state: 'up' | 'down' | 'slow' | 'refused';
  readonly code?: string;
  readonly sinceMs: number;
}
