import type { AgencyId, RecordId } from '@wasl/record';
import type { ClientResult, createCaller } from './client-call.ts';
import type { HoldGround, HoldView, RetainedRead, ReviewView, StandingDraft, StandingView, UseView } from './duty-types.ts';

type Done = ClientResult<{ readonly done: true }>;

/** Duties around releases, as functions of the API. */
export interface DutyClient {
  holds(): Promise<ClientResult<{ readonly holds: readonly HoldView[] }>>;
  placeHold(id: RecordId, hold: { readonly ground: HoldGround; readonly until: string; readonly reason: string }): Promise<Done>;
  liftHold(id: RecordId, reason: string): Promise<Done>;
  readRetained(id: RecordId, reason: string): Promise<ClientResult<RetainedRead>>;
  uses(id: RecordId): Promise<ClientResult<{ readonly uses: readonly UseView[] }>>;
  closeLog(log: string, reason: string): Promise<Done>;
  excludeReader(agreement: string, of: { readonly agency: AgencyId; readonly reason: string }): Promise<Done>;
  readmitReader(
    agreement: string,
    of: { readonly agency: AgencyId; readonly reason: string },
  ): Promise<ClientResult<{ readonly readmitted: boolean; readonly approvals: number; readonly needed: number }>>;
  reviews(): Promise<ClientResult<{ readonly reviews: readonly ReviewView[] }>>;
  review(id: RecordId, of: { readonly outcome: 'confirmed' | 'objected'; readonly reason: string }): Promise<Done>;
  standing(): Promise<ClientResult<{ readonly standing: readonly StandingView[] }>>;
  proposeStanding(draft: StandingDraft): Promise<ClientResult<StandingView>>;
  approveStanding(id: string, reason: string): Promise<ClientResult<StandingView>>;
  endStanding(id: string, reason: string): Promise<Done>;
}

/** The duty functions over a caller. */
export function dutyClient({ get, post }: Pick<ReturnType<typeof createCaller>, 'get' | 'post'>): DutyClient {
  const record = (id: RecordId, act: string): string => `/api/v1/records/${encodeURIComponent(id)}/${act}`;
  const approval = (id: string, act: string): string => `/api/v1/standing/${encodeURIComponent(id)}/${act}`;
  return {
    holds: () => get('/api/v1/holds'),
    placeHold: (id, hold) => post(record(id, 'hold'), hold),
    liftHold: (id, reason) => post(record(id, 'hold/lift'), { reason }),
    readRetained: (id, reason) => post(record(id, 'retained'), { reason }),
    uses: (id) => get(record(id, 'uses')),
    closeLog: (log, reason) => post('/api/v1/logs/close', { log, reason }),
    excludeReader: (id, of) => post(`/api/v1/agreements/${encodeURIComponent(id)}/exclude`, of),
    readmitReader: (id, of) => post(`/api/v1/agreements/${encodeURIComponent(id)}/readmit`, of),
    reviews: () => get('/api/v1/reviews'),
    review: (id, of) => post(record(id, 'review'), of),
    standing: () => get('/api/v1/standing'),
    proposeStanding: (draft) => post('/api/v1/standing', draft),
    approveStanding: (id, reason) => post(approval(id, 'approve'), { reason }),
    endStanding: (id, reason) => post(approval(id, 'end'), { reason }),
  };
}
