import type { AgencyId, Json, RecordId } from '@wasl/record';
import { type ClientOptions, type ClientResult, createCaller } from './client-call.ts';
import { type DutyClient, dutyClient } from './duty-client.ts';
import type { ServerSentEvent } from './event-stream.ts';
import { parseEventStream } from './event-stream.ts';
import type { IntakeRequest, IntakeView } from './intake-types.ts';
import { type PromiseClient, promiseClient } from './promise-client.ts';
import type {
  About,
  Accepted,
  AccountView,
  AgreementView,
  Alarm,
  CatalogView,
  Enrolment,
  EnrolmentView,
  EraseGround,
  HeldAnswer,
  HeldApproval,
  HeldItem,
  JournalLine,
  Language,
  NodeEvent,
  NodeStatus,
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
import { type WorkClient, workClient } from './work-client.ts';

/** A record made, or held for two officers (HTTP 202). */
export type PutAnswer = ({ readonly held: false } & Accepted) | { readonly held: true; readonly waiting: HeldAnswer };

/** The API as functions. Refusals and unreachable nodes are answers, never exceptions; `events` alone throws when its stream breaks. */
export interface Client {
  readonly duties: DutyClient;
  readonly work: WorkClient;
  readonly promises: PromiseClient;
  about(): Promise<ClientResult<About>>;
  /** Logs in as a user of the demonstration; later calls are authenticated by the cookie, or by the token where there is no cookie jar. */
  openSession(user: Role): Promise<ClientResult<SessionView>>;
  login(name: string, password: string): Promise<ClientResult<SessionView>>;
  passkeyLoginOptions(): Promise<ClientResult<Json>>;
  passkeyLogin(answer: Json): Promise<ClientResult<SessionView>>;
  session(): Promise<ClientResult<SessionView>>;
  closeSession(): Promise<ClientResult<{ readonly done: true }>>;
  /** Changes one's own password; every session of the account ends. */
  setPassword(password: string): Promise<ClientResult<{ readonly done: true }>>;
  accounts(): Promise<ClientResult<{ readonly accounts: readonly AccountView[]; readonly pending: readonly EnrolmentView[] }>>;
  /** One administrator proposes, another confirms. */
  propose(enrolment: Enrolment): Promise<ClientResult<EnrolmentView>>;
  confirm(enrolment: string): Promise<ClientResult<AccountView>>;
  disable(name: string): Promise<ClientResult<AccountView>>;
  put(record: PutRecord, options?: { readonly idempotencyKey?: string }): Promise<ClientResult<PutAnswer>>;
  records(filter?: RecordFilter): Promise<ClientResult<RecordPage>>;
  record(id: RecordId, options?: { readonly purpose?: string; readonly reason?: string }): Promise<ClientResult<RecordView>>;
  release(
    id: RecordId,
    options?: { readonly lang?: Language; readonly depth?: 'own' | 'partner' | 'auditor' },
  ): Promise<ClientResult<ReleaseExplanation>>;
  /** The bundle's text, byte for byte: what `verify` takes. */
  evidence(id: RecordId): Promise<ClientResult<string>>;
  withdraw(id: RecordId, reason: WithdrawReason, options?: { readonly idempotencyKey?: string }): Promise<ClientResult<PutAnswer>>;
  erase(id: RecordId, ground: EraseGround): Promise<ClientResult<PutAnswer>>;
  held(): Promise<ClientResult<{ readonly held: readonly HeldItem[] }>>;
  approveHeld(id: string, reason: string): Promise<ClientResult<HeldApproval>>;
  rejectHeld(id: string, reason: string): Promise<ClientResult<{ readonly done: true }>>;
  agreements(): Promise<ClientResult<{ readonly agreements: readonly AgreementView[] }>>;
  suspend(agreement: string, reason: string): Promise<ClientResult<{ readonly done: true }>>;
  resume(agreement: string): Promise<ClientResult<ResumeAnswer>>;
  status(): Promise<ClientResult<NodeStatus>>;
  journal(filter?: {
    readonly since?: number;
    readonly limit?: number;
    readonly act?: string;
  }): Promise<ClientResult<{ readonly lines: readonly JournalLine[] }>>;
  catalog(): Promise<ClientResult<CatalogView>>;
  /** Text of the proof of one line of the activity record. */
  journalEvidence(index: number): Promise<ClientResult<string>>;
  alarms(): Promise<ClientResult<{ readonly alarms: readonly Alarm[] }>>;
  acknowledgeAlarm(id: string): Promise<ClientResult<Alarm>>;
  clearAlarm(id: string, reason: string): Promise<ClientResult<Alarm>>;
  confirmTime(time: string): Promise<ClientResult<{ readonly done: true }>>;
  setLink(partner: AgencyId, up: boolean): Promise<ClientResult<{ readonly done: true }>>;
  /** Reads a communiqué or minutes into drafts; nothing is stored. */
  intake(request: IntakeRequest): Promise<ClientResult<IntakeView>>;
  /** Stores a file; `value` is one element of a record's `attachments`. */
  attach(file: {
    readonly name: string;
    readonly mediaType: string;
    readonly bytes: Uint8Array<ArrayBuffer>;
  }): Promise<ClientResult<{ readonly value: Json }>>;
  /** A file of a record, piece by piece. An answer that breaks off throws `api-answer-malformed`. */
  attachment(
    id: RecordId,
    unit: string,
    item: number,
  ): Promise<ClientResult<{ readonly marking: string; readonly sizeBytes: number; readonly bytes: AsyncIterable<Uint8Array> }>>;
  /**
   * Events after `since` until the signal aborts or the connection breaks; resume with the last `id`. Begin with the `cursor` of a list and
   * nothing is missed between the list and the stream; without `since` only new events come. `opened` is called once the node has answered.
   */
  events(options?: { readonly since?: number; readonly signal?: AbortSignal; readonly opened?: () => void }): AsyncGenerator<NodeEvent>;
}

const segment = encodeURIComponent;

/** A client of one node. In a browser the cookie authenticates and the CSRF token is added; elsewhere pass `token`. */
export function createClient(options: ClientOptions): Client {
  const call = createCaller(options);
  const { get, post } = call;
  const opened = async (answer: Promise<ClientResult<SessionView>>): Promise<ClientResult<SessionView>> => {
    const result = await answer;
    if (result.ok) call.remember(result.value);
    return result;
  };
  const made = async (path: string, body: unknown, idempotencyKey?: string): Promise<ClientResult<PutAnswer>> => {
    const result = await post<Accepted | HeldAnswer>(path, body, idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey });
    if (!result.ok) return result;
    if ('id' in result.value) return { ...result, value: { held: false, ...result.value } };
    return { ...result, value: { held: true, waiting: result.value } };
  };
  const recordPath = (id: RecordId): string => `/api/v1/records/${segment(id)}`;
  return {
    duties: dutyClient(call),
    work: workClient(call),
    promises: promiseClient(call),
    about: () => get('/api/v1/about'),
    openSession: (user) => opened(post('/api/v1/session', { user })),
    login: (name, password) => opened(post('/api/v1/login', { name, password })),
    passkeyLoginOptions: () => post('/api/v1/login/passkey/options'),
    passkeyLogin: (answer) => opened(post('/api/v1/login/passkey', answer)),
    session: () => opened(get('/api/v1/session')),
    closeSession: async () => {
      const result = await call.send<{ readonly done: true }>('DELETE', '/api/v1/session');
      call.forget();
      return result;
    },
    setPassword: (password) => post('/api/v1/password', { password }),
    accounts: () => get('/api/v1/accounts'),
    propose: (enrolment) => post('/api/v1/accounts', enrolment),
    confirm: (enrolment) => post(`/api/v1/enrolments/${segment(enrolment)}/confirm`),
    disable: (name) => post(`/api/v1/accounts/${segment(name)}/disable`),
    put: (record, { idempotencyKey } = {}) => made('/api/v1/records', record, idempotencyKey),
    records: (filter = {}) => get('/api/v1/records', { ...filter }),
    record: (id, of = {}) => get(recordPath(id), { ...of }),
    release: (id, of = {}) => get(`${recordPath(id)}/release`, { ...of }),
    evidence: (id) => call.text(`${recordPath(id)}/evidence`),
    withdraw: (id, reason, { idempotencyKey } = {}) => made(`${recordPath(id)}/withdraw`, { reason }, idempotencyKey),
    erase: (id, ground) => made(`${recordPath(id)}/erase`, { ground }),
    held: () => get('/api/v1/held'),
    approveHeld: (id, reason) => post(`/api/v1/held/${segment(id)}/approve`, { reason }),
    rejectHeld: (id, reason) => post(`/api/v1/held/${segment(id)}/reject`, { reason }),
    agreements: () => get('/api/v1/agreements'),
    suspend: (agreement, reason) => post(`/api/v1/agreements/${segment(agreement)}/suspend`, { reason }),
    resume: (agreement) => post(`/api/v1/agreements/${segment(agreement)}/resume`),
    status: () => get('/api/v1/status'),
    journal: (filter = {}) => get('/api/v1/journal', { ...filter }),
    intake: (request) => post('/api/v1/intake', request),
    catalog: () => get('/api/v1/catalog'),
    journalEvidence: (index) => call.text(`/api/v1/journal/${index}/evidence`),
    alarms: () => get('/api/v1/alarms'),
    acknowledgeAlarm: (id) => post(`/api/v1/alarms/${segment(id)}/acknowledge`),
    clearAlarm: (id, reason) => post(`/api/v1/alarms/${segment(id)}/clear`, { reason }),
    confirmTime: (time) => post('/api/v1/time/confirm', { time }),
    setLink: (partner, up) => post(`/api/v1/links/${segment(partner)}`, { up }),
    attach: ({ name, mediaType, bytes }) =>
      call.send('POST', '/api/v1/attachments', { body: bytes, headers: { 'content-type': mediaType, 'x-wasl-name': segment(name) } }),
    attachment: async (id, unit, item) => {
      const answer = await call.bytes(`${recordPath(id)}/attachments/${segment(unit)}?item=${item}`);
      if (!answer.ok) return answer;
      const { headers, bytes } = answer.value;
      const sizeBytes = Number(headers.get('content-length') ?? 0);
      return { ...answer, value: { marking: headers.get('x-wasl-marking') ?? '', sizeBytes, bytes } };
    },
    events: async function* ({ since, signal, opened } = {}) {
      const chunks = await call.stream('/api/v1/events', {
        ...(since === undefined ? {} : { since }),
        ...(signal === undefined ? {} : { signal }),
      });
      opened?.();
      for await (const event of parseEventStream(chunks)) yield eventData(event);
    },
  };
}

function eventData(event: ServerSentEvent): NodeEvent {
  return JSON.parse(event.data) as NodeEvent;
}
