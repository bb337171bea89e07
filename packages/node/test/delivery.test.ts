import { Federation, incident, logEntry, pass, settle } from '@wasl/testkit/federation';
import { expect, test } from 'vitest';

test('[DU2, EX4] a record is `signed` until the reader’s receipt, then `delivered`, and the receipt survives a restart', async () => {
  const federation = await Federation.make();
  const [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  const put = await ma.node.put(ma.officer, logEntry('gates open'));
  if (!put.ok) throw new Error(put.reason.code + put.reason.message);
  expect(put.value.delivery.state).toBe('signed');
  expect((await settle(ma, gb)).filter((each) => each.code !== '')).toEqual([]);
  const view = await ma.node.get(ma.officer, put.value.id);
  expect(view.ok && view.value.delivery?.state).toBe('delivered');
  const read = await gb.node.get(gb.officer, put.value.id);
  expect(read.ok && read.value.fields.map((field) => field.name)).toContain('text');
  const again = await federation.open('ma.police', { store: ma.store });
  const kept = await again.node.get(again.officer, put.value.id);
  expect(kept.ok && kept.value.delivery?.state).toBe('delivered');
});

test('[DU2] a reader that died between its commit and its receipt gives the receipt at the next listing', async () => {
  const federation = await Federation.make();
  const [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  const put = await ma.node.put(ma.officer, incident('fence down'));
  if (!put.ok) throw new Error(put.reason.message);
  await pass(gb, ma, { receipts: false });
  const reopened = await federation.open('gb.police', { store: gb.store });
  expect((await pass(reopened, ma)).leaves).toBe(0);
  const view = await ma.node.get(ma.officer, put.value.id);
  expect(view.ok && view.value.delivery?.state).toBe('delivered');
});
