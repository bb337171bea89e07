import type { WaslError } from '@wasl/record';
import { fail } from './codes.ts';
import type { Problem, SessionView } from './types.ts';

/** An answer of the API: the value and its HTTP status, or the problem. */
export type ClientResult<T> =
  | { readonly ok: true; readonly status: number; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export interface ClientOptions {
  /** Such as `http://ma.localhost:7101`; empty for the page's own origin. */
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  /** Bearer token, where no cookie authenticates (command line, scripts). */
  readonly token?: string;
}

/** The transport beneath the client. */
export interface Caller {
  get<T>(path: string, query?: Readonly<Record<string, string | number | undefined>>): Promise<ClientResult<T>>;
  post<T>(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<ClientResult<T>>;
  send<T>(
    method: string,
    path: string,
    of?: { readonly body?: string | Uint8Array<ArrayBuffer>; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<ClientResult<T>>;
  text(path: string): Promise<ClientResult<string>>;
  bytes(path: string): Promise<ClientResult<{ readonly headers: Headers; readonly bytes: AsyncIterable<Uint8Array> }>>;
  /** Throws a WaslError: `api-unreachable`, or the problem's code. */
  stream(path: string, of: { readonly since?: number; readonly signal?: AbortSignal }): Promise<AsyncIterable<Uint8Array>>;
  remember(session: SessionView): void;
  forget(): void;
}

function clientProblem(error: WaslError): Problem {
  const { meaning: title, status, next, retryable } = error.row;
  return { type: `urn:wasl:error:${error.code}`, title, status, detail: error.message, code: error.code, instance: '', next, retryable };
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'status' in value && typeof value.code === 'string';
}

async function problemOf(response: Response): Promise<Problem> {
  const value: unknown = await response.json().catch(() => undefined);
  return isProblem(value) ? value : clientProblem(fail('api-answer-malformed', `HTTP ${response.status} without a problem document`));
}

/** Makes the transport. Sessions opened through it are kept: CSRF token always, bearer token unless a cookie jar exists (browsers). */
export function createCaller(options: ClientOptions): Caller {
  const { baseUrl, fetch } = options;
  const inBrowser = 'document' in globalThis;
  let token = options.token;
  let csrf: string | undefined;

  async function ask(method: string, path: string, of: RequestInit = {}): Promise<ClientResult<Response>> {
    const headers = new Headers(of.headers);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    else if (csrf !== undefined && method !== 'GET') headers.set('x-wasl-csrf', csrf);
    try {
      const response = await fetch(`${baseUrl}${path}`, { ...of, method, headers, credentials: 'same-origin', cache: 'no-store' });
      return response.ok ? { ok: true, status: response.status, value: response } : { ok: false, problem: await problemOf(response) };
    } catch (cause) {
      return {
        ok: false,
        problem: clientProblem(
          fail('api-unreachable', `${baseUrl === '' ? 'the node' : baseUrl}: ${cause instanceof Error ? cause.message : 'no answer'}`),
        ),
      };
    }
  }
  async function send<T>(method: string, path: string, of: RequestInit = {}): Promise<ClientResult<T>> {
    const answer = await ask(method, path, of);
    if (!answer.ok) return answer;
    try {
      return { ok: true, status: answer.status, value: (await answer.value.json()) as T };
    } catch {
      return { ok: false, problem: clientProblem(fail('api-answer-malformed', `the answer of ${path} is not JSON`)) };
    }
  }
  return {
    get: (path, query = {}) => {
      const given = Object.entries(query).filter(([, value]) => value !== undefined);
      const search = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
      return send('GET', search === '' ? path : `${path}?${search}`);
    },
    post: (path, body, headers = {}) =>
      send(
        'POST',
        path,
        body === undefined ? { headers } : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) },
      ),
    send,
    text: async (path) => {
      const answer = await ask('GET', path);
      return answer.ok ? { ok: true, status: answer.status, value: await answer.value.text() } : answer;
    },
    bytes: async (path) => {
      const answer = await ask('GET', path);
      if (!answer.ok) return answer;
      const { headers, body } = answer.value;
      if (body === null) return { ok: false, problem: clientProblem(fail('api-answer-malformed', `the answer of ${path} has no body`)) };
      return { ok: true, status: answer.status, value: { headers, bytes: chunksOf(body) } };
    },
    stream: async (path, { since, signal }) => {
      const answer = await ask('GET', path, {
        headers: { accept: 'text/event-stream', ...(since === undefined ? {} : { 'last-event-id': String(since) }) },
        ...(signal === undefined ? {} : { signal }),
      });
      if (!answer.ok) {
        const code = answer.problem.code === 'api-answer-malformed' ? 'api-answer-malformed' : 'api-unreachable';
        throw fail(code, answer.problem.detail, { details: { problem: answer.problem } });
      }
      if (answer.value.body === null) throw fail('api-answer-malformed', 'the event stream has no body');
      return chunksOf(answer.value.body);
    },
    remember: (session) => {
      csrf = session.csrf;
      if (!inBrowser && session.token !== undefined) token = session.token;
    },
    forget: () => {
      csrf = undefined;
      token = undefined;
    },
  };
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
