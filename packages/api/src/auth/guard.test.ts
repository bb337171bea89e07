import { type Role, servedRoutes } from '@wasl/contract';
import { expect, test } from 'vitest';
import { bearer, enrolled, operationalRig, rig } from '../../test/rig.ts';
import { sampleRequest } from '../../test/sample-request.ts';

const roles: readonly Role[] = ['duty', 'release', 'liaison', 'cooperation', 'oversight', 'admin'];
const away = '10.1.2.3';

test('[AP2] every route that is not public answers 401 without a session, before anything is asked of the node', async () => {
  for (const demonstration of [true, false]) {
    await using given = await (demonstration ? rig() : operationalRig());
    for (const route of servedRoutes(demonstration)) {
      const answer = await given.api.inject({ ...sampleRequest(route), remoteAddress: away });
      const problem = route.authorisation === 'public' ? undefined : (answer.json() as { code: string });
      if (problem === undefined)
        expect(answer.statusCode === 401 && answer.body.includes('session-missing'), route.operationId).toBe(false);
      else expect([route.operationId, answer.statusCode, problem.code]).toEqual([route.operationId, 401, 'session-missing']);
    }
    expect(given.node.calls).toEqual([]);
  }
});

test('[AP2] a token that is wrong, ended or malformed is 401, also beside a good cookie', async () => {
  await using given = await rig();
  const token = await given.token('duty');
  const cookie = `wasl_ma_police=${token}`;
  for (const authorization of ['Bearer', 'Basic YTpi', `Bearer ${'A'.repeat(43)}`, 'Bearer a b', `Bearer ${token}x`]) {
    const answer = await given.api.inject({ method: 'GET', url: '/api/v1/status', headers: { authorization, cookie } });
    expect(answer.statusCode, authorization).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="wasl"');
  }
  given.clock.advance(24 * 3_600_000);
  const late = await given.api.inject({ method: 'GET', url: '/api/v1/status', headers: bearer(token) });
  expect((late.json() as { code: string }).code).toBe('session-ended');
});

test('[AP2] each role list is enforced: a role outside it is 403 and recorded, one inside it is let through', async () => {
  for (const demonstration of [true, false]) {
    await using given = await (demonstration ? rig() : operationalRig());
    const tokens = new Map<Role, string>();
    for (const role of roles) {
      const token =
        'accounts' in given
          ? await enrolled(given as Awaited<ReturnType<typeof operationalRig>>, `officer-${role}`, [role])
          : await given.token(role);
      tokens.set(role, token);
    }
    for (const route of servedRoutes(demonstration)) {
      if (typeof route.authorisation === 'string' || route.operationId === 'events') continue;
      for (const role of roles) {
        const before = given.node.calls.length;
        const refusals = given.acts.filter(({ act }) => act === 'refuse-call').length;
        const request = sampleRequest(route);
        const answer = await given.api.inject({ ...request, headers: { ...request.headers, ...bearer(tokens.get(role) ?? '') } });
        const allowed = (route.authorisation as readonly Role[]).includes(role);
        const what = `${role} ${route.operationId}: ${answer.body}`;
        if (allowed) expect([401, 403].includes(answer.statusCode) && !answer.body.includes('enrolment-needs-two'), what).toBe(false);
        else {
          expect(answer.statusCode, what).toBe(403);
          expect((answer.json() as { code: string }).code).toBe('role-refused');
          expect(given.node.calls.length).toBe(before);
          expect(given.acts.filter(({ act }) => act === 'refuse-call').length).toBe(refusals + 1);
        }
      }
    }
  }
}, 60_000);

test('[AP2] measurements are given without a session to this machine only, and to no proxy', async () => {
  await using given = await rig();
  const ask = (more: { remoteAddress?: string; headers?: Record<string, string> }) =>
    given.api.inject({ method: 'GET', url: '/metrics', ...more });
  expect((await ask({})).statusCode).toBe(200);
  expect((await ask({ remoteAddress: away })).statusCode).toBe(401);
  expect((await ask({ headers: { 'x-forwarded-for': away } })).statusCode).toBe(401);
  expect((await ask({ remoteAddress: away, headers: bearer(await given.token('admin')) })).statusCode).toBe(200);
});
