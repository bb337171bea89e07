import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { paths, sharedTls, type TlsMaterial } from '@wasl/exchange';
import type { Spoiler } from './spoil.ts';

const answerMs = 15_000;

/** A connection with a partner's good certificate. */
export function secureSocket(port: number, tls: TlsMaterial): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      ...sharedTls(tls),
      host: '127.0.0.1',
      port,
      ALPNProtocols: ['h2'],
      checkServerIdentity: () => undefined,
    });
    socket.once('secureConnect', () => resolve(socket));
    socket.once('error', reject);
  });
}

export async function exchangeSession(port: number, tls: TlsMaterial): Promise<ClientHttp2Session> {
  const socket = await secureSocket(port, tls);
  socket.on('error', () => undefined);
  const http = connectHttp2('https://partner', { createConnection: () => socket });
  http.on('error', () => undefined);
  return http;
}

/** Why the answer to a spoilt request of a partner is wrong; undefined when it is a coded refusal, an answer, or a reset. */
export function spoiltRequest(http: ClientHttp2Session, spoil: Spoiler): Promise<string | undefined> {
  const origin = spoil.pick(['ma.police/x', spoil.text(), `gb.police/${'A'.repeat(43)}`]);
  const path = spoil.pick([
    paths.receipts(origin),
    paths.hints,
    paths.stream(origin, spoil.below(9) - 4),
    '/v1/heartbeat',
    '/v1/logs',
    `/v1/${encodeURIComponent(spoil.text().toWellFormed())}`,
    `/${spoil.token()}`,
  ]);
  const method = spoil.pick(['GET', 'POST', 'POST', 'POST', 'DELETE']);
  return new Promise((resolve) => {
    const stream = http.request({ ':method': method, ':path': path.replace(/[^\x21-\x7e]/g, '~'), 'x-noise': spoil.token() });
    const timer = setTimeout(() => resolve(`no answer to ${method} ${path}`), answerMs);
    let wrong: string | undefined;
    stream.on('response', (headers) => {
      const status = Number(headers[':status']);
      const code = String(headers['wasl-code'] ?? '');
      if (status >= 400 && code === '') wrong = `${status} without a code for ${method} ${path}`;
      if (status === 500) wrong = `${status} ${code} for ${method} ${path}`;
      // A stream of a log stays open: its head is the answer.
      if (status === 200) stream.close();
    });
    stream.on('error', () => undefined);
    stream.on('close', () => {
      clearTimeout(timer);
      resolve(wrong);
    });
    stream.resume();
    if (method === 'POST') stream.end(spoil.roll() < 0.5 ? spoil.bytes(spoil.below(3_000)) : Buffer.from(spoil.json()));
    else stream.end();
  });
}

/** Bytes that are no HTTP/2, from a partner whose certificate is good. Resolves when the connection is over. */
export async function spoiltFrames(port: number, tls: TlsMaterial, spoil: Spoiler): Promise<void> {
  const socket = await secureSocket(port, tls);
  const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0', 'latin1');
  await new Promise<void>((resolve) => {
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.setTimeout(answerMs, () => socket.destroy());
    socket.resume();
    socket.end(spoil.roll() < 0.5 ? Buffer.concat([preface, spoil.bytes(200)]) : spoil.mutated(Buffer.concat([preface, spoil.bytes(60)])));
  });
}
