import { nodeCrypto } from '@wasl/identity';
import { addSignature, parseCheckpoint, verifierOf, verifyEquivocationProof } from '@wasl/log';
import type { WireLeaf } from '@wasl/node';
import { Federation, incident, logEntry, type Member, pass, settle } from '@wasl/testkit/federation';
import { IssuedLog } from '@wasl/testkit/peers';
import { beforeEach, expect, test } from 'vitest';
import { copyOf, tell } from './forgery.ts';
import { actsOf, alarmsOf, heldLog, ownLog, put, stateOf } from './helpers.ts';

let federation: Federation;
let ma: Member;
let gb: Member;

beforeEach(async () => {
  federation = await Federation.make();
  [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
});

const quarantined = async (member: Member) => (await member.store.stateWithPrefix('quarantine/')).map(({ value }) => value);

/** The issuer tells one more leaf under its own signature. */
async function toldLeaf(change: (leaf: WireLeaf) => WireLeaf, record = logEntry('as agreed')): Promise<readonly string[]> {
  await put(ma, record);
  const log = await copyOf(federation, { issuer: ma, reader: gb, topic: 'operations' });
  const last = log.leaves.at(-1) as WireLeaf;
  const forged = log.fork(log.size - 1, change(last));
  const taken = await tell(gb, ma, forged);
  expect(taken.ok).toBe(true);
  return quarantined(gb);
}

test('[EX3, I11] a bad record is quarantined, named in a `refused` entry committed with the batch, and its issuer sees `refused`', async () => {
  const [kept, spoilt] = [await put(ma, logEntry('kept')), await put(ma, logEntry('spoilt'))];
  await pass(gb, ma, {
    tap: (batch) => ({
      ...batch,
      leaves: batch.leaves.map((leaf) =>
        `sha256:${nodeCrypto.sha256Text(leaf.entryText)}` === spoilt
          ? { ...leaf, disclosures: [...(leaf.disclosures ?? []), 'WyJzYWx0IiwibiIseyJ2IjoxfV0'] }
          : leaf,
      ),
    }),
  });
  expect(await quarantined(gb)).toEqual(['leaf-slots']);
  expect(alarmsOf(gb)).toContain('leaf-slots');
  expect(ownLog(gb, 'control')?.size).toBe(2);
  expect((await gb.store.record(spoilt))?.content?.disclosures).toEqual([]);
  await settle(ma, gb);
  expect(await stateOf(ma, kept)).toBe('delivered');
  expect(await stateOf(ma, spoilt)).toBe('refused');
  expect(alarmsOf(ma)).toContain('leaf-slots');
});

test('[EX3] changed terms of release are refused: a clause that does not cover them, a duty nobody knows, an end after the arrangement’s', async () => {
  const line = (change: (line: Record<string, unknown>) => Record<string, unknown>) => (leaf: WireLeaf) => {
    const changed = change(JSON.parse(leaf.releaseLine));
    return { ...leaf, releaseLine: JSON.stringify(Object.fromEntries(Object.entries(changed).sort(([a], [b]) => (a < b ? -1 : 1)))) };
  };
  expect(await toldLeaf(line((old) => ({ ...old, purpose: 'public-alert' })))).toEqual(['leaf-terms']);
  federation = await Federation.make();
  [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  expect(await toldLeaf(line((old) => ({ ...old, obligations: [{ id: 'o9', type: 'forgetEverything' }] })))).toEqual(['leaf-obligation']);
  federation = await Federation.make();
  [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  expect(await toldLeaf(line((old) => ({ ...old, until: '2099-01-01T00:00:00Z' })))).toEqual(['leaf-terms']);
});

test('[EX3, I5] a record that must be signed by its author and is not, or by another key, is refused', async () => {
  const unsigned = (leaf: WireLeaf) => {
    const { sig: _sig, ...rest } = JSON.parse(leaf.releaseLine);
    return { ...leaf, releaseLine: JSON.stringify(rest) };
  };
  expect(await toldLeaf(unsigned, incident('fence'))).toEqual(['leaf-signature']);
});

test('[I12, EX3] a record of another mode, another issuer or another type than the log’s is refused', async () => {
  const entry = (change: Record<string, unknown>) => (leaf: WireLeaf) => ({
    ...leaf,
    entryText: JSON.stringify({ ...JSON.parse(leaf.entryText), ...change }),
  });
  expect(await toldLeaf(entry({ mode: 'actual' }))).toEqual(['leaf-mode']);
  federation = await Federation.make();
  [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  expect(await toldLeaf(entry({ issuer: 'gb.police', author: 'gb.police/ops' }))).toEqual(['leaf-issuer']);
  federation = await Federation.make();
  [ma, gb] = [await federation.open('ma.police'), await federation.open('gb.police')];
  expect(await toldLeaf(entry({ type: 'alert' }))).toEqual(['leaf-type']);
});

test('[I12] each mode has its own log, and a log of a mode that the arrangement does not open is not taken up', async () => {
  await put(ma, logEntry('drill'));
  await put(ma, logEntry('real', { mode: 'actual' }));
  const modes = [...ma.node.core.logs.all()].filter((log) => log.channel.topic === 'operations').map((log) => log.channel.mode);
  expect(modes.sort()).toEqual(['actual', 'exercise']);
  const narrow = await Federation.make(['ma.police', 'gb.police'], {
    edit: (document) => {
      document['modes'] = ['exercise', 'system'];
    },
  });
  const [a, b] = [await narrow.open('ma.police'), await narrow.open('gb.police')];
  await put(a, logEntry('drill'));
  const log = await copyOf(narrow, { issuer: a, reader: b, topic: 'operations' });
  const descriptor = JSON.stringify({ ...JSON.parse(log.descriptor), mode: 'actual' });
  const signer = narrow.identities.agencies.get(a.agency)?.keys.log;
  if (signer === undefined) throw new Error('no key');
  const other = new IssuedLog({ descriptor, signer, crypto: nodeCrypto, name: a.agency });
  expect((await tell(b, a, other)).ok).toBe(false);
  expect(alarmsOf(b)).toContain('descriptor-mismatch');
  expect(b.node.core.remote.byOrigin(other.origin)).toBeUndefined();
  // Listed every few seconds, refused each time, written down once (I8).
  await tell(b, a, other);
  expect((await actsOf(b)).filter((act) => act === 'refuse')).toHaveLength(1);
});

test('[EX3, RL4] replay: leaves of another arrangement, audience or log do not stand in this one', async () => {
  const elsewhere = await Federation.make();
  const other = await elsewhere.open('ma.police');
  await put(other, logEntry('said under another arrangement'));
  const source = await copyOf(elsewhere, { issuer: other, reader: await elsewhere.open('gb.police'), topic: 'operations' });
  await put(ma, logEntry('here'));
  const log = await copyOf(federation, { issuer: ma, reader: gb, topic: 'operations' });
  expect((await tell(gb, ma, log.fork(1, ...source.leaves.slice(1)))).ok).toBe(true);
  expect(await quarantined(gb)).toEqual(['leaf-agreement']);
  expect((await tell(gb, ma, source)).ok).toBe(false);
  expect(alarmsOf(gb)).toContain('leaf-agreement');
});

test('[EX3.1, I4] a head that the leaves do not make freezes the log; a head without the issuer’s signature is refused and freezes nothing', async () => {
  await put(ma, logEntry('one'));
  await settle(ma, gb);
  await put(ma, logEntry('two'));
  const log = await copyOf(federation, { issuer: ma, reader: gb, topic: 'operations' });
  const from = heldLog(gb, 'ma.police', 'operations')?.tree.size ?? 0;
  const batch = log.batch(from);
  const foreign = new IssuedLog({
    descriptor: log.descriptor,
    signer: federation.identities.agencies.get(gb.agency)?.keys.log as never,
    crypto: nodeCrypto,
    name: 'ma.police',
    leaves: log.leaves,
  });
  const unsigned = await gb.node.inlet.receive(ma.peer, { ...batch, checkpoint: foreign.head({ size: log.size }) });
  expect(!unsigned.ok && unsigned.reason.code).toBe('checkpoint-signature');
  expect(heldLog(gb, 'ma.police', 'operations')?.frozen).toBeUndefined();
  const wrong = await gb.node.inlet.receive(ma.peer, {
    ...batch,
    checkpoint: log.head({ size: log.size, root: new Uint8Array(32).fill(7) }),
  });
  expect(!wrong.ok && wrong.reason.code).toBe('root-mismatch');
  const held = heldLog(gb, 'ma.police', 'operations');
  expect(held?.frozen).toBe('root-mismatch');
  expect(held?.tree.size).toBe(from);
  const after = await gb.node.inlet.receive(ma.peer, batch);
  expect(!after.ok && after.reason.code).toBe('log-frozen');
  const again = await federation.open('gb.police', { store: gb.store });
  expect(heldLog(again, 'ma.police', 'operations')?.frozen).toBe('root-mismatch');
});

for (const [name, size] of [
  ['two heads of one size', 'same'],
  ['forks at different sizes', 'smaller'],
] as const) {
  test(`[EX5, I4] ${name}: the reader freezes the log and keeps a proof that a stranger can check`, async () => {
    await put(ma, logEntry('one'));
    await put(ma, logEntry('two'));
    await put(ma, logEntry('three'));
    const log = await copyOf(federation, { issuer: ma, reader: gb, topic: 'operations' });
    await tell(gb, ma, log);
    const other = log.fork(2, ...log.leaves.slice(3));
    const lied = size === 'same' ? log.fork(2, log.leaves[3] as WireLeaf, log.leaves[2] as WireLeaf) : other;
    const compared = await gb.node.inlet.compare(ma.peer, [{ origin: log.origin, checkpoint: lied.head({ size: lied.size }) }]);
    expect(!compared.ok && compared.reason.code).toBe('equivocation');
    expect(heldLog(gb, 'ma.police', 'operations')?.frozen).toBe('equivocation');
    expect(alarmsOf(gb)).toContain('equivocation');
    const proof = (await gb.store.state(`proof/${log.origin}`)) ?? '';
    const signer = federation.identities.agencies.get(ma.agency)?.keys.log;
    if (signer === undefined) throw new Error('no key');
    const verified = verifyEquivocationProof(proof, {
      verifiers: [verifierOf(signer, { name: 'ma.police', type: 'log' })],
      crypto: nodeCrypto,
    });
    expect(verified).toMatchObject({ ok: true, value: { origin: log.origin, sizeB: log.size } });
    expect(await actsOf(gb)).toContain('freeze');
  });
}

test('[EX5.2] a listing with another history than the one held is compared before anything is read', async () => {
  await put(ma, logEntry('one'));
  await put(ma, logEntry('two'));
  const log = await copyOf(federation, { issuer: ma, reader: gb, topic: 'operations' });
  await tell(gb, ma, log);
  const rewritten = log.fork(1, ...log.leaves.slice(2), ...log.leaves.slice(1, 2));
  await gb.node.inlet.learn(ma.peer, [rewritten.summary]);
  expect(heldLog(gb, 'ma.police', 'operations')?.frozen).toBe('equivocation');
});

test('[EX5] a head that the issuer did not sign, or of leaves not held yet, accuses nobody', async () => {
  await put(ma, logEntry('one'));
  const log = await copyOf(federation, { issuer: ma, reader: gb, topic: 'operations' });
  await tell(gb, ma, log);
  const forged = log.head({ size: log.size, root: new Uint8Array(32).fill(3) }).replace(/(.{10})\n$/, 'AAAAAAAAAA\n');
  expect((await gb.node.inlet.compare(ma.peer, [{ origin: log.origin, checkpoint: forged }])).ok).toBe(true);
  expect(
    (await gb.node.inlet.compare(ma.peer, [{ origin: log.origin, checkpoint: log.head({ size: log.size + 9, root: new Uint8Array(32) }) }]))
      .ok,
  ).toBe(true);
  expect(heldLog(gb, 'ma.police', 'operations')?.frozen).toBeUndefined();
});

test('[EX5, I4] two histories told to two readers come out when they show each other their heads', async () => {
  const three = await Federation.make(['ma.police', 'gb.police', 'es.police']);
  const [a, b, c] = [await three.open('ma.police'), await three.open('gb.police'), await three.open('es.police')];
  await put(a, logEntry('to all'));
  await put(a, logEntry('to all too'));
  const log = await copyOf(three, { issuer: a, reader: b, topic: 'operations' });
  const other = log.fork(2, log.leaves[1] as WireLeaf);
  await tell(b, a, log);
  await tell(c, a, other);
  const heads = await c.node.outlet.heads(b.peer);
  if (!heads.ok) throw new Error(heads.reason.message);
  const compared = await b.node.inlet.compare(c.peer, heads.value);
  expect(!compared.ok && compared.reason.code).toBe('equivocation');
  const partner = b.node.status(undefined).partners.find((each) => each.agency === 'ma.police');
  expect(partner?.logs.some((each) => each.compared === 'conflict')).toBe(true);
});

test('[EX4] a receipt of a head that is not ours, or not cosigned by the reader, is refused and confirms nothing', async () => {
  const id = await put(ma, logEntry('one'));
  const log = ownLog(ma, 'operations');
  const note = log?.head?.note ?? '';
  const plain = await ma.node.outlet.receipt(gb.peer, log?.origin ?? '', note);
  expect(!plain.ok && plain.reason.code).toBe('receipt-invalid');
  await pass(gb, ma, { receipts: false });
  const learned = await gb.node.inlet.learn(ma.peer, [{ origin: log?.origin ?? '', descriptor: log?.descriptor ?? '', checkpoint: note }]);
  const receipt = learned.ok ? (learned.value[0]?.receipt ?? '') : '';
  const spoilt = receipt.replace(/.{8}\n$/, 'AAAAAAA=\n');
  const bent = await ma.node.outlet.receipt(gb.peer, log?.origin ?? '', spoilt);
  expect(!bent.ok && bent.reason.code).toBe('receipt-invalid');
  expect(await stateOf(ma, id)).toBe('signed');
  const copy = await copyOf(federation, { issuer: ma, reader: gb, topic: 'operations' });
  const elsewhere = copy.head({ size: copy.size, root: new Uint8Array(32).fill(1) });
  const cosigned = addSignature(elsewhere, receipt.trimEnd().split('\n').at(-1) ?? '');
  const other = await ma.node.outlet.receipt(gb.peer, log?.origin ?? '', cosigned);
  expect(other.ok).toBe(false);
  const good = await ma.node.outlet.receipt(gb.peer, log?.origin ?? '', receipt);
  expect(good.ok).toBe(true);
  expect(await stateOf(ma, id)).toBe('delivered');
  expect(parseCheckpoint(receipt).size).toBe(log?.size);
});

test('[LG3.1] content left out under a pretended erasure is found out: by the leaf that is no erasure, or by the head that ends before it', async () => {
  await put(ma, logEntry('one'));
  await put(ma, logEntry('two'));
  const log = await copyOf(federation, { issuer: ma, reader: gb, topic: 'operations' });
  const without = (gone: number) => {
    const batch = log.batch(0);
    return {
      ...batch,
      leaves: batch.leaves.map((leaf, at) =>
        at === 1 ? { releaseLine: leaf.releaseLine, entryText: leaf.entryText, disclosures: undefined, gone } : leaf,
      ),
    };
  };
  await gb.node.inlet.learn(ma.peer, [log.summary]);
  expect((await gb.node.inlet.receive(ma.peer, without(2))).ok).toBe(true);
  expect(await quarantined(gb)).toEqual(['gone-unfounded']);

  const second = await Federation.make();
  const [a, b] = [await second.open('ma.police'), await second.open('gb.police')];
  await put(a, logEntry('one'));
  const again = await copyOf(second, { issuer: a, reader: b, topic: 'operations' });
  const batch = again.batch(0);
  const [descriptor, leaf] = batch.leaves as [WireLeaf, WireLeaf];
  await b.node.inlet.learn(a.peer, [again.summary]);
  await b.node.inlet.receive(a.peer, {
    ...batch,
    leaves: [descriptor, { releaseLine: leaf.releaseLine, entryText: leaf.entryText, disclosures: undefined, gone: 99 }],
  });
  expect(await quarantined(b)).toEqual([]);
  const reopened = await second.open('gb.police', { store: b.store });
  await reopened.node.inlet.learn(a.peer, [again.summary]);
  expect(await quarantined(reopened)).toEqual(['gone-unfounded']);
  expect(alarmsOf(reopened)).toContain('gone-unfounded');
});

test('[EX8] a partner’s clock more than a minute ahead is shown and never merged', async () => {
  const fast = await federation.open('ma.police', {
    clock: { nowMs: () => federation.clock.nowMs() + 3_600_000, monotonicMs: () => 0, after: () => () => undefined },
  });
  await put(fast, logEntry('from the future'));
  await pass(gb, fast);
  expect(alarmsOf(gb)).toContain('clock-ahead');
  const id = await put(gb, logEntry('now'));
  const entry = JSON.parse((await gb.store.record(id))?.entryText ?? '{}') as { hlc: string };
  expect(Number(entry.hlc.slice(0, 13))).toBeLessThan(federation.clock.nowMs() + 1000);
});
