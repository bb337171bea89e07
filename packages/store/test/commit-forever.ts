/**
 * Child of the kill test: opens the store of argv[2], prints `open <size> <mismatches>`, then commits without end and prints
 * `ack <size>` after each commit that resolved. Every tenth commit it erases record 5 + that number and prints `erased <index>`.
 */
import { writeSync } from 'node:fs';
import type { RecordId } from '@wasl/record';
import { commitOf, SampleLog, sampleRecord } from '@wasl/testkit/conformance';
import type { Fault } from '../src/index.ts';
import { openStore } from '../src/index.ts';

const origin = 'ma.police/killed';
const folder = process.argv[2] ?? '';
const faults = JSON.parse(process.argv[3] ?? '[]') as Fault[];
const store = await openStore({ folder, unlock: { masterKey: new Uint8Array(32).fill(7) }, keysPerPeriod: 64, faults });
const size = (await store.heads())[0]?.size ?? 0;
const log = new SampleLog(origin, true, await store.leafHashes(origin, 0, size));

// Straight to the descriptor: a line that was printed is with the parent even if this process dies now.
function say(line: string): void {
  writeSync(1, `${line}\n`);
}

say(`open ${size} ${store.mismatches.length}`);

async function commit(count: number): Promise<void> {
  const first = log.size;
  const records = Array.from({ length: count }, (_, index) => sampleRecord({ seed: `k${first + index}`, values: [`v${first + index}`] }));
  const key = `commit-${first}`;
  await store.commit(
    commitOf({
      records,
      appends: [log.append(records)],
      state: [{ key: 'size', value: String(first + count) }],
      idempotency: [{ key, result: records[0]?.id ?? '' }],
    }),
  );
  say(`ack ${first + count}`);
}

for (let round = 0; ; round += 1) {
  // Several at once, so that some die inside a group.
  await Promise.all([commit(1), commit(2 + (round % 40)), commit(1)]);
  if (round % 10 === 9) {
    const index = Math.max(0, log.size - 7);
    const id: RecordId = sampleRecord({ seed: `k${index}`, values: [`v${index}`] }).id;
    await store.erase([id]);
    say(`erased ${index}`);
  }
}
