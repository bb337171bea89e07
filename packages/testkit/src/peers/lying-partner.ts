import { createSecureServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import {
  encodeHeads,
  encodeLogs,
  noteMediaType,
  parsePath,
  sharedTls,
  streamMediaType,
  type Target,
  type TlsMaterial,
} from '@wasl/exchange';
import type { LogSummary, SeenHead } from '@wasl/node';

/** A call as the partner got it. `reader` is the common name of the caller's certificate: its agency. */
export interface PartnerCall {
  readonly method: string;
  readonly path: string;
  readonly reader: string;
  readonly body: string;
}

/** An answer of any shape: status, media type, headers and bytes are the liar's own. */
export interface RawAnswer {
  readonly status?: number;
  readonly mediaType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What a partner serves. What is absent is answered honestly and emptily. Pieces of a stream are sent as they come, then it stays open. */
export interface PartnerRoutes {
  readonly logs?: (call: PartnerCall) => readonly LogSummary[] | RawAnswer;
  readonly heads?: (call: PartnerCall) => readonly SeenHead[] | RawAnswer;
  readonly checkpoint?: (origin: string, call: PartnerCall) => string | RawAnswer;
  readonly stream?: (
    origin: string,
    call: PartnerCall & { readonly from: number; readonly signal: AbortSignal },
  ) => AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string> | RawAnswer;
  readonly receipt?: (origin: string, call: PartnerCall) => string | RawAnswer;
  readonly attachment?: (root: string, index: number, call: PartnerCall) => Uint8Array | RawAnswer;
  readonly heartbeat?: (call: PartnerCall) => string | RawAnswer;
}

export interface LyingPartner {
  readonly port: number;
  readonly calls: readonly PartnerCall[];
  /** Serves something else from now on; streams that are open go on with what they were. */
  serve(routes: PartnerRoutes): void;
  /** Shows another certificate from the next connection on. */
  replaceIdentity(tls: TlsMaterial): void;
  /** Ends every session, as a crash would. */
  hangUp(): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

function isRaw(answer: object): answer is RawAnswer {
  return 'body' in answer;
}

function send(stream: ServerHttp2Stream, answer: RawAnswer): void {
  if (stream.destroyed) return;
  stream.respond({ ':status': answer.status ?? 200, 'content-type': answer.mediaType ?? noteMediaType, ...answer.headers });
  stream.end(answer.body);
}

function note(answer: string | RawAnswer): RawAnswer {
  return typeof answer === 'string' ? { body: answer } : answer;
}

async function gather(stream: ServerHttp2Stream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

class ScriptedPartner implements LyingPartner {
  readonly calls: PartnerCall[] = [];
  readonly #server;
  readonly #sockets = new Set<Socket>();
  #routes: PartnerRoutes;

  constructor(tls: TlsMaterial, routes: PartnerRoutes) {
    this.#routes = routes;
    this.#server = createSecureServer({ ...sharedTls(tls), requestCert: true, allowHTTP1: false });
    this.#server.on('connection', (socket: Socket) => {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('session', (session) => {
      // A liar does not care how its readers leave.
      session.on('error', () => session.destroy());
    });
    this.#server.on('stream', (stream, headers) => {
      stream.on('error', () => stream.destroy());
      void this.#take(stream, headers).catch(() => stream.destroy());
    });
    this.#server.on('sessionError', () => undefined);
    this.#server.on('tlsClientError', () => undefined);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve()));
  }

  serve(routes: PartnerRoutes): void {
    this.#routes = routes;
  }

  replaceIdentity(tls: TlsMaterial): void {
    this.#server.setSecureContext(sharedTls(tls));
  }

  hangUp(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.hangUp();
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #take(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    const method = String(headers[':method']);
    const path = String(headers[':path']);
    const socket = stream.session?.socket as
      | { getPeerCertificate?: () => { readonly subject?: { readonly CN?: string | string[] } } }
      | undefined;
    const name = socket?.getPeerCertificate?.().subject?.CN;
    const call = { method, path, reader: String(name ?? ''), body: method === 'POST' ? await gather(stream) : '' };
    this.calls.push(call);
    const target = parsePath(path);
    if (!target.ok) send(stream, { status: 404, body: '' });
    else if (target.value.route === 'stream') await this.#stream(stream, target.value, call);
    else send(stream, this.#answer(target.value, call));
  }

  #answer(target: Target, call: PartnerCall): RawAnswer {
    const routes = this.#routes;
    switch (target.route) {
      case 'logs': {
        const answer = routes.logs?.(call) ?? [];
        return isRaw(answer) ? answer : { mediaType: 'application/json', body: encodeLogs(answer) };
      }
      case 'heads': {
        const answer = routes.heads?.(call) ?? [];
        return isRaw(answer) ? answer : { mediaType: 'application/json', body: encodeHeads(answer) };
      }
      case 'checkpoint':
        return note(routes.checkpoint?.(target.origin, call) ?? '');
      case 'receipts':
        return note(routes.receipt?.(target.origin, call) ?? call.body);
      case 'attachment': {
        const answer = routes.attachment?.(target.root, target.index, call) ?? { status: 404, body: '' };
        return answer instanceof Uint8Array ? { body: answer } : answer;
      }
      case 'heartbeat':
        return note(routes.heartbeat?.(call) ?? call.body);
      default:
        return { body: '' };
    }
  }

  async #stream(stream: ServerHttp2Stream, target: { readonly origin: string; readonly from: number }, call: PartnerCall): Promise<void> {
    const aborter = new AbortController();
    stream.once('close', () => aborter.abort());
    const pieces = this.#routes.stream?.(target.origin, { ...call, from: target.from, signal: aborter.signal }) ?? [];
    if (isRaw(pieces)) {
      send(stream, pieces);
      return;
    }
    stream.respond({ ':status': 200, 'content-type': streamMediaType });
    for await (const piece of pieces) {
      if (aborter.signal.aborted) return;
      stream.write(piece);
    }
  }
}

/**
 * A partner's server that says whatever its routes say, over real TLS with the certificate given (one that names another party's
 * agency included). Tests write the lies; see `lies` for the known ones.
 */
export async function lyingPartner(options: { readonly tls: TlsMaterial; readonly routes?: PartnerRoutes }): Promise<LyingPartner> {
  const partner = new ScriptedPartner(options.tls, options.routes ?? {});
  await partner.listen();
  return partner;
}
