import type { Approval, DecisionInput } from './types.ts';

/** How many distinct persons must approve a release by two persons (RL4). */
const personsNeeded = 2;

/** The longest standing approval. */
const maxStandingMs = 12 * 3_600_000;

function counts(approval: Approval, input: DecisionInput, digest: string): boolean {
  if (approval.person === input.requester || !(input.nowMs < approval.expiresMs)) return false;
  if (approval.verdict !== undefined) return approval.verdict === digest;
  const { standing } = approval;
  return (
    standing !== undefined &&
    standing.type === input.type &&
    standing.to.includes(input.reader.agency) &&
    standing.purpose === input.purpose &&
    standing.sinceMs <= input.nowMs &&
    input.nowMs < standing.sinceMs + maxStandingMs
  );
}

/** Whether two distinct persons, neither the requester, approve this very verdict or its kind (RL4). */
export function approved(input: DecisionInput, digest: string): boolean {
  const persons = new Set<string>();
  for (const approval of input.approvals ?? []) if (counts(approval, input, digest)) persons.add(approval.person);
  return persons.size >= personsNeeded;
}
