import { eventually } from '@wasl/testkit/peers';
import { expect, test } from 'vitest';
import { leafOf, leaves, police, twoNodes } from './two-nodes.ts';

const [one, two] = ['ma.police/one', 'ma.police/two'];

test('[EX2] a reader gets every leaf in order, what is stored and what comes later, and its receipts arrive', async () => {
  await using nodes = await twoNodes();
  const { outlet, inlet } = nodes;
  outlet.append(one, leaves(256));
  outlet.append(one, leaves(44, 256));
  nodes.connect();
  await eventually('stored leaves', () => inlet.sizeOf(one) === 300);
  outlet.append(one, [leafOf(300)]);
  await eventually('live leaf', () => inlet.sizeOf(one) === 301);
  expect(inlet.held.get(one)).toEqual(leaves(301));
  await eventually('receipt of all', () => outlet.receipts.some(({ origin, note }) => origin === one && note.endsWith(' 301')));
  await eventually('answer', () => inlet.answers.some(({ note }) => note.endsWith(' 301')));
  expect(outlet.receipts.every(({ peer }) => peer.agency === 'gb.police')).toBe(true);
});

test('[EX2.7] receipts are coalesced: the latest covers those before', async () => {
  await using nodes = await twoNodes();
  const { outlet, inlet } = nodes;
  for (let index = 0; index < 200; index += 1) outlet.append(one, [leafOf(index)]);
  nodes.connect();
  await eventually('all', () => outlet.receipts.some(({ note }) => note.endsWith(' 200')));
  expect(inlet.sizeOf(one)).toBe(200);
  expect(outlet.receipts.length).toBeLessThan(150);
});

test('[EX2.6] a reader resumes from the size that it holds', async () => {
  await using nodes = await twoNodes();
  const { outlet, inlet } = nodes;
  outlet.append(one, leaves(100));
  inlet.held.set(one, [...leaves(60)]);
  nodes.connect();
  await eventually('rest', () => inlet.sizeOf(one) === 100);
  expect(inlet.held.get(one)).toEqual(leaves(100));
});

test('[EX2.7] the receipt of what was held before a crash is posted again', async () => {
  await using nodes = await twoNodes();
  nodes.outlet.append(one, leaves(3));
  nodes.inlet.held.set(one, [...leaves(3)]);
  nodes.inlet.heldReceipts.set(one, 'receipt of 3');
  nodes.connect();
  await eventually('receipt', () => nodes.outlet.receipts.some(({ note }) => note === 'receipt of 3'));
});

test('[EX2.5] a reader that holds more than the peer raises an anomaly with both sizes and asks on', async () => {
  await using nodes = await twoNodes();
  nodes.outlet.append(one, leaves(3));
  nodes.inlet.held.set(one, [...leaves(5)]);
  nodes.connect();
  const anomaly = await eventually('anomaly', () => nodes.inlet.anomalies[0]);
  expect(anomaly).toMatchObject({ origin: one, code: 'log-ahead', details: { size: 3 } });
  await eventually('healed', () => {
    if (nodes.outlet.receipts.length === 0) nodes.outlet.append(one, [leafOf(3), leafOf(4), leafOf(5)].slice(0, 3));
    return nodes.inlet.sizeOf(one) >= 6;
  });
  expect(nodes.inlet.anomalies.filter(({ code }) => code === 'log-ahead')).toHaveLength(1);
});

test('[EX2.5] below the minimum the range is told, the gap recorded, and reading goes on from there', async () => {
  await using nodes = await twoNodes();
  const { outlet, inlet } = nodes;
  outlet.append(one, leaves(10));
  outlet.append(one, leaves(10, 10));
  outlet.minimum = 10;
  inlet.anomaly = async (_peer, origin, anomaly) => {
    inlet.anomalies.push({ origin, ...anomaly });
    inlet.held.set(one, [...leaves(10)]);
  };
  nodes.connect();
  await eventually('rest', () => inlet.sizeOf(one) === 20);
  expect(inlet.anomalies).toMatchObject([{ code: 'log-pruned', details: { minimum: 10, range: '10:' } }]);
});

test('[EX7.2] a log that this node refuses holds up no other, and is asked again', async () => {
  await using nodes = await twoNodes();
  const { outlet, inlet } = nodes;
  outlet.append(one, leaves(5));
  outlet.append(two, leaves(5));
  let bad = true;
  inlet.gate = (batch) => (batch.origin === one && bad ? { code: 'root-mismatch', message: 'not the root' } : undefined);
  nodes.connect();
  await eventually('the good log', () => inlet.sizeOf(two) === 5);
  await eventually('frozen', () => nodes.client.logs(police).get(one) === 'frozen');
  outlet.append(two, leaves(5, 5));
  await eventually('the good log goes on', () => inlet.sizeOf(two) === 10);
  expect(inlet.sizeOf(one)).toBe(0);
  expect(nodes.clientEvents).toContainEqual(
    expect.objectContaining({ origin: one, reason: expect.objectContaining({ code: 'root-mismatch' }) }),
  );
  bad = false;
  await eventually('the bad log healed', () => inlet.sizeOf(one) === 5);
});

test('[EX7.1] urgent logs have a session of their own', async () => {
  await using nodes = await twoNodes();
  const { outlet, inlet } = nodes;
  inlet.urgent.add(two);
  outlet.append(one, leaves(5));
  outlet.append(two, leaves(5));
  let release: () => void = () => undefined;
  const blocked = new Promise<undefined>((resolve) => {
    release = () => resolve(undefined);
  });
  inlet.gate = (batch) => (batch.origin === one ? blocked : undefined);
  nodes.connect();
  await eventually('urgent', () => inlet.sizeOf(two) === 5);
  expect(inlet.sizeOf(one)).toBe(0);
  expect(nodes.serverEvents.filter(({ kind }) => kind === 'opened')).toHaveLength(2);
  release();
  await eventually('bulk', () => inlet.sizeOf(one) === 5);
});

test('[EX7.6] a hint wakes the reader of a log that it has not seen', async () => {
  const hints: string[] = [];
  await using nodes = await twoNodes({
    server: { hinted: (peer, origin) => hints.push(`${peer.agency} ${origin}`) },
    client: { tempo: { baseMs: 10, pollMs: 60_000 } },
  });
  nodes.connect();
  await eventually('up', () => nodes.inlet.links.at(-1)?.state === 'up');
  nodes.outlet.append(two, leaves(1));
  nodes.client.wake(police);
  await eventually('found', () => nodes.inlet.sizeOf(two) === 1);
  await nodes.client.hint(police, 'gb.police/mine');
  await eventually('hint', () => hints.includes('gb.police gb.police/mine'));
});

test('[EX6 EX6.1] an idle stream is seen to be alive by its heartbeats', async () => {
  await using nodes = await twoNodes({ server: { limits: { heartbeatMs: 40 } } });
  nodes.outlet.append(one, leaves(2));
  nodes.connect();
  await eventually(
    'heartbeats',
    () => nodes.inlet.compared.filter(({ origin, checkpoint }) => origin === one && checkpoint.includes('\n2\n')).length >= 3,
  );
  expect(nodes.inlet.anomalies).toEqual([]);
});

test('[EX6.2] heads beyond the leaves that are sent are an anomaly', async () => {
  await using nodes = await twoNodes({ server: { limits: { heartbeatMs: 30 } } });
  nodes.outlet.append(one, leaves(2));
  nodes.outlet.checkpoint = async () => ({ ok: true, value: `${one}\n9\nroot\n\n- x\n` });
  nodes.connect();
  const anomaly = await eventually('anomaly', () => nodes.inlet.anomalies[0]);
  expect(anomaly).toMatchObject({ code: 'leaves-withheld', details: { size: 9, held: 2 } });
});

test('[EX6.3] a stream without any line is opened again', async () => {
  await using nodes = await twoNodes({
    server: { limits: { heartbeatMs: 60_000 } },
    client: { times: { streamSilentMs: 200, pingMs: 100, silentMs: 400 } },
  });
  nodes.outlet.append(one, leaves(1));
  const from: number[] = [];
  const stream = nodes.outlet.stream.bind(nodes.outlet);
  nodes.outlet.stream = (peer, origin, options) => {
    from.push(options.from);
    return stream(peer, origin, options);
  };
  nodes.connect();
  await eventually('opened again', () => from.length >= 3);
  expect(from.slice(0, 3)).toEqual([0, 1, 1]);
});

test('[EX6.4] the statement of the journal heads is posted and the cosigned answer kept', async () => {
  const answers: string[] = [];
  await using nodes = await twoNodes({
    client: {
      heartbeat: {
        statement: async (peer) => ({ ok: true, value: `heads for ${peer.agency}` }),
        answered: async (_peer, note) => {
          answers.push(note);
        },
      },
    },
  });
  nodes.connect();
  await eventually('answers', () => answers.length >= 2);
  expect(nodes.outlet.heartbeats[0]).toBe('heads for ma.police');
  expect(answers[0]).toBe('cosigned heads for ma.police');
});

test('[EX5.1] heads that the peer saw are compared after receipts', async () => {
  await using nodes = await twoNodes();
  nodes.outlet.seen = [{ origin: 'es.police/x', checkpoint: 'es.police/x\n4\nroot\n' }];
  nodes.outlet.append(one, leaves(2));
  nodes.connect();
  await eventually('compared', () => nodes.inlet.compared.some(({ origin }) => origin === 'es.police/x'));
});

test('[RC6] attachments come chunk by chunk and go on where they stopped', async () => {
  await using nodes = await twoNodes();
  const chunks = [Buffer.alloc(65_536, 'a'), Buffer.alloc(65_536, 'b'), Buffer.alloc(100, 'c')];
  nodes.outlet.attachments.set('root', chunks);
  nodes.inlet.wanted.push({ root: 'absent', sizeBytes: 10 }, { root: 'root', sizeBytes: 131_172 });
  nodes.inlet.chunks.set('root', [Buffer.alloc(65_536, 'a')]);
  nodes.connect();
  await eventually('attachment', () => nodes.inlet.chunks.get('root')?.length === 3);
  expect(Buffer.concat(nodes.inlet.chunks.get('root') ?? []).equals(Buffer.concat(chunks))).toBe(true);
  expect(nodes.clientEvents.map(({ reason }) => reason.code)).toContain('attachment-unknown');
  expect(nodes.inlet.failed).toContainEqual({ root: 'absent', code: 'attachment-unknown' });
});

test('[I11 EX7.7] the state of a link is told when it changes, and only then', async () => {
  await using nodes = await twoNodes();
  nodes.connect();
  await eventually('up', () => nodes.inlet.links.at(-1)?.state === 'up');
  await nodes.server.close();
  await eventually('down', () => nodes.inlet.links.at(-1)?.state === 'down');
  const states = nodes.inlet.links.map(({ state, code }) => `${state} ${code ?? ''}`);
  expect(states[0]).toBe('down link-not-tried');
  expect(new Set(states).size).toBe(states.length);
  await nodes.client.remove(police);
  expect(nodes.inlet.links.at(-1)).toMatchObject({ state: 'down', code: 'link-stopped' });
});
