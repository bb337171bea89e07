import type { AddressInfo } from 'node:net';
import { maxJsonBytes, type OperationId, servedRoutes } from '@wasl/contract';
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import { cookieName } from './auth/cookie.ts';
import { identify } from './auth/identify.ts';
import { checkHost } from './auth/origin.ts';
import { createPasskeys, noPasskeys } from './auth/passkeys.ts';
import { accountPeople, demonstrationPeople } from './auth/people.ts';
import { fail } from './codes.ts';
import { createEventStreams, type EventStreams } from './events/event-streams.ts';
import { accountHandlers } from './handlers/account-handlers.ts';
import { dutyHandlers } from './handlers/duty-handlers.ts';
import { intakeHandlers } from './handlers/intake-handlers.ts';
import { nodeHandlers } from './handlers/node-handlers.ts';
import { promiseHandlers } from './handlers/promise-handlers.ts';
import { recordHandlers } from './handlers/record-handlers.ts';
import { sessionHandlers } from './handlers/session-handlers.ts';
import { workHandlers } from './handlers/work-handlers.ts';
import type { Call, Handler } from './http/call.ts';
import { createMounting } from './http/mount.ts';
import { type CodeRegistry, codeRegistry } from './http/problem.ts';
import { createReplies, type Replies, refusalOfThrown } from './http/replies.ts';
import { securityHeaders } from './http/security-headers.ts';
import { answerExpectation, answerUnreadable } from './http/unreadable.ts';
import { answerUnserved } from './http/unserved.ts';
import { createServerMetrics, type ServerMetrics } from './metrics/node-metrics.ts';
import { type ApiLimits, type ApiOptions, defaultLimits } from './options.ts';

/** The HTTP server of a node. */
export interface Api {
  /** Resolves with the port once it listens; rejects with the system's own error. */
  listen(at: { readonly host: string; readonly port: number }): Promise<{ readonly port: number }>;
  /** Ends every stream and connection. */
  close(): Promise<void>;
  /** For tests: requests without a socket. */
  readonly inject: FastifyInstance['inject'];
}

type Identity = Parameters<typeof identify>[1];

interface Parts {
  readonly identity: Identity;
  readonly limits: ApiLimits;
  readonly rowOf: CodeRegistry;
  readonly metrics: ServerMetrics;
  readonly streams: EventStreams;
}

function partsOf(options: ApiOptions): Parts {
  const { sessions, accounts } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const people = accounts === undefined ? demonstrationPeople(options.deskFor) : accountPeople(accounts);
  const identity = { sessions, people, cookie: cookieName(options.node.agency) };
  const metrics = createServerMetrics();
  const stillIn = (call: Call): boolean => identify(call.request, identity).ok;
  const streams = createEventStreams(options, { limits, metrics, stillIn });
  return { identity, limits, rowOf: codeRegistry(options.codes), metrics, streams };
}

/** A handler for each operation of the table; the type holds it complete. */
function handlersOf(options: ApiOptions, parts: Parts): Readonly<Record<OperationId, Handler>> {
  const { accounts, relyingParty, clock } = options;
  const { streams, metrics, limits, identity } = parts;
  const passkeys =
    accounts === undefined || relyingParty === undefined ? noPasskeys : createPasskeys(accounts, relyingParty, () => clock.nowMs());
  return {
    ...dutyHandlers(options),
    ...intakeHandlers(options),
    ...workHandlers(options),
    ...promiseHandlers(options),
    ...nodeHandlers(options, { streams, metrics }),
    ...recordHandlers(options, parts.rowOf),
    ...sessionHandlers(options, { people: identity.people, streams, passkeys, passkeyAttempts: limits.passkeyAttempts }),
    ...accountHandlers(options, streams),
  };
}

function operationOf(request: FastifyRequest): string {
  return (request.routeOptions.config as { readonly operation?: string }).operation ?? 'console';
}

/** What happens around every route: the host check, security headers, counting, problems for whatever is thrown. */
function addHooks(app: FastifyInstance, options: ApiOptions, of: Parts & { readonly replies: Replies }): void {
  const { replies, rowOf, metrics } = of;
  const hosts = new Set((options.hosts ?? []).map((host) => host.toLowerCase()));
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    const host = checkHost(request.headers, hosts);
    return host.ok ? undefined : replies.refuse(request, reply, host.reason);
  });
  app.addHook('onResponse', async (request, reply) => {
    metrics.answered(operationOf(request), reply.statusCode);
  });
  app.setErrorHandler((error, request, reply) => {
    const reason = refusalOfThrown(error);
    if ((rowOf(reason.code)?.status ?? 500) >= 500) options.observe?.({ request: request.id, operation: operationOf(request), error });
    return replies.refuse(request, reply, reason);
  });
}

/** Makes the server of a node's API, gateways and console. Nothing listens before `listen`. */
export function createApi(options: ApiOptions): Api {
  const { demonstration, consoleFolder } = options;
  if (!demonstration && options.accounts === undefined) throw new TypeError('outside the demonstration officers have accounts');
  const parts = partsOf(options);
  const replies = createReplies(parts.rowOf);
  const handlers = handlersOf(options, parts);
  const app = fastify({
    exposeHeadRoutes: false,
    bodyLimit: maxJsonBytes,
    requestTimeout: parts.limits.requestMs,
    forceCloseConnections: true,
    genReqId: () => crypto.randomUUID(),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    // A request without a host is refused by checkHost, as a problem.
    http: { headersTimeout: 15_000, maxHeaderSize: 16_384, requireHostHeader: false },
    clientErrorHandler: answerUnreadable(parts.rowOf),
    frameworkErrors: (error, request, reply) => void replies.refuse(request, reply, refusalOfThrown(error)),
  });
  app.removeAllContentTypeParsers();
  app.server.on('checkExpectation', answerExpectation(parts.rowOf));
  addHooks(app, options, { ...parts, replies });
  const served = servedRoutes(demonstration);
  app.setNotFoundHandler(answerUnserved({ served, replies, consoleFolder }));
  const { journal } = options;
  const mounting = createMounting({ replies, identity: parts.identity, ...(journal === undefined ? {} : { journal }) });
  const rows = served.map((route) => [route, handlers[route.operationId]] as const);
  const isStream = ([route]: (typeof rows)[number]): boolean => route.body !== undefined && route.body.schema === undefined;
  // Each scope has its own parsers of bodies.
  void app.register(async (scope) =>
    mounting.json(
      scope,
      rows.filter((row) => !isStream(row)),
    ),
  );
  void app.register(async (scope) => mounting.stream(scope, rows.filter(isStream)));
  void app.register(async (scope) => mounting.gateways(scope, options.gateways ?? []));

  return {
    inject: app.inject.bind(app) as FastifyInstance['inject'],
    async listen(at) {
      await app.listen(at);
      const address = app.server.address() as AddressInfo | null;
      if (address === null) throw fail('internal', 'the server listens nowhere');
      return { port: address.port };
    },
    async close() {
      parts.streams.endAll();
      await app.close();
      parts.metrics.close();
    },
  };
}
