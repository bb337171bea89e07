import { randomBytes } from 'node:crypto';
import { memoryState, openSessions } from '@wasl/identity';
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
