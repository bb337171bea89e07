import { accept, openDisclosures, parseEntry, type RecordId, type Result, refuse } from '@wasl/record';
import { holdOf } from '../control/legal-hold.ts';
import type { NodeCore } from '../core.ts';
import { viewOf } from '../read/record-view.ts';
import type { Actor, RecordView } from '../service.ts';
import { personOf } from './person.ts';

const prefix = 'retained-read/';
const needed = 2;
const withinMs = 3_600_000;

interface Asked {
  readonly person: string;
  readonly atMs: number;
}

/**
 * Reads content that a hold keeps and officers no longer see, as an act of two persons of oversight (ER2): the first call states that
 * one asks, the second person's within the hour is answered with the content, once. Both are in the activity record before anything
 * leaves. Refuses `not-retained`, `approval-same-person`.
 */
export async function readRetained(
  core: NodeCore,
  actor: Actor,
  of: { readonly id: RecordId; readonly reason: string },
): Promise<Result<{ readonly approvals: number; readonly needed: number; readonly record?: RecordView }>> {
  const { id, reason } = of;
  const held = await core.options.store.record(id);
  const hold = held?.content === undefined ? undefined : await holdOf(core, id);
  if (held?.content === undefined || hold === undefined) return refuse('not-retained', `nothing of ${id} is kept under a legal hold`);
  const key = `${prefix}${id}`;
  const text = await core.options.store.state(key);
  const asked = text === undefined ? undefined : (JSON.parse(text) as Asked);
  const person = personOf(core, actor);
  const details = { ground: hold.ground, until: hold.until };
  if (asked === undefined || core.nowMs() > asked.atMs + withinMs) {
    await core.flusher.submit({
      state: [{ key, value: JSON.stringify({ person, atMs: core.nowMs() } satisfies Asked) }],
      acts: [{ act: 'ask-retained', about: id, actor: actor.user, reason, details }],
    });
    return accept({ approvals: 1, needed });
  }
  if (asked.person === person) return refuse('approval-same-person', 'another officer of oversight must ask for it too');
  const done = await core.flusher.submit({
    state: [{ key, value: undefined }],
    acts: [{ act: 'read-retained', about: id, actor: actor.user, reason, details }],
  });
  if (!done.ok) return done;
  const entry = parseEntry(held.entryText);
  const opened = openDisclosures(
    entry,
    held.content.disclosures.map((disclosure) => disclosure.text),
    { crypto: core.options.crypto },
  );
  const view = await viewOf(core, held, { seq: 0, withContent: false });
  const fields = opened.filter(({ name }) => name !== 'label').map(({ name, value }) => ({ name, value, proof: 'author' as const }));
  return accept({ approvals: needed, needed, record: { ...view, fields } });
}
