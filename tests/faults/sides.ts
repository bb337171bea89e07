import { KillableNode, type KillableOptions } from './killable-node.ts';

const lanes = 8;
const perLane = 30;

interface Log {
  readonly origin: string;
  readonly own: boolean;
  readonly size: number;
  readonly ids: readonly string[];
}

/** One side: its process, the keys it was given by lane, and what it acknowledged. */
export class Side {
  readonly name: string;
  readonly node: KillableNode;
  readonly acked = new Map<string, string>();
  readonly lanes: string[][] = Array.from({ length: lanes }, () => []);
  changed: string[] = [];
  #count = 0;

  constructor(name: string, home: string, options: KillableOptions = {}) {
    this.name = name;
    this.node = new KillableNode(
      home,
      (key, id) => {
        const before = this.acked.get(key);
        if (before !== undefined && before !== id) this.changed.push(key);
        this.acked.set(key, id);
      },
      options,
    );
  }

  /** Goes on where another process of the same node ended: its keys, and what it acknowledged. */
  take(before: Side): void {
    for (const [key, id] of before.acked) this.acked.set(key, id);
    for (const [at, lane] of before.lanes.entries()) this.lanes[at]?.push(...lane);
    this.#count = before.#count;
  }

  /** New keys for every lane, and again those that were never acknowledged: a client that retries with the same key (DU3). */
  load(count = perLane, padding = 0): Promise<unknown> {
    for (const lane of this.lanes) for (let i = 0; i < count; i++) lane.push(`${this.name}-${this.#count++}`);
    const idle = this.node.next('idle').catch(() => undefined);
    this.node.send({ put: this.lanes.map((lane) => lane.filter((key) => !this.acked.has(key))), padding });
    return idle;
  }
}

/** Asks both sides until each holds what the other acknowledged and has its receipt; answers what still differs after thirty seconds. */
export async function converge(sides: readonly Side[]): Promise<readonly string[]> {
  let last: readonly string[] = ['never asked'];
  for (let round = 0; round < 60; round++) {
    const dumps = await Promise.all(sides.map(async (side) => ({ side, answer: await side.node.ask({ dump: true }, 'dump') })));
    last = dumps.flatMap(({ side, answer }, at) => {
      const other = dumps[1 - at]?.answer['dump'] as readonly Log[];
      const confirmed = answer['confirmed'] as Readonly<Record<string, number>>;
      return problemsOf(side, answer['dump'] as readonly Log[], { held: other, confirmed });
    });
    if (last.length === 0) return [];
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return last;
}

function problemsOf(
  side: Side,
  logs: readonly Log[],
  partner: { readonly held: readonly Log[]; readonly confirmed: Readonly<Record<string, number>> },
): readonly string[] {
  const problems: string[] = [];
  const own = logs.filter((log) => log.own);
  const ids = own.flatMap((log) => log.ids.slice(1));
  const at = new Map(ids.map((id, index) => [id, index]));
  if (at.size !== ids.length) problems.push(`${side.name}: ${ids.length - at.size} records stand twice`);
  const lost = [...side.acked].filter(([, id]) => !at.has(id));
  if (lost.length > 0) problems.push(`${side.name}: ${lost.length} acknowledged records lost, ${lost[0]?.[0]}`);
  if (ids.length !== side.acked.size) problems.push(`${side.name}: ${ids.length} leaves for ${side.acked.size} acknowledged keys`);
  for (const lane of side.lanes) {
    const places = lane.flatMap((key) => at.get(side.acked.get(key) ?? '') ?? []);
    if (places.some((place, i) => i > 0 && place <= (places[i - 1] ?? -1)))
      problems.push(`${side.name}: records of one client were reordered`);
  }
  for (const log of own) {
    const copy = partner.held.find((each) => each.origin === log.origin);
    if (copy === undefined || copy.ids.length !== log.ids.length || copy.ids.some((id, i) => id !== log.ids[i])) {
      problems.push(`${side.name}: partner holds ${copy?.ids.length ?? 0} of ${log.ids.length}`);
    }
    if ((partner.confirmed[log.origin] ?? 0) !== log.size)
      problems.push(`${side.name}: ${partner.confirmed[log.origin]} of ${log.size} receipted`);
  }
  return problems;
}
