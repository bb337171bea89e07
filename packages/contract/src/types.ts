import type { AgencyId, DeskId, Json, Mode, RecordId, Ref, SubjectId } from '@wasl/record';

/** What an officer may do at a node. */
export type Role = 'duty' | 'release' | 'liaison' | 'cooperation' | 'oversight' | 'admin';

/** The five delivery states, everywhere the same (DESIGN §12). */
export type DeliveryState = 'queued' | 'signed' | 'delivered' | 'refused' | 'late';

/** Languages in which a release is explained. */
export type Language = 'en' | 'fr' | 'ar';

/** A node as it introduces itself before anyone logs in. */
export interface About {
  readonly agency: AgencyId;
  readonly demonstration: boolean;
  readonly version: string;
  /** Users of `POST /api/v1/session`; empty outside the demonstration. */
  readonly users: readonly Role[];
}

/** Who is logged in. `token` is there once, when the session was opened. */
export interface SessionView {
  readonly user: string;
  readonly agency: AgencyId;
  readonly desk: DeskId;
  readonly roles: readonly Role[];
  readonly demonstration: boolean;
  /** Goes into the header `x-wasl-csrf` of each change when the cookie is what authenticates. */
  readonly csrf: string;
  readonly token?: string;
  readonly expiresAt: string;
}

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

/** A record to make. Fields by release unit; coarse twins are computed. Without a purpose it stays at home. */
export interface PutRecord {
  readonly type: string;
  readonly mode: Mode;
  readonly fields: Readonly<Record<string, Json>>;
  readonly subject?: SubjectId;
  readonly refs?: readonly Ref[];
  readonly label?: Readonly<Record<string, Json>>;
  readonly purpose?: string;
  readonly agreement?: string;
  readonly fieldLabels?: Readonly<Record<string, Json>>;
  readonly threatToLife?: boolean;
  readonly reason?: string;
}

export interface Accepted {
  readonly id: RecordId;
  readonly subject: SubjectId;
  readonly delivery: Delivery;
  /** True when the same idempotency key had been committed before. */
  readonly repeated: boolean;
}

/** Answer 202: the record waits for two officers in the list of held items. */
export interface HeldAnswer {
  readonly held?: string;
  readonly code: string;
  readonly message: string;
  readonly findings?: readonly Json[];
}

export interface FieldView {
  readonly name: string;
  readonly value: Json;
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
  readonly status: 'current' | 'withdrawn' | 'erased' | 'held';
  readonly statusCode?: string;
  readonly delivery?: Delivery;
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
  readonly attachments?: readonly AttachmentView[];
  readonly referredBy: readonly { readonly id: RecordId; readonly rel: string }[];
  readonly seq: number;
}

type AttachmentState = 'announced' | 'fetching' | 'complete' | 'refused';

/** One file of a record: `held` of `chunks` parts are at this node; `readers` says the same of those it was released to. */
interface AttachmentView {
  readonly unit: string;
  readonly item: number;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly state: AttachmentState;
  readonly held: number;
  readonly chunks: number;
  readonly code?: string;
  readonly readers?: readonly {
    readonly reader: AgencyId;
    readonly state: AttachmentState;
    readonly held: number;
    readonly code?: string;
  }[];
}

export interface RecordPage {
  readonly records: readonly RecordView[];
  /** Value of `since` for the next page; absent at the end, and without `since` (newest first). */
  readonly next?: number;
  /** Value of `before` for the next older page; absent at the end, and with `since`. */
  readonly older?: number;
  /** Value of `Last-Event-ID`: a stream from here on misses nothing that this page doesn't show. */
  readonly cursor: number;
}

export interface RecordFilter {
  readonly type?: string;
  readonly subject?: string;
  readonly mode?: Mode;
  readonly since?: number;
  /** Rows before this `seq`. */
  readonly before?: number;
  readonly limit?: number;
  readonly purpose?: string;
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

export interface LinkState {
  readonly state: 'up' | 'down' | 'slow' | 'refused';
  readonly code?: string;
  readonly sinceMs: number;
}

export interface PartnerStatus {
  readonly agency: AgencyId;
  readonly link: LinkState;
  readonly lastSeenMs?: number | undefined;
  readonly logs: readonly {
    readonly direction: 'out' | 'in';
    readonly agreement: string;
    readonly topic: string;
    readonly mode: Mode;
    readonly size: number;
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
  readonly acknowledged?: { readonly desk: DeskId; readonly at: string };
  /** Without a desk: what it told of ended by itself. */
  readonly cleared?: { readonly desk?: DeskId; readonly at: string };
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

/** An event of `GET /api/v1/events`. Kind `alarm` with code `events-lost` means: read your lists again. */
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

export interface HeldApproval {
  readonly released?: Accepted;
  readonly approvals: number;
  readonly needed: number;
}

export interface AgreementView {
  readonly id: string;
  readonly version: number;
  readonly digest: string;
  /** Canonical JSON of the document, as signed. */
  readonly text: string;
  readonly title: Json;
}

export interface ResumeAnswer {
  readonly resumed: boolean;
  readonly approvals: number;
  readonly needed: number;
}

export type WithdrawReason = 'error' | 'superseded' | 'source-withdrew' | 'rights' | 'other';
export type EraseGround = 'retention' | 'rights' | 'order' | 'error';

/** What a thing is called, by language. */
export interface Names {
  readonly en: string;
  readonly fr: string;
  readonly ar: string;
  readonly es?: string;
  readonly pt?: string;
}

export interface CatalogUnit {
  readonly name: string;
  readonly names: Names;
  readonly schema: { readonly [key: string]: Json };
  readonly required?: boolean;
  readonly twin?: { readonly name: string; readonly function: string };
  readonly twinOf?: string;
}

export interface CatalogType {
  readonly type: string;
  readonly version: number;
  readonly names: Names;
  readonly topic: string;
  readonly defaultLabel: Json;
  readonly retentionDays: number;
  readonly authorSignature: boolean;
  readonly acknowledge?: { readonly withinSeconds: number };
  /** Made by nodes only. */
  readonly control?: boolean;
  readonly units: readonly CatalogUnit[];
}

/** A coded term of a vocabulary. `caution` warns of a false friend; `local` is the word of a country for the same code. */
interface CatalogTerm {
  readonly code: string;
  readonly names: Names;
  readonly caution?: Names;
  readonly local?: Readonly<Record<string, string>>;
}

/** Types, the names of their coded values, and how far each language is. */
export interface CatalogView {
  readonly types: readonly CatalogType[];
  readonly vocabularies: readonly { readonly name: string; readonly terms: readonly CatalogTerm[] }[];
  readonly languages: readonly {
    readonly language: string;
    readonly extent: 'complete' | 'begun';
    readonly review: 'source' | 'reviewed' | 'unreviewed';
  }[];
}

/** An officer's account. Nothing of passwords or keys. */
export interface AccountView {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly desks: readonly DeskId[];
  readonly state: 'active' | 'disabled';
  readonly passkeys: number;
}

export interface EnrolmentView {
  readonly id: string;
  readonly proposedBy: string;
  readonly expiresAt: string;
  readonly account: AccountView;
}

export interface Enrolment {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly desks: readonly DeskId[];
  readonly password?: string;
}

/** One thing wrong with a request, and where. */
export interface ProblemError {
  readonly path: string;
  readonly message: string;
  readonly rule?: string;
  /** What is wrong, in words for a duty officer. */
  readonly sentence?: Names;
  /** The type of record that takes its place. */
  readonly instead?: string;
}

/** An RFC 9457 problem. `code` is a row of docs/reference/errors.md; match on it, never on texts. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly instance: string;
  readonly next: string;
  readonly retryable: boolean;
  readonly errors?: readonly ProblemError[];
  readonly details?: Readonly<Record<string, Json>>;
}
