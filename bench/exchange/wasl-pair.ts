import { join } from 'node:path';
import { nodeProcess } from '@wasl/server';
import { ChildLines } from '../child-lines.ts';
import { freePorts } from '../free-ports.ts';
import type { BenchContext } from '../report/measure.ts';
import { type Contender, withCpu } from './contender.ts';
import { prepareHomes } from './prepare.ts';

const entry = new URL('./node-process.ts', import.meta.url);

/** Two Wasl nodes joined by the real ceremony, each in its own process. */
export interface WaslPair extends Contender {
  readonly folder: string;
  /** Evidence bundle (EV1) of the record issued last. */
  evidence(): Promise<string>;
}

/** Makes keys and agreement under a folder of its own, starts both nodes, and resolves when both are ready. */
export async function startWaslPair(context: BenchContext, name: string): Promise<WaslPair> {
  const folder = join(context.scratch, name);
  const first = await freePorts(2);
  await prepareHomes(folder, { ma: first, gb: first + 1 });
  const nodeArgs = context.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${context.profile}`];
  // As nodes are started everywhere else.
  const options = {
    compileCache: context.compileCache,
    nodeArgs: [...nodeProcess.flags, ...nodeArgs],
    environment: nodeProcess.environment,
  };
  const issuer = new ChildLines(entry, [join(folder, 'ma.police'), 'issuer'], options);
  const reader = new ChildLines(entry, [join(folder, 'gb.police'), 'reader'], options);
  await Promise.all([issuer.next('ready'), reader.next('ready')]);
  const expect = async (count: number) => {
    reader.send({ expect: count });
    await reader.next('expecting');
  };
  return {
    role: 'subject',
    name: 'Wasl',
    folder,
    async carry(count) {
      await expect(count);
      const [[issued, held], cpuMicros] = await withCpu({ issuer: issuer.pid, reader: reader.pid }, count, async () => {
        issuer.send({ count });
        return [await issuer.next('issued'), await reader.next('held')] as const;
      });
      return { recordsPerSecond: (count * 1000) / (Number(held['ended']) - Number(issued['started'])), cpuMicros };
    },
    async live(count, perSecond) {
      await expect(count);
      issuer.send({ count, perSecond });
      const due = (await issuer.next('paced'))['paced'] as readonly number[];
      const arrivals = (await reader.next('held'))['arrivals'] as readonly number[];
      return arrivals.map((at, index) => at - (due[index] ?? Number.NaN));
    },
    async evidence() {
      issuer.send({ evidence: true });
      return String((await issuer.next('evidence'))['evidence']);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([issuer.end(), reader.end()]);
    },
  };
}
