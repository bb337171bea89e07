import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordId } from '../../test/fake-node.ts';
import { bearer, rig } from '../../test/rig.ts';

const url = '/api/v1/records';

async function posting() {
  const given = await rig();
  const auth = bearer(await given.token('duty'));
  const post = (payload: string | Buffer, type: string | undefined = 'application/json') =>
    given.api.inject({ method: 'POST', url, payload, headers: { ...auth, ...(type === undefined ? {} : { 'content-type': type }) } });
  return { given, auth, post };
}

test('[AP5] a body is strict JSON: doubled keys, fractions, half surrogates, bad UTF-8 and depth are refused by code', async () => {
  const { given, post } = await posting();
  await using _ = given;
  const code = async (text: string | Buffer) => ((await post(text)).json() as { code: string; status: number }).code;
  expect(await code('{"type":"logEntry","type":"alert"}')).toBe('json-duplicate-key');
  expect(await code('{"type":1.5}')).toBe('json-number');
  expect(await code('{"type":"\\ud800"}')).toBe('json-surrogate');
  expect(await code(Buffer.from([0x22, 0xff, 0x22]))).toBe('json-utf8');
  expect(await code(`${'['.repeat(40)}${']'.repeat(40)}`)).toBe('json-too-deep');
  expect(await code('{"__proto__":{"x":1}}')).toBe('json-key');
  expect(await code('{')).toBe('json-syntax');
  expect(await code('')).toBe('body-missing');
  expect(given.node.calls).toEqual([]);
});

test('[AP5] other media types are 415, bodies over 1 MiB 413', async () => {
  const { given, auth, post } = await posting();
  await using _ = given;
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=a', 'application/jsonx'])
    expect((await post('{}', type)).json(), type).toMatchObject({ status: 415, code: 'body-type-refused' });
  const large = await post(`{"type":"${'a'.repeat(1 << 20)}"}`);
  expect(large.json()).toMatchObject({ status: 413, code: 'body-too-large' });
  expect(large.headers['connection']).toBe('close');
  const resume = async (payload: string) => {
    const headers = { ...auth, 'content-type': 'application/json' };
    return (await given.api.inject({ method: 'POST', url: '/api/v1/agreements/ma-gb.major-events/resume', payload, headers })).statusCode;
  };
  expect([await resume(''), await resume('{}'), await resume('{"force":true}'), await resume('[]')]).toEqual([200, 200, 400, 400]);
  expect(await resume(`{${' '.repeat(300)}}`)).toBe(413);
});

test('[AP5] every bad place of a request is listed; unknown members and query names are bad places', async () => {
  const { given, auth, post } = await posting();
  await using _ = given;
  const bad = await post('{"mode":"war","fields":{},"refs":[{"rel":"likes","id":"x"}],"extra":1}');
  expect(bad.statusCode).toBe(400);
  const { errors } = bad.json() as { errors: { path: string; message: string }[] };
  expect(errors.map(({ path }) => path).sort()).toEqual(['/extra', '/mode', '/refs/0/id', '/refs/0/rel', '/type']);
  expect(bad.body).not.toContain('"war"');
  const ask = async (query: string) => (await given.api.inject({ method: 'GET', url: `${url}?${query}`, headers: auth })).statusCode;
  expect(await ask('limit=500')).toBe(200);
  for (const query of [
    'limit=501',
    'limit=0',
    'limit=ten',
    'since=-1',
    'since=1.5',
    'mode=war',
    'mdoe=actual',
    'type=a&type=b',
    `subject=${'A'.repeat(21)}B`,
  ])
    expect(await ask(query), query).toBe(400);
  const id = await given.api.inject({ method: 'GET', url: `${url}/sha256:abc`, headers: auth });
  expect(id.json()).toMatchObject({ status: 400, code: 'request-invalid' });
  const lang = await given.api.inject({ method: 'GET', url: `${url}/${recordId(1)}/release?lang=de`, headers: auth });
  expect(lang.json()).toMatchObject({ status: 400, errors: [{ path: '/lang', message: 'must be one of en, fr, ar' }] });
});

test('[AP5] no bytes in a body make anything but a problem with a code', async () => {
  const { given, post } = await posting();
  await using _ = given;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.json().map((text) => Buffer.from(text)),
      ),
      async (bytes) => {
        const answer = await post(Buffer.from(bytes));
        expect([400, 413, 415]).toContain(answer.statusCode);
        expect((answer.json() as { code: string }).code).toMatch(/^(json-[a-z0-9-]+|request-invalid|body-missing)$/);
      },
    ),
    { seed: 20_301, numRuns: 300 },
  );
  expect(given.failures).toEqual([]);
});
