import { readdirSync, readFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Route, routes } from '@wasl/contract';
import { entryFor } from '../records.ts';
import type { Spoiler } from './spoil.ts';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What is sent, for the report when the answer is wrong. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

const answerMs = 15_000;
const fixtures = fileURLToPath(new URL('../../../gateways/cap/fixtures/', import.meta.url));
const alerts = ['valid', 'invalid'].flatMap((kind) =>
  readdirSync(`${fixtures}${kind}`).map((name) => readFileSync(`${fixtures}${kind}/${name}`)),
);
const record = Buffer.from(JSON.stringify(entryFor('a record to spoil')));

/** One request; the answer's head and as much of its body as comes at once. A stream of events is left after its head. */
export function call(port: number, { method, path, headers: given, body }: Call): Promise<Reply> {
  // Without a length the body of some methods would be the next request of the connection.
  const headers = { ...given, ...(body === undefined ? {} : { 'content-length': String(body.length) }) };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false, timeout: answerMs }, (answer) => {
      const chunks: Buffer[] = [];
      const done = () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString('utf8') });
      if (String(answer.headers['content-type']).startsWith('text/event-stream')) {
        done();
        sent.destroy();
        return;
      }
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', done).on('error', reject);
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${answerMs} ms`)));
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A session of one of the demonstration's users. */
export async function openSession(port: number, user: string): Promise<string> {
  const body = Buffer.from(JSON.stringify({ user }));
  const { status, body: text } = await call(port, {
    method: 'POST',
    path: '/api/v1/session',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const { token } = JSON.parse(text) as { readonly token?: string };
  if (token === undefined) throw new Error(`no session for ${user}: ${status}`);
  return token;
}

function pathOf(route: Pick<Route, 'path' | 'parameters'>, spoil: Spoiler): string {
  const path = route.path.replace(/\{\w+\}/g, () => encodeURIComponent(spoil.text().toWellFormed()));
  const known = (route.parameters ?? []).filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const query = Array.from({ length: spoil.below(3) }, () => {
    const name = spoil.pick([...known, 'unknown', '__proto__']);
    return `${encodeURIComponent(name)}=${encodeURIComponent(spoil.pick([spoil.text(), '5', '-1', 'actual']).toWellFormed())}`;
  });
  return `${path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

function bodyOf(spoil: Spoiler): Buffer {
  switch (spoil.below(5)) {
    case 0:
      return spoil.bytes(spoil.below(400));
    case 1:
    case 2:
      return spoil.mutated(record);
    default:
      return Buffer.from(spoil.json());
  }
}

const capRoutes: readonly Pick<Route, 'method' | 'path' | 'parameters'>[] = [
  { method: 'GET', path: '/gateways/cap/alerts/{id}' },
  { method: 'GET', path: '/gateways/cap/alerts/{id}/losses' },
  { method: 'GET', path: '/gateways/cap/feed.atom' },
];

/** Some call of the API or the gateway, none of which is quite right. */
export function spoiltCall(spoil: Spoiler, token: string): Call {
  const headers: Record<string, string> = { host: '127.0.0.1' };
  if (spoil.roll() < 0.85) headers['authorization'] = `Bearer ${spoil.roll() < 0.95 ? token : spoil.token()}`;
  if (spoil.roll() < 0.2) headers['idempotency-key'] = spoil.token();
  if (spoil.roll() < 0.1) headers['x-wasl-desk'] = spoil.token();
  if (spoil.roll() < 0.1) headers['last-event-id'] = spoil.token();
  if (spoil.roll() < 0.05) headers['host'] = spoil.token() || 'x';
  if (spoil.roll() < 0.25) {
    const body = spoil.roll() < 0.1 ? spoil.bytes(spoil.below(2_000)) : spoil.mutated(spoil.pick(alerts));
    headers['content-type'] = spoil.pick(['application/cap+xml', 'application/xml', 'text/plain', 'application/json']);
    return { method: 'POST', path: '/gateways/cap/alerts', headers, body };
  }
  // An end of the session would only make all calls after it alike.
  const served = routes.filter((route) => !(route.method === 'DELETE' && route.path === '/api/v1/session'));
  const route = spoil.pick([...served, ...capRoutes]);
  const method = spoil.roll() < 0.05 ? spoil.pick(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) : route.method;
  if (method === 'GET') return { method, path: pathOf(route, spoil), headers };
  headers['content-type'] = spoil.roll() < 0.85 ? 'application/json' : spoil.token() || 'x';
  return { method, path: pathOf(route, spoil), headers, body: bodyOf(spoil) };
}

/** Why an answer is not one that a node may give to bad input; undefined when it is. */
export function wrongAnswer({ status, headers, body }: Reply): string | undefined {
  if (status < 400) return undefined;
  if (!String(headers['content-type']).startsWith('application/problem+json')) return `${status} without a problem: ${body.slice(0, 120)}`;
  let problem: { readonly code?: unknown; readonly status?: unknown };
  try {
    problem = JSON.parse(body) as typeof problem;
  } catch {
    return `${status} with a problem that is no JSON`;
  }
  const { code } = problem;
  if (typeof code !== 'string' || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(code)) return `${status} without a code`;
  return status === 500 || code === 'internal' ? `${status} ${code}` : undefined;
}

/** Bytes that are no HTTP, to the bare port; what comes back before the connection ends. */
export function rawCall(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    socket.setTimeout(answerMs, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}

/** A request head that was spoilt, or bytes that never were one. */
export function spoiltHead(spoil: Spoiler): Buffer {
  const head = `POST /api/v1/records HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\nX-Long: ${'y'.repeat(spoil.below(2) * 20_000)}\r\n\r\n{}`;
  return spoil.roll() < 0.3 ? spoil.bytes(spoil.below(2_000)) : spoil.mutated(Buffer.from(head));
}
