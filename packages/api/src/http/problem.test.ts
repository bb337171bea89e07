import { codes as nodeCodes } from '@wasl/node';
import { expect, test } from 'vitest';
import { bearer, rig } from '../../test/rig.ts';
import { codeRegistry, problemOf } from './problem.ts';

test('[AP6] a refusal becomes a problem with its code, what to do next, and every bad place', async () => {
  await using given = await rig();
  const headers = bearer(await given.token('duty'));
  const findings = [
    { path: '/fields/at', rule: 'schema', message: 'must be an instant' },
    { path: '/fields/text', rule: 'L3', message: 'must have an original' },
  ];
  given.node.refusal = {
    code: 'fields-invalid',
    message: '/fields/at: must be an instant (and 1 more)',
    details: { findings, type: 'logEntry' },
  };
  const payload = { type: 'logEntry', mode: 'exercise', fields: {} };
  const answer = await given.api.inject({ method: 'POST', url: '/api/v1/records', headers, payload });
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(answer.json()).toMatchObject({
    type: 'urn:wasl:error:fields-invalid',
    code: 'fields-invalid',
    detail: given.node.refusal.message,
    instance: expect.stringMatching(/^urn:wasl:request:[0-9a-f-]{36}$/) as string,
    next: expect.any(String) as string,
    errors: [
      { path: '/fields/at', rule: 'schema', message: 'must be an instant' },
      { path: '/fields/text', rule: 'L3', message: 'must have an original' },
    ],
    details: { type: 'logEntry' },
  });
  expect(answer.statusCode).toBe((answer.json() as { status: number }).status);
});

test('[AP6] places of personal data are named by kind; the text itself is not repeated', () => {
  const findings = [{ kind: 'phone', path: '/text/0/text', start: 3, length: 10 }];
  const problem = problemOf(
    { code: 'personal-data-refused', message: 'no arrangement allows it', details: { findings } },
    { rowOf: codeRegistry(), instance: 'x' },
  );
  expect(problem.errors).toEqual([{ path: '/text/0/text', message: 'phone' }]);
});

test('[AP6] every row of the node has its own status as a problem', () => {
  const rowOf = codeRegistry();
  for (const [code, row] of Object.entries(nodeCodes)) {
    const problem = problemOf({ code, message: 'why' }, { rowOf, instance: 'x' });
    expect(problem.status, code).toBe(row.status < 400 ? 409 : row.status);
    expect(problem.code).toBe(code);
  }
});

test('[AP6] what goes wrong inside tells nothing of itself: bugs, codes of 500, codes of no package', async () => {
  await using given = await rig({
    codes: { 'disk-gone': { meaning: 'The disk is gone.', status: 500, retryable: false, next: 'Look at the machine.' } },
  });
  const headers = bearer(await given.token('duty'));
  const ask = () => given.api.inject({ method: 'GET', url: '/api/v1/records', headers });
  given.node.list = () => Promise.reject(new Error('secret path /var/lib/wasl'));
  const bug = await ask();
  expect(bug.json()).toMatchObject({ status: 500, code: 'internal', retryable: true });
  expect(given.failures).toHaveLength(1);
  given.node.list = () =>
    Promise.resolve({ ok: false, reason: { code: 'disk-gone', message: 'secret path /var/lib/wasl', details: { folder: 'secret' } } });
  const inside = await ask();
  expect(inside.json()).toMatchObject({ status: 500, code: 'disk-gone', detail: 'The disk is gone.' });
  given.node.list = () => Promise.resolve({ ok: false, reason: { code: 'never-heard-of', message: 'secret' } });
  const unknown = await ask();
  expect(unknown.json()).toMatchObject({ status: 500, code: 'internal' });
  for (const answer of [bug, inside, unknown]) expect(answer.body).not.toContain('secret');
});

test('[AP6] addresses and methods that nothing serves are problems too', async () => {
  await using given = await rig();
  const none = await given.api.inject({ method: 'GET', url: '/api/v1/nothing' });
  expect(none.json()).toMatchObject({ status: 404, code: 'route-unknown' });
  const method = await given.api.inject({ method: 'PUT', url: '/api/v1/records' });
  expect(method.json()).toMatchObject({ status: 405, code: 'method-refused' });
  expect(method.headers['allow']).toBe('GET, HEAD, POST');
  const url = await given.api.inject({ method: 'GET', url: '/api/v1/records/%E0%A4%A' });
  expect(url.json()).toMatchObject({ status: 400, code: 'request-malformed' });
});
