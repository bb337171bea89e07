import { type ClientHttp2Session, type ClientHttp2Stream, connect as connectHttp2, constants } from 'node:http2';
import { connect as connectTls, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import type { Clock, Peer } from '@wasl/node';
import { type AgencyId, type Refusal, refusalOf, WaslError } from '@wasl/record';
import { codes, fail } from '../codes.ts';
import { isCode, parseProblem } from '../protocol/problem.ts';
import { chainOf, peerChain, sharedTls, type TlsIdentity } from '../tls/material.ts';

/** What a reader takes before it has read it: 4 MB a stream, 16 MB a session. */
const streamWindowBytes = 4 * 1024 * 1024;
const sessionWindowBytes = 16 * 1024 * 1024;

/** A no of the peer or of the line; `passing` means that the same may work later by itself. */
export interface Failure {
  readonly reason: Refusal;
  readonly passing: boolean;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & Failure);

export interface Answer {
  readonly mediaType: string;
  readonly body: Buffer;
}

export interface SessionOptions extends TlsIdentity {
  readonly agency: AgencyId;
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** A ping this often, and how long an unanswered line may be wholly silent: together at most 10 s. */
  readonly pingMs: number;
  readonly silentMs: number;
  /** A round trip longer than this is shown as slow. */
  readonly slowMs: number;
  readonly lost: (failure: Failure) => void;
  readonly slow: (slow: boolean) => void;
}

function failure(code: keyof typeof codes, message: string): { readonly ok: false } & Failure {
  return { ok: false, reason: { code, message }, passing: codes[code].retryable };
}

/** Statuses after which the same request may succeed later. */
function isPassingStatus(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}

/** One HTTP/2 session to a peer whose certificate was proved before a byte was sent. */
export class ClientSession {
  readonly peer: Peer;
  readonly chain: readonly Uint8Array[];
  readonly #session: ClientHttp2Session;
  readonly #socket: TLSSocket;
  #closed = false;

  constructor(session: ClientHttp2Session, socket: TLSSocket, peer: Peer) {
    this.#session = session;
    this.#socket = socket;
    this.peer = peer;
    this.chain = peerChain(socket);
  }

  get closed(): boolean {
    return this.#closed || this.#session.destroyed || this.#session.closed;
  }

  close(): void {
    this.#closed = true;
    this.#session.destroy();
    this.#socket.destroy();
  }

  /** Opens a stream; `undefined` when the session is gone. */
  open(headers: Readonly<Record<string, string>>): ClientHttp2Stream | undefined {
    if (this.closed) return undefined;
    const stream = this.#session.request({ ...headers });
    return stream;
  }

  /** One request with a bounded answer. Never rejects. `idleMs` counts from the last byte. */
  request(
    call: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: string },
    bounds: { readonly maxBytes: number; readonly idleMs: number },
  ): Promise<Outcome<Answer>> {
    const stream = this.open({ ':method': call.method, ':path': call.path });
    if (stream === undefined) return Promise.resolve(failure('link-lost', `no session to ${this.peer.agency}`));
    stream.end(call.body);
    return collect(stream, bounds);
  }
}

/** The status line of an answer, as far as the exchange needs it. */
export interface Head {
  readonly status: number;
  readonly mediaType: string;
  readonly code: unknown;
}

export function headOf(headers: { readonly [name: string]: unknown }): Head {
  return { status: Number(headers[':status']), mediaType: String(headers['content-type'] ?? ''), code: headers['wasl-code'] };
}

/** The refusal in an answer of status ≥ 400. */
function failureOf(head: Head, body: string): Failure {
  const reason = parseProblem({ ...head, body });
  return { reason, passing: isPassingStatus(head.status) };
}

/** Gathers the answer on a stream. Never rejects: what goes wrong is a failure with a code. */
export function collect(
  stream: ClientHttp2Stream,
  bounds: { readonly maxBytes: number; readonly idleMs: number },
  head?: Head,
): Promise<Outcome<Answer>> {
  return new Promise((resolve) => {
    let seen = head;
    let length = 0;
    let why: keyof typeof codes = 'link-lost';
    const chunks: Buffer[] = [];
    const abandon = (code: keyof typeof codes): void => {
      why = code;
      stream.close(constants.NGHTTP2_CANCEL);
    };
    stream.setTimeout(bounds.idleMs, () => abandon('link-timeout'));
    stream.on('response', (headers) => {
      seen = headOf(headers);
    });
    stream.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > bounds.maxBytes) abandon('body-too-long');
      else chunks.push(chunk);
    });
    let ended = false;
    stream.on('end', () => {
      ended = true;
    });
    stream.on('error', () => stream.close(constants.NGHTTP2_CANCEL));
    stream.on('close', () => {
      if (!ended || seen === undefined || why !== 'link-lost' || stream.rstCode !== constants.NGHTTP2_NO_ERROR) {
        resolve(failure(why, `an answer did not come whole (reset ${stream.rstCode})`));
        return;
      }
      const body = Buffer.concat(chunks);
      if (seen.status === 200) resolve({ ok: true, value: { mediaType: seen.mediaType, body } });
      else resolve({ ok: false, ...failureOf(seen, body.toString('utf8')) });
    });
  });
}

function identityCheck(options: SessionOptions): (host: string, certificate: DetailedPeerCertificate) => Error | undefined {
  return (_host, certificate) => {
    const found = options.identify(chainOf(certificate));
    if (!found.ok) return Object.assign(new Error(found.reason.message), { refusal: found.reason });
    if (found.value.agency === options.agency) return undefined;
    return fail('peer-mismatch', `${found.value.agency} answered where ${options.agency} was called`);
  };
}

/** Why a handshake failed: the peer's certificate is refused for good reason, everything else may pass. */
function handshakeFailure(error: Error & { readonly code?: unknown; readonly refusal?: Refusal }, socket: TLSSocket): Failure {
  if (error.refusal !== undefined) return { reason: error.refusal, passing: false };
  if (error instanceof WaslError) return { reason: refusalOf(error), passing: false };
  const untrusted = socket.authorizationError !== undefined && socket.authorizationError !== null;
  const alert = typeof error.code === 'string' && /ALERT|CERT/.test(error.code);
  if (untrusted || alert) return { reason: { code: 'peer-untrusted', message: error.message }, passing: false };
  return { reason: { code: 'link-lost', message: error.message }, passing: true };
}

function openSocket(options: SessionOptions): Promise<Outcome<TLSSocket>> {
  return new Promise((resolve) => {
    const socket = connectTls({
      ...sharedTls(options.tls),
      host: options.host,
      port: options.port,
      servername: options.agency,
      ALPNProtocols: ['h2'],
      checkServerIdentity: identityCheck(options) as (host: string, certificate: object) => Error | undefined,
    });
    socket.setNoDelay(true);
    const abort = (): void => {
      socket.destroy();
    };
    options.signal.addEventListener('abort', abort, { once: true });
    const settle = (outcome: Outcome<TLSSocket>): void => {
      options.signal.removeEventListener('abort', abort);
      resolve(outcome);
    };
    socket.once('secureConnect', () => settle({ ok: true, value: socket }));
    socket.once('error', (error) => {
      socket.destroy();
      settle({ ok: false, ...handshakeFailure(error, socket) });
    });
    socket.once('close', () => settle(failure('link-lost', 'the connection closed in the handshake')));
  });
}

/** Watches a session: who is silent for too long is gone, whatever TCP believes; a trickle of bytes is a slow line, not a dead one. */
function watch(session: ClientHttp2Session, socket: TLSSocket, options: SessionOptions): void {
  const { clock, pingMs, silentMs, slowMs } = options;
  let heardMs = clock.monotonicMs();
  let bytes = socket.bytesRead;
  let pingedMs: number | undefined;
  let nextPingMs = heardMs;
  let cancel: () => void = () => undefined;
  const tick = (): void => {
    if (session.destroyed) return;
    const nowMs = clock.monotonicMs();
    if (socket.bytesRead !== bytes) {
      bytes = socket.bytesRead;
      heardMs = nowMs;
    }
    if (pingedMs === undefined && nowMs >= nextPingMs) {
      const sentMs = nowMs;
      pingedMs = sentMs;
      nextPingMs = nowMs + pingMs;
      session.ping((error: Error | null) => {
        if (error !== null) return;
        pingedMs = undefined;
        heardMs = clock.monotonicMs();
        options.slow(heardMs - sentMs > slowMs);
      });
    } else if (pingedMs !== undefined) {
      if (nowMs - pingedMs > slowMs) options.slow(true);
      if (nowMs - Math.max(heardMs, pingedMs) > silentMs) {
        options.lost({ reason: { code: 'link-half-open', message: `${options.agency} was silent for ${silentMs} ms` }, passing: true });
        return;
      }
    }
    cancel = clock.after(Math.max(50, Math.min(pingMs, silentMs) / 4), tick);
  };
  tick();
  session.once('close', () => cancel());
}

/** Opens a session and proves the peer. Never rejects. A peer that refuses us says why in GOAWAY, which then is the reason of `lost`. */
export async function openSession(options: SessionOptions): Promise<Outcome<ClientSession>> {
  const opened = await openSocket(options);
  if (!opened.ok) return opened;
  const socket = opened.value;
  const found = options.identify(peerChain(socket));
  if (!found.ok || socket.alpnProtocol !== 'h2') {
    socket.destroy();
    return found.ok
      ? failure('exchange-version-unknown', 'the peer speaks no HTTP/2')
      : { ok: false, reason: found.reason, passing: false };
  }
  const session = connectHttp2(`https://${options.agency}`, {
    createConnection: () => socket,
    settings: { initialWindowSize: streamWindowBytes, maxFrameSize: 64 * 1024, enablePush: false },
  });
  return await new Promise((resolve) => {
    let settled = false;
    let over = false;
    let told: Failure | undefined;
    const lose = (failed: Failure): void => {
      if (over) return;
      over = true;
      session.destroy();
      socket.destroy();
      if (settled) options.lost(failed);
      else resolve({ ok: false, ...failed });
      settled = true;
    };
    session.once('remoteSettings', () => {
      if (settled) return;
      settled = true;
      session.setLocalWindowSize(sessionWindowBytes);
      watch(session, socket, { ...options, lost: lose });
      resolve({ ok: true, value: new ClientSession(session, socket, found.value) });
    });
    session.on('goaway', (_code: number, _last: number, data?: Uint8Array) => {
      const code = data === undefined ? undefined : Buffer.from(data).toString('latin1');
      if (isCode(code)) told = { reason: { code, message: `${options.agency} ended the session` }, passing: false };
    });
    session.on('error', (error: Error & { readonly code?: unknown }) => {
      if (typeof error.code === 'string' && /ALERT/.test(error.code)) {
        told = { reason: { code: 'peer-untrusted', message: `${options.agency} refuses our certificate` }, passing: false };
      }
      session.destroy();
    });
    session.once('close', () => lose(told ?? failure('link-lost', `the session to ${options.agency} ended`)));
    options.signal.addEventListener('abort', () => lose(failure('link-lost', 'stopped here')), { once: true });
  });
}
