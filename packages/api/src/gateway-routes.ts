import type { Route } from '@wasl/contract';
import type { Actor, Role } from '@wasl/node';

/** A request as a gateway takes it; the shape of `@wasl/gateway-kit`, which this package may not import. */
export interface MountedRequest {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly actor: Actor;
}

/** A gateway's route: `path` has `:name` segments. */
export interface MountedRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly roles: readonly Role[];
  readonly maxBodyBytes: number;
  readonly summary: string;
  readonly handle: (request: MountedRequest) => Promise<{
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array;
  }>;
}

/** The row of a gateway's route for the OpenAPI document. */
export function contractRoute(route: MountedRoute): Route {
  const names = [...route.path.matchAll(/:([A-Za-z]+)/g)].map((match) => match[1] ?? '');
  return {
    method: route.method,
    path: route.path.replace(/:([A-Za-z]+)/g, '{$1}'),
    operationId: `gateway${route.method}${route.path.replace(/^\/gateways/, '').replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => (next ?? '').toUpperCase())}`,
    summary: route.summary,
    authorisation: route.roles,
    csrf: route.method === 'POST',
    ...(names.length === 0
      ? {}
      : {
          parameters: names.map((name) => ({ name, in: 'path' as const, description: name, schema: { type: 'string', maxLength: 200 } })),
        }),
    ...(route.method === 'POST' ? { body: { mediaType: '*/*', maxBytes: route.maxBodyBytes } } : {}),
    responses: { 200: { description: route.summary, mediaType: '*/*' } },
  };
}

/** Headers and query members with one value each; repeated ones keep the first. */
export function singleValues(values: object): Readonly<Record<string, string>> {
  const single: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === 'string') single[name] = first;
  }
  return single;
}
