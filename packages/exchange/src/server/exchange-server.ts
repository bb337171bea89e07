import {
  createSecureServer,
  type Http2SecureServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Clock, Outlet, Peer } from '@wasl/node';
import { type AgencyId, type Refusal, refusalOf, WaslError } from '@wasl/record';
import { fail } from '../codes.ts';
import { acceptsStream, parsePath, type Target } from '../protocol/media.ts';
import { type Identify, peerChain, sharedTls, type TlsIdentity } from '../tls/material.ts';
import { answer, answerRefusal, readBody } from './answer.ts';
import { defaultServerLimits, type ServerLimits } from './limits.ts';
import { hasBody, type Route, routes } from './routes.ts';
import { dismiss, end, farewell, SessionRegistry } from './session-registry.ts';
import { streamLog } from './stream-log.ts';

/** What the server tells its owner; nothing of it carries content. */
export type ServerEvent =
  | { readonly kind: 'opened' | 'closed'; readonly peer: Peer }
  /** A certificate, or a request, was refused. */
  | { readonly kind: 'refused'; readonly peer?: Peer; readonly reason: Refusal }
  /** A handshake failed before anyone was known. */
  | { readonly kind: 'handshake-failed'; readonly message: string }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface ServerOptions extends TlsIdentity {
  readonly outlet: Outlet;
  readonly clock: Clock;
  readonly limits?: Partial<ServerLimits>;
  /** A peer says that it has something new: wake the client of that peer. Best effort (EX7). */
  readonly hinted?: (peer: Peer, origin: string) => void;
  /** HTTP status of a code that the node refuses with; without one it is 403. */
  readonly statusOf?: (code: string) => number | undefined;
  readonly observe?: (event: ServerEvent) => void;
}

/** The exchange server of one node. Peers without a proved identity get no answer at all. */
export interface ExchangeServer {
  listen(address: { readonly host: string; readonly port: number }): Promise<{ readonly port: number }>;
  /** Ends all sessions of an agency at once; their streams abort. Whether it may come back is the node's decision. */
  dropPeer(agency: AgencyId): void;
  /** New certificate, key, pins or rule of identity from now on; sessions that the new rule refuses end at once. */
  replaceIdentity(identity: TlsIdentity): void;
  /** Agencies that have a session open now. */
  peers(): readonly AgencyId[];
  /** Ends all sessions and stops listening. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A peer that never had a session gets this long to read why. */
const lingerMs = 250;

class NodeServer implements ExchangeServer {
  readonly #options: ServerOptions;
  readonly #limits: ServerLimits;
  readonly #registry: SessionRegistry;
  readonly #server: Http2SecureServer;
  readonly #sockets = new Set<Socket>();
  /** The connection that just proved its certificate; its session is made in the same turn. */
  #arriving: TLSSocket | undefined;
  #identify: Identify;
  #cancelRecheck: () => void = () => undefined;

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#identify = options.identify;
    this.#limits = { ...defaultServerLimits, ...options.limits };
    this.#registry = new SessionRegistry(this.#limits, options.clock);
    this.#server = createSecureServer({
      ...sharedTls(options.tls),
      requestCert: true,
      allowHTTP1: false,
      handshakeTimeout: this.#limits.handshakeMs,
      unknownProtocolTimeout: this.#limits.handshakeMs,
      maxSessionMemory: 64,
      maxHeaderListPairs: 32,
      maxSettings: 16,
      settings: {
        enablePush: false,
        maxConcurrentStreams: this.#limits.maxStreamsPerSession,
        maxHeaderListSize: this.#limits.maxHeaderBytes,
      },
    });
    this.#server.maxConnections = this.#limits.maxConnections;
    this.#server.on('connection', (socket: Socket) => {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    // node:http2 makes the session inside its own listener of this event, so this one must come before it.
    this.#server.prependListener('secureConnection', (socket: TLSSocket) => {
      this.#arriving = socket;
    });
    this.#server.on('session', (session) => {
      if (this.#arriving === undefined) session.destroy();
      else this.#admit(session, this.#arriving);
    });
    this.#server.on('stream', (stream, headers) => this.#take(stream, headers));
    this.#server.on('tlsClientError', (error) => this.#observe({ kind: 'handshake-failed', message: error.message }));
    this.#server.on('sessionError', (error) => this.#observe({ kind: 'handshake-failed', message: error.message }));
  }

  listen(address: { readonly host: string; readonly port: number }): Promise<{ readonly port: number }> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(address.port, address.host, () => {
        this.#server.off('error', reject);
        this.#server.on('error', (error) => this.#observe({ kind: 'failed', error }));
        this.#recheckLater();
        resolve({ port: (this.#server.address() as AddressInfo).port });
      });
    });
  }

  dropPeer(agency: AgencyId): void {
    for (const held of this.#registry.of(agency)) dismiss(held, 'peer-dropped');
  }

  replaceIdentity(identity: TlsIdentity): void {
    this.#server.setSecureContext(sharedTls(identity.tls));
    this.#identify = identity.identify;
    this.#recheck();
  }

  peers(): readonly AgencyId[] {
    return [...new Set(this.#registry.all().map((held) => held.peer.agency))];
  }

  async close(): Promise<void> {
    this.#cancelRecheck();
    const closed = new Promise<void>((resolve) => {
      if (this.#server.listening) this.#server.close(() => resolve());
      else resolve();
    });
    for (const held of this.#registry.all()) end(held);
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #recheckLater(): void {
    this.#cancelRecheck = this.#options.clock.after(this.#limits.recheckMs, () => {
      this.#recheck();
      this.#recheckLater();
    });
  }

  /** Ends the sessions whose certificate no longer stands: unpinned, or expired since. */
  #recheck(): void {
    for (const held of this.#registry.all()) {
      const found = this.#identify(held.chain);
      if (found.ok && found.value.agency === held.peer.agency && found.value.party === held.peer.party) continue;
      this.#observe({
        kind: 'refused',
        peer: held.peer,
        reason: found.ok ? refusalOf(fail('peer-mismatch', `certificate now names ${found.value.agency}`)) : found.reason,
      });
      dismiss(held, found.ok ? 'peer-mismatch' : found.reason.code);
    }
  }

  #observe(event: ServerEvent): void {
    this.#options.observe?.(event);
  }

  #admit(session: ServerHttp2Session, socket: TLSSocket): void {
    session.on('error', () => {
      // The 'close' that follows ends the session's streams; the error adds nothing that the peer did not choose.
      session.destroy();
    });
    const chain = peerChain(socket);
    const found = this.#identify(chain);
    if (!found.ok) {
      this.#observe({ kind: 'refused', reason: found.reason });
      farewell(session, found.reason.code);
      this.#options.clock.after(lingerMs, () => end({ session, socket }));
      return;
    }
    const peer = found.value;
    this.#registry.add({ peer, chain, session, socket });
    this.#observe({ kind: 'opened', peer });
    session.once('close', () => this.#observe({ kind: 'closed', peer }));
  }

  #take(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    stream.on('error', () => {
      // A reset by the peer: 'close' follows and aborts what was under way.
      stream.destroy();
    });
    const peer = stream.session === undefined ? undefined : this.#registry.peerOf(stream.session as ServerHttp2Session);
    if (peer === undefined) {
      stream.destroy();
      return;
    }
    const refuse = (reason: Refusal): void => {
      this.#observe({ kind: 'refused', peer, reason });
      answerRefusal(stream, reason, this.#options.statusOf);
    };
    if (!this.#registry.allow(peer.agency)) {
      refuse(refusalOf(fail('link-rate-limited', `more than ${this.#limits.requestsPerSecond} requests a second`)));
      return;
    }
    const target = parsePath(String(headers[':path'] ?? ''));
    if (!target.ok) {
      refuse(target.reason);
      return;
    }
    const route = routes[target.value.route];
    const wrong = this.#mismatch(stream, headers, route, target.value);
    if (wrong !== undefined) {
      refuse(refusalOf(wrong));
      return;
    }
    if (target.value.route === 'stream') this.#stream(stream, peer, target.value);
    else void this.#handle(stream, { peer, route, target: target.value }).catch((error: unknown) => this.#failed(stream, peer, error));
  }

  #mismatch(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, route: Route, target: Target): WaslError | undefined {
    const method = headers[':method'];
    if (method !== route.method || (method === 'GET' && hasBody(stream))) {
      return fail('exchange-route-unknown', `${String(method)} is not a method of ${target.route}`);
    }
    if (target.route === 'stream' && !acceptsStream(headers.accept)) {
      return fail('exchange-version-unknown', `the reader accepts ${String(headers.accept).slice(0, 80)} only`);
    }
    return undefined;
  }

  #stream(stream: ServerHttp2Stream, peer: Peer, target: { readonly origin: string; readonly from: number }): void {
    const { outlet, clock, statusOf } = this.#options;
    void streamLog(
      stream,
      { peer, origin: target.origin, from: target.from },
      {
        outlet,
        clock,
        heartbeatMs: this.#limits.heartbeatMs,
        stalledReaderMs: this.#limits.stalledReaderMs,
        ...(statusOf === undefined ? {} : { statusOf }),
        failed: (error) => this.#observe({ kind: 'failed', error }),
      },
    );
  }

  async #handle(stream: ServerHttp2Stream, call: { readonly peer: Peer; readonly route: Route; readonly target: Target }): Promise<void> {
    const { peer, route, target } = call;
    if (route.handle === undefined) return;
    const result = await route.handle(target, {
      outlet: this.#options.outlet,
      peer,
      body: () => readBody(stream, { maxBytes: this.#limits.maxBodyBytes, timeoutMs: this.#limits.bodyMs }),
      hinted: (from, origin) => this.#options.hinted?.(from, origin),
    });
    if (result.ok) answer(stream, 200, result.value.mediaType, result.value.body);
    else {
      this.#observe({ kind: 'refused', peer, reason: result.reason });
      answerRefusal(stream, result.reason, this.#options.statusOf);
    }
  }

  #failed(stream: ServerHttp2Stream, peer: Peer, error: unknown): void {
    if (error instanceof WaslError) {
      this.#observe({ kind: 'refused', peer, reason: refusalOf(error) });
      answerRefusal(stream, refusalOf(error), () => error.row.status);
      return;
    }
    if (stream.destroyed) return;
    this.#observe({ kind: 'failed', error });
    answerRefusal(stream, refusalOf(fail('answer-failed', 'the node failed to answer')), this.#options.statusOf);
  }
}

/** Makes the server; it listens when told to. */
export function createExchangeServer(options: ServerOptions): ExchangeServer {
  return new NodeServer(options);
}
