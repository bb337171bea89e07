import type { Refusal } from '@wasl/record';
import type { LeafPlan } from '../logs/flusher.ts';

/** A log that was closed between the verdict and the write takes nothing more. */
export function closedFault(leaves: readonly LeafPlan[]): Refusal | undefined {
  const closed = leaves.find((leaf) => leaf.log.closed);
  return closed === undefined ? undefined : { code: 'log-closed', message: `${closed.log.origin} was closed meanwhile; ask again` };
}
