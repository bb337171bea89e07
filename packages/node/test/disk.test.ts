import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WaslError } from '@wasl/record';
import { openStore } from '@wasl/store';
import { MemoryStore } from '@wasl/testkit/fakes';
import { Federation, logEntry, settle } from '@wasl/testkit/federation';
import { expect, test } from 'vitest';
import { alarmsOf, heldLog, ownLog } from './helpers.ts';

test('[DU1.3, I3] a full disk refuses by code, ends no node, half-applies nothing; with room again all goes on and both sides agree', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wasl-full-'));
  const place = { folder: join(folder, 'store'), unlock: { masterKey: new Uint8Array(32).fill(9) }, markFile: join(folder, 'mark') };
  try {
    const federation = await Federation.make();
    const small = await openStore({ ...place, maxPages: 60 });
    const ma = await federation.open('ma.police', { store: small });
    const gb = await federation.open('gb.police');
    const acknowledged: string[] = [];
    let code = '';
    for (let i = 0; i < 2000 && code === ''; i++) {
      try {
        const done = await ma.node.put(ma.officer, logEntry(`entry ${i} ${'x'.repeat(1500)}`), { idempotencyKey: `k${i}` });
        if (done.ok) acknowledged.push(done.value.id);
        else code = done.reason.code;
      } catch (error) {
        code = (error as { code?: string }).code ?? String(error);
      }
    }
    expect(code).toBe('disk-full');
    expect(ma.fatal).toEqual([]);
    // Whoever looks at the node sees it too, not only who tried to write (I11).
    expect(alarmsOf(ma)).toContain('disk-full');
    expect(ownLog(ma, 'operations')?.size).toBe(acknowledged.length + 1);
    expect(await small.verify()).toEqual([]);
    await ma.node.core.flusher.settled();
    await small.close();
    const store = await openStore(place);
    const again = await federation.open('ma.police', { store });
    const retried = await again.node.put(again.officer, logEntry('retry'), { idempotencyKey: `k${acknowledged.length}` });
    expect(retried.ok && retried.value.repeated).toBe(false);
    expect(alarmsOf(again)).not.toContain('disk-full');
    await settle(again, gb);
    const held = heldLog(gb, 'ma.police', 'operations');
    expect(held?.tree.size).toBe(acknowledged.length + 2);
    expect(await store.verify()).toEqual([]);
    await store.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('[I11] a full disk is shown until something half as large as what failed could be written: a small write says nothing', async () => {
  const federation = await Federation.make();
  const store = new MemoryStore();
  const commit = store.commit.bind(store);
  let room = Number.POSITIVE_INFINITY;
  store.commit = async (asked) => {
    const size = asked.records.reduce((sum, { disclosures }) => sum + disclosures.reduce((all, { text }) => all + text.length, 0), 0);
    if (size > room) throw fullDisk();
    await commit(asked);
  };
  const ma = await federation.open('ma.police', { store });
  room = 3000;
  await expect(ma.node.put(ma.officer, logEntry('x'.repeat(3500)))).rejects.toMatchObject({ code: 'disk-full' });
  expect(alarmsOf(ma)).toContain('disk-full');
  expect((await ma.node.put(ma.officer, logEntry('gate S1 open'))).ok).toBe(true);
  expect(alarmsOf(ma)).toContain('disk-full');
  room = Number.POSITIVE_INFINITY;
  expect((await ma.node.put(ma.officer, logEntry('x'.repeat(3500)))).ok).toBe(true);
  await ma.node.core.flusher.settled();
  expect(alarmsOf(ma)).not.toContain('disk-full');
});

function fullDisk(): WaslError {
  const row = { meaning: 'no space', status: 507, retryable: true, next: 'make room' };
  return new WaslError('disk-full', row, 'no space is left');
}
