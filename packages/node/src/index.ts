export { activateAgreement, proveAgain } from './activate.ts';
export type { ActiveAgreement, AgreementState } from './agreements.ts';
export { codes } from './codes.ts';
export type { HoldGround } from './control/legal-hold.ts';
export type { NodeOptions } from './core.ts';
export { NodeCore } from './core.ts';
export type { DutyService, HoldView, ReviewView, StandingDraft, StandingView, UseView } from './duty-service.ts';
export { WaslNode } from './node.ts';
export type { ChunkCipher } from './ports/cipher.ts';
export type { AgencyKeys, Directory, NodeKeys } from './ports/keys.ts';
export type { Inlet, LinkState, LogBatch, LogSummary, Outlet, Peer, SeenHead, WireLeaf } from './ports/link.ts';
export type {
  AttachmentStage,
  AttachmentStore,
  Commit,
  HeldDisclosure,
  HeldLeaf,
  HeldRecord,
  LeafWrite,
  LogAppend,
  LogHead,
  MarkMismatch,
  ReceiptWrite,
  RecordContent,
  RecordWrite,
  Store,
  ViewRow,
  Views,
} from './ports/store.ts';
export type { Clock } from './ports/time.ts';
export type {
  Accepted,
  Actor,
  Alarm,
  AttachmentFile,
  AttachmentReader,
  AttachmentState,
  AttachmentView,
  Delivery,
  DeliveryState,
  FieldView,
  HeldItem,
  JournalLine,
  NodeEvent,
  NodeService,
  NodeStatus,
  PartnerStatus,
  PutRecord,
  RecordFilter,
  RecordPage,
  RecordView,
  ReleaseExplanation,
  Role,
} from './service.ts';
export type { DerivationView, DueItem, HeldSaid, LadderView, WorkService } from './work-service.ts';
