import type { Refusal, Result } from '@wasl/record';
import { refusalOf, WaslError } from '@wasl/record';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { codes } from '../codes.ts';
import type { Sent } from './call.ts';
import { type CodeRegistry, problemOf } from './problem.ts';
import { securityHeaders } from './security-headers.ts';

/** Codes of the framework's own refusals. */
const frameworkCodes: Readonly<Record<string, keyof typeof codes>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'body-type-refused',
  FST_ERR_CTP_EMPTY_TYPE: 'body-type-refused',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request-malformed',
  FST_ERR_BAD_URL: 'request-malformed',
  // No id of ours is that long: there is nothing at such an address.
  FST_ERR_MAX_PARAM_LENGTH: 'route-unknown',
};

/** The refusal of something thrown: its own code, the framework's by ours, `internal` for a bug. */
export function refusalOfThrown(error: unknown): Refusal {
  if (error instanceof WaslError) return refusalOf(error);
  const code = frameworkCodes[(error as Partial<FastifyError>).code ?? ''];
  return code === undefined ? { code: 'internal', message: '' } : { code, message: codes[code].meaning };
}

/** How answers become bytes. */
export interface Replies {
  refuse(request: FastifyRequest, reply: FastifyReply, reason: Refusal): FastifyReply;
  answer(request: FastifyRequest, reply: FastifyReply, result: Result<Sent>): FastifyReply;
}

/** Writers of problems and answers; neither is stored by any cache unless the answer says otherwise. */
export function createReplies(rowOf: CodeRegistry): Replies {
  function refuse(request: FastifyRequest, reply: FastifyReply, reason: Refusal): FastifyReply {
    const problem = problemOf(reason, { rowOf, instance: request.id });
    const retryMs: unknown = reason.details?.['retryAfterMs'];
    reply.headers(securityHeaders).header('cache-control', 'no-store').type('application/problem+json').code(problem.status);
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="wasl"');
    if (typeof retryMs === 'number') reply.header('retry-after', String(Math.ceil(retryMs / 1000)));
    // The rest of a body that was not read must not be taken for the next request.
    if (problem.status === 413) reply.header('connection', 'close');
    return reply.send(JSON.stringify(problem));
  }
  return {
    refuse,
    answer(request, reply, result) {
      if (!result.ok) return refuse(request, reply, result.reason);
      const sent = result.value;
      if ('taken' in sent) return reply;
      reply.code(sent.status).headers({ 'cache-control': 'no-store', ...sent.headers });
      return 'json' in sent ? reply.type('application/json').send(JSON.stringify(sent.json)) : reply.send(sent.bytes);
    },
  };
}
