import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { codes } from '../codes.ts';
import { type CodeRegistry, problemOf } from './problem.ts';
import { securityHeaders } from './security-headers.ts';

/** What the parser of HTTP makes of bytes that never became a request, as our codes. */
const parserCodes: Readonly<Record<string, keyof typeof codes>> = {
  HPE_HEADER_OVERFLOW: 'head-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};
const reasons: Readonly<Record<number, string>> = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' };

interface Answer {
  readonly status: number;
  readonly head: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The problem of a code as an answer that ends its connection. */
function lastAnswer(code: keyof typeof codes, rowOf: CodeRegistry): Answer {
  const problem = problemOf({ code, message: codes[code].meaning }, { rowOf, instance: crypto.randomUUID() });
  const body = Buffer.from(JSON.stringify(problem));
  const head = {
    ...securityHeaders,
    'cache-control': 'no-store',
    'content-type': 'application/problem+json',
    'content-length': String(body.length),
    connection: 'close',
  };
  return { status: problem.status, head, body };
}

/** Answers bytes that cannot be read as a request with a coded problem, as everything else is answered, and ends the connection. */
export function answerUnreadable(rowOf: CodeRegistry): (error: Error & { readonly code?: string }, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const { status, head, body } = lastAnswer(parserCodes[error.code ?? ''] ?? 'request-malformed', rowOf);
    const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(Buffer.concat([Buffer.from(`HTTP/1.1 ${status} ${reasons[status] ?? 'Refused'}\r\n${lines.join('')}\r\n`), body]));
  };
}

/** Answers an Expect header other than `100-continue`, which node:http would refuse without a word. */
export function answerExpectation(rowOf: CodeRegistry): (request: unknown, response: ServerResponse) => void {
  return (_request, response) => {
    const { status, head, body } = lastAnswer('request-malformed', rowOf);
    response.writeHead(status, head).end(body);
  };
}
