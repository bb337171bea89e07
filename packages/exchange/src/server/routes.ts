import type { ServerHttp2Stream } from 'node:http2';
import type { Outlet, Peer } from '@wasl/node';
import type { Result } from '@wasl/record';
import { encodeHeads, encodeLogs, parseHint } from '../protocol/bodies.ts';
import { jsonMediaType, noteMediaType, type RouteName, type Target } from '../protocol/media.ts';

interface Reply {
  readonly mediaType: string;
  readonly body: string | Uint8Array;
}

interface RouteContext {
  readonly outlet: Outlet;
  readonly peer: Peer;
  /** Reads the body; refuses it by throwing when it is long, slow or not UTF-8. */
  readonly body: () => Promise<string>;
  readonly hinted: (peer: Peer, origin: string) => void;
}

/** Who decides whether the peer may have it: the node on every call, or nobody because a proved peer always may. */
type Authorisation = 'outlet' | 'any-peer';

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly authorisation: Authorisation;
  /** Absent for the stream, which is answered as it comes. */
  readonly handle?: (target: Target, context: RouteContext) => Promise<Result<Reply>>;
}

function map<T>(result: Result<T>, to: (value: T) => Reply): Result<Reply> {
  return result.ok ? { ok: true, value: to(result.value) } : result;
}

function note(text: string): Reply {
  return { mediaType: noteMediaType, body: text };
}

function json(body: string): Reply {
  return { mediaType: jsonMediaType, body };
}

function originOf(target: Target): string {
  return 'origin' in target ? target.origin : '';
}

/** Every route of the exchange (EX2). */
export const routes: Readonly<Record<RouteName, Route>> = Object.freeze({
  logs: {
    method: 'GET',
    authorisation: 'outlet',
    handle: async (_target, { outlet, peer }) => map(await outlet.logs(peer), (logs) => json(encodeLogs(logs))),
  },
  heads: {
    method: 'GET',
    authorisation: 'outlet',
    handle: async (_target, { outlet, peer }) => map(await outlet.heads(peer), (heads) => json(encodeHeads(heads))),
  },
  checkpoint: {
    method: 'GET',
    authorisation: 'outlet',
    handle: async (target, { outlet, peer }) => map(await outlet.checkpoint(peer, originOf(target)), note),
  },
  stream: { method: 'GET', authorisation: 'outlet' },
  receipts: {
    method: 'POST',
    authorisation: 'outlet',
    handle: async (target, { outlet, peer, body }) => map(await outlet.receipt(peer, originOf(target), await body()), note),
  },
  attachment: {
    method: 'GET',
    authorisation: 'outlet',
    handle: async (target, { outlet, peer }) => {
      const { root, index } = target.route === 'attachment' ? target : { root: '', index: 0 };
      return map(await outlet.attachmentChunk(peer, root, index), (body) => ({ mediaType: 'application/octet-stream', body }));
    },
  },
  hints: {
    method: 'POST',
    authorisation: 'any-peer',
    handle: async (_target, { peer, body, hinted }) => {
      hinted(peer, parseHint(await body()).origin);
      return { ok: true, value: { mediaType: noteMediaType, body: '' } };
    },
  },
  heartbeat: {
    method: 'POST',
    authorisation: 'outlet',
    handle: async (_target, { outlet, peer, body }) => map(await outlet.heartbeat(peer, await body()), note),
  },
});

/** Whether a stream came with a body, which GET never has here. */
export function hasBody(stream: ServerHttp2Stream): boolean {
  return !stream.endAfterHeaders;
}
