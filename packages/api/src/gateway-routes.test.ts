import { expect, test } from 'vitest';
import { bearer, rig } from '../test/rig.ts';
import type { MountedRequest, MountedRoute } from './gateway-routes.ts';

function gateway(): { routes: readonly MountedRoute[]; asked: MountedRequest[] } {
  const asked: MountedRequest[] = [];
  const handle: MountedRoute['handle'] = async (request) => {
    asked.push(request);
    return {
      status: 201,
      headers: { 'content-type': 'application/cap+xml', location: '/gateways/cap/alerts/x' },
      body: Buffer.from('<alert/>'),
    };
  };
  const roles = ['duty'] as const;
  const routes: readonly MountedRoute[] = [
    { method: 'POST', path: '/gateways/cap/alerts', roles, maxBodyBytes: 20, summary: 'take', handle },
    { method: 'GET', path: '/gateways/cap/alerts/:id', roles, maxBodyBytes: 0, summary: 'give', handle },
  ];
  return { routes, asked };
}

test('[AP10] a gateway takes the same token, its own roles and bound, any media type and the exact bytes', async () => {
  const { routes, asked } = gateway();
  await using given = await rig({ gateways: routes });
  const duty = bearer(await given.token('duty'));
  const post = (headers: Record<string, string>, payload = '<alert/>') =>
    given.api.inject({
      method: 'POST',
      url: '/gateways/cap/alerts',
      headers: { 'content-type': 'application/cap+xml', ...headers },
      payload,
    });
  expect((await post({})).statusCode).toBe(401);
  expect((await post(bearer(await given.token('liaison')))).statusCode).toBe(403);
  expect((await post(duty, 'x'.repeat(21))).json()).toMatchObject({ status: 413, code: 'body-too-large' });
  expect(asked).toEqual([]);
  const answer = await post(duty);
  expect([answer.statusCode, answer.body, answer.headers['content-type']]).toEqual([201, '<alert/>', 'application/cap+xml']);
  expect(Buffer.from(asked[0]?.body ?? []).toString()).toBe('<alert/>');
  expect(asked[0]?.actor).toEqual({ user: 'duty', desk: 'ma.police/ops', roles: ['duty'] });
  const one = await given.api.inject({ method: 'GET', url: '/gateways/cap/alerts/sha256%3Aabc?mode=test&mode=actual', headers: duty });
  expect(one.statusCode).toBe(201);
  expect([asked[1]?.params, asked[1]?.query]).toEqual([{ id: 'sha256:abc' }, { mode: 'test' }]);
});

test('[AP10] a change by cookie through a gateway needs the CSRF token too', async () => {
  const { routes, asked } = gateway();
  await using given = await rig({ gateways: routes });
  const headers = {
    cookie: `wasl_ma_police=${await given.token('duty')}`,
    'content-type': 'application/cap+xml',
    'sec-fetch-site': 'same-origin',
  };
  const answer = await given.api.inject({ method: 'POST', url: '/gateways/cap/alerts', headers, payload: '<alert/>' });
  expect(answer.json()).toMatchObject({ status: 403, code: 'csrf-refused' });
  expect(asked).toEqual([]);
});

test('[AP10] [AP1] routes of gateways stand in the document with their roles', async () => {
  await using given = await rig({ gateways: gateway().routes });
  const document = (await given.api.inject({ method: 'GET', url: '/openapi.json' })).json() as {
    paths: Record<string, Record<string, object>>;
  };
  expect(document.paths['/gateways/cap/alerts']?.['post']).toMatchObject({ summary: 'take', 'x-wasl-authorisation': ['duty'] });
  const one = document.paths['/gateways/cap/alerts/{id}']?.['get'] as { operationId: string; parameters: { name: string; in: string }[] };
  expect(one.parameters).toMatchObject([{ name: 'id', in: 'path', required: true }]);
  expect(one.operationId).toMatch(/^[A-Za-z]+$/);
});
