import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLink } from '@wasl/testkit/links';
import { expect, test } from 'vitest';
import { freePorts } from '../../bench/free-ports.ts';
import { type FileState, pictureDigest } from './files.ts';
import { moveExchange, prepareHomes } from './homes.ts';
import { KillableNode } from './killable-node.ts';

const sizeBytes = 12_000_000;
const chunks = 184;

async function stateOf(node: KillableNode, id: unknown): Promise<FileState> {
  return (await node.ask({ file: id }, 'file'))['file'] as FileState;
}

async function until(node: KillableNode, id: unknown, fits: (state: FileState) => boolean): Promise<FileState> {
  for (let round = 0; round < 1000; round++) {
    const state = await stateOf(node, id);
    if (fits(state)) return state;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`still ${JSON.stringify(await stateOf(node, id))}`);
}

test('[RC6.3, I3] a reader killed in the midst of a file goes on from chunks it has, and its issuer killed then still gets the answer', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wasl-file-kill-'));
  const port = await freePorts(2);
  const homes = await prepareHomes(folder, { ma: port, gb: port + 1 });
  const link = await openLink({ target: { host: '127.0.0.1', port }, shape: { bitsPerSecond: 40_000_000 } });
  await moveExchange(homes.gb, 'ma.police', link.port);
  const [ma, gb] = ['ma', 'gb'].map((party) => new KillableNode(join(folder, `${party}.police`))) as [KillableNode, KillableNode];
  try {
    await Promise.all([ma.start(), gb.start()]);
    const { attached: id } = await ma.ask({ attach: sizeBytes }, 'attached');
    const before = await until(gb, id, ({ held }) => held >= 40);
    expect(before.state).toBe('fetching');
    await gb.kill();
    link.cut();
    await gb.start();
    const back = await stateOf(gb, id);
    expect([back.state, back.held >= 32, back.held % 16]).toEqual(['fetching', true, 0]);
    const served = link.bytes;
    link.heal();
    await until(gb, id, ({ held }) => held > back.held);
    await ma.kill();
    await ma.start();
    const whole = await until(gb, id, ({ state }) => state === 'complete');
    expect(whole).toEqual({ state: 'complete', held: chunks, digest: pictureDigest(sizeBytes) });
    expect(link.bytes - served).toBeLessThan(sizeBytes - (back.held - 20) * 65_536);
    expect((await until(ma, id, ({ reader }) => reader === 'complete')).digest).toBe(pictureDigest(sizeBytes));
  } finally {
    await Promise.all([ma.kill(), gb.kill()]);
    await link.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 240_000);
