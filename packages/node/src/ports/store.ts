import type { AgencyId, Mode, RecordId, SubjectId } from '@wasl/record';

/** One disclosure as it travels: its slot in the entry's `sd` and its base64url text. */
export interface HeldDisclosure {
  readonly slot: number;
  readonly text: string;
}

/** What of a record can be erased: its disclosures and what the issuer keeps beside them (verdicts, reasons), sealed by the store. */
export interface RecordContent {
  readonly disclosures: readonly HeldDisclosure[];
  /** Canonical JSON kept by this node alone, never sent; absent when there is nothing to keep. */
  readonly notes?: string;
}

/** A record to keep. When the store already holds `id`, disclosures are united by slot and notes replaced. */
export interface RecordWrite extends RecordContent {
  readonly id: RecordId;
  readonly entryText: string;
}

/** A leaf to append; its entry is a record held already or written by the same commit. */
export interface LeafWrite {
  readonly id: RecordId;
  readonly releaseLine: string;
  /** RFC 6962 leaf hash of releaseLine ‖ LF ‖ entry, 32 bytes. */
  readonly hash: Uint8Array;
}

/** One segment of one log. `first + leaves.length = size`; `range` is the encoded compact range of the whole log at `size`. */
export interface LogAppend {
  readonly origin: string;
  readonly first: number;
  readonly leaves: readonly LeafWrite[];
  readonly size: number;
  readonly root: Uint8Array;
  readonly range: string;
  /** True for a log this node signs: (origin, size, root) then also goes to the mark outside the database (DU4). */
  readonly own: boolean;
  /** The issuer's checkpoint note for a log of a partner. */
  readonly checkpoint?: string;
}

/** A reader's cosignature line on (origin, size), kept as evidence of delivery. */
export interface ReceiptWrite {
  readonly origin: string;
  readonly reader: AgencyId;
  readonly size: number;
  readonly root: Uint8Array;
  /** The signed note as received. */
  readonly note: string;
}

/** All of it becomes durable together, or nothing does (DU1, DU3). */
export interface Commit {
  readonly records: readonly RecordWrite[];
  readonly appends: readonly LogAppend[];
  readonly receipts: readonly ReceiptWrite[];
  /** Small state by key; `undefined` deletes. Never content of records, never personal data. */
  readonly state: readonly { readonly key: string; readonly value: string | undefined }[];
  /** Idempotency keys and the result (a record id) that a retry gets back. */
  readonly idempotency: readonly { readonly key: string; readonly result: string }[];
  /** State that must hold inside the transaction, `undefined` meaning absent; else the whole commit is refused (`commit-guarded`, DU5). */
  readonly guards?: readonly { readonly key: string; readonly value: string | undefined }[];
}

export interface LogHead {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly range: string;
  readonly own: boolean;
  readonly checkpoint?: string;
}

/** A record as held. `content` is undefined once its key was destroyed (ER3). */
export interface HeldRecord {
  readonly id: RecordId;
  readonly entryText: string;
  readonly content: RecordContent | undefined;
}

export interface HeldLeaf {
  readonly index: number;
  readonly id: RecordId;
  readonly releaseLine: string;
  readonly entryText: string;
  /** All disclosures held of the record; undefined once erased. The release line says which of them travel with this leaf. */
  readonly disclosures: readonly HeldDisclosure[] | undefined;
}

/** A log whose mark and database disagree at opening: the node must treat it as restored (DU4). */
export interface MarkMismatch {
  readonly origin: string;
  readonly mark: { readonly size: number; readonly root: string } | undefined;
  readonly database: { readonly size: number; readonly root: string } | undefined;
}

/**
 * The durable store of one node. `commit` resolves only when everything is on the disk: record keys, then database, then marks.
 * Commits are applied in call order. A failed fsync rejects every later call (`store-failed`); the process must then end (DU1).
 * Reads see every commit that has resolved.
 */
export interface Store {
  commit(commit: Commit): Promise<void>;
  heads(): Promise<readonly LogHead[]>;
  /** Leaves [from, to) of a log, in order; fewer when `maxBytes` of entry and disclosure text are reached (at least one). */
  leaves(origin: string, range: { readonly from: number; readonly to: number; readonly maxBytes?: number }): Promise<readonly HeldLeaf[]>;
  /**
   * The largest size in (after, atMost] at which a commit ended, with the root and range stored then: where a checkpoint can be
   * signed again without hashing the whole log. A commit holds at most 256 leaves of a log, so atMost = after + 256 always finds one
   * unless `after` is the end.
   */
  boundary(
    origin: string,
    bounds: { readonly after: number; readonly atMost: number },
  ): Promise<{ readonly size: number; readonly root: Uint8Array; readonly range: string; readonly checkpoint?: string } | undefined>;
  /** Leaf hashes [from, to), 32 bytes each, concatenated. */
  leafHashes(origin: string, from: number, to: number): Promise<Uint8Array>;
  record(id: RecordId): Promise<HeldRecord | undefined>;
  /** Where a record stands: every (origin, index) with this id, own and foreign logs. */
  placesOf(id: RecordId): Promise<readonly { readonly origin: string; readonly index: number }[]>;
  state(key: string): Promise<string | undefined>;
  stateWithPrefix(prefix: string): Promise<readonly { readonly key: string; readonly value: string }[]>;
  idempotent(key: string): Promise<string | undefined>;
  /** Highest receipt of each reader of a log. */
  receipts(origin: string): Promise<readonly ReceiptWrite[]>;
  /** Destroys the record keys of `ids` (ER3): a new key generation without them, durable and read back, old generations gone. */
  erase(ids: readonly RecordId[]): Promise<void>;
  readonly mismatches: readonly MarkMismatch[];
  /** Called once the operator or the node has dealt with `mismatches` (new epochs opened): marks are written anew. */
  acceptMarks(): Promise<void>;
  /** A consistent copy of the database without keys, into a new folder; the key store is copied apart by `backupKeys`. */
  backup(folder: string): Promise<void>;
  backupKeys(file: string): Promise<void>;
  /** Walks every segment and checks hashes, ranges, roots and keys; returns findings, empty when sound. */
  verify(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A file being written whose name is known only at its end. Chunks are 64 KiB, the last may be shorter. */
export interface AttachmentStage {
  write(chunk: Uint8Array): Promise<void>;
  /** Durable under this name when resolved; a file of that name that is there already stays. */
  keep(name: string): Promise<void>;
  /** Leaves nothing behind. */
  drop(): Promise<void>;
}

/** Files of ciphertext chunks of 64 KiB (RC6). A name is 43 characters of base64url; sizes are those of the ciphertext. */
export interface AttachmentStore {
  /** Chunks held of this attachment, and whether all are. */
  status(name: string): Promise<{ readonly held: number; readonly complete: boolean } | undefined>;
  begin(name: string, sizeBytes: number): Promise<void>;
  /** Chunk `index` in order, already verified by the caller; durable when resolved every 16 chunks and at the last. */
  write(name: string, index: number, chunk: Uint8Array): Promise<void>;
  read(name: string, index: number): Promise<Uint8Array | undefined>;
  remove(name: string): Promise<void>;
  /** A new file without a name; what a dead process left of one is gone at the next opening. */
  stage(): Promise<AttachmentStage>;
  /** Names of all files, whole or not. */
  list(): Promise<readonly string[]>;
}

export interface ViewRow {
  readonly id: RecordId;
  readonly type: string;
  readonly subject: SubjectId;
  readonly mode: Mode;
  readonly issuer: AgencyId;
  readonly issuedAt: string;
}

/** A disposable index of entries; `rebuild` makes it again from the store (DU6). `seq` grows by one a row in order of arrival. */
export interface Views {
  index(rows: readonly ViewRow[]): Promise<void>;
  list(filter: {
    readonly type?: string;
    readonly subject?: string;
    readonly mode?: Mode;
    readonly since?: number;
    readonly before?: number;
    readonly limit: number;
    readonly newestFirst?: boolean;
  }): Promise<readonly (ViewRow & { readonly seq: number })[]>;
  /** References between entries, both ways: rows whose `refs` name `id`. */
  refer(rows: readonly { readonly from: RecordId; readonly to: RecordId; readonly rel: string }[]): Promise<void>;
  referring(id: RecordId): Promise<readonly { readonly from: RecordId; readonly rel: string }[]>;
  count(): Promise<number>;
  clear(): Promise<void>;
  close(): Promise<void>;
}
