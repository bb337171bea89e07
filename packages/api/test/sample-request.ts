import type { Route } from '@wasl/contract';
import { recordId } from './fake-node.ts';

const bodies: Readonly<Record<string, unknown>> = {
  OpenSession: { user: 'duty' },
  Login: { name: 'amal', password: 'wrong-horse-entirely' },
  PasskeyAnswer: { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: {} },
  Password: { password: 'another-long-password' },
  Enrolment: { name: 'chris', roles: ['duty'], desks: ['ma.police/ops'] },
  IntakeRequest: { source: 'The ministers met in London on 3 May 2030.' },
  PutRecord: { type: 'logEntry', mode: 'exercise', fields: {} },
  Withdraw: { reason: 'error' },
  Erase: { ground: 'rights' },
  Reason: { reason: 'checked with the desk' },
  SetLink: { up: false },
  PlaceHold: { ground: 'court', until: '2031-01-01T00:00:00Z', reason: 'order 12/30' },
  CloseLog: { log: `ma.police/${'A'.repeat(43)}`, reason: 'drill' },
  ReaderAct: { agency: 'gb.police', reason: 'doubt' },
  ReviewAct: { outcome: 'confirmed', reason: 'right and enough' },
  StandingDraft: {
    type: 'alert',
    mode: 'exercise',
    purpose: 'public-alert',
    agreement: 'ma-gb.major-events',
    incident: 'AAAAAAAAAAAAAAAAAAAAAA',
    hours: 8,
    reason: 'night shift',
  },
};

const values: Readonly<Record<string, string>> = {
  name: 'amal',
  unit: 'photo',
  partner: 'gb.police',
};

/** Values of query parameters that a route requires. */
const queryValues: Readonly<Record<string, string>> = { year: '2030', item: '0' };

/** A request that fits the route's schemas, with a record that the fake node may hold. */
export function sampleRequest(route: Route): {
  readonly method: Route['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string;
} {
  const idValue = route.path.includes('/records/')
    ? recordId(1)
    : route.path.includes('/agreements/')
      ? 'ma-gb.major-events'
      : 'A'.repeat(22);
  const query = (route.parameters ?? []).filter((one) => one.in === 'query' && one.required === true);
  const search = query.length === 0 ? '' : `?${query.map(({ name }) => `${name}=${queryValues[name] ?? ''}`).join('&')}`;
  const url = `${route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? idValue))}${search}`;
  if (route.body === undefined) return { method: route.method, url, headers: {} };
  const { schema } = route.body;
  if (schema === undefined)
    return { method: route.method, url, headers: { 'content-type': 'image/png', 'x-wasl-name': 'gate%20A.png' }, payload: 'png' };
  return { method: route.method, url, headers: { 'content-type': 'application/json' }, payload: JSON.stringify(bodies[schema]) };
}
