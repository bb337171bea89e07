import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLink, type ShapedLink } from '@wasl/testkit/links';
import { freePorts } from '../../bench/free-ports.ts';
import { moveExchange, prepareHomes } from './homes.ts';
import type { Outcome } from './outcome.ts';
import { converge, Side } from './sides.ts';

interface Trouble {
  readonly name: string;
  readonly make: (link: ShapedLink) => void;
  /** How long the trouble lasts before the line is healed. */
  readonly lastsMs: number;
  /** States of the link that are true meanwhile, as the reader behind the line may show them. */
  readonly shown: readonly string[];
  readonly perLane: number;
}

const troubles: readonly Trouble[] = [
  { name: 'link cut', make: (link) => link.cut(), lastsMs: 4_000, shown: ['down'], perLane: 10 },
  { name: 'half-open', make: (link) => link.halfOpen(), lastsMs: 12_000, shown: ['down'], perLane: 10 },
  {
    name: '64 kbit/s',
    make: (link) => link.shape({ bitsPerSecond: 64_000, latencyMs: 300 }),
    lastsMs: 8_000,
    shown: ['up', 'slow'],
    perLane: 4,
  },
  { name: 'reset mid-line', make: (link) => link.resetAfter(2_000), lastsMs: 1_500, shown: ['up', 'slow', 'down'], perLane: 20 },
];

/** Makes the line from gb.police to ma.police bad in four ways while both write; states must be true meanwhile, and all must arrive after. */
export async function linkScenarios(options: {
  readonly seed: number;
  /** Names of troubles; all unless given. */
  readonly only?: readonly string[];
  readonly say?: (outcome: Outcome) => void;
}): Promise<readonly Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wasl-link-'));
  const port = await freePorts(2);
  const { gb } = await prepareHomes(folder, { ma: port, gb: port + 1 });
  const link = await openLink({ target: { host: '127.0.0.1', port } });
  await moveExchange(gb, 'ma.police', link.port);
  const sides = ['ma', 'gb'].map((party) => new Side(party, join(folder, `${party}.police`))) as [Side, Side];
  const outcomes: Outcome[] = [];
  try {
    await Promise.all(sides.map((side) => side.node.start()));
    await Promise.all(sides.map((side) => side.load(1)));
    await converge(sides);
    for (const trouble of troubles.filter(({ name }) => options.only?.includes(name) ?? true)) {
      const outcome = await suffer(trouble, { sides, link, seed: options.seed });
      outcomes.push(outcome);
      options.say?.(outcome);
    }
  } finally {
    await Promise.all(sides.map((side) => side.node.kill()));
    await link.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return outcomes;
}

async function suffer(
  trouble: Trouble,
  of: { readonly sides: readonly [Side, Side]; readonly link: ShapedLink; readonly seed: number },
): Promise<Outcome> {
  const { sides, link, seed } = of;
  const [ma, gb] = sides;
  const problems: string[] = [];
  // Each trouble begins on a line that works: what the one before left must not be taken for this one.
  for (let tries = 0; tries < 80 && (await shownBy(gb)) !== 'up'; tries++) await new Promise((resolve) => setTimeout(resolve, 500));
  trouble.make(link);
  await Promise.all(sides.map((side) => side.load(trouble.perLane)));
  await new Promise((resolve) => setTimeout(resolve, trouble.lastsMs));
  const state = await shownBy(gb);
  if (!trouble.shown.includes(state)) problems.push(`the link is shown as ${state}, wanted ${trouble.shown.join(' or ')}`);
  const newest = [...ma.acked.values()].at(-1) ?? '';
  const meanwhile = String((await ma.node.ask({ read: newest }, 'read'))['read']);
  const silent = trouble.shown.every((each) => each === 'down');
  if (silent && meanwhile !== 'signed') problems.push(`a record that nobody can have received is shown as ${meanwhile}`);
  link.heal();
  const healed = Date.now();
  problems.push(...(await converge(sides)));
  const after = String((await ma.node.ask({ read: newest }, 'read'))['read']);
  if (after !== 'delivered') problems.push(`a record that was receipted is shown as ${after}`);
  const acknowledged = sides.reduce((sum, side) => sum + side.acked.size, 0);
  return {
    scenario: trouble.name,
    seed,
    ok: problems.length === 0,
    figures: { 'link shown': state, 'record shown': meanwhile, acknowledged, 'ms to converge': Date.now() - healed },
    problems,
  };
}

async function shownBy(side: Side): Promise<string> {
  const { link } = await side.node.ask({ dump: true }, 'dump');
  return (link as { state: string } | undefined)?.state ?? 'absent';
}
