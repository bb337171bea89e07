import { expect, test } from 'vitest';
import { bearer, rig } from '../../test/rig.ts';

const host = 'ma.localhost:7101';
const origin = `http://${host}`;
const body = { method: 'POST' as const, url: '/api/v1/records', payload: { type: 'logEntry', mode: 'exercise', fields: {} } };

async function opened() {
  const given = await rig({ hosts: ['wasl.police.example'] });
  const answer = await given.api.inject({ method: 'POST', url: '/api/v1/session', payload: { user: 'duty' } });
  const { token, csrf } = answer.json() as { token: string; csrf: string };
  return { given, token, csrf, cookie: `other=1; wasl_ma_police=${token}` };
}

test('[AP4] a change that the cookie authenticates needs the CSRF token and a page of the same origin', async () => {
  const { given, csrf, cookie } = await opened();
  await using _ = given;
  const code = async (headers: Record<string, string>): Promise<string> => {
    const answer = await given.api.inject({ ...body, headers: { host, cookie, ...headers } });
    return answer.statusCode < 300 ? 'done' : (answer.json() as { code: string }).code;
  };
  expect(await code({ origin, 'x-wasl-csrf': csrf })).toBe('done');
  expect(await code({ 'sec-fetch-site': 'same-origin', 'x-wasl-csrf': csrf })).toBe('done');
  expect(await code({ origin })).toBe('csrf-refused');
  expect(await code({ origin, 'x-wasl-csrf': `${csrf.slice(1)}A` })).toBe('csrf-refused');
  expect(await code({ 'x-wasl-csrf': csrf })).toBe('origin-refused');
  expect(await code({ origin: 'http://evil.example', 'x-wasl-csrf': csrf })).toBe('origin-refused');
  expect(await code({ origin: 'http://gb.localhost:7102', 'x-wasl-csrf': csrf })).toBe('origin-refused');
  expect(await code({ origin: 'null', 'x-wasl-csrf': csrf })).toBe('origin-refused');
  expect(await code({ origin, 'sec-fetch-site': 'same-site', 'x-wasl-csrf': csrf })).toBe('origin-refused');
  expect(given.node.calls.length).toBe(2);
});

test('[AP4] a bearer needs neither; a read by cookie needs neither', async () => {
  const { given, token, cookie } = await opened();
  await using _ = given;
  expect((await given.api.inject({ ...body, headers: bearer(token) })).statusCode).toBe(201);
  expect((await given.api.inject({ method: 'GET', url: '/api/v1/status', headers: { cookie } })).statusCode).toBe(200);
});

test('[AP4] a login sent by a page of another site is refused', async () => {
  const { given } = await opened();
  await using _ = given;
  const headers = { host, origin: 'http://evil.example' };
  const answer = await given.api.inject({ method: 'POST', url: '/api/v1/session', payload: { user: 'duty' }, headers });
  expect(answer.json()).toMatchObject({ status: 403, code: 'origin-refused' });
});

test('[AP4] the node answers under its own names only', async () => {
  const { given } = await opened();
  await using _ = given;
  for (const good of [
    'localhost',
    'localhost:7101',
    'ma.localhost:7101',
    'MA.LOCALHOST',
    '127.0.0.1:7101',
    '[::1]:7101',
    'wasl.police.example',
  ])
    expect((await given.api.inject({ method: 'GET', url: '/healthz', headers: { host: good } })).statusCode, good).toBe(200);
  for (const bad of [
    'evil.example',
    'localhost.evil.example',
    'notlocalhost',
    '127.0.0.1.evil.example',
    '10.0.0.1',
    'a.wasl.police.example',
  ]) {
    const answer = await given.api.inject({ method: 'GET', url: '/healthz', headers: { host: bad } });
    expect(answer.json(), bad).toMatchObject({ status: 421, code: 'host-refused' });
  }
});
