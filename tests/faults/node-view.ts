import type { WaslNode } from '@wasl/node';
import type { RecordId } from '@wasl/record';

/** A log as a node process shows it. */
export interface SeenLog {
  readonly origin: string;
  readonly own: boolean;
  readonly size: number;
  readonly ids: readonly string[];
  /** Own logs: whether nothing more is signed, which epoch, what it goes on from, and the newest signed head. */
  readonly closed?: boolean;
  readonly epoch?: number;
  readonly continues?: { readonly origin: string; readonly size: number };
  readonly head?: string;
  readonly frozen?: string;
}

/** Every leaf of the operations logs, own and held, in order. */
export async function dumpOf(node: WaslNode): Promise<object> {
  const { store } = node.core.options;
  const logs: SeenLog[] = [];
  const held = [...node.core.remote.all()]
    .filter((log) => log.descriptor.topic === 'operations')
    .map((log) => ({
      origin: log.origin,
      own: false,
      size: log.tree.size,
      ...(log.frozen === undefined ? {} : { frozen: log.frozen }),
    }));
  const own = [...node.core.logs.all()]
    .filter((log) => log.channel.topic === 'operations')
    .map((log) => {
      const { continues } = JSON.parse(log.descriptor) as Pick<SeenLog, 'continues'>;
      return {
        origin: log.origin,
        own: true,
        size: log.size,
        closed: log.closed,
        epoch: log.epoch,
        ...(continues === undefined ? {} : { continues }),
        head: log.head?.note ?? '',
      };
    });
  for (const log of [...own, ...held]) {
    const ids: string[] = [];
    while (ids.length < log.size) ids.push(...(await store.leaves(log.origin, { from: ids.length, to: log.size })).map((leaf) => leaf.id));
    logs.push({ ...log, ids });
  }
  return {
    dump: logs,
    confirmed: Object.fromEntries(own.map(({ origin }) => [origin, confirmedOf(node, origin)])),
    alarms: node.core.alarms.all().map(({ code }) => code),
    link: node.status(undefined).partners[0]?.link,
  };
}

function confirmedOf(node: WaslNode, origin: string): number {
  const partner = node.status(undefined).partners[0]?.agency;
  return partner === undefined ? 0 : node.core.delivery.confirmed(origin, partner);
}

/** What a node did about one log of its partner. */
export interface Inspection {
  readonly inspect: string;
  /** Undefined where the log was never taken up. */
  readonly size: number | undefined;
  readonly frozen: string | undefined;
  /** Leaf → code of what was put aside. */
  readonly quarantine: Readonly<Record<string, string>>;
  /** Indices of leaves put aside whose content was kept nevertheless. */
  readonly keptContent: readonly string[];
  readonly alarms: readonly string[];
  readonly proof: string | undefined;
  readonly link: { readonly state: string; readonly code?: string } | undefined;
}

/** What stands about a log here; with an empty origin every alarm, whatever it is about. */
export async function inspect(node: WaslNode, origin: string): Promise<Inspection> {
  const { store } = node.core.options;
  const log = node.core.remote.byOrigin(origin);
  const prefix = `quarantine/${origin}/`;
  const quarantine = Object.fromEntries(
    (await store.stateWithPrefix(prefix)).map(({ key, value }) => [key.slice(prefix.length), value ?? '']),
  );
  const keptContent: string[] = [];
  for (const index of Object.keys(quarantine)) {
    const [leaf] = await store.leaves(origin, { from: Number(index), to: Number(index) + 1 });
    const record = leaf === undefined ? undefined : await store.record(leaf.id as RecordId);
    if ((record?.content?.disclosures.length ?? 0) > 0) keptContent.push(index);
  }
  return {
    inspect: origin,
    size: log?.tree.size,
    frozen: log?.frozen,
    quarantine,
    keptContent,
    alarms: node.core.alarms.all().flatMap(({ code, details }) => (details['origin'] === origin || origin === '' ? [code] : [])),
    proof: await store.state(`proof/${origin}`),
    link: node.status(undefined).partners[0]?.link,
  };
}
