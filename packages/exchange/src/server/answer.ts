import { constants, type ServerHttp2Stream } from 'node:http2';
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
  // What the peer still sends is thrown away, and the stream does not wait for the end of it (RFC 9113 §8.1).
  stream.resume();
  stream.end(body, () => stream.close(constants.NGHTTP2_NO_ERROR));
}

interface BodyBounds {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** Listens by hand: an iterator that is left early destroys the stream, and with it the way to answer. */
function gather(stream: ServerHttp2Stream, bounds: BodyBounds): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      stream.off('data', take).off('end', end).off('close', lost);
      settle();
    };
    const lost = (): void => finish(() => reject(fail('link-lost', 'the peer left before its body was complete')));
    const end = (): void => finish(() => resolve(Buffer.concat(chunks)));
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      chunks.push(chunk);
      if (length > bounds.maxBytes) finish(() => reject(fail('body-too-long', `a body has more than ${bounds.maxBytes} bytes`)));
    };
    const timer = setTimeout(
      () => finish(() => reject(fail('link-timeout', `a body was not complete after ${bounds.timeoutMs} ms`))),
      bounds.timeoutMs,
    );
    stream.on('data', take).on('end', end).on('close', lost);
  });
}

/** The body of a request as text. Throws `body-too-long`, `body-malformed`, `link-timeout` or `link-lost`. */
export async function readBody(stream: ServerHttp2Stream, bounds: BodyBounds): Promise<string> {
  const body = await gather(stream, bounds);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch (cause) {
    throw fail('body-malformed', 'a body is not UTF-8', { cause });
  }
}
