/** Proves arrangements on order: takes {prove: name}, tells the outcome and the seconds from the call to the answer. */
import { prove } from '@wasl/agreement';
import { onOrders, tell } from '../child-orders.ts';
import { monotonicMs } from '../monotonic.ts';
import { arrangementWith } from './clauses.ts';

onOrders(async ({ prove: name }: { readonly prove: string }) => {
  const agreement = arrangementWith(new URL(`../../examples/arrangements/${name}.json`, import.meta.url));
  const started = monotonicMs();
  const report = await prove(agreement, { timeoutMs: 60_000, memoryMb: 512 });
  const seconds = (monotonicMs() - started) / 1000;
  tell({ proved: name, outcome: report.outcome, properties: report.properties.length, seconds });
});
tell({ ready: 'prove' });
