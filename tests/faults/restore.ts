import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeHome } from '@wasl/server';
import { restoreStore } from '@wasl/store';
import { freePorts } from '../../bench/free-ports.ts';
import { prepareHomes } from './homes.ts';
import type { SeenLog } from './node-view.ts';
import type { Outcome } from './outcome.ts';
import { converge, Side } from './sides.ts';

/** How the database of a node comes to be older than what it signed. */
interface Setback {
  readonly name: string;
  /** Keeps the state to come back to; the node runs before and after. */
  readonly keep: (ma: Side, home: NodeHome, folder: string) => Promise<void>;
  /** Puts it back; the node does not run. */
  readonly putBack: (home: NodeHome, folder: string) => Promise<void>;
  /** Leaves that the database still has are fewer than were signed. */
  readonly loses: boolean;
}

function databaseFiles(home: NodeHome): readonly string[] {
  return readdirSync(home.path('store')).filter((name) => name.startsWith('store.db'));
}

function dropDatabase(home: NodeHome): void {
  for (const name of databaseFiles(home)) rmSync(home.path('store', name));
}

const setbacks: readonly Setback[] = [
  {
    name: 'restored from a backup of the running node',
    keep: async (ma, _home, folder) => {
      await ma.node.ask({ backup: join(folder, 'backup') }, 'backedUp');
    },
    putBack: async (home, folder) => {
      dropDatabase(home);
      await restoreStore({ backup: join(folder, 'backup'), folder: home.path('store') });
    },
    loses: true,
  },
  {
    name: 'an old image of the disk put back, nobody says so',
    keep: async (ma, home, folder) => {
      await ma.node.kill();
      mkdirSync(join(folder, 'image'));
      for (const name of databaseFiles(home)) copyFileSync(home.path('store', name), join(folder, 'image', name));
      await ma.node.start();
    },
    putBack: async (home, folder) => {
      dropDatabase(home);
      for (const name of readdirSync(join(folder, 'image'))) copyFileSync(join(folder, 'image', name), home.path('store', name));
    },
    loses: true,
  },
  {
    name: 'the mark is lost',
    keep: async () => undefined,
    putBack: async (home) => {
      if (!existsSync(home.path('mark'))) throw new Error('the node has no mark');
      rmSync(home.path('mark'));
    },
    loses: false,
  },
];

/** DU4 on two real processes, once for each way in which a database falls behind its mark. */
export async function restoreScenarios(options: {
  readonly seed: number;
  readonly perLane: number;
  /** So many ways of falling back, the likeliest first; all unless given. */
  readonly only?: number;
  readonly say?: (outcome: Outcome) => void;
}): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const setback of setbacks.slice(0, options.only)) {
    const begun = Date.now();
    const run = new Restore(setback, options.perLane);
    try {
      await run.play();
    } catch (error) {
      run.problems.push(String(error));
    } finally {
      await run.end();
    }
    const figures = { ...run.figures, ms: Date.now() - begun };
    const outcome = {
      scenario: `restore: ${setback.name}`,
      seed: options.seed,
      ok: run.problems.length === 0,
      figures,
      problems: run.problems,
    };
    outcomes.push(outcome);
    options.say?.(outcome);
  }
  return outcomes;
}

/** One play of DU4: work, fall back, start alone, meet the partner again, start once more. */
class Restore {
  readonly problems: string[] = [];
  readonly figures: Record<string, number> = {};
  readonly #setback: Setback;
  readonly #perLane: number;
  readonly #folder = mkdtempSync(join(tmpdir(), 'wasl-du4-'));
  readonly #sides: Side[] = [];
  #found = 0;

  constructor(setback: Setback, perLane: number) {
    this.#setback = setback;
    this.#perLane = perLane;
  }

  async play(): Promise<void> {
    const port = await freePorts(2);
    const homes = await prepareHomes(this.#folder, { ma: port, gb: port + 1 });
    const [ma, gb] = [new Side('ma', homes.ma.folder), new Side('gb', homes.gb.folder)];
    this.#sides.push(ma, gb);
    await Promise.all(this.#sides.map((side) => side.node.start()));
    await this.#work();
    await this.#setback.keep(ma, homes.ma, this.#folder);
    await this.#work();
    const receipted = [...ma.acked.values()];
    const before = await ownLog(ma);
    await gb.node.kill();
    await ma.load(2);
    const signedOnly = ma.acked.size - receipted.length;
    await ma.node.kill();
    await this.#setback.putBack(homes.ma, this.#folder);

    await ma.node.start();
    const stored = await this.#alone(ma, before);
    await gb.node.start();
    await this.#together(ma, gb, before);
    await this.#nothingReceiptedIsLost(ma, receipted);
    await ma.node.kill();
    await ma.node.start();
    await this.#again(ma, gb, before);
    this.figures['receipted'] = receipted.length;
    this.figures['lost leaves given back'] = Math.max(0, before.size - stored);
    this.figures['only signed'] = signedOnly;
  }

  async end(): Promise<void> {
    await Promise.all(this.#sides.map((side) => side.node.kill()));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #expect(holds: boolean, problem: string): void {
    if (!holds) this.problems.push(problem);
  }

  async #work(): Promise<void> {
    await Promise.all(this.#sides.map((side) => side.load(this.#perLane)));
    this.problems.push(...(await converge(this.#sides)));
  }

  /** Logs that the activity record calls restored. */
  async #restorations(ma: Side): Promise<number> {
    return ((await ma.node.ask({ acts: 'store-restored' }, 'acts'))['acts'] as readonly unknown[]).length;
  }

  /** DU4: nobody answers, so a new epoch opens at once; the old log is closed where the database ends. Answers the size it has there. */
  async #alone(ma: Side, before: SeenLog): Promise<number> {
    const { alarms } = ma.node.ready as { readonly alarms: readonly string[] };
    this.#found = await this.#restorations(ma);
    this.#expect(this.#found > 0, 'that it was restored is not in the activity record');
    this.#expect(alarms.includes('store-restored'), `the node does not say that it was restored: ${alarms.join()}`);
    const logs = await ownLogs(ma);
    const old = logs.find((log) => log.origin === before.origin);
    const next = logs.find((log) => log.closed === false);
    this.#expect(old?.closed === true, 'the old log is still open');
    this.#expect(next?.epoch === (before.epoch ?? 0) + 1, `the open epoch is ${next?.epoch}`);
    this.#expect(
      next?.continues?.origin === before.origin && next.continues.size === old?.size,
      `epoch ${next?.epoch} goes on from ${JSON.stringify(next?.continues)}, the database has ${old?.size}`,
    );
    if (this.#setback.loses) this.#expect((old?.size ?? 0) < before.size, `nothing was lost: ${old?.size} of ${before.size}`);
    const at = next?.size ?? 0;
    await ma.load(1);
    const later = await ownLogs(ma);
    this.#expect((later.find((log) => log.origin === next?.origin)?.size ?? 0) > at, 'the node does not write before its partner answers');
    this.#expect(
      later.find((log) => log.origin === before.origin)?.head === old?.head,
      'a head of the old log was signed after the restore',
    );
    return old?.size ?? 0;
  }

  /** The reader unsays nothing, shows the rollback, and gives back what was lost, with proof. */
  async #together(ma: Side, gb: Side, before: SeenLog): Promise<void> {
    for (let tries = 0; tries < 80 && (await this.#difference(ma, gb, before)) !== undefined; tries++) await pause(250);
    const difference = await this.#difference(ma, gb, before);
    if (difference !== undefined) this.problems.push(difference);
    const alarms = async (side: Side) => (await side.node.ask({ dump: true }, 'dump'))['alarms'] as readonly string[];
    if (this.#setback.loses) this.#expect((await alarms(gb)).includes('rollback'), 'the reader does not show the rollback');
    else this.#expect(!(await alarms(gb)).includes('rollback'), 'the reader shows a rollback where nothing was lost');
    const accusing = (await alarms(ma)).filter((code) => code === 'receipt-invalid' || code === 'reimport-mismatch');
    this.#expect(accusing.length === 0, `an honest reader is accused: ${accusing.join()}`);
    const journal = await ma.node.ask({ acts: 'reimport' }, 'acts');
    if (this.#setback.loses)
      this.#expect((journal['acts'] as readonly unknown[]).length > 0, 'the re-import is not in the activity record');
  }

  /** What is not yet as DU4 wants it when both run. */
  async #difference(ma: Side, gb: Side, before: SeenLog): Promise<string | undefined> {
    const mine = await ownLogs(ma);
    const theirs = await heldLogs(gb);
    const old = mine.find((log) => log.origin === before.origin);
    const copy = theirs.find((log) => log.origin === before.origin);
    if (copy === undefined || copy.ids.slice(0, before.size).join() !== before.ids.join()) return 'the reader no longer holds what it held';
    if (old?.ids.join() !== copy.ids.join()) return `${old?.size} leaves of the old log are back, the reader holds ${copy.size}`;
    if (this.#setback.loses && old.head !== before.head) return 'the head of the old log is not the one that was signed before';
    const next = mine.find((log) => log.closed === false);
    const followed = theirs.find((log) => log.origin === next?.origin);
    if (next === undefined || followed?.ids.join() !== next.ids.join())
      return `the reader has ${followed?.size} of ${next?.size} of the new epoch`;
    return undefined;
  }

  /** I3: a lost disk loses nothing that had a receipt, and shows the receipt again. */
  async #nothingReceiptedIsLost(ma: Side, receipted: readonly string[]): Promise<void> {
    const last = receipted.at(-1) ?? '';
    for (let tries = 0; tries < 40 && (await ma.node.ask({ read: last }, 'read'))['read'] !== 'delivered'; tries++) await pause(250);
    const states = new Map<string, number>();
    for (const id of receipted) {
      const { read } = await ma.node.ask({ read: id }, 'read');
      states.set(String(read), (states.get(String(read)) ?? 0) + 1);
    }
    const wrong = [...states].filter(([state]) => state !== 'delivered').map(([state, count]) => `${count} ${state}`);
    this.#expect(wrong.length === 0, `receipted records are now ${wrong.join(', ')}`);
  }

  /** The next start is an ordinary one, and what came back stays. */
  async #again(ma: Side, gb: Side, before: SeenLog): Promise<void> {
    this.#expect((await this.#restorations(ma)) === this.#found, 'the next start finds a mismatch again');
    const logs = await ownLogs(ma);
    this.#expect(logs.find((log) => log.origin === before.origin)?.closed === true, 'the old log is open again');
    this.#expect(logs.filter((log) => log.closed === false).length === 1, 'the next start opened one more epoch');
    for (let tries = 0; tries < 80 && (await this.#difference(ma, gb, before)) !== undefined; tries++) await pause(250);
    const difference = await this.#difference(ma, gb, before);
    if (difference !== undefined) this.problems.push(`after the next start: ${difference}`);
    for (const side of this.#sides) {
      const { findings } = await side.node.ask({ verify: true }, 'findings');
      for (const finding of findings as string[]) this.problems.push(`${side.name}: ${finding}`);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function logsOf(side: Side): Promise<readonly SeenLog[]> {
  return (await side.node.ask({ dump: true }, 'dump'))['dump'] as readonly SeenLog[];
}

async function ownLogs(side: Side): Promise<readonly SeenLog[]> {
  return (await logsOf(side)).filter((log) => log.own);
}

async function heldLogs(side: Side): Promise<readonly SeenLog[]> {
  return (await logsOf(side)).filter((log) => !log.own);
}

async function ownLog(side: Side): Promise<SeenLog> {
  const [log] = await ownLogs(side);
  if (log === undefined) throw new Error(`${side.name} has no log`);
  return log;
}
