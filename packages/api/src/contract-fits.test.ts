import type * as contract from '@wasl/contract';
import { openApiDocument, routes, servedRoutes } from '@wasl/contract';
import type * as node from '@wasl/node';
import { expect, expectTypeOf, test } from 'vitest';
import { rig } from '../test/rig.ts';

test('[AP1] the types of the contract are those of the node', () => {
  expectTypeOf<node.RecordView>().toExtend<contract.RecordView>();
  expectTypeOf<contract.RecordView>().toExtend<node.RecordView>();
  expectTypeOf<contract.PutRecord>().toExtend<node.PutRecord>();
  expectTypeOf<node.PutRecord>().toExtend<contract.PutRecord>();
  expectTypeOf<node.Accepted>().toExtend<contract.Accepted>();
  expectTypeOf<node.ReleaseExplanation>().toExtend<contract.ReleaseExplanation>();
  expectTypeOf<node.NodeStatus>().toExtend<contract.NodeStatus>();
  expectTypeOf<node.NodeEvent>().toExtend<contract.NodeEvent>();
  expectTypeOf<node.JournalLine>().toExtend<contract.JournalLine>();
  expectTypeOf<node.HeldItem>().toExtend<contract.HeldItem>();
  expectTypeOf<node.HoldView>().toEqualTypeOf<contract.HoldView>();
  expectTypeOf<node.UseView>().toEqualTypeOf<contract.UseView>();
  expectTypeOf<node.ReviewView>().toEqualTypeOf<contract.ReviewView>();
  expectTypeOf<node.StandingView>().toEqualTypeOf<contract.StandingView>();
  expectTypeOf<contract.StandingDraft>().toEqualTypeOf<node.StandingDraft>();
  expectTypeOf<node.DueItem>().toEqualTypeOf<contract.DueItem>();
  expectTypeOf<node.LadderView>().toEqualTypeOf<contract.LadderView>();
  expectTypeOf<node.DerivationView>().toEqualTypeOf<contract.DerivationView>();
  expectTypeOf<node.Role>().toEqualTypeOf<contract.Role>();
  expectTypeOf<node.RecordFilter>().toEqualTypeOf<contract.RecordFilter>();
});

type Document = {
  paths: Record<string, Record<string, { operationId: string; parameters?: { name: string; in: string; required: boolean }[] }>>;
};

test('[AP1] the document served is the table: the same operations, none more, and no framework route beside them', async () => {
  for (const demonstration of [true, false]) {
    const document = openApiDocument({ title: 'x', version: '1', demonstration, cookie: 'c' }) as unknown as Document;
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(
      servedRoutes(demonstration)
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    );
  }
  await using given = await rig();
  const served = (await given.api.inject({ method: 'GET', url: '/openapi.json' })).json() as Document;
  for (const route of routes) {
    const method = route.method.toLowerCase();
    const here = route.only !== 'operational';
    expect(served.paths[route.path]?.[method]?.operationId, route.operationId).toBe(here ? route.operationId : undefined);
  }
  for (const method of ['OPTIONS', 'PATCH', 'TRACE'] as const) {
    const answer = await given.api.inject({ method: method as 'OPTIONS', url: '/api/v1/about' });
    expect(answer.statusCode, method).toBeGreaterThanOrEqual(400);
  }
});
