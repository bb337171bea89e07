import type { Route } from '@wasl/contract';
import { parseJson } from '@wasl/record';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { admit, type Demand } from '../auth/guard.ts';
import type { Identified, identify } from '../auth/identify.ts';
import { contractRoute, type MountedRoute, singleValues } from '../gateway-routes.ts';
import type { ApiOptions } from '../options.ts';
import type { Call, Handler } from './call.ts';
import type { Replies } from './replies.ts';
import { routeChecks } from './validate.ts';

/** Many clients send `{}` where nothing is asked; no more than that is taken. */
const emptyBodyBytes = 256;

function isEmpty(body: unknown): boolean {
  return body === undefined || (typeof body === 'object' && body !== null && !Array.isArray(body) && Object.keys(body).length === 0);
}

/** Whether HEAD is answered beside GET (RFC 9110 §9.3.2); a stream of events has no end that a HEAD could wait for. */
export function hasHead(route: Pick<Route, 'method' | 'operationId'>): boolean {
  return route.method === 'GET' && route.operationId !== 'events';
}

/** Puts rows of tables onto the server, each behind its guard. */
export interface Mounting {
  /** Operations without a body or with a JSON one. */
  json(scope: FastifyInstance, rows: readonly (readonly [Route, Handler])[]): void;
  /** Operations whose body is a stream of bytes of any media type. */
  stream(scope: FastifyInstance, rows: readonly (readonly [Route, Handler])[]): void;
  gateways(scope: FastifyInstance, rows: readonly MountedRoute[]): void;
}

/** Makes the mounts; callers are known from the guard on. */
export function createMounting(
  of: Pick<ApiOptions, 'journal'> & { readonly replies: Replies; readonly identity: Parameters<typeof identify>[1] },
): Mounting {
  const { replies, identity, journal } = of;
  const callers = new WeakMap<FastifyRequest, Identified>();
  const checksOf = routeChecks();

  /** Runs before a byte of the body is read. */
  function guarding(row: Pick<Demand, 'authorisation' | 'csrf'> & { readonly method: string }, maxBodyBytes: number) {
    const demand: Demand = { authorisation: row.authorisation, csrf: row.csrf, changes: row.method !== 'GET' };
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
      const admitted = admit(request, demand, identity);
      if (!admitted.ok) {
        if (admitted.who !== undefined && admitted.reason.code === 'role-refused') {
          const path = request.routeOptions.url ?? '';
          await journal?.({ act: 'refuse-call', user: admitted.who.actor.user, code: 'role-refused', details: { path } });
        }
        return replies.refuse(request, reply, admitted.reason);
      }
      if (admitted.value !== undefined) callers.set(request, admitted.value);
      if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes)
        return replies.refuse(request, reply, { code: 'body-too-large', message: `at most ${maxBodyBytes} bytes` });
      return undefined;
    };
  }

  function mount(scope: FastifyInstance, route: Route, handler: Handler): void {
    const checks = checksOf(route);
    scope.route({
      method: route.method,
      url: route.path.replace(/\{(\w+)\}/g, ':$1'),
      exposeHeadRoute: hasHead(route),
      config: { operation: route.operationId },
      onRequest: guarding(route, route.body?.maxBytes ?? (route.method === 'GET' ? 0 : emptyBodyBytes)),
      handler: async (request, reply) => {
        const params = { ...(request.params as Record<string, string>) };
        const query = { ...(request.query as Record<string, string>) };
        const headers = { ...singleValues(request.headers) };
        for (const bad of [checks.path(params), checks.query(query), checks.header(headers)])
          if (!bad.ok) return replies.refuse(request, reply, bad.reason);
        if (route.body?.schema !== undefined) {
          if (request.body === undefined) return replies.refuse(request, reply, { code: 'body-missing', message: 'a JSON body is needed' });
          const body = checks.body(request.body);
          if (!body.ok) return replies.refuse(request, reply, body.reason);
        }
        if (route.body === undefined && !isEmpty(request.body))
          return replies.refuse(request, reply, { code: 'request-invalid', message: 'this takes no body, or an empty object' });
        const body = request.body as Call['body'];
        return replies.answer(request, reply, await handler({ request, reply, who: callers.get(request), params, query, headers, body }));
      },
    });
  }

  function mountGateway(scope: FastifyInstance, route: MountedRoute): void {
    const row = contractRoute(route);
    scope.route({
      method: route.method,
      url: route.path,
      exposeHeadRoute: route.method === 'GET',
      bodyLimit: Math.max(1, route.maxBodyBytes),
      config: { operation: row.operationId },
      onRequest: guarding(row, route.maxBodyBytes),
      handler: async (request, reply) => {
        const who = callers.get(request);
        if (who === undefined) throw new TypeError('a gateway was called without a session');
        const { status, headers, body } = await route.handle({
          method: request.method,
          path: request.url.split('?')[0] ?? '',
          params: { ...(request.params as Record<string, string>) },
          query: singleValues(request.query as object),
          headers: singleValues(request.headers),
          body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
          actor: who.actor,
        });
        return reply.code(status).headers(headers).send(Buffer.from(body));
      },
    });
  }

  return {
    json(scope, rows) {
      scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) =>
        body.length === 0 ? undefined : parseJson(body),
      );
      for (const [route, handler] of rows) mount(scope, route, handler);
    },
    stream(scope, rows) {
      scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
      for (const [route, handler] of rows) mount(scope, route, handler);
    },
    gateways(scope, rows) {
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
      for (const route of rows) mountGateway(scope, route);
    },
  };
}
