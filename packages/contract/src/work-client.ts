import type { SubjectView } from '@wasl/engine';
import type { DeskId, Mode, RecordId, SubjectId } from '@wasl/record';
import type { ClientResult, createCaller } from './client-call.ts';
import type { DerivationView, DueItem, LadderView } from './work-types.ts';

/** What records mean together, as functions of the API. */
export interface WorkClient {
  subject(id: SubjectId, of?: { readonly mode?: Mode }): Promise<ClientResult<SubjectView>>;
  ladder(id: RecordId): Promise<ClientResult<LadderView>>;
  due(of?: {
    readonly desk?: DeskId;
    readonly mode?: Mode;
    readonly side?: 'ours' | 'theirs';
  }): Promise<ClientResult<{ readonly due: readonly DueItem[] }>>;
  derivation(id: RecordId): Promise<ClientResult<DerivationView>>;
}

/** The work functions over a caller. */
export function workClient({ get }: Pick<ReturnType<typeof createCaller>, 'get'>): WorkClient {
  const record = (id: RecordId, what: string): string => `/api/v1/records/${encodeURIComponent(id)}/${what}`;
  return {
    subject: (id, of = {}) => get(`/api/v1/subjects/${encodeURIComponent(id)}${query(of)}`),
    ladder: (id) => get(record(id, 'ladder')),
    due: (of = {}) => get(`/api/v1/due${query(of)}`),
    derivation: (id) => get(record(id, 'derivation')),
  };
}

function query(of: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(of).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
