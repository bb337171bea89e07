import { type Result, refuse } from '@wasl/record';

/** Media type of a stream; its name carries the version of the protocol (EX2). */
export const streamMediaType = 'application/vnd.wasl.exchange.v1+ndjson';
export const noteMediaType = 'text/plain; charset=utf-8';
/** Answer to a cursor above the size: the size in decimal digits and a line feed (C2SP tlog-witness, 409). */
export const sizeMediaType = 'text/x.tlog.size';
export const problemMediaType = 'application/problem+json';
export const jsonMediaType = 'application/json';

/** What a request asks for. `origin` and `root` are untrusted text of bounded length. */
export type Target =
  | { readonly route: 'logs' | 'heads' | 'hints' | 'heartbeat' }
  | { readonly route: 'checkpoint' | 'receipts'; readonly origin: string }
  | { readonly route: 'stream'; readonly origin: string; readonly from: number }
  | { readonly route: 'attachment'; readonly root: string; readonly index: number };

export type RouteName = Target['route'];

const simpleRoutes: Readonly<Record<string, 'logs' | 'heads' | 'hints' | 'heartbeat'>> = Object.freeze({
  '/v1/logs': 'logs',
  '/v1/heads': 'heads',
  '/v1/hints': 'hints',
  '/v1/heartbeat': 'heartbeat',
});

const maxPathLength = 1024;

function parseCount(text: string | undefined): number | undefined {
  if (text === undefined || !/^(0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

function decodeSegment(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text);
    return encodeURIComponent(decoded) === text ? decoded : undefined;
  } catch {
    // A malformed escape is a path that no builder below makes: unknown, not an error of its own.
    return undefined;
  }
}

/** A path of the exchange. Refuses with `exchange-version-unknown`, `exchange-route-unknown` or `cursor-invalid`. */
export function parsePath(path: string): Result<Target> {
  if (path.length > maxPathLength) return refuse('exchange-route-unknown', `a path of ${path.length} characters`);
  const version = /^\/v([0-9]{1,4})\//.exec(path);
  if (version !== null && version[1] !== '1') return refuse('exchange-version-unknown', `version ${version[1]} asked, version 1 spoken`);
  const simple = Object.hasOwn(simpleRoutes, path) ? simpleRoutes[path] : undefined;
  if (simple !== undefined) return { ok: true, value: { route: simple } };
  const log = /^\/v1\/logs\/([^/?]{1,400})\/(checkpoint|receipts|stream)(?:\?from=([^&]{0,20}))?$/.exec(path);
  if (log !== null) return parseLogPath(log, path);
  const attachment = /^\/v1\/attachments\/([A-Za-z0-9_-]{1,64})\/([0-9]{1,16})$/.exec(path);
  const index = parseCount(attachment?.[2]);
  if (attachment?.[1] !== undefined && index !== undefined) return { ok: true, value: { route: 'attachment', root: attachment[1], index } };
  return refuse('exchange-route-unknown', `no route ${JSON.stringify(path.slice(0, 80))}`);
}

function parseLogPath(match: RegExpExecArray, path: string): Result<Target> {
  const origin = decodeSegment(match[1] ?? '');
  const route = match[2];
  if (origin === undefined || (match[3] !== undefined && route !== 'stream')) {
    return refuse('exchange-route-unknown', `no route ${JSON.stringify(path.slice(0, 80))}`);
  }
  if (route !== 'stream') return { ok: true, value: { route: route === 'receipts' ? 'receipts' : 'checkpoint', origin } };
  const from = parseCount(match[3]);
  if (from === undefined) return refuse('cursor-invalid', `from=${match[3] ?? ''} is no tree size`);
  return { ok: true, value: { route: 'stream', origin, from } };
}

/** Paths of the exchange; `parsePath` takes each of them back. */
export const paths = Object.freeze({
  logs: '/v1/logs',
  heads: '/v1/heads',
  hints: '/v1/hints',
  heartbeat: '/v1/heartbeat',
  checkpoint: (origin: string): string => `/v1/logs/${encodeURIComponent(origin)}/checkpoint`,
  receipts: (origin: string): string => `/v1/logs/${encodeURIComponent(origin)}/receipts`,
  stream: (origin: string, from: number): string => `/v1/logs/${encodeURIComponent(origin)}/stream?from=${from}`,
  attachment: (root: string, index: number): string => `/v1/attachments/${root}/${index}`,
});

/** Whether an `accept` header lets this version of the stream pass; absent means anything. */
export function acceptsStream(accept: string | undefined): boolean {
  if (accept === undefined) return true;
  return accept.split(',').some((part) => {
    const type = part.split(';')[0]?.trim().toLowerCase();
    return type === streamMediaType || type === '*/*' || type === 'application/*';
  });
}
