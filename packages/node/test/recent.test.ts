import { Federation, logEntry, pass } from '@wasl/testkit/federation';
import { expect, test } from 'vitest';

test('[EX2] batches stay at hand until every reader has confirmed them, and no longer', async () => {
  const federation = await Federation.make();
  const ma = await federation.open('ma.police');
  const gb = await federation.open('gb.police');
  await ma.node.put(ma.officer, logEntry('gate S1 open'));
  const log = [...ma.node.core.logs.all()].find((one) => one.channel.topic === 'operations');
  if (log === undefined) throw new TypeError('no operations log');
  const last = log.size - 1;
  await pass(gb, ma, { receipts: false });
  expect(log.recentFrom(last)).toBeDefined();
  await pass(gb, ma);
  expect(log.recentFrom(last)).toBeUndefined();
  // What is no longer at hand comes from the store, the same leaf.
  const stop = new AbortController();
  const stream = await ma.node.outlet.stream(gb.peer, log.origin, { from: last, signal: stop.signal });
  if (!stream.ok) throw new TypeError(stream.reason.code);
  for await (const batch of stream.value) {
    expect(batch.first + batch.leaves.length).toBe(log.size);
    stop.abort();
  }
});
