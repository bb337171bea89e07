import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeCrypto, nodeRandom } from '@wasl/identity';
import type { Actor, PutRecord, WireLeaf } from '@wasl/node';
import { type AgencyId, encodeBase64url, type Mode, type PartyId, type Signer } from '@wasl/record';
import { type NodeHome, type RunningNode, runNode } from '@wasl/server';
import { eventually, IssuedLog, type LyingPartner, lyingPartner } from '@wasl/testkit/peers';
import { freePorts } from '../../../bench/free-ports.ts';
import { dice } from '../dice.ts';
import { moveExchange, prepareHomes } from '../homes.ts';
import { KillableNode } from '../killable-node.ts';
import type { Inspection } from '../node-view.ts';
import { entryFor, majorEvents, organisedCrime } from '../records.ts';
import { type Keys, keysOf } from './keys.ts';
import { Lines } from './lines.ts';

/** Short times, so that silence is found in seconds. */
const times = { streamSilentMs: 1_200, compareMs: 20 };
const tempo = { slowMs: 2_000, capMs: 2_000 };
/** Records of which lies are made. */
const untoldRecords = 220;
const reader = { agency: 'gb.police' as AgencyId, party: 'gb' as PartyId };

/**
 * gb.police as a real process (the victim) whose partner lies: its address of ma.police leads to a server that has ma's own
 * certificate and log key and says whatever it is told to. The honest ma.police runs in this process: it writes the genuine
 * records that lies are made of, follows the victim's control log as any partner does, and so hears what was refused.
 */
export class Stage {
  readonly roll: () => number;
  readonly victim: KillableNode;
  readonly victimHome: NodeHome;
  readonly authorHome: NodeHome;
  readonly author: RunningNode;
  readonly partner: LyingPartner;
  readonly lines: Lines;
  readonly keys: Keys;
  /** The genuine log of ma.police, as far as it was read. */
  genuine: IssuedLog;
  /** A log that ma.police wrote and the victim was never told of: lies are made of its leaves. */
  readonly untold: IssuedLog;
  /** Genuine leaves said under the other arrangement. */
  readonly elsewhere: readonly WireLeaf[];
  readonly #folder: string;
  #taken = 1;

  private constructor(
    parts: Omit<Stage, 'fresh' | 'leaves' | 'inspect' | 'wake' | 'until' | 'say' | typeof Symbol.asyncDispose>,
    folder: string,
  ) {
    this.roll = parts.roll;
    this.victim = parts.victim;
    this.victimHome = parts.victimHome;
    this.authorHome = parts.authorHome;
    this.author = parts.author;
    this.partner = parts.partner;
    this.lines = parts.lines;
    this.keys = parts.keys;
    this.genuine = parts.genuine;
    this.untold = parts.untold;
    this.elsewhere = parts.elsewhere;
    this.#folder = folder;
  }

  static async open(seed: number): Promise<Stage> {
    const folder = mkdtempSync(join(tmpdir(), 'wasl-lies-'));
    const port = await freePorts(2);
    // Two arrangements, so that what was said under one can be replayed into the other.
    const { ma, gb } = await prepareHomes(folder, { ma: port, gb: port + 1 }, ['major-events', 'organised-crime']);
    const keys = await keysOf(ma);
    const partner = await lyingPartner({ tls: await keys.certify('ma.police', gb) });
    await moveExchange(gb, 'ma.police', partner.port);
    const author = await runNode(ma, { passphrase: await readFile(ma.path('passphrase'), 'utf8'), exchange: { tempo } });
    const roll = dice(seed);
    for (let i = 0; i < 8; i++) await say(author, entryFor(`genuine ${i}`));
    for (let i = 0; i < 4; i++) await say(author, { ...entryFor(`elsewhere ${i}`, organisedCrime), mode: 'test' });
    for (let i = 0; i < untoldRecords; i++) await say(author, { ...entryFor(`untold ${i}`), mode: 'test' });
    const genuine = await copyOf(author, keys.log, { ...majorEvents, mode: 'exercise' });
    const untold = await copyOf(author, keys.log, { ...majorEvents, mode: 'test' });
    const elsewhere = (await copyOf(author, keys.log, { ...organisedCrime, mode: 'test' })).leaves.slice(1);
    const lines = new Lines();
    lines.tell(genuine);
    partner.serve(lines.routes());
    const victim = new KillableNode(gb.folder, undefined, { exchange: { times, tempo } });
    await victim.start();
    const parts = { roll, victim, victimHome: gb, authorHome: ma, author, partner, lines, keys, genuine, untold, elsewhere };
    const stage = new Stage(parts, folder);
    await stage.until('the genuine log', async () => (await stage.inspect(genuine.origin)).size === genuine.size);
    return stage;
  }

  /** Genuine leaves that no log was made of before. */
  leaves(count: number): readonly WireLeaf[] {
    this.#taken += count;
    return this.untold.leaves.slice(this.#taken - count, this.#taken);
  }

  /** A log of its own in the channel of the untold one, with so many genuine leaves after its descriptor, or those given. */
  fresh(leaves: readonly WireLeaf[] | number): IssuedLog {
    const descriptor = JSON.stringify({ ...JSON.parse(this.untold.descriptor), salt: encodeBase64url(nodeRandom(16)) });
    const said = typeof leaves === 'number' ? this.leaves(leaves) : leaves;
    return new IssuedLog({ descriptor, signer: this.keys.log, crypto: nodeCrypto, name: 'ma.police' }).append(...said);
  }

  async inspect(origin: string): Promise<Inspection> {
    return (await this.victim.ask({ inspect: origin }, 'inspect')) as unknown as Inspection;
  }

  /** Makes the victim list again now: a hint, which anyone with a certificate may send. */
  async wake(): Promise<void> {
    this.author.client.wake(reader.agency);
    await this.author.client.hint(reader.agency, this.genuine.origin);
  }

  /** Waits for something about the victim; the error says what was still missing. */
  async until(what: string, holds: () => Promise<boolean>, limitMs = 15_000): Promise<void> {
    const deadline = Date.now() + limitMs;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error(`${what}: not within ${limitMs} ms`);
      await this.wake();
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  }

  /** One more genuine record, told at once. */
  async say(text: string): Promise<void> {
    await say(this.author, entryFor(text));
    this.genuine = await copyOf(this.author, this.keys.log, { ...majorEvents, mode: 'exercise' });
    this.lines.tell(this.genuine);
    await this.wake();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.victim.kill();
    await this.partner.close();
    await this.author[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function say(author: RunningNode, record: PutRecord): Promise<void> {
  const actor: Actor = { user: 'author', desk: 'ma.police/ops' as Actor['desk'], roles: ['duty'] };
  const done = await author.node.put(actor, record);
  if (!done.ok) throw new Error(`${done.reason.code}: ${done.reason.message}`);
}

/** What the author has said to the reader under an arrangement, leaf by leaf as it goes over the wire. */
async function copyOf(author: RunningNode, signer: Signer, of: { readonly agreement: string; readonly mode: Mode }): Promise<IssuedLog> {
  const log = await eventually('a log', () =>
    [...author.node.core.logs.all()].find(
      ({ channel }) => channel.agreement === of.agreement && channel.topic === 'operations' && channel.mode === of.mode,
    ),
  );
  const leaves: WireLeaf[] = [];
  const stop = new AbortController();
  const stream = await author.node.outlet.stream(reader, log.origin, { from: 0, signal: stop.signal });
  if (!stream.ok) throw new Error(stream.reason.message);
  for await (const batch of stream.value) {
    leaves.push(...batch.leaves);
    if (leaves.length >= log.size) break;
  }
  stop.abort();
  return new IssuedLog({ descriptor: log.descriptor, signer, crypto: nodeCrypto, name: 'ma.police', leaves });
}
