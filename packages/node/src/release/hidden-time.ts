import type { Verdict } from '@wasl/agreement';
import { parseInstant } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { Releasable, ReleaseOutcome } from './release.ts';

const hourMs = 3_600_000;

/** Names of the units of this record that tell an exact time and have a coarse twin for it (RC4). */
function exactTimes(core: NodeCore, record: Releasable): readonly string[] {
  const names: string[] = [];
  for (const [fine, twin] of core.twins(record.entry.type))
    if (twin.function.startsWith('time-') && record.units.some((unit) => unit.name === fine)) names.push(fine);
  return names;
}

function hides(verdict: Verdict, times: readonly string[]): boolean {
  return verdict.units.some((unit) => unit.outcome !== 'released' && times.includes(unit.name));
}

/** Whether somebody gets fields of the record and not its exact time. */
export function hidesTime(core: NodeCore, record: Releasable, outcomes: readonly ReleaseOutcome[]): boolean {
  const times = exactTimes(core, record);
  if (times.length === 0) return false;
  return outcomes.some(({ verdicts }) =>
    verdicts.some((verdict) => (verdict.released.length > 0 || verdict.notBefore !== undefined) && hides(verdict, times)),
  );
}

/**
 * From when a record whose entry tells its time to the hour may go to who may not know it closer: the moment it arrives would tell it
 * too, so it goes at the end of that hour (RC4). A threat to life doesn't wait. Undefined for every other record.
 */
export function hiddenUntil(
  core: NodeCore,
  record: Releasable,
  of: { readonly urgent: boolean },
): ((verdict: Verdict) => number | undefined) | undefined {
  if (record.issuedAtMs === undefined || of.urgent) return undefined;
  const times = exactTimes(core, record);
  const end = parseInstant(record.entry.issuedAt) + hourMs;
  return (verdict) => (hides(verdict, times) ? end : undefined);
}
