import type { ServerHttp2Stream } from 'node:http2';
import type { Refusal } from '@wasl/record';
import { fail } from '../codes.ts';
import { encodeProblem } from '../protocol/problem.ts';

/** Sends a whole answer, unless the peer went away meanwhile. */
export function answer(stream: ServerHttp2Stream, status: number, mediaType: string, body: string | Uint8Array): void {
  if (stream.destroyed || stream.headersSent) return;
  stream.respond({ ':status': status, 'content-type': mediaType });
  stream.end(body);
}

/** Sends a refusal: its code stands in a header of its own, so that it is known whatever the body is. */
export function answerRefusal(stream: ServerHttp2Stream, reason: Refusal, statusOf?: (code: string) => number | undefined): void {
  if (stream.destroyed || stream.headersSent) return;
  const { status, mediaType, body } = encodeProblem(reason, statusOf);
  stream.respond({ ':status': status, 'content-type': mediaType, 'wasl-code': reason.code });
  stream.end(body);
}

/** The body of a request as text. Throws `body-too-long`, `body-malformed` or `link-timeout`. */
export async function readBody(
  stream: ServerHttp2Stream,
  bounds: { readonly maxBytes: number; readonly timeoutMs: number },
): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  const timer = setTimeout(
    () => stream.destroy(fail('link-timeout', `a body was not complete after ${bounds.timeoutMs} ms`)),
    bounds.timeoutMs,
  );
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > bounds.maxBytes) throw fail('body-too-long', `a body has more than ${bounds.maxBytes} bytes`);
      chunks.push(chunk);
    }
  } finally {
    clearTimeout(timer);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw fail('body-malformed', 'a body is not UTF-8', { cause });
  }
}
