import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../bench/free-ports.ts';
import { dice } from './dice.ts';
import { prepareHomes } from './homes.ts';
import type { Outcome } from './outcome.ts';
import { converge, Side } from './sides.ts';

/**
 * Kills either node with SIGKILL at random moments while both write, starts it again, and at the end looks at every log: what was
 * acknowledged stands there once, in the order of each client; both nodes hold the same; every segment verifies.
 */
export async function killScenario(options: {
  readonly seed: number;
  readonly kills: number;
  readonly perLane?: number;
  /** Told after each kill. */
  readonly progress?: (done: number) => void;
}): Promise<Outcome> {
  const roll = dice(options.seed);
  const folder = mkdtempSync(join(tmpdir(), 'wasl-kill-'));
  const started = Date.now();
  const problems: string[] = [];
  const port = await freePorts(2);
  await prepareHomes(folder, { ma: port, gb: port + 1 });
  const sides = ['ma', 'gb'].map((party) => new Side(party, join(folder, `${party}.police`)));
  try {
    await Promise.all(sides.map((side) => side.node.start()));
    for (let kill = 0; kill < options.kills; kill++) {
      const idle = sides.map((side) => side.load(options.perLane));
      const victim = sides[roll() < 0.5 ? 0 : 1] as Side;
      await new Promise((resolve) => setTimeout(resolve, 5 + roll() * 250));
      await victim.node.kill();
      const survivor = sides.find((side) => side !== victim) as Side;
      await Promise.all([victim.node.start(), idle[sides.indexOf(survivor)]]);
      options.progress?.(kill + 1);
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
