import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '@wasl/node';
import { openStore, restoreStore } from '@wasl/store';
import { Federation, logEntry, type Member, pass, settle } from '@wasl/testkit/federation';
import { afterEach, expect, test } from 'vitest';

const folders: string[] = [];
const unlock = { masterKey: new Uint8Array(32).fill(7) };

function fresh(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wasl-restore-'));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const open = (folder: string): Promise<Store> => openStore({ folder: join(folder, 'store'), unlock, markFile: join(folder, 'mark') });

async function say(member: Member, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    const put = await member.node.put(member.officer, logEntry(text));
    if (!put.ok) throw new Error(`${put.reason.code}: ${put.reason.message}`);
  }
}

function codes(member: Member): readonly string[] {
  return member.node.status(undefined).alarms.map((alarm) => alarm.code);
}

function operations(member: Member) {
  return [...member.node.core.logs.all()].filter((log) => log.channel.topic === 'operations');
}

async function texts(member: Member): Promise<readonly string[]> {
  const listed = await member.node.list(member.officer, { type: 'logEntry', since: 0, limit: 500 });
  if (!listed.ok) throw new Error(listed.reason.message);
  return listed.value.records.map((view) => JSON.stringify(view.fields.find((field) => field.name === 'text')?.value)).sort();
}

/** ma.police with two records in its backup, two more that gb.police received, and one that nobody has. */
async function restored() {
  const federation = await Federation.make();
  const folder = fresh();
  const before = await open(folder);
  const ma = await federation.open('ma.police', { store: before });
  const gb = await federation.open('gb.police');
  await say(ma, 'one', 'two');
  await settle(ma, gb);
  await before.backup(join(folder, 'backup'));
  await say(ma, 'three', 'four');
  await settle(ma, gb);
  await say(ma, 'five');
  const oldOrigin = operations(ma)[0]?.origin ?? '';
  const heldBefore = gb.node.core.remote.byOrigin(oldOrigin)?.tree.size ?? 0;
  await ma.node.core.flusher.settled();
  await before.close();
  for (const name of readdirSync(join(folder, 'store'))) if (name.startsWith('store.db')) rmSync(join(folder, 'store', name));
  await restoreStore({ backup: join(folder, 'backup'), folder: join(folder, 'store') });
  const store = await open(folder);
  return { federation, gb, store, oldOrigin, heldBefore, folder };
}

test('[DU4, DU4.3, DU4.4] a restored database opens a new epoch at once, signs nothing of the old, and gets the lost leaves back with proof', async () => {
  const { federation, gb, store, oldOrigin, heldBefore } = await restored();
  expect(store.mismatches.length).toBeGreaterThan(0);
  const ma = await federation.open('ma.police', { store });
  expect(codes(ma)).toContain('store-restored');
  const old = ma.node.core.logs.byOrigin(oldOrigin);
  expect(old?.closed).toBe(true);
  expect(old?.size).toBeLessThan(heldBefore);
  const next = operations(ma).find((log) => !log.closed);
  expect(next?.epoch).toBe(2);
  expect(JSON.parse(next?.descriptor ?? '').continues).toMatchObject({ origin: oldOrigin, size: old?.size });
  expect(store.mismatches).toEqual([]);
  await say(ma, 'six');
  expect(old?.size).toBeLessThan(heldBefore);

  await settle(ma, gb);
  expect(codes(gb)).toContain('rollback');
  expect(gb.node.core.remote.byOrigin(oldOrigin)?.tree.size).toBe(heldBefore);
  expect(ma.node.core.logs.byOrigin(oldOrigin)?.size).toBe(heldBefore);
  expect((await texts(gb)).length).toBe(5);
  // "five" was still `signed`: a lost disk may lose it (DU2); the two that had a receipt came back.
  expect((await texts(ma)).length).toBeGreaterThanOrEqual(3);
  const back = await ma.node.journal(ma.officer, { act: 'reimport' });
  expect(back.ok && back.value.length).toBeGreaterThan(0);
  expect(await store.verify()).toEqual([]);
  expect(ma.fatal).toEqual([]);
  await store.close();
});

test('[DU4] after the restore the node starts clean, and what came back stays', async () => {
  const { federation, gb, store, oldOrigin, heldBefore, folder } = await restored();
  const ma = await federation.open('ma.police', { store });
  await settle(ma, gb);
  await ma.node.core.flusher.settled();
  await store.close();
  const reopened = await open(folder);
  expect(reopened.mismatches).toEqual([]);
  const again = await federation.open('ma.police', { store: reopened });
  expect(again.node.core.logs.byOrigin(oldOrigin)?.size).toBe(heldBefore);
  expect(again.node.core.logs.byOrigin(oldOrigin)?.closed).toBe(true);
  const restores = (member: Member) => member.node.core.alarms.all().filter((alarm) => alarm.code === 'store-restored');
  const named = (member: Member) => restores(member).map((alarm) => alarm.id);
  expect(named(again).toSorted()).toEqual(named(ma).toSorted());
  expect(restores(again).every((alarm) => alarm.count === 1)).toBe(true);
  await say(again, 'seven');
  expect(operations(again).length).toBe(2);
  await settle(again, gb);
  const view = await again.node.list(again.officer, { type: 'logEntry', since: 0 });
  expect(view.ok && view.value.records.at(-1)?.delivery?.state).toBe('delivered');
  await reopened.close();
});

test('[DU4.4, I11] a receipt of leaves not yet back accuses nobody: it is asked for again, and counts once they are', async () => {
  const { federation, gb, store, oldOrigin, heldBefore } = await restored();
  const ma = await federation.open('ma.police', { store });
  const listed = await ma.node.outlet.logs(gb.peer);
  const learned = await gb.node.inlet.learn(ma.peer, listed.ok ? listed.value : []);
  const receipt = (learned.ok && learned.value.find(({ origin }) => origin === oldOrigin)?.receipt) || '';
  const early = await ma.node.outlet.receipt(gb.peer, oldOrigin, receipt);
  expect(!early.ok && early.reason.code).toBe('receipt-early');
  expect(codes(ma)).not.toContain('receipt-invalid');
  await settle(ma, gb);
  expect((await ma.node.outlet.receipt(gb.peer, oldOrigin, receipt)).ok).toBe(true);
  expect(ma.node.core.delivery.confirmed(oldOrigin, gb.agency)).toBe(heldBefore);
  await store.close();
});

test('[DU4.4] people and partner hear at once that a log is offered back, and hear it once', async () => {
  const { federation, gb, store, oldOrigin } = await restored();
  const ma = await federation.open('ma.police', { store });
  const offered: string[] = [];
  gb.node.core.onLogOffered = (log) => offered.push(log.origin);
  for (let turn = 0; turn < 2; turn++) {
    const listed = await ma.node.outlet.logs(gb.peer);
    await gb.node.inlet.learn(ma.peer, listed.ok ? listed.value : []);
  }
  expect(offered.filter((origin) => origin === oldOrigin)).toHaveLength(1);
  await store.close();
});

test('[DU4.4] a reader that changes what it gives back is refused and nothing of it is kept', async () => {
  const { federation, gb, store, oldOrigin } = await restored();
  const ma = await federation.open('ma.police', { store });
  await pass(gb, ma);
  const size = ma.node.core.logs.byOrigin(oldOrigin)?.size;
  const bent = await pass(ma, gb, {
    tap: (batch) =>
      batch.origin !== oldOrigin
        ? batch
        : { ...batch, leaves: batch.leaves.map((leaf) => ({ ...leaf, releaseLine: leaf.releaseLine.replace('event-safety', 'liaison') })) },
  });
  expect(bent.refusals.map((each) => each.code)).toContain('reimport-mismatch');
  expect(ma.node.core.logs.byOrigin(oldOrigin)?.size).toBe(size);
  expect(codes(ma)).toContain('reimport-mismatch');
  await pass(ma, gb);
  expect(ma.node.core.logs.byOrigin(oldOrigin)?.size).toBeGreaterThan(size ?? 0);
  await store.close();
});

test('[DU4] a missing mark counts as a restore', async () => {
  const federation = await Federation.make();
  const folder = fresh();
  const first = await open(folder);
  const ma = await federation.open('ma.police', { store: first });
  const gb = await federation.open('gb.police');
  await say(ma, 'one', 'two', 'three');
  await settle(ma, gb);
  await ma.node.core.flusher.settled();
  await first.close();
  rmSync(join(folder, 'mark'));
  const store = await open(folder);
  expect(store.mismatches.length).toBeGreaterThan(0);
  const again = await federation.open('ma.police', { store });
  expect(
    operations(again)
      .filter((log) => !log.closed)
      .map((log) => log.epoch),
  ).toEqual([2]);
  await say(again, 'four');
  await settle(again, gb);
  expect((await texts(gb)).length).toBe(4);
  expect(codes(gb)).not.toContain('rollback');
  await store.close();
});
