import { expect, test } from 'vitest';
import { openApiDocument } from '../openapi.ts';
import { schemas } from '../schemas/all-schemas.ts';
import { routes } from './all-routes.ts';

const document = openApiDocument({ title: 'Wasl', version: '1', demonstration: true, cookie: 'wasl_ma_police' });

test('[AP1] operations have distinct names and addresses, and describe what they take', () => {
  expect(new Set(routes.map(({ operationId }) => operationId)).size).toBe(routes.length);
  expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
  for (const route of routes) {
    const named = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    const described = (route.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name);
    expect(described, route.operationId).toEqual(named);
    expect(route.method === 'GET' && route.body !== undefined, route.operationId).toBe(false);
    expect(
      Object.keys(route.responses).some((status) => status.startsWith('2')),
      route.operationId,
    ).toBe(true);
  }
});

test('[AP2] every operation says who may call it; what changes state and is not a login demands the CSRF token', () => {
  for (const route of routes) {
    const { authorisation, csrf, method, operationId } = route;
    expect(authorisation, operationId).toBeDefined();
    if (Array.isArray(authorisation)) expect(authorisation.length, operationId).toBeGreaterThan(0);
    expect(csrf, operationId).toBe(method !== 'GET' && authorisation !== 'public');
  }
  const open = routes.filter(({ authorisation }) => authorisation === 'public').map(({ operationId }) => operationId);
  expect(open).toEqual(['health', 'ready', 'openapi', 'about', 'openSession', 'login', 'passkeyLoginOptions', 'passkeyLogin']);
});

test('[AP1] the document is OpenAPI 3.1: every reference leads to a schema, every schema is used, closed objects stay closed', () => {
  const text = JSON.stringify(document);
  const names = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1] ?? '');
  for (const name of names) expect(Object.hasOwn(schemas, name), name).toBe(true);
  const all = JSON.stringify([openApiDocument({ title: '', version: '', demonstration: false, cookie: '' }), document]);
  for (const name of Object.keys(schemas).filter((one) => one !== 'NodeEvent'))
    expect(all, name).toContain(`"#/components/schemas/${name}"`);
  expect(document).toMatchObject({
    openapi: '3.1.0',
    info: { version: '1' },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
  });
  for (const item of Object.values(
    document['paths'] as Record<string, Record<string, { responses: Record<string, { description: string }> }>>,
  ))
    for (const operation of Object.values(item)) {
      expect(Object.keys(operation.responses)).toContain('default');
      for (const response of Object.values(operation.responses)) expect(response.description.length).toBeGreaterThan(2);
    }
});
