import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MemoryAdapter, type PagingAdapter, smsAdapter, smtpAdapter, webPushAdapter } from '@wasl/notify';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** What stands at the other end: takes pages, or answers with trouble. */
let trouble: 'none' | 'busy' | 'refused' = 'none';
const taken: string[] = [];
const tokens: string[] = [];
const closers: (() => void)[] = [];
let smtpPort = 0;
let httpPort = 0;

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

beforeAll(async () => {
  const mail = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onMailFrom: (_address, _session, done) => {
      if (trouble === 'busy') done(Object.assign(new Error('try later'), { responseCode: 451 }));
      else if (trouble === 'refused') done(Object.assign(new Error('no such sender'), { responseCode: 550 }));
      else done();
    },
    onData: (stream, _session, done) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
      stream.once('end', () => {
        taken.push(text);
        done();
      });
    },
  });
  mail.listen(0, '127.0.0.1');
  await once(mail.server, 'listening');
  smtpPort = (mail.server.address() as AddressInfo).port;
  const web = createServer((request, response) => {
    void textOf(request).then((text) => {
      response.statusCode = trouble === 'none' ? 201 : trouble === 'busy' ? 503 : 410;
      if (trouble === 'none') {
        taken.push(text);
        tokens.push(String(request.headers.authorization));
      }
      response.end();
    });
  });
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
  httpPort = (web.address() as AddressInfo).port;
  closers.push(
    () => mail.close(() => undefined),
    () => web.close(),
  );
});
afterAll(() => {
  for (const close of closers) close();
});

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const point = Buffer.concat([
  Buffer.from([4]),
  ...['x', 'y'].map((name) => Buffer.from(String(publicKey.export({ format: 'jwk' })[name as 'x']), 'base64url')),
]).toString('base64url');

function adapters(): readonly (readonly [PagingAdapter, string])[] {
  const here = `http://127.0.0.1:${httpPort}`;
  const memory = new MemoryAdapter('memory');
  if (trouble !== 'none') memory.answers = [{ state: trouble === 'busy' ? 'failed' : 'refused', message: 'planned' }];
  return [
    [memory, 'duty'],
    [
      smtpAdapter('mail', { host: '127.0.0.1', port: smtpPort, from: 'wasl@police.example', plain: true, timeoutMs: 2000 }),
      'duty@police.example',
    ],
    [smsAdapter('sms', { url: `${here}/sms`, body: { to: '{to}', content: ['{text}'] } }, { fetch, timeoutMs: 2000 }), '+212600000000'],
    [
      webPushAdapter(
        'push',
        {
          subject: 'mailto:duty@police.example',
          publicKey: point,
          sign: (message) => sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
          endpoint: (name) => (name === 'duty' ? 'https://push.example/abc' : undefined),
          nowMs: () => Date.parse('2030-06-14T20:00:00Z'),
        },
        // The push service of the test stands on loopback without TLS.
        { fetch: (_url, request) => fetch(`${here}/push`, request), timeoutMs: 2000 },
      ),
      'duty',
    ],
  ];
}

test.each([0, 1, 2, 3])('[NT11] adapter %s: taken, busy and refused are told apart, and it never rejects', async (at) => {
  const notice = { waiting: 'acknowledge', count: 1, urgent: false } as const;
  for (const [state, wanted] of [
    ['none', 'sent'],
    ['busy', 'failed'],
    ['refused', 'refused'],
  ] as const) {
    trouble = state;
    const [adapter, address] = adapters()[at] ?? [];
    expect([adapter?.name, state, (await adapter?.send(notice, { address: address ?? '', language: 'en' }))?.state]).toEqual([
      adapter?.name,
      state,
      wanted,
    ]);
  }
  trouble = 'none';
});

test('[NT11] mail and SMS carry the words of the notice, a push carries nothing', async () => {
  taken.length = 0;
  for (const [adapter, address] of adapters())
    await adapter.send({ waiting: 'acknowledge', count: 2, urgent: true }, { address, language: 'en' });
  const [mail = '', sms = '', push] = taken;
  expect(mail).toContain('Subject: Wasl: URGENT: 2 items to acknowledge');
  expect(JSON.parse(sms)).toEqual({ to: '+212600000000', content: ['Wasl: URGENT: 2 items to acknowledge'] });
  expect(push).toBe('');
});

test('[NT12] the push service gets a VAPID token that verifies, for its own origin', () => {
  const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(tokens.findLast((one) => one.startsWith('vapid')) ?? '') ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  expect(key).toBe(point);
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
    aud: 'https://push.example',
    sub: 'mailto:duty@police.example',
  });
  const verifier = {
    key: createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    dsaEncoding: 'ieee-p1363' as const,
  };
  expect(verify('sha256', Buffer.from(`${head}.${claims}`), verifier, Buffer.from(signature, 'base64url'))).toBe(true);
});

test('[NT11] an address that is none, a subscription taken back and a dead server are answered, not thrown', async () => {
  const notice = { waiting: 'alarm', count: 1, urgent: false } as const;
  const [, mail, sms, push] = adapters();
  expect(await sms?.[0].send(notice, { address: '0600', language: 'fr' })).toMatchObject({ state: 'refused' });
  expect(await push?.[0].send(notice, { address: 'gone', language: 'fr' })).toMatchObject({ state: 'refused' });
  const dead = smtpAdapter('mail', { host: '127.0.0.1', port: 1, from: 'wasl@police.example', plain: true, timeoutMs: 500 });
  expect(await dead.send(notice, { address: mail?.[1] ?? '', language: 'fr' })).toMatchObject({ state: 'failed' });
});
