/**
 * Prints the time of one verdict of 20 units against 50 clauses with its trace: warm (a kind of record seen before, every
 * record with its own id, slots and digests) and cold (nothing remembered). Run: node packages/agreement/test/measure-verdict.ts
 */
import { hash } from 'node:crypto';
import type { RecordId } from '@wasl/record';
import { compile, type DecisionInput, decide, type Never, type Permit } from '../src/index.ts';
import { agreement, input, label, permit, units, words } from './fixture.ts';
import { crypto } from './node-crypto.ts';

const names = Array.from({ length: 20 }, (_, index) => `unit${index}`);
const permits: Permit[] = Array.from({ length: 40 }, (_, index) =>
  permit(`4.${index}`, {
    types: [['incident', 'logEntry', 'alert', 'declaration'][index % 4] ?? 'incident'],
    units: [names[index % 20] ?? '*', names[(index + 7) % 20] ?? '*'],
    purposes: ['event-safety'],
    when: ['all', ['eq', 'reader.function', 'police'], ['le', 'eff.lvl', 2], ['before', 'ctx.now', '2031-06-01T00:00:00Z']],
    obligations: [
      { type: 'expire', id: 'o1', days: 30 + index },
      { type: 'logPurpose', id: 'o2' },
    ],
  }),
);
const nevers: Never[] = Array.from({ length: 10 }, (_, index) => ({
  id: `N${index}`,
  types: ['*'],
  units: ['*'],
  to: ['*'],
  when: ['all', ['eq', 'record.issuerFunction', 'police'], ['in', 'reader.function', ['defence', 'intelligence']]],
  basis: 'Art. 3',
  text: words('never'),
}));
const document = agreement({ permits, nevers });

const inputs: DecisionInput[] = Array.from({ length: 512 }, (_, index) =>
  input({
    recordId: `sha256:${hash('sha256', `record ${index}`, 'base64url')}` as RecordId,
    label: label({ exp: '2030-12-31T00:00:00Z' }),
    units: units(
      ...names.map((name, slot) => (slot % 5 === 0 ? { name, label: label({ lvl: 2, exp: '2030-11-30T00:00:00Z' }) } : { name })),
    )
      .map((unit) => ({ ...unit, digest: hash('sha256', `${index} ${unit.name}`, 'base64url') }))
      .sort((a, b) => (a.digest < b.digest ? -1 : 1))
      .map((unit, slot) => ({ ...unit, slot })),
  }),
);

function measure(name: string, rounds: number, run: (index: number) => unknown): void {
  for (let index = 0; index < rounds / 5; index += 1) run(index);
  const samples: number[] = [];
  for (let batch = 0; batch < 20; batch += 1) {
    const start = process.hrtime.bigint();
    for (let index = 0; index < rounds / 20; index += 1) run(index);
    samples.push(Number(process.hrtime.bigint() - start) / 1000 / (rounds / 20));
  }
  samples.sort((a, b) => a - b);
  console.log(`${name}: ${(samples[10] ?? 0).toFixed(2)} µs median, ${(samples[0] ?? 0).toFixed(2)} µs best batch`);
}

const compiled = compile(document);
const first = decide(compiled, inputs[0] ?? input(), { crypto });
console.log(`20 units × ${permits.length + nevers.length} clauses: ${first.released.length} released, ${first.units.length} traced`);
measure('verdict, warm', 100_000, (index) => decide(compiled, inputs[index % inputs.length] ?? input(), { crypto }));
measure('verdict, cold', 2000, (index) =>
  decide(compile(document, { digest: first.agreement }), inputs[index % inputs.length] ?? input(), { crypto }),
);
