import { Federation, logEntry } from '@wasl/testkit/federation';
import { expect, test } from 'vitest';
import { actsOf, ownLog, put } from './helpers.ts';

test('[DU1.1, I3] work that cannot be written as it is refuses itself alone: what came with it stands, and the node goes on', async () => {
  const federation = await Federation.make();
  const ma = await federation.open('ma.police');
  await put(ma, logEntry('before'));
  const size = ownLog(ma, 'operations')?.size ?? 0;
  const bad = ma.node.core.flusher.submit({ acts: [{ act: 'ask', details: { index: 1e22 } }] });
  const [outcome, good] = await Promise.all([
    bad.then(
      () => 'taken',
      (error: { readonly code?: string }) => error.code,
    ),
    put(ma, logEntry('beside it')),
  ]);
  expect(outcome).toBe('json-number');
  expect(ownLog(ma, 'operations')?.size).toBe(size + 1);
  expect((await ma.store.record(good))?.id).toBe(good);
  await put(ma, logEntry('after'));
  expect(await actsOf(ma)).not.toContain('ask');
  expect(ma.fatal).toEqual([]);
  expect(await ma.store.verify()).toEqual([]);
});
