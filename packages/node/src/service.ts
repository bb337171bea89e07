import type { AgencyId, DeskId, Json, LangText, Mode, RecordId, Ref, Result, SubjectId } from '@wasl/record';
import type { DutyService } from './duty-service.ts';
import type { LinkState } from './ports/link.ts';
import type { WorkService } from './work-service.ts';

/** What an officer may do at this node. */
export type Role = 'duty' | 'release' | 'liaison' | 'cooperation' | 'oversight' | 'admin';

/** Who asks. `user` is the home identity; only its pairwise pseudonym ever crosses the border. */
export interface Actor {
  readonly user: string;
  readonly desk: DeskId;
  readonly roles: readonly Role[];
}

/** The five delivery states, everywhere the same (DESIGN §12). */
export type DeliveryState = 'queued' | 'signed' | 'delivered' | 'refused' | 'late';

/** How one audience stands with a record: `delivered` counts readers whose receipt covers it. */
export interface Delivery {
  readonly state: DeliveryState;
  readonly delivered: number;
  readonly readers: number;
  readonly parts: readonly {
    readonly agreement: string;
    readonly reader: AgencyId;
    readonly state: DeliveryState;
    readonly code?: string;
  }[];
}

export interface PutRecord {
  readonly type: string;
  readonly mode: Mode;
  /** Fields by release unit name; coarse twins are computed. */
  readonly fields: Readonly<Record<string, Json>>;
  /** A new random subject when absent. */
  readonly subject?: SubjectId;
  readonly refs?: readonly Ref[];
  /** Label members that differ from the type's default; `rel` defaults to every agency of the channel, `own` to this agency. */
  readonly label?: Readonly<Record<string, Json>>;
  /** Purpose of release, of the agreement's closed list; absent: the record stays at home. */
  readonly purpose?: string;
  /** Agreement id; absent: every agreement in force that has a channel for the type. */
  readonly agreement?: string;
  /** Labels of single fields. */
  readonly fieldLabels?: Readonly<Record<string, Json>>;
  /** Fields go out at once under the agreement's emergency permit (RL6). */
  readonly threatToLife?: boolean;
  /** Reason the officer gives, kept in the activity record. */
  readonly reason?: string;
}

export interface Accepted {
  readonly id: RecordId;
  readonly subject: SubjectId;
  readonly delivery: Delivery;
  /** True when the same idempotency key had been committed before (DU3). */
  readonly repeated: boolean;
}

export interface FieldView {
  readonly name: string;
  readonly value: Json;
  /** `author`: committed by the author's digest. `checked`: the coarse twin was checked against the fine value held too (RC4). */
  readonly proof: 'author' | 'checked';
}

export interface RecordView {
  readonly id: RecordId;
  readonly type: string;
  readonly issuer: AgencyId;
  readonly author: DeskId;
  readonly mode: Mode;
  readonly issuedAt: string;
  readonly subject: SubjectId;
  readonly refs: readonly Ref[];
  readonly label: Json;
  readonly fields: readonly FieldView[];
  /** Slots of the entry that this node does not hold (decoys included: their number says nothing about what is hidden). */
  readonly status: 'current' | 'withdrawn' | 'erased' | 'held';
  readonly statusCode?: string;
  readonly delivery?: Delivery;
  /** For a record of a partner: the terms it came under. */
  readonly terms?: readonly {
    readonly agreement: string;
    readonly clause: readonly string[];
    readonly purpose: string;
    readonly until: string;
    readonly obligations: Json;
  }[];
  /** Marks a copy with who took it, where a duty asks for it; goes with every export. */
  readonly watermark?: string;
  readonly signature?: 'author' | 'none';
  /** Files that the record's fields name; absent when there are none. */
  readonly attachments?: readonly AttachmentView[];
  /** Records that refer to this one. */
  readonly referredBy: readonly { readonly id: RecordId; readonly rel: string }[];
  readonly seq: number;
}

/** Delivery state of one file: apart from the record, and later (RC6). */
export type AttachmentState = 'announced' | 'fetching' | 'complete' | 'refused';

/** How a file stands at one reader: `complete` and `refused` are its signed answer, `fetching` what it was served since the start. */
export interface AttachmentReader {
  readonly reader: AgencyId;
  readonly state: AttachmentState;
  readonly held: number;
  readonly code?: string;
}

/** One file of a record: `held` of `chunks` are here. */
export interface AttachmentView {
  readonly unit: string;
  /** Place in the unit's list. */
  readonly item: number;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly state: AttachmentState;
  readonly held: number;
  readonly chunks: number;
  /** Why it is refused, or why it did not come the last time. */
  readonly code?: string;
  /** Of an own record: the readers that were released the file. */
  readonly readers?: readonly AttachmentReader[];
}

/** A file as it goes to an officer, with the marking that must stand on it. */
export interface AttachmentFile {
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly issuer: AgencyId;
  readonly status: RecordView['status'];
  /** The record's label as this node holds it. */
  readonly label: Json;
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface RecordFilter {
  readonly type?: string;
  readonly subject?: string;
  readonly mode?: Mode;
  /** Rows after this `seq`, oldest first; without it, newest first. */
  readonly since?: number;
  /** Rows before this `seq`. */
  readonly before?: number;
  readonly limit?: number;
  readonly purpose?: string;
}

/** One page of records. `next` and `older` stand where there may be more: values of `since` and of `before` for the next page. */
export interface RecordPage {
  readonly records: readonly RecordView[];
  readonly next?: number;
  readonly older?: number;
  /** A stream of events from here on misses nothing that this page doesn't show. */
  readonly cursor: number;
}

export interface ReleaseExplanation {
  readonly record: RecordId;
  readonly audiences: readonly {
    readonly agreement: string;
    readonly reader: AgencyId;
    readonly purpose: string;
    readonly outcome: 'released' | 'part' | 'withheld';
    readonly headline: string;
    readonly until?: string;
    /** From when something, or more, goes by itself. */
    readonly from?: string;
    /** What the reader must keep, and whether its system sees to it or its people promise it. */
    readonly duties: readonly { readonly type: string; readonly sentence: string; readonly kept: 'system' | 'promise' }[];
    readonly fields: readonly {
      readonly unit: string;
      readonly outcome: 'released' | 'withheld' | 'coarse-instead';
      readonly code: string;
      readonly clause?: string;
      readonly basis?: string;
      readonly sentence: string;
    }[];
  }[];
}

export interface PartnerStatus {
  readonly agency: AgencyId;
  readonly link: LinkState;
  readonly lastSeenMs: number | undefined;
  readonly logs: readonly {
    readonly direction: 'out' | 'in';
    readonly agreement: string;
    readonly topic: string;
    readonly mode: Mode;
    readonly size: number;
    /** Out: highest size the partner receipted. In: size held here. */
    readonly confirmed: number;
    readonly state: 'ok' | 'behind' | 'frozen' | 'suspended' | 'closed';
    readonly compared: 'compared' | 'not compared' | 'conflict';
  }[];
  /** Activity records (EX6): the newest head of ours that the partner cosigned, and the newest of theirs that is kept here. */
  readonly journal: {
    readonly cosigned?: { readonly size: number; readonly at: string };
    readonly kept?: { readonly size: number; readonly at: string; readonly state: 'ok' | 'rolled-back' | 'rewritten' };
  };
  readonly waiting: number;
}

export interface NodeStatus {
  readonly agency: AgencyId;
  readonly ready: boolean;
  readonly mode: 'demonstration' | 'operational';
  readonly agreements: readonly {
    readonly id: string;
    readonly version: number;
    readonly digest: string;
    readonly state: 'active' | 'suspended' | 'expired' | 'not-proved';
    readonly sunset: string;
  }[];
  readonly partners: readonly PartnerStatus[];
  readonly records: number;
  readonly alarms: readonly Alarm[];
  readonly timeUncertain: boolean;
}

/** `open` until an officer acknowledges it; `cleared` once what it tells of has ended or an officer closed it. */
export interface Alarm {
  readonly id: string;
  readonly code: string;
  readonly message: string;
  /** When it was raised first, and last. */
  readonly since: string;
  readonly at: string;
  readonly count: number;
  readonly details: Readonly<Record<string, Json>>;
  readonly state: 'open' | 'acknowledged' | 'cleared';
  /** The desk that took it on; the officer stands in the activity record. */
  readonly acknowledged?: { readonly desk: DeskId; readonly at: string };
  /** Without a desk: what it told of ended by itself. */
  readonly cleared?: { readonly desk?: DeskId; readonly at: string };
}

/** Something an open console wants to know at once. `id` grows by one an event; `Last-Event-ID` resumes after it. */
export interface NodeEvent {
  readonly id: number;
  readonly kind: 'record' | 'delivery' | 'withdrawn' | 'erased' | 'refused' | 'link' | 'agreement' | 'alarm' | 'held' | 'attachment';
  readonly record?: RecordId;
  readonly data: Readonly<Record<string, Json>>;
}

export interface JournalLine {
  readonly index: number;
  readonly at: string;
  readonly act: string;
  readonly code?: string;
  readonly details: Readonly<Record<string, Json>>;
}

export interface HeldItem {
  readonly id: string;
  readonly code: 'personal-data' | 'two-person';
  readonly type: string;
  readonly at: string;
  readonly findings: readonly Json[];
  readonly approvals: number;
  readonly needed: number;
  readonly record: PutRecord;
}

/** Everything the API, the command line and gateways can ask of a node. Refusals are returned; each read is journalled before it answers. */
export interface NodeService {
  readonly agency: AgencyId;
  /** What the agency owes around its releases. */
  readonly duties: DutyService;
  readonly work: WorkService;
  put(actor: Actor, record: PutRecord, options?: { readonly idempotencyKey?: string }): Promise<Result<Accepted>>;
  get(actor: Actor, id: RecordId, options?: { readonly purpose?: string; readonly reason?: string }): Promise<Result<RecordView>>;
  list(actor: Actor, filter: RecordFilter): Promise<Result<RecordPage>>;
  explain(
    actor: Actor,
    id: RecordId,
    options: { readonly language: 'en' | 'fr' | 'ar'; readonly depth: 'own' | 'partner' | 'auditor' },
  ): Promise<Result<ReleaseExplanation>>;
  /** Evidence bundle text (EV1) of this record in one log; absent reader: the first log it stands in. */
  evidence(actor: Actor, id: RecordId): Promise<Result<string>>;
  withdraw(
    actor: Actor,
    id: RecordId,
    options: { readonly reason: 'error' | 'superseded' | 'source-withdrew' | 'rights' | 'other'; readonly idempotencyKey?: string },
  ): Promise<Result<Accepted>>;
  erase(actor: Actor, id: RecordId, options: { readonly ground: 'retention' | 'rights' | 'order' | 'error' }): Promise<Result<Accepted>>;
  /** One officer, at once (I9). */
  suspend(actor: Actor, agreement: string, reason: string): Promise<Result<true>>;
  /** Needs two distinct officers: the first call stores the approval, the second resumes. */
  resume(
    actor: Actor,
    agreement: string,
  ): Promise<Result<{ readonly resumed: boolean; readonly approvals: number; readonly needed: number }>>;
  held(actor: Actor): Promise<Result<readonly HeldItem[]>>;
  approveHeld(
    actor: Actor,
    id: string,
    reason: string,
  ): Promise<Result<{ readonly released?: Accepted; readonly approvals: number; readonly needed: number }>>;
  rejectHeld(actor: Actor, id: string, reason: string): Promise<Result<true>>;
  agreements(actor: Actor): Promise<
    Result<
      readonly {
        readonly id: string;
        readonly version: number;
        readonly digest: string;
        readonly text: string;
        readonly title: LangText | Json;
      }[]
    >
  >;
  status(actor: Actor | undefined): NodeStatus;
  /** Events after `since`; waits for new ones until the signal aborts. Older than the ring buffer: starts with kind `alarm`, code `events-lost`. */
  events(actor: Actor, since: number | undefined, signal: AbortSignal): AsyncIterable<NodeEvent>;
  journal(
    actor: Actor,
    filter: { readonly since?: number; readonly limit?: number; readonly act?: string },
  ): Promise<Result<readonly JournalLine[]>>;
  /** Proof of one leaf of the activity record, under a head that a partner cosigned where there is one (EX6). Refusal: `record-unknown`. */
  journalEvidence(actor: Actor, index: number): Promise<Result<string>>;
  /** Alarms that stand and the last that ended, newest last (I11). */
  alarms(actor: Actor): Result<readonly Alarm[]>;
  /** An officer deals with it; durable before it answers. Refusal: `alarm-unknown`. */
  acknowledgeAlarm(actor: Actor, id: string): Promise<Result<Alarm>>;
  /** An officer says that it is over. Refusal: `alarm-unknown`. */
  clearAlarm(actor: Actor, id: string, reason: string): Promise<Result<Alarm>>;
  /**
   * An operator states the time of a clock that is right, as RFC 3339 UTC; when this machine's agrees, the node believes it again (EX8).
   * Refusal: `time-mismatch`.
   */
  confirmTime(actor: Actor, time: string): Promise<Result<true>>;
  /** Cuts or restores the exchange with a partner by hand; demonstration and drills. */
  setLink(actor: Actor, partner: AgencyId, up: boolean): Promise<Result<true>>;
  /** Stores a file (≤ 50 MB) and answers one element of a record's `attachments` field (RC6). */
  attach(
    actor: Actor,
    file: { readonly name: string; readonly mediaType: string; readonly bytes: AsyncIterable<Uint8Array> },
  ): Promise<Result<Json>>;
  /** The plain file of a record's field. */
  attachment(
    actor: Actor,
    asked: { readonly record: RecordId; readonly unit: string; readonly item: number },
  ): Promise<Result<AttachmentFile>>;
}
