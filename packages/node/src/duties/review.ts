import { accept, type DeskId, type RecordId, type Result, refuse } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { ReviewView } from '../duty-service.ts';
import type { Actor } from '../service.ts';
import { type DutyKind, dueState } from './calendar.ts';
import { personOf } from './person.ts';

const kind = 'review';
const withinMs = 24 * 3_600_000;
const againMs = 6 * 3_600_000;

interface Kept {
  readonly type: string;
  readonly desk: DeskId;
  readonly person: string;
  readonly atMs: number;
}

/** State to commit with an emergency release: a second officer reviews it within 24 hours (RL6). */
export function reviewState(
  core: NodeCore,
  actor: Actor,
  of: { readonly id: RecordId; readonly type: string },
): { readonly key: string; readonly value: string } {
  const atMs = core.nowMs();
  const kept: Kept = { type: of.type, desk: actor.desk, person: personOf(core, actor), atMs };
  return dueState(kind, { atMs: atMs + withinMs, tail: of.id, value: JSON.stringify(kept) });
}

/** Emergency releases that nobody has reviewed in time are named, and named again until somebody does (RL6, I11). */
export function overdueReviews(core: NodeCore): DutyKind {
  return {
    name: kind,
    atOnce: 16,
    needsTime: false,
    async run(rows) {
      for (const row of rows) {
        const kept = JSON.parse(row.value) as Kept;
        const dueAt = core.textOf(kept.atMs + withinMs);
        core.alarms.raise('review-overdue', `${kept.desk} released ${row.tail} for threat to life; its review was due at ${dueAt}`, {
          record: row.tail,
        });
        const again = dueState(kind, { atMs: core.nowMs() + againMs, tail: row.tail, value: row.value });
        await core.flusher.submit({
          state: [{ key: row.key, value: undefined }, again],
          acts: [{ act: 'review-overdue', about: row.tail, code: 'review-overdue' }],
        });
        core.calendar.expect(again.key);
      }
    },
  };
}

/** What waits for its review, the oldest first. */
export async function openReviews(core: NodeCore): Promise<readonly ReviewView[]> {
  const found: ReviewView[] = [];
  for (const { key, value } of await core.options.store.stateWithPrefix(`due/${kind}/`)) {
    const { type, desk, atMs } = JSON.parse(value) as Kept;
    const dueMs = atMs + withinMs;
    found.push({
      record: key.slice(key.lastIndexOf('/') + 1) as RecordId,
      type,
      desk,
      releasedAt: core.textOf(atMs),
      dueAt: core.textOf(dueMs),
      overdue: core.nowMs() >= dueMs,
    });
  }
  return found.sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
}

/** The second officer's review. Refuses `review-unknown`, `approval-same-person`. An objection is an alarm of its own. */
export async function reviewRelease(
  core: NodeCore,
  actor: Actor,
  of: { readonly id: RecordId; readonly outcome: 'confirmed' | 'objected'; readonly reason: string },
): Promise<Result<true>> {
  const [key] = core.calendar.keysAbout(kind, of.id);
  const value = key === undefined ? undefined : await core.options.store.state(key);
  if (key === undefined || value === undefined) return refuse('review-unknown', `no release of ${of.id} waits for a review`);
  if ((JSON.parse(value) as Kept).person === personOf(core, actor))
    return refuse('approval-same-person', `${actor.user} released it; another officer reviews`);
  const done = await core.flusher.submit({
    state: [{ key, value: undefined }],
    acts: [{ act: 'review-emergency', about: of.id, actor: actor.user, reason: of.reason, details: { outcome: of.outcome } }],
  });
  if (!done.ok) return done;
  for (const code of ['emergency-release', 'review-overdue']) core.alarms.clear(code, { record: of.id });
  if (of.outcome === 'objected')
    core.alarms.raise('emergency-objected', `${actor.desk} objects to the emergency release of ${of.id}`, { record: of.id });
  return accept(true);
}
