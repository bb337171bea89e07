import { randomBytes } from 'node:crypto';
import { type AccountBook, memoryState, openAccounts, openSessions, Secret } from '@wasl/identity';
import type { Role } from '@wasl/node';
import type { ApiAct, ApiOptions } from '../src/options.ts';
import type { Api } from '../src/server.ts';
import { createApi } from '../src/server.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { desk, type FakeNode, fakeNode } from './fake-node.ts';

export const deskOf: Readonly<Record<Role, string>> = {
  duty: 'ops',
  release: 'nfip',
  liaison: 'nfip',
  cooperation: 'nfip',
  oversight: 'oversight',
  admin: 'ops',
};

export interface Rig extends AsyncDisposable {
  readonly api: Api;
  readonly node: FakeNode;
  readonly clock: FakeClock;
  readonly acts: ApiAct[];
  readonly failures: unknown[];
  readonly options: ApiOptions;
  token(role: Role): Promise<string>;
}

/** An API of the demonstration over a fake node. */
export async function rig(more: Partial<ApiOptions> = {}): Promise<Rig> {
  const node = fakeNode();
  const clock = fakeClock();
  const acts: ApiAct[] = [];
  const failures: unknown[] = [];
  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
  const sessions = await openSessions({ state: memoryState(), random, nowMs: clock.nowMs });
  const options: ApiOptions = {
    node,
    demonstration: true,
    version: '0.0.0',
    sessions,
    deskFor: (role) => desk(deskOf[role]),
    clock,
    journal: async (act) => void acts.push(act),
    observe: ({ error }) => void failures.push(error),
    ...more,
  };
  const api = createApi(options);
  return {
    api,
    node,
    clock,
    acts,
    failures,
    options,
    async token(role) {
      const answer = await api.inject({ method: 'POST', url: '/api/v1/session', payload: { user: role } });
      return (answer.json() as { token: string }).token;
    },
    [Symbol.asyncDispose]: () => api.close(),
  };
}

/** Headers of a bearer. */
export function bearer(token: string): { readonly authorization: string } {
  return { authorization: `Bearer ${token}` };
}

/** An API outside the demonstration: two administrators, `amal` and `badr`, and the password of everyone here. */
export async function operationalRig(more: Partial<ApiOptions> = {}): Promise<Rig & { readonly accounts: AccountBook }> {
  const clock = fakeClock();
  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
  const accounts = await openAccounts({ state: memoryState(), random, nowMs: clock.nowMs, cost: { n: 1024, r: 1, p: 1 } });
  const administrator = (name: string) => ({ name, roles: ['admin' as const], desks: [desk('ops')], password: new Secret(password) });
  await accounts.bootstrap(administrator('amal'), administrator('badr'));
  const relyingParty = { id: 'ma.localhost', name: 'ma.police', origins: ['http://ma.localhost:7101'] };
  const sessions = await openSessions({ state: memoryState(), random, nowMs: clock.nowMs });
  const made = await rig({ demonstration: false, accounts, relyingParty, clock, sessions, ...more });
  return Object.assign(made, { accounts, clock });
}

/** Password of everyone in `operationalRig`. */
export const password = 'tangier-ferry-at-noon';

/** Logs in with a password and gives the token. */
export async function loginAs(given: Rig, name: string): Promise<string> {
  const answer = await given.api.inject({ method: 'POST', url: '/api/v1/login', payload: { name, password } });
  return (answer.json() as { token: string }).token;
}

/** Enrols an officer through both administrators and gives the token of a first login. */
export async function enrolled(given: Rig & { readonly accounts: AccountBook }, name: string, roles: readonly Role[]): Promise<string> {
  const id = (admin: string): string => given.accounts.byName(admin)?.id ?? '';
  const pending = await given.accounts.propose(id('amal'), {
    name,
    roles,
    desks: [desk('ops'), desk('nfip')],
    password: new Secret(password),
  });
  await given.accounts.confirm(id('badr'), pending.id);
  return loginAs(given, name);
}
