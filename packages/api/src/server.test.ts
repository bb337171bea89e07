import { expect, test } from 'vitest';
import { bearer, rig } from '../test/rig.ts';

const draft = { type: 'logEntry', mode: 'exercise', fields: { text: [{ lang: 'fr', text: 'Portes ouvertes', status: 'original' }] } };

test('[AP1] a user of the demonstration logs in, puts a record and reads it', async () => {
  await using given = await rig();
  const opened = await given.api.inject({ method: 'POST', url: '/api/v1/session', payload: { user: 'duty' } });
  expect(opened.statusCode, opened.body).toBe(201);
  expect(opened.headers['set-cookie']).toMatch(/^wasl_ma_police=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
  const session = opened.json() as { token: string };
  expect(session).toMatchObject({ user: 'duty', agency: 'ma.police', desk: 'ma.police/ops', roles: ['duty'], demonstration: true });
  const headers = bearer(session.token);
  const put = await given.api.inject({ method: 'POST', url: '/api/v1/records', headers, payload: draft });
  expect(put.statusCode, put.body).toBe(201);
  const { id } = put.json() as { id: string };
  expect(put.headers.location).toBe(`/api/v1/records/${id}`);
  const got = await given.api.inject({ method: 'GET', url: `/api/v1/records/${id}`, headers });
  expect(got.json()).toMatchObject({ id, type: 'logEntry', author: 'ma.police/ops' });
  const listed = await given.api.inject({ method: 'GET', url: '/api/v1/records?type=logEntry&limit=5', headers });
  expect(listed.statusCode, listed.body).toBe(200);
  expect(given.node.calls.at(-1)?.args).toEqual([{ type: 'logEntry', limit: 5 }]);
});
