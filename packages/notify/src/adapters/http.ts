import { failureText, type Sent } from '../adapter.ts';

/** How an HTTP adapter reaches out. `fetch` comes in so that tests and proxies can stand in its place. */
export interface HttpTools {
  readonly fetch: typeof fetch;
  readonly timeoutMs?: number;
}

const passing: ReadonlySet<number> = new Set([408, 425, 429]);

/** One POST, no redirect followed: 2xx is sent; 408, 425, 429 and 5xx pass by; every other answer is a refusal for good. Never rejects. */
export async function post(
  tools: HttpTools,
  url: string,
  request: { readonly headers: Record<string, string>; readonly body?: string },
): Promise<Sent> {
  try {
    const answer = await tools.fetch(url, {
      method: 'POST',
      redirect: 'error',
      headers: request.headers,
      signal: AbortSignal.timeout(tools.timeoutMs ?? 20_000),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    await answer.body?.cancel();
    if (answer.ok) return { state: 'sent' };
    const message = `${new URL(url).host} answered ${answer.status}`;
    return { state: answer.status >= 500 || passing.has(answer.status) ? 'failed' : 'refused', message };
  } catch (error) {
    return { state: 'failed', message: failureText(error) };
  }
}
