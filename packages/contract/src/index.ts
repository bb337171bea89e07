export type { Client, PutAnswer } from './client.ts';
export { createClient } from './client.ts';
export type { ClientOptions, ClientResult } from './client-call.ts';
export { codes } from './codes.ts';
export type { DutyClient } from './duty-client.ts';
export type { HoldGround, HoldView, RetainedRead, ReviewView, StandingDraft, StandingView, UseView } from './duty-types.ts';
export type { ServerSentEvent } from './event-stream.ts';
export { encodeEvent, parseEventStream } from './event-stream.ts';
export type { IntakeDraft, IntakeNamed, IntakeRequest, IntakeView, ReadingFlag, TextSpan } from './intake-types.ts';
export type { OpenApiOptions } from './openapi.ts';
export { openApiDocument, servedRoutes } from './openapi.ts';
export type { PromiseClient } from './promise-client.ts';
export type { PromiseReport } from './promise-types.ts';
export type { OperationId } from './routes/all-routes.ts';
export { routes } from './routes/all-routes.ts';
export type { Answer, Authorisation, Parameter, Route } from './routes/route.ts';
export { maxAttachmentBytes, maxJsonBytes } from './routes/route.ts';
export { schemas } from './schemas/all-schemas.ts';
export type { JsonSchema } from './schemas/schema.ts';
export type {
  About,
  Accepted,
  AccountView,
  AgreementView,
  Alarm,
  CatalogType,
  CatalogUnit,
  Delivery,
  DeliveryState,
  Enrolment,
  EnrolmentView,
  EraseGround,
  FieldView,
  HeldAnswer,
  HeldApproval,
  HeldItem,
  JournalLine,
  Language,
  LinkState,
  Names,
  NodeEvent,
  NodeStatus,
  PartnerStatus,
  Problem,
  ProblemError,
  PutRecord,
  RecordFilter,
  RecordPage,
  RecordView,
  ReleaseExplanation,
  ResumeAnswer,
  Role,
  SessionView,
  WithdrawReason,
} from './types.ts';
export type { WorkClient } from './work-client.ts';
export type { DerivationView, DueItem, LadderView } from './work-types.ts';
