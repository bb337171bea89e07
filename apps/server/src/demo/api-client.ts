import { setTimeout as wait } from 'node:timers/promises';

/** Answer of a node's API: status and parsed body. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly location?: string;
}

const tries = 5;

/** A user's session at one node of the demonstration, over the same HTTP API that everyone uses. */
export class ApiSession {
  readonly #base: string;
  readonly #token: string;

  private constructor(base: string, token: string) {
    this.#base = base;
    this.#token = token;
  }

  static async open(base: string, user: string): Promise<ApiSession> {
    const answer = await fetch(`${base}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user }),
    });
    const { token } = (await answer.json()) as { token?: string };
    if (token === undefined) throw new Error(`no session for ${user} at ${base}: ${answer.status}`);
    return new ApiSession(base, token);
  }

  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<ApiAnswer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.#call('POST', path, { body: text, headers: { 'content-type': 'application/json', ...headers } });
  }

  get(path: string): Promise<ApiAnswer> {
    return this.#call('GET', path, {});
  }

  async #call(
    method: string,
    path: string,
    init: { readonly body?: string; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<ApiAnswer> {
    for (let turn = 1; ; turn++) {
      const answer = await fetch(`${this.#base}${path}`, {
        method,
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${this.#token}` },
      });
      const text = await answer.text();
      const location = answer.headers.get('location');
      if (answer.status < 500 || turn === tries) {
        const body = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : { text };
        return { status: answer.status, body, ...(location === null ? {} : { location }) };
      }
      await wait(200 * turn);
    }
  }
}
