/** Verdicts in a process of their own: takes {rounds, quick} and tells microseconds by round, Wasl and Cedar in turn. */
import { hash } from 'node:crypto';
import { compile, type DecisionInput, decide } from '@wasl/agreement';
import { nodeCrypto } from '@wasl/identity';
import type { AgencyId, Label, RecordId } from '@wasl/record';
import { onOrders, tell } from '../child-orders.ts';
import { openCedar } from './cedar.ts';
import { fieldNames, fiftyClauses } from './clauses.ts';

const nowMs = Date.parse('2030-06-13T12:00:00Z');
const labelOf = (change: Partial<Label> = {}): Label => ({
  ...{ lvl: 1, cav: [], hdl: [], rel: ['*'], pur: ['*'], tlp: 'GREEN', own: ['ma.police'], orcon: false, nat: [] },
  ...{ exp: '2030-12-31T00:00:00Z' },
  ...change,
});
const higher = labelOf({ lvl: 2, exp: '2030-11-30T00:00:00Z' });

/** Records of one kind, each with its own id, digests and order of slots. */
const inputs = Array.from(
  { length: 512 },
  (_, index): DecisionInput => ({
    recordId: `sha256:${hash('sha256', `record ${index}`, 'base64url')}` as RecordId,
    type: 'incident',
    issuer: 'ma.police' as AgencyId,
    mode: 'exercise',
    topic: 'operations',
    label: labelOf(),
    units: fieldNames
      .map((name, at) => ({
        name,
        digest: hash('sha256', `${index} ${name}`, 'base64url'),
        personalData: 'none' as const,
        ...(at % 5 === 0 ? { label: higher } : {}),
      }))
      .sort((a, b) => (a.digest < b.digest ? -1 : 1))
      .map((unit, slot) => ({ ...unit, slot })),
    reader: { agency: 'gb.police' as AgencyId },
    purpose: 'event-safety',
    nowMs,
    issuedAtMs: nowMs - 60_000,
  }),
);

const tools = { crypto: nodeCrypto };
const document = fiftyClauses();
const compiled = compile(document);

function microsEach(count: number, run: (index: number) => void): number {
  const started = process.hrtime.bigint();
  for (let index = 0; index < count; index += 1) run(index);
  return Number(process.hrtime.bigint() - started) / 1000 / count;
}

const inputAt = (index: number): DecisionInput => inputs[index % inputs.length] as DecisionInput;
const remembered = (count: number) => microsEach(count, (index) => decide(compiled, inputAt(index), tools));

/** Every verdict from an agreement that has decided nothing yet. */
function unremembered(count: number): number {
  const fresh = Array.from({ length: count }, () => compile(document, { digest: 'A'.repeat(43) }));
  return microsEach(count, (index) => decide(fresh[index] ?? compiled, inputAt(index), tools));
}

onOrders(({ rounds, quick }: { readonly rounds: number; readonly quick: boolean }) => {
  const decideField = openCedar();
  const verdict = decide(compiled, inputAt(0), tools);
  const released = new Set(verdict.units.filter(({ outcome }) => outcome === 'released').map(({ name }) => name));
  const agree = fieldNames.every((name, field) => decideField(field) === released.has(name));
  const cedar = (count: number) => microsEach(count, (index) => decideField(index % 20));
  const [many, some, few] = quick ? [5000, 200, 400] : [100_000, 1000, 4000];
  remembered(many / 5);
  unremembered(some);
  cedar(few);
  const samples = Array.from({ length: rounds }, () => ({
    remembered: remembered(many),
    cedar: cedar(few),
    unremembered: unremembered(some),
  }));
  tell({ verdicts: samples, released: released.size, traced: verdict.units.length, agree });
});
tell({ ready: 'verdict' });
