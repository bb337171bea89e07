import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Inlet, LogBatch, Outlet, WireLeaf } from '@wasl/node';
import { type AgencyId, accept } from '@wasl/record';
import { certifyAgency, checkpointOf, exchangeIdentity, realClock } from '@wasl/testkit/peers';
import { createExchangeClient, createExchangeServer } from '../src/index.ts';

/**
 * Measures server and client over mutual TLS in two processes: leaves of about 2.3 KB a second with an inlet that only counts, and
 * the time from publishing one leaf to its arrival. `node packages/exchange/test/measure-exchange.ts [leaves] [logs]`.
 */

const origins = (logs: number): readonly string[] => Array.from({ length: logs }, (_, index) => `ma.police/${index}`);

function leafOf(index: number): WireLeaf {
  const entry = {
    author: 'ma.police/ops',
    hlc: '1893456000000.0000',
    n: index,
    sd: Array.from({ length: 16 }, () => 'd'.repeat(43)),
    type: 'incident',
    v: 1,
  };
  const line = {
    agreement: 'a'.repeat(43),
    clause: ['4.1'],
    purpose: 'event-safety',
    sig: 's'.repeat(86),
    slots: [0, 1, 2, 3, 4, 5, 6, 7],
    until: '2031-01-01T00:00:00Z',
  };
  return {
    releaseLine: JSON.stringify(line),
    entryText: JSON.stringify(entry),
    disclosures: Array.from({ length: 8 }, () => 'x'.repeat(100)),
  };
}

interface Setup {
  readonly client: { readonly cert: string; readonly key: string };
  readonly authority: string;
  readonly port: number;
  readonly leaves: number;
}

/** One log in memory: `total` leaves at once, then whatever is published. */
function outletOf(origin: string, total: number): { readonly outlet: Outlet; publish(): void } {
  const batches: LogBatch[] = [];
  let size = 0;
  const append = (count: number): void => {
    const leaves = Array.from({ length: count }, (_, index) => leafOf(size + index));
    batches.push({ origin, first: size, leaves, checkpoint: checkpointOf(origin, size + count) });
    size += count;
  };
  while (size < total) append(Math.min(256, total - size));
  const waiting = new Set<() => void>();
  const outlet = {
    logs: async () => accept([{ origin, descriptor: '{}', checkpoint: checkpointOf(origin, size) }]),
    checkpoint: async () => accept(checkpointOf(origin, size)),
    async stream(_peer: unknown, _origin: string, options: { readonly signal: AbortSignal }) {
      const follow = async function* () {
        for (let at = 0; !options.signal.aborted; ) {
          const batch = batches[at];
          if (batch === undefined) await new Promise<void>((resolve) => waiting.add(resolve));
          else {
            at += 1;
            yield batch;
          }
        }
      };
      return accept(follow());
    },
    receipt: async (_peer: unknown, _origin: string, note: string) => accept(note),
    heads: async () => accept([]),
  } as unknown as Outlet;
  return {
    outlet,
    publish() {
      append(1);
      for (const run of waiting) run();
      waiting.clear();
    },
  };
}

async function serve(): Promise<void> {
  const leaves = Number(process.argv[2] ?? 100_000);
  const [ma, gb] = await Promise.all([certifyAgency('ma.police' as AgencyId), certifyAgency('gb.police' as AgencyId)]);
  const [origin = ''] = origins(1);
  const { outlet, publish } = outletOf(origin, leaves);
  await using server = createExchangeServer({ ...exchangeIdentity(await ma.certify(), [gb]), outlet, clock: realClock });
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  const child: ChildProcess = fork(new URL(import.meta.url), ['reader']);
  const setup: Setup = { client: await gb.certify(), authority: ma.authority.pem, port, leaves };
  child.send(setup);
  const before = process.cpuUsage();
  child.on('message', (message: { readonly kind: string; readonly [name: string]: unknown }) => {
    if (message.kind === 'caught-up') {
      const { user, system } = process.cpuUsage(before);
      console.log(JSON.stringify({ ...message, senderCpuMicrosPerLeaf: Number(((user + system) / leaves).toFixed(2)) }));
    }
    if (message.kind === 'caught-up' || message.kind === 'arrived') publish();
    if (message.kind === 'latency') console.log(JSON.stringify(message));
  });
  await once(child, 'exit');
}

async function read(): Promise<void> {
  const [setup] = (await once(process, 'message')) as [Setup];
  const ma = { agency: 'ma.police' as AgencyId, party: 'ma' } as Parameters<ReturnType<typeof createExchangeClient>['add']>[0];
  let count = 0;
  let firstMs = 0;
  let askedMs = 0;
  let cpu = process.cpuUsage();
  const latencies: number[] = [];
  const say = (message: object): boolean | undefined => process.send?.(message);
  const arrived = (): void => {
    if (askedMs > 0) latencies.push(performance.now() - askedMs);
    if (latencies.length < 300) {
      askedMs = performance.now();
      say({ kind: 'arrived' });
      return;
    }
    latencies.sort((a, b) => a - b);
    say({ kind: 'latency', roundTripP50Ms: latencies[150]?.toFixed(2), roundTripP99Ms: latencies[296]?.toFixed(2) });
    process.disconnect();
    void client.close();
  };
  const inlet = {
    learn: async (_peer: unknown, logs: readonly { readonly origin: string }[]) =>
      accept(logs.map(({ origin }) => ({ origin, from: 0, urgent: false }))),
    async receive(_peer: unknown, batch: LogBatch) {
      if (count === 0) {
        firstMs = performance.now();
        cpu = process.cpuUsage();
      }
      count += batch.leaves.length;
      if (count === setup.leaves) {
        const seconds = (performance.now() - firstMs) / 1000;
        const { user, system } = process.cpuUsage(cpu);
        askedMs = performance.now();
        say({
          kind: 'caught-up',
          leavesPerSecond: Math.round(count / seconds),
          readerCpuMicrosPerLeaf: Number(((user + system) / count).toFixed(2)),
        });
      } else if (count > setup.leaves) arrived();
      return accept({ receipt: batch.checkpoint });
    },
    acknowledged: async () => undefined,
    compare: async () => accept(true as const),
    missingAttachments: async () => [],
    anomaly: async () => undefined,
    link: () => undefined,
  } as unknown as Inlet;
  const client = createExchangeClient({
    tls: { ...setup.client, ca: [setup.authority] },
    identify: () => accept(ma),
    inlet,
    clock: realClock,
    random: Math.random,
  });
  client.add(ma, { host: '127.0.0.1', port: setup.port });
}

await (process.argv[2] === 'reader' ? read() : serve());
