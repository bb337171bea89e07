import type { Json } from '@wasl/record';
import { routes } from './routes/all-routes.ts';
import type { Answer, Parameter, Route } from './routes/route.ts';
import { schemas } from './schemas/all-schemas.ts';
import type { JsonSchema } from './schemas/schema.ts';

/** What the document says beside the route table. */
export interface OpenApiOptions {
  readonly title: string;
  readonly version: string;
  readonly demonstration: boolean;
  /** Name of the session cookie of this node. */
  readonly cookie: string;
  /** Routes served beside the table, such as those of gateways. */
  readonly more?: readonly Route[];
}

/** The routes of the table that a node of this kind serves. */
export function servedRoutes(demonstration: boolean): readonly (typeof routes)[number][] {
  const absent = demonstration ? 'operational' : 'demonstration';
  return routes.filter((route) => route.only !== absent);
}

function parameter(of: Parameter): Json {
  return { name: of.name, in: of.in, required: of.in === 'path' || of.required === true, description: of.description, schema: of.schema };
}

function answer(of: Answer): Json {
  const headers = Object.fromEntries((of.headers ?? []).map((name) => [name, { schema: { type: 'string' } }]));
  const schema: JsonSchema = of.schema === undefined ? {} : { $ref: `#/components/schemas/${of.schema}` };
  return {
    description: of.description,
    ...(of.headers === undefined ? {} : { headers }),
    ...(of.mediaType === undefined ? {} : { content: { [of.mediaType]: { schema } } }),
  };
}

function operation(route: Route): Json {
  const open = route.authorisation === 'public';
  const roles = Array.isArray(route.authorisation) ? (route.authorisation as readonly string[]) : undefined;
  const body = route.body;
  return {
    operationId: route.operationId,
    summary: route.summary,
    ...(roles === undefined ? {} : { description: `Roles: ${roles.join(', ')}.` }),
    'x-wasl-authorisation': typeof route.authorisation === 'string' ? route.authorisation : [...route.authorisation],
    security: open ? [] : [{ bearer: [] }, { cookie: [] }, ...(route.authorisation === 'local' ? [{}] : [])],
    ...(route.parameters === undefined ? {} : { parameters: route.parameters.filter((one) => one.name !== 'content-type').map(parameter) }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { [body.mediaType]: { schema: body.schema === undefined ? {} : { $ref: `#/components/schemas/${body.schema}` } } },
          },
        }),
    responses: {
      ...Object.fromEntries(Object.entries(route.responses).map(([status, of]) => [status, answer(of)])),
      default: {
        description: 'A problem (RFC 9457)',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

/** The OpenAPI 3.1 document of a node: the route table and nothing else. Schemas are JSON Schema 2020-12. */
export function openApiDocument(options: OpenApiOptions): { readonly [key: string]: Json } {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of [...servedRoutes(options.demonstration), ...(options.more ?? [])]) {
    const item = paths[route.path] ?? {};
    item[route.method.toLowerCase()] = operation(route);
    paths[route.path] = item;
  }
  return {
    openapi: '3.1.0',
    info: { title: options.title, version: options.version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    paths,
    components: {
      schemas: { ...schemas },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: options.cookie },
      },
    },
  };
}
