import type { ServerResponse } from 'node:http';
import { encodeEvent } from '@wasl/contract';
import { accept, type Result, refuse } from '@wasl/record';
import { type Call, identified, integerOf, type Sent } from '../http/call.ts';
import { securityHeaders } from '../http/security-headers.ts';
import type { ServerMetrics } from '../metrics/node-metrics.ts';
import type { ApiLimits, ApiOptions } from '../options.ts';

/** The open event streams of a server. */
export interface EventStreams {
  /** Starts a stream for the caller: resumes after `Last-Event-ID`. Refusal: `too-many-streams`. */
  open(call: Call): Promise<Result<Sent>>;
  /** Ends the streams of a session, or of an account. */
  end(of: { readonly tokenHash?: string; readonly account?: string }): void;
  endAll(): void;
}

interface Stream {
  readonly tokenHash: string;
  readonly account: string;
  readonly abort: AbortController;
}

/**
 * Streams by server-sent events. A client is sent no more than its socket takes: while it takes nothing its events wait in the node's
 * ring, and a client too slow for that is told `events-lost`, or cut after `slowClientMs`. The session is checked again with every
 * keep-alive comment, and a stream never outlives it.
 */
export function createEventStreams(
  options: ApiOptions,
  of: { readonly limits: ApiLimits; readonly metrics: ServerMetrics; readonly stillIn: (call: Call) => boolean },
): EventStreams {
  const { node, clock } = options;
  const { limits, metrics } = of;
  const open = new Set<Stream>();

  async function run(call: Call, raw: ServerResponse, stream: Stream): Promise<void> {
    const { signal } = stream.abort;
    const since = integerOf(call.headers, 'last-event-id') ?? integerOf(call.query, 'since');
    let stop: () => void = () => undefined;
    const keepAlive = (): void => {
      if (!of.stillIn(call)) {
        stream.abort.abort();
        return;
      }
      raw.write(': still here\n\n');
      stop = clock.after(limits.keepAliveMs, keepAlive);
    };
    stop = clock.after(limits.keepAliveMs, keepAlive);
    const expiry = clock.after(Math.max(0, identified(call).session.expiresAtMs - clock.nowMs()), () => stream.abort.abort());
    try {
      raw.write('retry: 1000\n\n');
      for await (const event of node.events(identified(call).actor, since, signal)) {
        if (signal.aborted) return;
        if (!raw.write(encodeEvent(event))) await drained(raw, stream.abort);
      }
    } finally {
      stop();
      expiry();
    }
  }

  /** Resolves when the socket takes more; a socket that takes nothing for too long ends the stream. */
  function drained(raw: ServerResponse, abort: AbortController): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(limits.slowClientMs, () => abort.abort());
      const finish = (): void => {
        cancel();
        raw.off('drain', finish);
        abort.signal.removeEventListener('abort', finish);
        resolve();
      };
      raw.once('drain', finish);
      abort.signal.addEventListener('abort', finish, { once: true });
    });
  }

  return {
    async open(call) {
      const { session } = identified(call);
      const own = [...open].filter((stream) => stream.tokenHash === session.tokenHash).length;
      if (own >= limits.streamsPerSession) return refuse('too-many-streams', `${own} event streams are open in this session`);
      const stream: Stream = { tokenHash: session.tokenHash, account: session.account, abort: new AbortController() };
      open.add(stream);
      metrics.streams = open.size;
      call.reply.hijack();
      const { raw } = call.reply;
      raw.on('close', () => stream.abort.abort());
      raw.on('error', () => stream.abort.abort());
      raw.writeHead(200, {
        ...securityHeaders,
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      void run(call, raw, stream)
        .catch((error: unknown) => options.observe?.({ request: call.request.id, operation: 'events', error }))
        .finally(() => {
          open.delete(stream);
          metrics.streams = open.size;
          if (raw.writableNeedDrain) raw.destroy();
          else raw.end();
        });
      return accept({ taken: true });
    },
    end({ tokenHash, account }) {
      for (const stream of open) if (stream.tokenHash === tokenHash || stream.account === account) stream.abort.abort();
    },
    endAll() {
      for (const stream of open) stream.abort.abort();
    },
  };
}
