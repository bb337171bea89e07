import { expect, test } from 'vitest';
import { nodeRandom } from './node-random.ts';

test('[ID4] gives the length asked for, its own copy each time, and never the same bytes twice', () => {
  const seen = new Set<string>();
  for (let index = 0; index < 5000; index++) seen.add(Buffer.from(nodeRandom(16)).toString('hex'));
  expect(seen.size).toBe(5000);
  expect(nodeRandom(0)).toHaveLength(0);
  expect(nodeRandom(1024)).toHaveLength(1024);
  expect(nodeRandom(100_000)).toHaveLength(100_000);
  const first = nodeRandom(32);
  const copy = Uint8Array.from(first);
  nodeRandom(32);
  expect(first).toEqual(copy);
});
