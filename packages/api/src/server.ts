import type { AddressInfo } from 'node:net';
import { type OperationId, type Route, routes, servedRoutes } from '@wasl/contract';
import { parseJson, type Result, refusalOf, WaslError } from '@wasl/record';
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { cookieName } from './auth/cookie.ts';
import { admit, type Demand } from './auth/guard.ts';
import { type Identified, identify } from './auth/identify.ts';
import { checkHost } from './auth/origin.ts';
import { createPasskeys, noPasskeys } from './auth/passkeys.ts';
import { accountPeople, demonstrationPeople } from './auth/people.ts';
import { codes, fail } from './codes.ts';
import { createEventStreams } from './events/event-streams.ts';
import { contractRoute, type MountedRoute, singleValues } from './gateway-routes.ts';
import { accountHandlers } from './handlers/account-handlers.ts';
import { nodeHandlers } from './handlers/node-handlers.ts';
import { recordHandlers } from './handlers/record-handlers.ts';
import { sessionHandlers } from './handlers/session-handlers.ts';
import type { Call, Handler, Sent } from './http/call.ts';
import { consoleFile } from './http/console-files.ts';
import { codeRegistry, problemOf } from './http/problem.ts';
import { securityHeaders } from './http/security-headers.ts';
import { routeChecks } from './http/validate.ts';
import { createServerMetrics } from './metrics/node-metrics.ts';
import { type ApiOptions, defaultLimits } from './options.ts';

/** The HTTP server of a node. */
export interface Api {
  /** Resolves with the port once it listens; rejects with the system's own error. */
  listen(at: { readonly host: string; readonly port: number }): Promise<{ readonly port: number }>;
  /** Ends every stream and connection. */
  close(): Promise<void>;
  /** For tests: requests without a socket. */
  readonly inject: FastifyInstance['inject'];
}

/** Codes of the framework's own refusals. */
const frameworkCodes: Readonly<Record<string, keyof typeof codes>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'body-type-refused',
  FST_ERR_CTP_EMPTY_TYPE: 'body-type-refused',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request-malformed',
  FST_ERR_BAD_URL: 'request-malformed',
};

function refusalOfError(error: unknown): ReturnType<typeof refusalOf> {
  if (error instanceof WaslError) return refusalOf(error);
  const code = frameworkCodes[(error as Partial<FastifyError>).code ?? ''];
  return code === undefined ? { code: 'internal', message: '' } : { code, message: codes[code].meaning };
}

const methods = ['GET', 'POST', 'DELETE'] as const;

/** Makes the server of a node's API, gateways and console. Nothing listens before `listen`. */
export function createApi(options: ApiOptions): Api {
  const { node, sessions, demonstration, accounts, relyingParty } = options;
  if (!demonstration && accounts === undefined) throw new TypeError('outside the demonstration officers have accounts');
  const limits = { ...defaultLimits, ...options.limits };
  const rowOf = codeRegistry(options.codes);
  const metrics = createServerMetrics();
  const people = accounts === undefined ? demonstrationPeople(options.deskFor) : accountPeople(accounts);
  const identity = { sessions, people, cookie: cookieName(node.agency) };
  const stillIn = (call: Call): boolean => identify(call.request, identity).ok;
  const streams = createEventStreams(options, { limits, metrics, stillIn });
  const passkeys =
    accounts === undefined || relyingParty === undefined ? noPasskeys : createPasskeys(accounts, relyingParty, () => options.clock.nowMs());
  const handlers: Readonly<Record<OperationId, Handler>> = {
    ...nodeHandlers(options, { streams, metrics }),
    ...recordHandlers(options, rowOf),
    ...sessionHandlers(options, { people, streams, passkeys, passkeyAttempts: limits.passkeyAttempts }),
    ...accountHandlers(options, streams),
  };
  const served = servedRoutes(demonstration);
  const hosts = new Set((options.hosts ?? []).map((host) => host.toLowerCase()));
  const callers = new WeakMap<FastifyRequest, Identified>();
  const app = fastify({
    exposeHeadRoutes: false,
    bodyLimit: 1 << 20,
    requestTimeout: limits.requestMs,
    forceCloseConnections: true,
    genReqId: () => crypto.randomUUID(),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    http: { headersTimeout: 15_000, maxHeaderSize: 16_384 },
    frameworkErrors: (error, request, reply) => void refusing(request, reply, refusalOfError(error)),
  });

  function refusing(request: FastifyRequest, reply: FastifyReply, reason: ReturnType<typeof refusalOf>): FastifyReply {
    const problem = problemOf(reason, { rowOf, instance: request.id });
    const retryMs: unknown = reason.details?.['retryAfterMs'];
    reply.headers(securityHeaders).header('cache-control', 'no-store').type('application/problem+json').code(problem.status);
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="wasl"');
    if (typeof retryMs === 'number') reply.header('retry-after', String(Math.ceil(retryMs / 1000)));
    // The rest of a body that was not read must not be taken for the next request.
    if (problem.status === 413) reply.header('connection', 'close');
    return reply.send(JSON.stringify(problem));
  }
  function answering(request: FastifyRequest, reply: FastifyReply, result: Result<Sent>): FastifyReply {
    if (!result.ok) return refusing(request, reply, result.reason);
    const sent = result.value;
    if ('taken' in sent) return reply;
    reply.code(sent.status).headers({ 'cache-control': 'no-store', ...sent.headers });
    return 'json' in sent ? reply.type('application/json').send(JSON.stringify(sent.json)) : reply.send(sent.bytes);
  }
  /** Before a byte of the body is read. */
  function guarding(demand: Demand, maxBodyBytes: number) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
      const admitted = admit(request, demand, identity);
      if (!admitted.ok) {
        if (admitted.who !== undefined && admitted.reason.code === 'role-refused') {
          const path = request.routeOptions.url ?? '';
          await options.journal?.({ act: 'refuse-call', user: admitted.who.actor.user, code: 'role-refused', details: { path } });
        }
        return refusing(request, reply, admitted.reason);
      }
      if (admitted.value !== undefined) callers.set(request, admitted.value);
      if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes)
        return refusing(request, reply, { code: 'body-too-large', message: `at most ${maxBodyBytes} bytes` });
      return undefined;
    };
  }
  const checksOf = routeChecks();
  function mount(scope: FastifyInstance, route: Route, handler: Handler): void {
    const checks = checksOf(route);
    const needsBody = route.body?.schema !== undefined;
    scope.route({
      method: route.method,
      url: route.path.replace(/\{(\w+)\}/g, ':$1'),
      config: { operation: route.operationId },
      onRequest: guarding({ ...route, changes: route.method !== 'GET' }, route.body?.maxBytes ?? 0),
      handler: async (request, reply) => {
        const params = { ...(request.params as Record<string, string>) };
        const query = { ...(request.query as Record<string, string>) };
        const headers = { ...singleValues(request.headers) };
        for (const bad of [checks.path(params), checks.query(query), checks.header(headers)])
          if (!bad.ok) return refusing(request, reply, bad.reason);
        if (needsBody) {
          if (request.body === undefined) return refusing(request, reply, { code: 'body-missing', message: 'a JSON body is needed' });
          const body = checks.body(request.body);
          if (!body.ok) return refusing(request, reply, body.reason);
        }
        const body = request.body as Call['body'];
        return answering(request, reply, await handler({ request, reply, who: callers.get(request), params, query, headers, body }));
      },
    });
  }
  function mountGateway(scope: FastifyInstance, route: MountedRoute): void {
    scope.route({
      method: route.method,
      url: route.path,
      bodyLimit: Math.max(1, route.maxBodyBytes),
      config: { operation: contractRoute(route).operationId },
      onRequest: guarding(
        { authorisation: route.roles, csrf: route.method === 'POST', changes: route.method === 'POST' },
        route.maxBodyBytes,
      ),
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

  app.removeAllContentTypeParsers();
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    const host = checkHost(request.headers, hosts);
    return host.ok ? undefined : refusing(request, reply, host.reason);
  });
  app.addHook('onResponse', async (request, reply) => {
    metrics.answered(operationOf(request), reply.statusCode);
  });
  app.setErrorHandler((error, request, reply) => {
    const reason = refusalOfError(error);
    if ((rowOf(reason.code)?.status ?? 500) >= 500) options.observe?.({ request: request.id, operation: operationOf(request), error });
    return refusing(request, reply, reason);
  });
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const known = routes.filter((route) => patternOf(route).test(path));
    if (known.some((route) => route.method === request.method) || (known.length > 0 && !known.some((route) => served.includes(route))))
      return refusing(request, reply, { code: 'route-not-here', message: `${request.method} ${path} is not served by this node` });
    const taken = methods.filter((method) => known.some((route) => route.method === method && served.includes(route)));
    if (taken.length > 0) {
      reply.header('allow', taken.join(', '));
      return refusing(request, reply, { code: 'method-refused', message: `${request.method} is not among ${taken.join(', ')}` });
    }
    if (request.method !== 'GET' || /^\/(api|gateways)(\/|$)/.test(path))
      return refusing(request, reply, { code: 'route-unknown', message: 'there is nothing at this address' });
    return answering(request, reply, await consoleFile(options.consoleFolder, path));
  });
  void app.register(async (scope) => {
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) =>
      body.length === 0 ? undefined : parseJson(body),
    );
    for (const route of served)
      if (route.body === undefined || route.body.schema !== undefined) mount(scope, route, handlers[route.operationId]);
  });
  void app.register(async (scope) => {
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    for (const route of served) if (route.body !== undefined && !('schema' in route.body)) mount(scope, route, handlers[route.operationId]);
  });
  void app.register(async (scope) => {
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const route of options.gateways ?? []) mountGateway(scope, route);
  });

  return {
    inject: app.inject.bind(app) as FastifyInstance['inject'],
    async listen(at) {
      await app.listen(at);
      const address = app.server.address() as AddressInfo | null;
      if (address === null) throw fail('internal', 'the server listens nowhere');
      return { port: address.port };
    },
    async close() {
      streams.endAll();
      await app.close();
      metrics.close();
    },
  };
}

function operationOf(request: FastifyRequest): string {
  return (request.routeOptions.config as { readonly operation?: string }).operation ?? 'console';
}

function patternOf(route: Route): RegExp {
  return new RegExp(`^${route.path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
}
