import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeCertificates } from '../certificates.ts';
import { ChildLines } from '../child-lines.ts';
import { type Contender, withCpu } from '../exchange/contender.ts';
import { freePorts } from '../free-ports.ts';
import type { BenchContext } from '../report/measure.ts';

/** Two processes that do the parses, hashes, signatures and syncs of the exchange over the same transport, and nothing else. */
export async function startLimitPair(context: BenchContext, name: string): Promise<Contender> {
  const folder = join(context.scratch, name, 'limit');
  mkdirSync(folder, { recursive: true });
  const { ma, gb } = await writeCertificates(folder);
  const port = String(await freePorts(1));
  const options = { compileCache: context.compileCache };
  const start = (file: string, end: typeof ma) =>
    new ChildLines(new URL(file, import.meta.url), [port, end.cert, end.key, end.ca, join(folder, `${file}.blobs`)], options);
  const sender = start('./sender.ts', ma);
  await sender.next('ready');
  const reader = start('./reader.ts', gb);
  await reader.next('ready');
  const expect = async (count: number) => {
    reader.send({ expect: count });
    await reader.next('expecting');
  };
  return {
    role: 'limit',
    name: 'bare limit',
    async carry(count) {
      await expect(count);
      const [[issued, held], cpuMicros] = await withCpu({ sender: sender.pid, reader: reader.pid }, count, async () => {
        sender.send({ count });
        return [await sender.next('issued'), await reader.next('held')] as const;
      });
      return { recordsPerSecond: (count * 1000) / (Number(held['ended']) - Number(issued['started'])), cpuMicros };
    },
    async live(count, perSecond) {
      await expect(count);
      sender.send({ count, perSecond });
      const due = (await sender.next('paced'))['paced'] as readonly number[];
      const arrivals = (await reader.next('held'))['arrivals'] as readonly number[];
      return arrivals.map((at, index) => at - (due[index] ?? Number.NaN));
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([sender.end(), reader.end()]);
    },
  };
}
