import { connect as connectHttp2, constants } from 'node:http2';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { certifyAgency, eventually, exchangeIdentity } from '@wasl/testkit/peers';
import { expect, test } from 'vitest';
import { sharedTls } from '../src/index.ts';
import { esPolice, gbPolice, leaves, police, quick, type TwoNodes, twoNodes } from './two-nodes.ts';

const one = 'ma.police/one';

async function rawSocket(nodes: TwoNodes, options: object = {}): Promise<TLSSocket> {
  const tls = sharedTls(exchangeIdentity(await nodes.gb.certify(), [nodes.ma]).tls);
  const socket = connectTls({
    ...tls,
    host: '127.0.0.1',
    port: nodes.port,
    ALPNProtocols: ['h2'],
    checkServerIdentity: () => undefined,
    ...options,
  });
  socket.on('error', () => undefined);
  return socket;
}

function closed(socket: TLSSocket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

test("[EX1.1] a certificate for another party's agency is refused and says why", async () => {
  await using nodes = await twoNodes();
  const forged = exchangeIdentity(await nodes.gb.certify(esPolice), [nodes.ma]);
  nodes.outlet.append(one, leaves(1));
  nodes.client.replaceIdentity(forged);
  nodes.connect();
  const link = await eventually('refused', () => nodes.inlet.links.find(({ state }) => state === 'refused'));
  expect(link.code).toBe('peer-name-foreign');
  expect(nodes.serverEvents).toContainEqual({ kind: 'refused', reason: expect.objectContaining({ code: 'peer-name-foreign' }) });
  expect(nodes.inlet.listings).toBe(0);
});

test('[EX1.1] a certificate of an authority that is not pinned gets no session', async () => {
  await using nodes = await twoNodes();
  const stranger = await certifyAgency(gbPolice);
  nodes.client.replaceIdentity(exchangeIdentity(await stranger.certify(), [nodes.ma]));
  nodes.connect();
  await eventually('handshake failed', () => nodes.serverEvents.some(({ kind }) => kind === 'handshake-failed'));
  const link = await eventually('told', () => nodes.inlet.links.find(({ code }) => code === 'peer-untrusted' || code === 'link-lost'));
  expect(['refused', 'down']).toContain(link.state);
  expect(nodes.server.peers()).toEqual([]);
});

test('[EX1.1] a server that is another agency than the one called is refused before a byte is sent', async () => {
  await using nodes = await twoNodes();
  const es = await certifyAgency(esPolice);
  const identity = exchangeIdentity(await nodes.gb.certify(), [nodes.ma, es]);
  nodes.client.replaceIdentity(identity);
  nodes.client.add(es.peer, { host: '127.0.0.1', port: nodes.port });
  const link = await eventually('refused', () => nodes.inlet.links.find(({ state }) => state === 'refused'));
  expect(link.code).toBe('peer-mismatch');
  expect(nodes.server.peers()).toEqual([]);
});

test('[EX1.2] only TLS 1.3 is spoken, and not without a certificate', async () => {
  await using nodes = await twoNodes();
  const old = await rawSocket(nodes, { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' });
  await closed(old);
  const bare = await rawSocket(nodes, { cert: undefined, key: undefined });
  await closed(bare);
  expect(nodes.server.peers()).toEqual([]);
  const good = await rawSocket(nodes);
  await eventually('secure', () => good.getProtocol() === 'TLSv1.3');
  good.destroy();
});

test('[EX1.2] no session is resumed: every connection shows its certificate', async () => {
  await using nodes = await twoNodes();
  const sessions: Buffer[] = [];
  const first = await rawSocket(nodes);
  first.on('session', (session) => sessions.push(session));
  const http = connectHttp2('https://ma.police', { createConnection: () => first });
  http.on('error', () => undefined);
  await new Promise((resolve) => http.once('remoteSettings', resolve));
  await new Promise((resolve) => http.ping(resolve));
  http.destroy();
  await closed(first);
  const second = await rawSocket(nodes, sessions[0] === undefined ? {} : { session: sessions[0] });
  await new Promise((resolve) => second.once('secureConnect', resolve));
  expect(second.isSessionReused()).toBe(false);
  second.destroy();
});

test('[EX1.3] suspension ends open streams at the next batch, and idle ones at the next heartbeat', async () => {
  await using nodes = await twoNodes({ server: { limits: { heartbeatMs: 50 } } });
  const { outlet, inlet } = nodes;
  outlet.append(one, leaves(1));
  nodes.connect();
  await eventually('following', () => outlet.streaming.get(one) === 1 && inlet.sizeOf(one) === 1);
  outlet.refusal = { code: 'agreement-not-active', message: 'suspended by one officer' };
  await eventually('stream ended', () => outlet.streaming.get(one) === 0);
  await eventually('refused', () => inlet.links.at(-1)?.state === 'refused');
  expect(inlet.links.at(-1)?.code).toBe('agreement-not-active');
  expect(inlet.anomalies.map(({ code }) => code)).toContain('agreement-not-active');
  outlet.refusal = undefined;
  outlet.append(one, leaves(1, 1));
  await eventually('resumed', () => inlet.sizeOf(one) === 2);
});

test('[EX1.4] a dropped peer loses its sessions at once and hears why', async () => {
  await using nodes = await twoNodes({ client: { ...quick, tempo: { ...quick.tempo, slowMs: 60_000 } } });
  nodes.outlet.append(one, leaves(1));
  nodes.connect();
  await eventually('following', () => nodes.outlet.streaming.get(one) === 1);
  nodes.server.dropPeer(gbPolice);
  await eventually('streams aborted', () => nodes.outlet.streaming.get(one) === 0);
  await eventually('sessions gone', () => nodes.server.peers().length === 0);
  const link = await eventually('told', () => nodes.inlet.links.find(({ state }) => state === 'refused'));
  expect(link.code).toBe('peer-dropped');
});

test('[EX1.5] certificates and pins change at run time with overlap', async () => {
  await using nodes = await twoNodes();
  nodes.outlet.append(one, leaves(1));
  nodes.connect();
  await eventually('first', () => nodes.inlet.sizeOf(one) === 1);
  const newMa = await certifyAgency(police);
  // Both authorities are pinned during the overlap: nothing is cut.
  nodes.client.replaceIdentity(exchangeIdentity(await nodes.gb.certify(), [nodes.ma, newMa]));
  const opened = nodes.serverEvents.filter(({ kind }) => kind === 'opened').length;
  nodes.server.replaceIdentity(exchangeIdentity(await newMa.certify(), [nodes.gb]));
  nodes.outlet.append(one, leaves(1, 1));
  await eventually('still following', () => nodes.inlet.sizeOf(one) === 2);
  expect(nodes.serverEvents.filter(({ kind }) => kind === 'opened')).toHaveLength(opened);
  // The old authority goes: its sessions end, and new ones show the new certificate.
  nodes.client.replaceIdentity(exchangeIdentity(await nodes.gb.certify(), [newMa]));
  await eventually('new sessions', () => nodes.serverEvents.filter(({ kind }) => kind === 'opened').length === opened + 2);
  nodes.outlet.append(one, leaves(1, 2));
  await eventually('follows on', () => nodes.inlet.sizeOf(one) === 3);
  // Now the server unpins the reader: out at once.
  nodes.server.replaceIdentity(exchangeIdentity(await newMa.certify(), []));
  await eventually('out', () => nodes.server.peers().length === 0);
});

test('[EX1.5] a certificate that expires under an open session ends it, at the server and at the reader', async () => {
  let expired: 'nobody' | 'reader' | 'server' = 'nobody';
  await using nodes = await twoNodes({ server: { limits: { recheckMs: 30 } } });
  const refusal = { ok: false as const, reason: { code: 'peer-certificate-expired', message: 'over' } };
  const served = exchangeIdentity(await nodes.ma.certify(), [nodes.gb]);
  const read = exchangeIdentity(await nodes.gb.certify(), [nodes.ma]);
  nodes.server.replaceIdentity({ ...served, identify: (chain) => (expired === 'reader' ? refusal : served.identify(chain)) });
  nodes.client.replaceIdentity({ ...read, identify: (chain) => (expired === 'server' ? refusal : read.identify(chain)) });
  nodes.connect();
  await eventually('up', () => nodes.inlet.links.at(-1)?.state === 'up');
  expired = 'reader';
  await eventually('server ends it', () => nodes.server.peers().length === 0);
  await eventually('told', () => nodes.inlet.links.at(-1)?.code === 'peer-certificate-expired');
  expired = 'nobody';
  await eventually('up again', () => nodes.inlet.links.at(-1)?.state === 'up');
  expired = 'server';
  await eventually('reader ends it', () => nodes.inlet.links.at(-1)?.code === 'peer-certificate-expired');
  expect(() => nodes.client.replaceIdentity({ ...read, tls: { ...read.tls, key: 'no key' } })).toThrow();
});

test('[BY3 EX2.9] what a peer may ask is bounded: body, header, method, path and tempo', async () => {
  await using nodes = await twoNodes({ server: { limits: { maxBodyBytes: 1000, requestBurst: 12, requestsPerSecond: 1, bodyMs: 100 } } });
  nodes.outlet.append(one, leaves(1));
  const socket = await rawSocket(nodes);
  const http = connectHttp2('https://ma.police', { createConnection: () => socket });
  http.on('error', () => undefined);
  const ask = (headers: Record<string, string>, body?: string, keepOpen = false): Promise<{ status: number; code: unknown }> =>
    new Promise((resolve) => {
      const stream = http.request(headers, { endStream: body === undefined && !keepOpen });
      let answer = { status: 0, code: undefined as unknown };
      stream.on('response', (got) => {
        answer = { status: Number(got[':status']), code: got['wasl-code'] };
      });
      stream.on('error', () => undefined);
      stream.on('close', () => resolve(answer));
      stream.resume();
      if (body !== undefined && keepOpen) stream.write(body);
      else if (body !== undefined) stream.end(body);
    });
  const post = { ':method': 'POST', ':path': `/v1/logs/${encodeURIComponent(one)}/receipts` };
  expect(await ask({ ':path': '/v2/logs' })).toEqual({ status: 406, code: 'exchange-version-unknown' });
  expect(await ask({ ':path': '/v1/nothing' })).toEqual({ status: 404, code: 'exchange-route-unknown' });
  expect(await ask({ ':path': '/v1/logs', ':method': 'DELETE' })).toEqual({ status: 404, code: 'exchange-route-unknown' });
  expect(await ask({ ':path': '/v1/logs/x/stream?from=0', accept: 'application/vnd.wasl.exchange.v2+ndjson' })).toEqual({
    status: 406,
    code: 'exchange-version-unknown',
  });
  expect(await ask({ ':path': '/v1/logs/x/stream?from=0' })).toEqual({ status: 404, code: 'log-unknown' });
  expect(await ask(post, 'x'.repeat(2000))).toEqual({ status: 413, code: 'body-too-long' });
  expect(await ask({ ':path': '/v1/hints', ':method': 'POST' }, '{"origin":')).toEqual({ status: 400, code: 'json-syntax' });
  // A body that trickles in is cut off in time.
  expect(await ask(post, 'x', true)).toEqual({ status: 504, code: 'link-timeout' });
  // A header larger than its bound ends the stream without an answer of the node.
  expect((await ask({ ':path': '/v1/logs', 'x-long': 'y'.repeat(9000) })).status).not.toBe(200);
  const many = await Promise.all(Array.from({ length: 8 }, () => ask({ ':path': '/v1/heads' })));
  expect(many).toContainEqual({ status: 429, code: 'link-rate-limited' });
  expect(http.closed || http.destroyed || constants.NGHTTP2_NO_ERROR === 0).toBe(true);
  http.destroy();
});

test('[BY3 EX2.9] a peer that opens too many sessions loses its oldest', async () => {
  await using nodes = await twoNodes({ server: { limits: { maxSessionsPerPeer: 2 } } });
  const sockets = await Promise.all([rawSocket(nodes), rawSocket(nodes)]);
  for (const socket of sockets) connectHttp2('https://ma.police', { createConnection: () => socket }).on('error', () => undefined);
  await eventually('two', () => nodes.serverEvents.filter(({ kind }) => kind === 'opened').length === 2);
  const third = await rawSocket(nodes);
  connectHttp2('https://ma.police', { createConnection: () => third }).on('error', () => undefined);
  await eventually('one gave way', () => nodes.serverEvents.some(({ kind }) => kind === 'closed'));
  expect(sockets.filter((socket) => socket.destroyed).length).toBeLessThanOrEqual(1);
  for (const socket of [...sockets, third]) socket.destroy();
});
