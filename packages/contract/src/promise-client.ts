import type { Mode } from '@wasl/record';
import type { RegisterView } from '@wasl/register';
import type { ClientResult, createCaller } from './client-call.ts';
import type { PromiseReport } from './promise-types.ts';
import type { Language } from './types.ts';

/** The promises register, as functions of the API. */
export interface PromiseClient {
  dashboard(of: { readonly mode: Mode }): Promise<ClientResult<RegisterView>>;
  report(of: { readonly mode: Mode; readonly year: number; readonly lang?: Language }): Promise<ClientResult<PromiseReport>>;
  /** An iCalendar object. */
  calendar(of: { readonly mode: Mode; readonly lang?: Language; readonly agreement?: string }): Promise<ClientResult<string>>;
}

/** The register's functions over a caller. */
export function promiseClient({ get, text }: Pick<ReturnType<typeof createCaller>, 'get' | 'text'>): PromiseClient {
  return {
    dashboard: (of) => get('/api/v1/promises', { ...of }),
    report: (of) => get('/api/v1/promises/report', { ...of }),
    calendar: (of) => {
      const given = Object.entries(of).filter((entry): entry is [string, string] => entry[1] !== undefined);
      return text(`/api/v1/promises/calendar?${new URLSearchParams(given)}`);
    },
  };
}
