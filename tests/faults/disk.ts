import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../bench/free-ports.ts';
import { dice } from './dice.ts';
import { prepareHomes } from './homes.ts';
import type { KillableOptions } from './killable-node.ts';
import type { Outcome } from './outcome.ts';
import { converge, Side } from './sides.ts';
import { type SmallDisk, smallDisk } from './small-disk.ts';

const diskMegabytes = 48;
/** Growth of the database in pages of 8 KiB where no file system may be mounted. */
const boundPages = 120;
const padding = 1_500;
const mostRounds = 80;

/**
 * The disk of ma.police runs full while both work: what was acknowledged stays, refusals say `disk-full`, the node lives, shows it and
 * serves; killed and started on the full disk it comes back; with room again all that was asked for goes on.
 */
export async function diskScenarios(options: {
  readonly seed: number;
  readonly say?: (outcome: Outcome) => void;
}): Promise<readonly Outcome[]> {
  const run = new FullDisk(options.seed);
  const begun = Date.now();
  try {
    await run.play();
  } catch (error) {
    run.problems.push(String(error));
  } finally {
    await run.end();
  }
  const figures = { ...run.figures, ms: Date.now() - begun };
  const outcome = { scenario: 'disk full', seed: options.seed, ok: run.problems.length === 0, figures, problems: run.problems };
  options.say?.(outcome);
  return [outcome];
}

class FullDisk {
  readonly problems: string[] = [];
  readonly figures: Record<string, number | string> = {};
  readonly #folder = mkdtempSync(join(tmpdir(), 'wasl-disk-'));
  readonly #roll: () => number;
  #sides: readonly [Side, Side] | undefined;
  #disk: SmallDisk | undefined;

  constructor(seed: number) {
    this.#roll = dice(seed);
  }

  async play(): Promise<void> {
    const port = await freePorts(2);
    const homes = await prepareHomes(this.#folder, { ma: port, gb: port + 1 });
    this.#disk = smallDisk(join(this.#folder, 'small'), diskMegabytes);
    this.figures['full by'] = this.#disk === undefined ? 'a bound on the database' : `a file system of ${diskMegabytes} MB`;
    let folder = homes.ma.folder;
    if (this.#disk !== undefined) {
      folder = join(this.#disk.folder, 'ma.police');
      cpSync(homes.ma.folder, folder, { recursive: true });
    }
    const sides = [
      this.#side('ma', folder, this.#disk === undefined ? { maxPages: boundPages } : {}),
      new Side('gb', homes.gb.folder),
    ] as const;
    this.#sides = sides;
    await Promise.all(sides.map((side) => side.node.start()));
    await Promise.all(sides.map((side) => side.load(2)));
    this.problems.push(...(await converge(sides)));

    await this.#fillUp(sides);
    await this.#whileFull(sides);
    const ma = await this.#killedWhileFull(sides[0], folder);
    await this.#roomAgain([ma, sides[1]]);
  }

  async end(): Promise<void> {
    await Promise.all((this.#sides ?? []).map((side) => side.node.kill()));
    this.#disk?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #side(name: string, folder: string, options: KillableOptions): Side {
    return new Side(name, folder, options);
  }

  #expect(holds: boolean, problem: string): void {
    if (!holds) this.problems.push(problem);
  }

  async #fillUp([ma]: readonly [Side, Side]): Promise<void> {
    this.#disk?.fill(500_000 + Math.floor(this.#roll() * 2_000_000));
    let rounds = 0;
    while (ma.node.alive && ma.node.failed.size === 0 && rounds < mostRounds) {
      await ma.load(8, padding);
      rounds += 1;
    }
    this.figures['acknowledged before it was full'] = ma.acked.size;
    this.#expect(ma.node.failed.size > 0, `${rounds} rounds filled nothing`);
  }

  /** The node lives, says it by code to who writes and to who looks, and takes nothing of its partner half. */
  async #whileFull([ma, gb]: readonly [Side, Side]): Promise<void> {
    await Promise.all([ma.load(1, padding), gb.load(2)]);
    const codes = [...new Set(ma.node.failed.values())];
    this.figures['refused while full'] = ma.node.failed.size;
    this.figures['code'] = codes.join();
    this.#expect(codes.join() === 'disk-full', `writes were refused with ${codes.join()}`);
    this.#expect(ma.node.alive, 'the node ended');
    if (!ma.node.alive) return;
    const { alarms } = await ma.node.ask({ dump: true }, 'dump');
    this.#expect((alarms as readonly string[]).includes('disk-full'), 'the node does not show that its disk is full');
    const { findings } = await ma.node.ask({ verify: true }, 'findings');
    for (const finding of findings as readonly string[]) this.problems.push(`while full: ${finding}`);
  }

  /** A start on a full disk may be refused, by code; a side for the time after it. */
  async #killedWhileFull(ma: Side, folder: string): Promise<Side> {
    await ma.node.kill();
    if (this.#disk === undefined) {
      const side = this.#side('ma', folder, {});
      side.take(ma);
      this.#sides = [side, (this.#sides as readonly [Side, Side])[1]];
      await side.node.start();
      return side;
    }
    const started = await ma.node.start().then(
      () => 'ready',
      () => `refused with ${ma.node.ended}`,
    );
    this.figures['start on the full disk'] = started;
    this.#expect(started === 'ready' || started === 'refused with disk-full', `a start on the full disk was ${started}`);
    this.#disk.free();
    if (!ma.node.alive) await ma.node.start();
    return ma;
  }

  async #roomAgain(sides: readonly [Side, Side]): Promise<void> {
    const [ma] = sides;
    await Promise.all(sides.map((side) => side.load(2)));
    this.#expect(
      ma.node.failed.size === 0,
      `${ma.node.failed.size} writes are still refused: ${[...new Set(ma.node.failed.values())].join()}`,
    );
    this.problems.push(...(await converge(sides)));
    const { alarms } = await ma.node.ask({ dump: true }, 'dump');
    this.#expect(!(alarms as readonly string[]).includes('disk-full'), 'the alarm of the full disk still stands');
    for (const side of sides) {
      const { findings } = await side.node.ask({ verify: true }, 'findings');
      for (const finding of findings as readonly string[]) this.problems.push(`${side.name}: ${finding}`);
    }
    this.figures['acknowledged'] = ma.acked.size;
  }
}
