import { routes, schemas } from '@wasl/contract';
import type { Accepted } from '@wasl/node';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { recordId } from '../../test/fake-node.ts';
import { bearer, rig } from '../../test/rig.ts';
import { sampleRequest } from '../../test/sample-request.ts';

const draft = { type: 'logEntry', mode: 'exercise', fields: { text: [{ lang: 'ar', text: 'فتح الأبواب', status: 'original' }] } };

test('[AP7] a record made is 201 with its Location; the same key again is 200 with the same record; another officer’s key is another', async () => {
  await using given = await rig();
  const put = async (token: string, key?: string) =>
    given.api.inject({
      method: 'POST',
      url: '/api/v1/records',
      headers: { ...bearer(token), ...(key === undefined ? {} : { 'idempotency-key': key }) },
      payload: draft,
    });
  const [duty, release] = [await given.token('duty'), await given.token('release')];
  const first = await put(duty, 'k-1');
  const again = await put(duty, 'k-1');
  const other = await put(release, 'k-1');
  expect([first.statusCode, again.statusCode, other.statusCode]).toEqual([201, 200, 201]);
  expect(again.json()).toEqual({ ...(first.json() as Accepted), repeated: true });
  expect(first.headers.location).toBe(`/api/v1/records/${(first.json() as Accepted).id}`);
  expect((other.json() as Accepted).id).not.toBe((first.json() as Accepted).id);
  expect((await put(duty, 'with space')).statusCode).toBe(400);
  expect((await put(duty, 'x'.repeat(129))).statusCode).toBe(400);
});

test('[AP7] a record that is held is 202 with its place in the list of held items', async () => {
  await using given = await rig();
  const findings = [{ kind: 'phone', path: '/text/0/text', start: 3, length: 10 }];
  given.node.refusal = {
    code: 'personal-data',
    message: 'free text seems to carry data about a person',
    details: { held: recordId(9), findings },
  };
  const answer = await given.api.inject({
    method: 'POST',
    url: '/api/v1/records',
    headers: bearer(await given.token('duty')),
    payload: draft,
  });
  expect(answer.statusCode).toBe(202);
  expect(answer.headers.location).toBe(`/api/v1/held/${recordId(9)}`);
  expect(answer.json()).toEqual({ held: recordId(9), code: 'personal-data', message: given.node.refusal.message, findings });
});

test('[I8] [AP9] no byte of an answer leaves before the node’s journal line of the read is durable', async () => {
  await using given = await rig();
  const token = await given.token('duty');
  await given.api.inject({ method: 'POST', url: '/api/v1/records', headers: bearer(token), payload: draft });
  const reads = ['records', 'record', 'release', 'evidence', 'held', 'attachment', 'agreements'];
  for (const route of routes.filter(({ operationId }) => reads.includes(operationId))) {
    given.node.journalled.length = 0;
    const gate = Promise.withResolvers<void>();
    given.node.durable = gate.promise;
    let answered = false;
    const asked = given.api.inject({ ...sampleRequest(route), headers: bearer(token) }).then((answer) => {
      answered = true;
      return answer;
    });
    while (given.node.calls.length === 0) await new Promise(setImmediate);
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    expect([answered, given.node.journalled], route.operationId).toEqual([false, []]);
    gate.resolve();
    const answer = await asked;
    expect([answer.statusCode, given.node.journalled.length], `${route.operationId} ${answer.body}`).toEqual([200, 1]);
    given.node.calls.length = 0;
  }
});

test('[AP9] logins and refused calls, which the node does not see, are told to the activity record before they are answered', async () => {
  await using given = await rig();
  const token = await given.token('duty');
  await given.api.inject({ method: 'GET', url: '/api/v1/journal', headers: bearer(token) });
  await given.api.inject({ method: 'DELETE', url: '/api/v1/session', headers: bearer(token) });
  expect(given.acts).toEqual([
    { act: 'login', user: 'duty' },
    { act: 'refuse-call', user: 'duty', code: 'role-refused', details: { path: '/api/v1/journal' } },
    { act: 'logout', user: 'duty' },
  ]);
  await using deaf = await rig({ journal: () => Promise.reject(new Error('disk')) });
  const refused = await deaf.api.inject({ method: 'POST', url: '/api/v1/session', payload: { user: 'duty' } });
  expect(refused.statusCode).toBe(500);
  expect(refused.headers['set-cookie']).toBeUndefined();
});

test('[AP1] each answer fits the schema that the route table names', async () => {
  await using given = await rig();
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema({ $id: 'urn:wasl:api', components: { schemas } });
  let checked = 0;
  for (const user of ['duty', 'oversight'] as const) {
    const token = await given.token(user);
    for (const route of routes.filter(
      ({ only, operationId }) => only !== 'operational' && !['events', 'closeSession'].includes(operationId),
    )) {
      const request = sampleRequest(route);
      const answer = await given.api.inject({ ...request, headers: { ...request.headers, ...bearer(token) } });
      const described = answer.statusCode < 400 ? route.responses[answer.statusCode] : { schema: 'Problem' };
      expect(described, `${route.operationId} ${answer.statusCode}`).toBeDefined();
      if (described?.schema === undefined) continue;
      const validate = ajv.getSchema(`urn:wasl:api#/components/schemas/${described.schema}`);
      expect(validate?.(answer.json()), `${route.operationId} ${answer.body} ${JSON.stringify(validate?.errors)}`).toBe(true);
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(40);
});

test('[AP12] an attachment goes in as bytes with its name and type, is bounded, and comes out as a file and never as a page', async () => {
  await using given = await rig();
  const auth = bearer(await given.token('duty'));
  const post = (headers: Record<string, string>, payload: Buffer) =>
    given.api.inject({ method: 'POST', url: '/api/v1/attachments', headers: { ...auth, ...headers }, payload });
  const name = encodeURIComponent('باب أ.png');
  const stored = await post({ 'content-type': 'image/png', 'x-wasl-name': name }, Buffer.alloc(3_000_000));
  expect(stored.json()).toEqual({
    value: { name: 'باب أ.png', mediaType: 'image/png', sizeBytes: 3_000_000, root: 'A'.repeat(43), key: 'A'.repeat(43) },
  });
  for (const bad of ['..%2Fpasswd', 'a%00b', '%E0%A4%A', 'a%5Cb'])
    expect((await post({ 'content-type': 'image/png', 'x-wasl-name': bad }, Buffer.alloc(1))).statusCode, bad).toBe(400);
  expect((await post({ 'content-type': 'image/png' }, Buffer.alloc(1))).statusCode).toBe(400);
  const large = await post({ 'content-type': 'image/png', 'x-wasl-name': 'a' }, Buffer.alloc(50_000_001));
  expect(large.json()).toMatchObject({ status: 413, code: 'body-too-large' });
  const file = await given.api.inject({
    method: 'GET',
    url: `/api/v1/records/${recordId(1)}/attachments/attachments?item=1`,
    headers: auth,
  });
  expect([...file.rawPayload]).toEqual([1, 2, 3]);
  expect(file.headers).toMatchObject({
    'content-type': 'image/png',
    'content-disposition': "attachment; filename*=UTF-8''Plan%20de%20l%27%C3%A9tage%20%281%29.png",
    'x-wasl-marking':
      'level=2; tlp=AMBER; handling=H1; national=FR:DIFFUSION%20RESTREINTE; owners=ma.police; issuer=ma.police; status=current',
    'x-content-type-options': 'nosniff',
  });
});
