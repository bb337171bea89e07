import { hash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runLeakTest } from '@wasl/testkit/oracle';

/** `npm run leak -- --points 1000000 --seed 1`: random (agreement, record, reader) points against the naive oracle; any difference fails. */
const { values } = parseArgs({ options: { points: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } } });
const crypto = { sha256Text: (data: Uint8Array | string) => hash('sha256', data, 'base64url') };
const started = Date.now();
const run = runLeakTest({ points: Number(values.points), seed: Number(values.seed), crypto });
const seconds = ((Date.now() - started) / 1000).toFixed(1);
process.stdout.write(
  `${run.points} points, seed ${values.seed}, ${seconds} s: ${run.leaked} leaked, ${run.lost} lost, ${run.differences.length} differences\n`,
);
process.exitCode = run.leaked + run.lost + run.differences.length === 0 ? 0 : 1;
