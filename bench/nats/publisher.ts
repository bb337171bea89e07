/**
 * The peer's client: `publisher.ts <leaf port> <hub port>`. Publishes to a JetStream of the leaf, which a stream of the hub sources;
 * takes {count, inFlight} or {count, perSecond} and says when the hub's stream holds every message.
 */
import { type ConsumerMessages, DiscardPolicy, jetstream, jetstreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { onOrders, paced, tell } from '../child-orders.ts';
import { benchPayload } from '../exchange/records.ts';
import { monotonicMs } from '../monotonic.ts';

const [leafPort = '', hubPort = ''] = process.argv.slice(2);
const leaf = await connect({ servers: `127.0.0.1:${leafPort}` });
const hub = await connect({ servers: `127.0.0.1:${hubPort}` });
const common = { storage: StorageType.File, retention: RetentionPolicy.Limits, discard: DiscardPolicy.New, num_replicas: 1 };
const leafManager = await jetstreamManager(leaf);
await leafManager.streams.add({ name: 'OUT', subjects: ['wasl.>'], ...common });
const hubManager = await jetstreamManager(hub);
await hubManager.streams.add({ name: 'IN', sources: [{ name: 'OUT', domain: 'leaf' }], ...common });
const stream = jetstream(leaf);
const bytes = new TextEncoder();

async function held(): Promise<number> {
  return (await hubManager.streams.info('IN')).state.messages;
}

async function publish(count: number, inFlight: number): Promise<void> {
  const before = await held();
  const started = monotonicMs();
  let next = 0;
  const lane = async () => {
    while (next < count) await stream.publish('wasl.operations', bytes.encode(benchPayload(next++)));
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const acknowledged = monotonicMs();
  while ((await held()) < before + count) await new Promise((resolve) => setTimeout(resolve, 5));
  tell({ published: count, started, acknowledged, ended: monotonicMs() });
}

async function collect(messages: ConsumerMessages, count: number): Promise<readonly number[]> {
  const arrivals: number[] = [];
  for await (const _ of messages) if (arrivals.push(monotonicMs()) === count) break;
  return arrivals;
}

async function publishAt(count: number, perSecond: number): Promise<void> {
  const { last_seq: last } = (await hubManager.streams.info('IN')).state;
  const consumer = await jetstream(hub).consumers.get('IN', { opt_start_seq: last + 1 });
  const arriving = collect(await consumer.consume({ max_messages: 500 }), count);
  const pending: Promise<unknown>[] = [];
  const issue = (at: number) => pending.push(stream.publish('wasl.operations', bytes.encode(benchPayload(at))));
  const due = await paced(count, perSecond, { now: monotonicMs, issue });
  await Promise.all(pending);
  tell({ paced: due, arrivals: await arriving });
}

onOrders((order: { readonly count: number; readonly inFlight?: number; readonly perSecond?: number }) =>
  order.perSecond === undefined ? publish(order.count, order.inFlight ?? 512) : publishAt(order.count, order.perSecond),
);
tell({ ready: 'publisher' });
