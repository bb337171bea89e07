import { createExchangeClient, type ExchangeClient } from '@wasl/exchange';
import { generateSigner, nodeCrypto, nodeRandom } from '@wasl/identity';
import { encodeDescriptor, hashLeaf, leafText, openNote, parseCheckpoint, sameHash, TreeBuilder } from '@wasl/log';
import type { LogBatch, WireLeaf } from '@wasl/node';
import { type AgencyId, encodeBase64url, type Refusal } from '@wasl/record';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type CertifiedAgency, certifyAgency, exchangeIdentity } from './certified-agency.ts';
import { IssuedLog } from './issued-log.ts';
import { honest, lies } from './lies.ts';
import { type LyingPartner, lyingPartner, type PartnerRoutes } from './lying-partner.ts';
import { MemoryInlet } from './memory-inlet.ts';
import { eventually, realClock } from './real-clock.ts';

const [police, gbPolice, esPolice] = ['ma.police', 'gb.police', 'es.police'] as AgencyId[] as [AgencyId, AgencyId, AgencyId];
const signer = generateSigner('Ed25519');
const tempo = { baseMs: 10, capMs: 100, slowMs: 80, pollMs: 80, answerMs: 2_000, stableMs: 500 };
const times = { pingMs: 200, silentMs: 600, slowMs: 300, streamSilentMs: 500, requestIdleMs: 1_000, compareMs: 10, heartbeatMs: 10_000 };
let ma: CertifiedAgency;
let gb: CertifiedAgency;
const open: AsyncDisposable[] = [];

beforeAll(async () => {
  [ma, gb] = await Promise.all([certifyAgency(police), certifyAgency(gbPolice)]);
});

afterEach(async () => {
  for (const resource of open.splice(0).reverse()) await resource[Symbol.asyncDispose]();
});

function leafOf(name: string): WireLeaf {
  return { releaseLine: `{"purpose":"${name}"}`, entryText: `{"v":1,"n":"${name}"}`, disclosures: ['WyJz'] };
}

function newLog(leaves = 6, key = signer): IssuedLog {
  const descriptor = encodeDescriptor({
    v: 1,
    salt: encodeBase64url(nodeRandom(16)),
    agreement: encodeBase64url(nodeRandom(32)),
    issuer: police,
    audience: [gbPolice, police],
    topic: 'operations',
    mode: 'exercise',
    epoch: 1,
  });
  return new IssuedLog({ descriptor, signer: key, crypto: nodeCrypto }).append(
    ...Array.from({ length: leaves }, (_, at) => leafOf(`leaf ${at}`)),
  );
}

/** Judges signature, origin, size and root as a node does, and nothing of records. */
function judge(inlet: MemoryInlet): (batch: LogBatch) => Refusal | undefined {
  return (batch) => {
    const opened = openNote(batch.checkpoint, [{ name: police, type: 'log', key: signer.key }], { crypto: nodeCrypto });
    if (!opened.ok) return { code: 'checkpoint-signature', message: opened.reason.message };
    const tree = new TreeBuilder(nodeCrypto);
    for (const leaf of [...(inlet.held.get(batch.origin) ?? []), ...batch.leaves]) {
      tree.push(hashLeaf(leaf.releaseLine === '' ? leaf.entryText : leafText(leaf.releaseLine, leaf.entryText), nodeCrypto));
    }
    const head = parseCheckpoint(batch.checkpoint);
    const fits = head.origin === batch.origin && head.size === tree.size && sameHash(head.root, tree.root());
    return fits ? undefined : { code: 'root-mismatch', message: 'the leaves do not make the root' };
  };
}

interface Stage {
  readonly inlet: MemoryInlet;
  readonly partner: LyingPartner;
  readonly client: ExchangeClient;
  readonly codes: string[];
}

async function stage(routes: PartnerRoutes, names: AgencyId = police): Promise<Stage> {
  const inlet = new MemoryInlet();
  inlet.gate = judge(inlet);
  const codes: string[] = [];
  const partner = await lyingPartner({ tls: exchangeIdentity(await ma.certify(names), [gb]).tls, routes });
  const client = createExchangeClient({
    ...exchangeIdentity(await gb.certify(), [ma]),
    inlet,
    clock: realClock,
    random: () => 0.5,
    tempo,
    times,
    observe: ({ reason }) => codes.push(reason.code),
  });
  open.push(partner, client);
  client.add(ma.peer, { host: '127.0.0.1', port: partner.port });
  return { inlet, partner, client, codes };
}

async function expectRefused(routes: PartnerRoutes, code: string): Promise<Stage> {
  const stand = await stage(routes);
  await eventually(code, () => stand.codes.includes(code) || stand.inlet.anomalies.some((anomaly) => anomaly.code === code));
  return stand;
}

test('[EX2] the double serves the truth when its routes are honest', async () => {
  const log = newLog();
  const { inlet, partner } = await stage(honest(log));
  await eventually('all', () => inlet.sizeOf(log.origin) === log.size);
  expect(inlet.held.get(log.origin)).toEqual(log.leaves);
  await eventually('receipt', () => partner.calls.some(({ method, path }) => method === 'POST' && path.endsWith('/receipts')));
  expect(partner.calls[0]?.reader).toBe('gb.police');
});

test('[I4] a head that does not fit, a forged leaf and a renumbered one are refused and nothing is taken', async () => {
  for (const lie of [
    lies.wrongRoot,
    (log: IssuedLog) => lies.forgedLeaf(log, 3, leafOf('forged')),
    (log: IssuedLog) => lies.missingLeaf(log, 3, 'renumbered'),
  ]) {
    const log = newLog();
    const { inlet, client } = await expectRefused(lie(log), 'root-mismatch');
    expect(inlet.sizeOf(log.origin)).toBe(0);
    expect(client.logs(police).get(log.origin)).toBe('frozen');
  }
});

test('[I4] a spoilt signature and a foreign key are refused', async () => {
  const log = newLog();
  await expectRefused(lies.badSignature(log), 'checkpoint-signature');
  await expectRefused(lies.foreignKey(log, newLog(1, generateSigner('Ed25519'))), 'checkpoint-signature');
});

test('[LG2] leaves replayed from another log make a sound tree: their terms are the node’s to judge', async () => {
  const log = newLog();
  const source = newLog(3);
  const { inlet } = await stage(lies.replay(log, source));
  await eventually('taken', () => inlet.sizeOf(log.origin) === source.size);
  expect(inlet.held.get(log.origin)).toEqual([log.leaves[0], ...source.leaves.slice(1)]);
});

test('[EX2.3] a gap is an anomaly with the index', async () => {
  const log = newLog();
  const { inlet } = await expectRefused(lies.missingLeaf(log, 3, 'gap'), 'index-gap');
  expect(inlet.anomalies[0]).toMatchObject({ origin: log.origin, code: 'index-gap', details: { index: 4, expected: 3 } });
  expect(inlet.anomalies).toHaveLength(1);
});

test('[EX5] a rewritten history does not go on from what is held', async () => {
  const first = newLog();
  const second = first.fork(3, leafOf('other'), leafOf('other'), leafOf('other'), leafOf('other'), leafOf('more'));
  const { inlet } = await expectRefused(lies.rewrittenHistory(first, second), 'root-mismatch');
  expect(inlet.held.get(first.origin)).toEqual(first.leaves);
});

test('[EX5] two readers told two histories hold two signed heads that contradict each other', async () => {
  const log = newLog();
  const other = log.fork(4, leafOf('x'), leafOf('y'), leafOf('z'));
  expect(other.size).toBe(log.size);
  const { inlet } = await stage(lies.twoHistories(new Map([['gb.police', other]]), log));
  await eventually('told', () => inlet.sizeOf(log.origin) === other.size);
  const [a, b] = [log, other].map((told) => parseCheckpoint(told.summary.checkpoint));
  expect(a?.size).toBe(b?.size);
  expect(Buffer.from(a?.root ?? []).equals(Buffer.from(b?.root ?? []))).toBe(false);
});

test('[EX5.1] heads of others that a partner serves reach the comparison', async () => {
  const log = newLog();
  const { inlet } = await stage(lies.forgedHeads(log, [{ origin: 'es.police/x', checkpoint: 'forged' }]));
  await eventually('compared', () => inlet.compared.some(({ checkpoint }) => checkpoint === 'forged'));
});

test('[LG3] a surplus disclosure and a pretended erasure change no tree: they are the node’s to judge', async () => {
  const log = newLog();
  const surplus = await stage(lies.surplusDisclosure(log, 2, 'extra'));
  await eventually('taken', () => surplus.inlet.sizeOf(log.origin) === log.size);
  expect(surplus.inlet.held.get(log.origin)?.[2]?.disclosures).toEqual(['WyJz', 'extra']);
  const erased = await stage(lies.pretendedErasure(log, 2, 5));
  await eventually('taken', () => erased.inlet.sizeOf(log.origin) === log.size);
  expect(erased.inlet.held.get(log.origin)?.[2]).toMatchObject({ disclosures: undefined, gone: 5 });
});

test('[EX6.2] withheld leaves and a rollback are anomalies', async () => {
  const log = newLog();
  await expectRefused(lies.withheldLeaves(log, 3), 'leaves-withheld');
  const { partner, inlet, codes } = await stage(honest(log));
  await eventually('all', () => inlet.sizeOf(log.origin) === log.size);
  partner.serve(lies.rollback(log, 2));
  partner.hangUp();
  await eventually('ahead', () => codes.includes('log-ahead'));
  expect(inlet.anomalies).toMatchObject([{ code: 'log-ahead', details: { size: 2 } }]);
});

test('[BY3] oversized lines, endless batches, garbage, malformed listings and other versions are refused by code', async () => {
  const log = newLog();
  await expectRefused(lies.oversizedLine(log), 'line-too-long');
  await expectRefused(lies.endlessBatch(log, leafOf('x')), 'batch-too-large');
  await expectRefused(lies.garbage(log), 'line-malformed');
  await expectRefused(lies.malformedListing(log), 'body-malformed');
  await expectRefused(lies.otherVersion(log), 'exchange-version-unknown');
});

test('[EX7.2] a slow-loris stream and a silent one hold up no other log', async () => {
  const slow = newLog();
  const good = newLog();
  const served = honest(slow, good);
  const { inlet, partner } = await stage({
    ...served,
    stream: (origin, call) => (origin === slow.origin ? lies.slowLoris(slow, 20) : served).stream?.(origin, call) ?? [],
  });
  await eventually('the good log', () => inlet.sizeOf(good.origin) === good.size);
  expect(inlet.sizeOf(slow.origin)).toBe(0);
  partner.serve(lies.silence(slow));
  partner.hangUp();
  const asked = partner.calls.length;
  await eventually('asked again', () => partner.calls.slice(asked).filter(({ path }) => path.includes('/stream')).length >= 3);
});

test('[EX6.3] a stream that only drips is told to people: neither leaves nor heartbeats came in time, twice', async () => {
  const log = newLog();
  const { inlet } = await expectRefused(lies.slowLoris(log, 20), 'stream-silent');
  expect(inlet.anomalies[0]).toMatchObject({ origin: log.origin, code: 'stream-silent' });
  expect(inlet.sizeOf(log.origin)).toBe(0);
});

test("[EX1.1] a server with a certificate for another party's agency hears nothing", async () => {
  const stand = await stage(honest(newLog()), esPolice);
  await eventually('refused', () => stand.codes.includes('peer-name-foreign'));
  expect(stand.partner.calls).toEqual([]);
});
