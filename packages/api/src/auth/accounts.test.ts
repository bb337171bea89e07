import { expect, test } from 'vitest';
import { bearer, enrolled, loginAs, operationalRig, password, rig } from '../../test/rig.ts';

test('[AP3] the users of the demonstration exist in the demonstration only, accounts outside it only', async () => {
  await using outside = await operationalRig();
  const refused = await outside.api.inject({ method: 'POST', url: '/api/v1/session', payload: { user: 'duty' } });
  expect(refused.json()).toMatchObject({ status: 404, code: 'route-not-here' });
  await using inside = await rig();
  for (const url of ['/api/v1/login', '/api/v1/login/passkey', '/api/v1/accounts', '/api/v1/passkeys']) {
    const answer = await inside.api.inject({ method: 'POST', url, payload: {} });
    expect(answer.json(), url).toMatchObject({ status: 404, code: 'route-not-here' });
  }
});

test('[AP3] a login opens a session of the account; wrong ones get one answer and, past the limit, 429 with Retry-After', async () => {
  await using given = await operationalRig();
  const token = await loginAs(given, 'amal');
  const session = await given.api.inject({ method: 'GET', url: '/api/v1/session', headers: bearer(token) });
  expect(session.json()).toMatchObject({ user: 'amal', desk: 'ma.police/ops', roles: ['admin'], demonstration: false });
  const attempt = (name: string, word: string) =>
    given.api.inject({ method: 'POST', url: '/api/v1/login', payload: { name, password: word } });
  const wrong = await attempt('amal', 'not-the-password');
  const unknown = await attempt('nobody', 'not-the-password');
  const { instance: _a, ...first } = wrong.json() as Record<string, unknown>;
  const { instance: _b, ...second } = unknown.json() as Record<string, unknown>;
  expect(first).toEqual(second);
  expect(wrong.statusCode).toBe(401);
  for (let i = 0; i < 9; i += 1) await attempt('amal', 'not-the-password');
  const throttled = await attempt('amal', password);
  expect(throttled.statusCode).toBe(429);
  expect(Number(throttled.headers['retry-after'])).toBeGreaterThan(0);
  given.clock.advance(16 * 60_000);
  expect((await attempt('amal', password)).statusCode).toBe(201);
  expect(given.acts.filter(({ act }) => act === 'login').length).toBe(2);
  expect(given.acts.filter(({ act }) => act === 'login-refused').length).toBeGreaterThan(2);
  expect(JSON.stringify(given.acts)).not.toContain('not-the-password');
});

test('[AP3] an officer is enrolled by two administrators over HTTP, and a disabled account is out at once', async () => {
  await using given = await operationalRig();
  const [amal, badr] = [await loginAs(given, 'amal'), await loginAs(given, 'badr')];
  const proposed = await given.api.inject({
    method: 'POST',
    url: '/api/v1/accounts',
    headers: bearer(amal),
    payload: { name: 'chris', roles: ['duty'], desks: ['ma.police/ops'], password },
  });
  expect(proposed.statusCode, proposed.body).toBe(202);
  expect(proposed.body).not.toContain(password);
  const { id } = proposed.json() as { id: string };
  const confirm = (token: string) => given.api.inject({ method: 'POST', url: `/api/v1/enrolments/${id}/confirm`, headers: bearer(token) });
  expect((await confirm(amal)).json()).toMatchObject({ status: 403, code: 'enrolment-needs-two' });
  expect((await confirm(badr)).json()).toMatchObject({ name: 'chris', state: 'active' });
  const chris = await loginAs(given, 'chris');
  const status = () => given.api.inject({ method: 'GET', url: '/api/v1/status', headers: bearer(chris) });
  expect((await status()).statusCode).toBe(200);
  const listed = await given.api.inject({ method: 'GET', url: '/api/v1/accounts', headers: bearer(amal) });
  expect((listed.json() as { accounts: { name: string }[] }).accounts.map(({ name }) => name).sort()).toEqual(['amal', 'badr', 'chris']);
  await given.api.inject({ method: 'POST', url: '/api/v1/accounts/chris/disable', headers: bearer(amal) });
  expect((await status()).json()).toMatchObject({ status: 401, code: 'session-ended' });
});

test('[AP3] an officer of several desks works at the one the request names, and at no other', async () => {
  await using given = await operationalRig();
  const token = await enrolled(given, 'dana', ['duty']);
  const at = (desk: string) =>
    given.api.inject({ method: 'GET', url: '/api/v1/records', headers: { ...bearer(token), 'x-wasl-desk': desk } });
  await at('ma.police/nfip');
  expect(given.node.calls.at(-1)?.actor.desk).toBe('ma.police/nfip');
  expect((await at('ma.police/oversight')).json()).toMatchObject({ code: 'desk-refused' });
});

test('[AP3] logging out ends the session and takes the cookie back; a new password ends every session', async () => {
  await using given = await operationalRig();
  const [first, second, third] = [await loginAs(given, 'amal'), await loginAs(given, 'amal'), await loginAs(given, 'amal')];
  const left = await given.api.inject({ method: 'DELETE', url: '/api/v1/session', headers: bearer(first ?? '') });
  expect(left.headers['set-cookie']).toMatch(/^wasl_ma_police=; .*Max-Age=0; Secure$/);
  const status = async (token: string) =>
    (await given.api.inject({ method: 'GET', url: '/api/v1/status', headers: bearer(token) })).statusCode;
  expect([await status(first ?? ''), await status(second ?? '')]).toEqual([401, 200]);
  const changed = await given.api.inject({
    method: 'POST',
    url: '/api/v1/password',
    headers: bearer(second ?? ''),
    payload: { password: 'ferry-from-tarifa-at-dusk' },
  });
  expect(changed.statusCode, changed.body).toBe(200);
  expect([await status(second ?? ''), await status(third ?? '')]).toEqual([401, 401]);
});

test('[AP3] an account disabled beside the API is out at its next request, sessions or not', async () => {
  await using given = await operationalRig();
  const token = await enrolled(given, 'dana', ['duty']);
  await given.accounts.disable(given.accounts.byName('amal')?.id ?? '', 'dana');
  const answer = await given.api.inject({ method: 'GET', url: '/api/v1/status', headers: bearer(token) });
  expect(answer.json()).toMatchObject({ status: 401, code: 'session-ended' });
});
