import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dice } from './dice.ts';
import { makeHomes } from './homes.ts';
import { KillableNode } from './killable-node.ts';
import type { Outcome } from './outcome.ts';

const lanes = 8;
const perLane = 30;

interface Log {
  readonly origin: string;
  readonly own: boolean;
  readonly size: number;
  readonly ids: readonly string[];
}

/** One side: its process, the keys it was given by lane, and what it acknowledged. */
class Side {
  readonly name: string;
  readonly node: KillableNode;
  readonly acked = new Map<string, string>();
  readonly lanes: string[][] = Array.from({ length: lanes }, () => []);
  changed: string[] = [];
  #count = 0;

  constructor(name: string, home: string) {
    this.name = name;
    this.node = new KillableNode(home, (key, id) => {
      const before = this.acked.get(key);
      if (before !== undefined && before !== id) this.changed.push(key);
      this.acked.set(key, id);
    });
  }

  /** New keys for every lane, and again those that were never acknowledged: a client that retries with the same key (DU3). */
  load(count = perLane): Promise<unknown> {
    for (const lane of this.lanes) for (let i = 0; i < count; i++) lane.push(`${this.name}-${this.#count++}`);
    const idle = this.node.next('idle').catch(() => undefined);
    this.node.send({ put: this.lanes.map((lane) => lane.filter((key) => !this.acked.has(key))) });
    return idle;
  }
}

/**
 * Kills either node with SIGKILL at random moments while both write, starts it again, and at the end looks at every log: what was
 * acknowledged stands there once, in the order of each client; both nodes hold the same; every segment verifies.
 */
export async function killScenario(options: { readonly seed: number; readonly kills: number; readonly port: number }): Promise<Outcome> {
  const roll = dice(options.seed);
  const folder = mkdtempSync(join(tmpdir(), 'wasl-kill-'));
  const started = Date.now();
  const problems: string[] = [];
  await makeHomes(folder, { ma: options.port, gb: options.port + 1 });
  const sides = ['ma', 'gb'].map((party) => new Side(party, join(folder, `${party}.police`)));
  try {
    await Promise.all(sides.map((side) => side.node.start()));
    for (let kill = 0; kill < options.kills; kill++) {
      const idle = sides.map((side) => side.load());
      const victim = sides[roll() < 0.5 ? 0 : 1] as Side;
      await new Promise((resolve) => setTimeout(resolve, 5 + roll() * 250));
      await victim.node.kill();
      const survivor = sides.find((side) => side !== victim) as Side;
      await Promise.all([victim.node.start(), idle[sides.indexOf(survivor)]]);
    }
    for (const side of sides) await side.load(0);
    problems.push(...(await converge(sides)));
    for (const side of sides) {
      const { findings } = await side.node.ask({ verify: true }, 'findings');
      for (const finding of findings as string[]) problems.push(`${side.name}: ${finding}`);
      for (const key of side.changed) problems.push(`${side.name}: ${key} was acknowledged under two ids`);
    }
  } catch (error) {
    problems.push(String(error));
  } finally {
    await Promise.all(sides.map((side) => side.node.kill()));
    rmSync(folder, { recursive: true, force: true });
  }
  const acknowledged = sides.reduce((sum, side) => sum + side.acked.size, 0);
  return {
    scenario: 'kill -9',
    seed: options.seed,
    ok: problems.length === 0,
    figures: { kills: options.kills, acknowledged, seconds: Math.round((Date.now() - started) / 1000) },
    problems,
  };
}

async function converge(sides: readonly Side[]): Promise<readonly string[]> {
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
