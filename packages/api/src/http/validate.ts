import { type Parameter, type Route, schemas } from '@wasl/contract';
import { accept, type Result, refuse } from '@wasl/record';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';

const documentId = 'urn:wasl:api';
const maxErrors = 100;

type Check = (value: unknown) => Result<true>;

/** What a route takes, checked against its schemas; every bad place is listed, no value is repeated. */
export interface RouteChecks {
  readonly path: Check;
  readonly query: Check;
  readonly header: Check;
  readonly body: Check;
}

function errorText(error: ErrorObject): { readonly path: string; readonly message: string } {
  const extra: unknown = error.params['additionalProperty'] ?? error.params['missingProperty'];
  const path = typeof extra === 'string' ? `${error.instancePath}/${extra.slice(0, 100)}` : error.instancePath;
  const allowed: unknown = error.params['allowedValues'];
  const message = Array.isArray(allowed) ? `must be one of ${allowed.join(', ')}` : (error.message ?? 'is not valid');
  return {
    path: path === '' ? '/' : path,
    message: typeof extra === 'string' && error.keyword === 'additionalProperties' ? 'is not known here' : message,
  };
}

/** Compiled at its first use: a node that starts has no time for schemas that nobody asks for. */
function checkWith(compile: () => ValidateFunction, where: string): Check {
  let validate: ValidateFunction | undefined;
  return (value) => {
    validate ??= compile();
    if (validate(value)) return accept(true);
    const errors = (validate.errors ?? []).slice(0, maxErrors).map(errorText);
    const [first] = errors;
    return refuse('request-invalid', `${where} ${first?.path ?? '/'} ${first?.message ?? 'is not valid'}`, { details: { errors } });
  };
}

function parameterSchema(parameters: readonly Parameter[], at: Parameter['in']): object {
  const of = parameters.filter((one) => one.in === at);
  const key = (name: string): string => (at === 'header' ? name.toLowerCase() : name);
  return {
    type: 'object',
    properties: Object.fromEntries(of.map((one) => [key(one.name), one.schema])),
    required: of.filter((one) => at === 'path' || one.required === true).map((one) => key(one.name)),
    // Other headers are the transport's own; an unknown query member is a mistyped filter and would widen the answer.
    additionalProperties: at === 'header',
  };
}

/** Compiles the checks of a route; parameters are coerced to the integers that their schemas name. */
export function routeChecks(): (route: Route) => RouteChecks {
  const options = { allErrors: true, strict: true, strictTypes: false, strictRequired: false } as const;
  const bodies = new Ajv2020(options);
  bodies.addVocabulary(['components']);
  bodies.addSchema({ $id: documentId, components: { schemas } }, documentId);
  const parameters = new Ajv2020({ ...options, coerceTypes: true });
  return (route) => {
    const of = (at: Parameter['in']): Check => checkWith(() => parameters.compile(parameterSchema(route.parameters ?? [], at)), at);
    const schema = route.body?.schema;
    return {
      path: of('path'),
      query: of('query'),
      header: of('header'),
      body:
        schema === undefined
          ? () => accept(true)
          : checkWith(() => bodies.compile({ $ref: `${documentId}#/components/schemas/${schema}` }), 'body'),
    };
  };
}
