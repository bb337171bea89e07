import type { RecordId } from '@wasl/record';
import { expect, test } from 'vitest';
import { createClient } from './client.ts';

interface Asked {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Headers;
  readonly body: unknown;
}

function answering(...answers: readonly (Response | Error)[]) {
  const asked: Asked[] = [];
  const left = [...answers];
  const fetch = (async (url: string, init: RequestInit) => {
    asked.push({ url, method: init.method, headers: new Headers(init.headers), body: init.body });
    const next = left.shift() ?? new Error('no more answers');
    if (next instanceof Error) throw next;
    return next;
  }) as typeof globalThis.fetch;
  return { asked, fetch };
}

const json = (status: number, value: unknown): Response => new Response(JSON.stringify(value), { status });
const session = {
  user: 'duty',
  agency: 'ma.police',
  desk: 'ma.police/ops',
  roles: ['duty'],
  demonstration: true,
  csrf: 'c',
  token: 't',
  expiresAt: '',
};
const id = 'sha256:AAAA' as RecordId;

test('[AP15] without a cookie jar the client carries the token of the session that it opened', async () => {
  const { asked, fetch } = answering(json(201, session), json(200, { records: [] }), json(200, { done: true }), json(200, {}));
  const client = createClient({ baseUrl: 'http://ma.localhost:7101', fetch });
  await client.openSession('duty');
  await client.records({ type: 'logEntry', limit: 5 });
  await client.closeSession();
  await client.status();
  expect(asked.map(({ url, headers }) => [url.slice(24), headers.get('authorization')])).toEqual([
    ['/api/v1/session', null],
    ['/api/v1/records?type=logEntry&limit=5', 'Bearer t'],
    ['/api/v1/session', 'Bearer t'],
    ['/api/v1/status', null],
  ]);
});

test('[AP15] in a browser the cookie authenticates and each change carries the CSRF token', async () => {
  Object.assign(globalThis, { document: {} });
  try {
    const { asked, fetch } = answering(json(200, session), json(200, {}), json(200, { done: true }));
    const client = createClient({ baseUrl: '', fetch });
    await client.session();
    await client.status();
    await client.suspend('ma-gb.major-events', 'drill');
    expect(asked.map(({ headers }) => [headers.get('authorization'), headers.get('x-wasl-csrf')])).toEqual([
      [null, null],
      [null, null],
      [null, 'c'],
    ]);
    expect(asked[2]).toMatchObject({ url: '/api/v1/agreements/ma-gb.major-events/suspend', method: 'POST', body: '{"reason":"drill"}' });
  } finally {
    Reflect.deleteProperty(globalThis, 'document');
  }
});

test('[AP15] a record made and a record held are told apart; a key goes into its header', async () => {
  const accepted = { id, subject: 'AAAA', delivery: {}, repeated: false };
  const held = { held: 'h', code: 'personal-data', message: 'm' };
  const { asked, fetch } = answering(json(201, accepted), json(202, held));
  const client = createClient({ baseUrl: '', fetch, token: 't' });
  const record = { type: 'logEntry', mode: 'exercise', fields: {} } as const;
  expect(await client.put(record, { idempotencyKey: 'k' })).toEqual({ ok: true, status: 201, value: { held: false, ...accepted } });
  expect(await client.put(record)).toEqual({ ok: true, status: 202, value: { held: true, waiting: held } });
  expect(asked.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['k', null]);
});

test('[AP15] problems, silence and strangers are answers, never exceptions', async () => {
  const problem = { code: 'record-unknown', status: 404, title: '', detail: 'no', next: '', retryable: false, type: '', instance: '' };
  const { fetch } = answering(
    json(404, problem),
    new Error('connection refused'),
    new Response('<html>', { status: 502 }),
    new Response('<html>'),
  );
  const client = createClient({ baseUrl: '', fetch });
  expect(await client.record(id)).toEqual({ ok: false, problem });
  expect(await client.record(id)).toMatchObject({ ok: false, problem: { code: 'api-unreachable', retryable: true } });
  expect(await client.record(id)).toMatchObject({ ok: false, problem: { code: 'api-answer-malformed' } });
  expect(await client.record(id)).toMatchObject({ ok: false, problem: { code: 'api-answer-malformed' } });
});

test('[AP15] evidence comes byte for byte; events as values', async () => {
  const event = { id: 7, kind: 'record', data: {} };
  const { asked, fetch } = answering(
    new Response('{"v":1}\n'),
    new Response(`: hi\n\nid: 7\nevent: record\ndata: ${JSON.stringify(event)}\n\n`),
    json(401, {}),
  );
  const client = createClient({ baseUrl: '', fetch });
  expect(await client.evidence(id)).toEqual({ ok: true, status: 200, value: '{"v":1}\n' });
  const seen: unknown[] = [];
  for await (const one of client.events({ since: 6 })) seen.push(one);
  expect(seen).toEqual([event]);
  expect(asked[1]?.headers.get('last-event-id')).toBe('6');
  await expect(client.events().next()).rejects.toMatchObject({ code: 'api-answer-malformed' });
});
