import { openLink, type ShapedLink } from '@wasl/testkit/links';
import { eventually } from '@wasl/testkit/peers';
import { expect, test } from 'vitest';
import { leafOf, leaves, type TwoNodes, twoNodes } from './two-nodes.ts';

const [bulk, alerts] = ['ma.police/bulk', 'ma.police/alerts'];

/** Two nodes with a bad line between them. */
async function overLine(
  options: Parameters<typeof twoNodes>[0] = {},
): Promise<{ nodes: TwoNodes; link: ShapedLink; [Symbol.asyncDispose](): Promise<void> }> {
  const nodes = await twoNodes(options);
  const link = await openLink({ target: { host: '127.0.0.1', port: nodes.port } });
  return {
    nodes,
    link,
    async [Symbol.asyncDispose]() {
      await nodes[Symbol.asyncDispose]();
      await link.close();
    },
  };
}

function expectWhole(nodes: TwoNodes, count: number): void {
  expect(nodes.inlet.held.get(bulk)).toEqual(leaves(count));
}

test('[I11] a cut line is shown, both sides go on, and it heals without loss or doubling', async () => {
  await using line = await overLine();
  const { nodes, link } = line;
  nodes.outlet.append(bulk, leaves(50));
  nodes.connect(link.port);
  await eventually('before', () => nodes.inlet.sizeOf(bulk) === 50);
  link.cut();
  await eventually('shown', () => nodes.inlet.links.at(-1)?.state === 'down');
  for (let index = 50; index < 80; index += 1) nodes.outlet.append(bulk, [leafOf(index)]);
  link.heal();
  await eventually('after', () => nodes.inlet.sizeOf(bulk) === 80);
  await eventually('up', () => nodes.inlet.links.at(-1)?.state === 'up');
  await eventually('receipt', () => nodes.outlet.receipts.some(({ note }) => note.endsWith(' 80')));
  expectWhole(nodes, 80);
});

test('[EX7.4] a half-open line is found by its silence and replaced', async () => {
  await using line = await overLine();
  const { nodes, link } = line;
  nodes.outlet.append(bulk, leaves(5));
  nodes.connect(link.port);
  await eventually('before', () => nodes.inlet.links.at(-1)?.state === 'up' && nodes.inlet.sizeOf(bulk) === 5);
  link.halfOpen();
  const down = await eventually('found', () => nodes.inlet.links.find(({ code }) => code === 'link-half-open'), 3_000);
  expect(down.state).toBe('down');
  nodes.outlet.append(bulk, leaves(5, 5));
  link.heal();
  await eventually('after', () => nodes.inlet.sizeOf(bulk) === 10);
  expectWhole(nodes, 10);
});

test('[EX7.4] a half-open reader is dropped by the server', async () => {
  await using line = await overLine({ server: { limits: { pingMs: 60 } }, client: { times: { pingMs: 60_000, silentMs: 60_000 } } });
  const { nodes, link } = line;
  nodes.outlet.append(bulk, leaves(1));
  nodes.connect(link.port);
  await eventually('following', () => nodes.outlet.streaming.get(bulk) === 1);
  link.halfOpen();
  await eventually('dropped', () => nodes.server.peers().length === 0 && nodes.outlet.streaming.get(bulk) === 0);
});

test('[EX2.6] a reset in the middle of a line loses nothing and doubles nothing', async () => {
  await using line = await overLine();
  const { nodes, link } = line;
  const filler = 'x'.repeat(2_000);
  const many = leaves(600).map((leaf) => ({ ...leaf, disclosures: [filler] }));
  for (let at = 0; at < 600; at += 40) nodes.outlet.append(bulk, many.slice(at, at + 40));
  link.resetAfter(200_000);
  nodes.connect(link.port);
  await eventually('some', () => nodes.inlet.sizeOf(bulk) > 0);
  link.resetAfter(300_000);
  await eventually('all', () => nodes.inlet.sizeOf(bulk) === 600, 20_000);
  expect(nodes.inlet.held.get(bulk)).toEqual(many);
  expect(nodes.inlet.anomalies).toEqual([]);
});

test('[EX7.5] on a thin line full of bulk an alert still comes through, and the line is not taken for dead', async () => {
  await using line = await overLine({
    client: {
      times: {
        pingMs: 500,
        silentMs: 4_000,
        slowMs: 300,
        streamSilentMs: 60_000,
        requestIdleMs: 60_000,
        compareMs: 20,
        heartbeatMs: 60_000,
      },
    },
  });
  const { nodes, link } = line;
  nodes.inlet.urgent.add(alerts);
  nodes.outlet.append(alerts, leaves(1));
  nodes.connect(link.port);
  await eventually('alerts followed', () => nodes.inlet.sizeOf(alerts) === 1 && nodes.inlet.links.at(-1)?.state === 'up');
  link.shape({ bitsPerSecond: 256_000 });
  const filler = 'x'.repeat(100_000);
  nodes.outlet.append(
    bulk,
    leaves(8).map((leaf) => ({ ...leaf, disclosures: [filler] })),
  );
  nodes.client.wake(nodes.ma.peer.agency);
  await eventually('bulk under way', () => nodes.outlet.streaming.get(bulk) === 1);
  const startMs = performance.now();
  nodes.outlet.append(alerts, [leafOf(1)]);
  await eventually('alert', () => nodes.inlet.sizeOf(alerts) === 2, 20_000);
  expect(performance.now() - startMs).toBeLessThan(5_000);
  expect(nodes.inlet.sizeOf(bulk)).toBe(0);
  await eventually('slow is shown', () => nodes.inlet.links.some(({ state }) => state === 'slow'));
  link.heal();
  await eventually('bulk', () => nodes.inlet.sizeOf(bulk) === 8, 30_000);
  expect(nodes.inlet.links.filter(({ code }) => code === 'link-half-open')).toEqual([]);
});

test('[EX7.5] stalls of a lossy line with latency delay and do not break', async () => {
  await using line = await overLine();
  const { nodes, link } = line;
  link.shape({ latencyMs: 15 });
  nodes.outlet.append(bulk, leaves(100));
  nodes.connect(link.port);
  await eventually('some', () => nodes.inlet.sizeOf(bulk) === 100);
  link.stall(250);
  nodes.outlet.append(bulk, leaves(100, 100));
  await eventually('all', () => nodes.inlet.sizeOf(bulk) === 200);
  expectWhole(nodes, 200);
  expect(nodes.inlet.links.filter(({ state }) => state === 'down').map(({ code }) => code)).toEqual(['link-not-tried']);
});

test('[EX2.8] a slow reader slows its own stream and nothing else: the server keeps no queue for it', async () => {
  await using line = await overLine();
  const { nodes } = line;
  const filler = 'x'.repeat(50_000);
  const other = 'ma.police/other';
  let taken = 0;
  let release: () => void = () => undefined;
  const blocked = new Promise<undefined>((resolve) => {
    release = () => resolve(undefined);
  });
  nodes.inlet.gate = (batch) => (batch.origin === bulk ? blocked : undefined);
  for (let at = 0; at < 300; at += 10)
    nodes.outlet.append(
      bulk,
      leaves(10, at).map((leaf) => ({ ...leaf, disclosures: [filler] })),
    );
  const stream = nodes.outlet.stream.bind(nodes.outlet);
  nodes.outlet.stream = async (peer, origin, options) => {
    const opened = await stream(peer, origin, options);
    if (!opened.ok || origin !== bulk) return opened;
    const counted = async function* () {
      for await (const batch of opened.value) {
        taken += 1;
        yield batch;
      }
    };
    return { ok: true, value: counted() };
  };
  nodes.connect();
  await eventually('first batches', () => taken > 0);
  nodes.outlet.append(other, leaves(3));
  await eventually('other log', () => nodes.inlet.sizeOf(other) === 3);
  expect(taken).toBeLessThan(25);
  release();
  await eventually('all', () => nodes.inlet.sizeOf(bulk) === 300);
});
