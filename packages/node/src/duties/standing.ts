import { type AgencyId, accept, type RecordId, type Result, refuse, type SubjectId } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { StandingDraft, StandingView } from '../duty-service.ts';
import type { Actor, PutRecord } from '../service.ts';
import { personOf } from './person.ts';

const prefix = 'standing/';
const needed = 2;
const longestHours = 12;
const hourMs = 3_600_000;

interface Kept extends Omit<StandingDraft, 'reason'> {
  /** Readers of the audience when it was proposed: a wider one later is not approved. */
  readonly readers: readonly AgencyId[];
  readonly persons: readonly string[];
  readonly sinceMs?: number;
}

/** An approval that stands for a put, as the release check wants it (RL4). */
export interface StandingApproval {
  readonly id: string;
  readonly persons: readonly string[];
  readonly readers: readonly AgencyId[];
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** Approvals ended in this process: asked again inside the commit of a release that used one. */
const ended = new WeakMap<NodeCore, Set<string>>();

/** Whether an officer ended the approval meanwhile. */
export function wasEnded(core: NodeCore, id: string): boolean {
  return ended.get(core)?.has(id) === true;
}

/** Refuses `agreement-unknown`, `standing-invalid`. */
export async function proposeStanding(core: NodeCore, actor: Actor, draft: StandingDraft): Promise<Result<StandingView>> {
  const { reason, ...rest } = draft;
  if (!(Number.isInteger(draft.hours) && draft.hours >= 1 && draft.hours <= longestHours))
    return refuse('standing-invalid', `${draft.hours} hours; an approval stands for 1 to ${longestHours}`);
  const targets = core.targets.of(draft);
  if (!targets.ok) return targets;
  const readers = [...new Set(targets.value.list.flatMap((target) => target.readers))].sort();
  if (readers.length === 0) return refuse('standing-invalid', `no audience of ${draft.agreement} takes ${draft.type} for ${draft.purpose}`);
  const id = core.options.crypto.sha256Text(core.options.random(16)).slice(0, 22);
  const kept: Kept = { ...rest, readers, persons: [personOf(core, actor)] };
  return save(core, { id, kept, act: 'propose-standing', actor, reason });
}

/** Refuses `standing-unknown`, `approval-same-person`. */
export async function approveStanding(
  core: NodeCore,
  actor: Actor,
  of: { readonly id: string; readonly reason: string },
): Promise<Result<StandingView>> {
  const kept = await load(core, of.id);
  if (kept === undefined || kept.sinceMs !== undefined) return refuse('standing-unknown', `no proposed approval ${of.id}`);
  const person = personOf(core, actor);
  if (kept.persons.includes(person)) return refuse('approval-same-person', `${actor.user} has approved it already`);
  const now: Kept = { ...kept, persons: [...kept.persons, person], sinceMs: core.nowMs() };
  return save(core, { id: of.id, kept: now, act: 'approve-standing', actor, reason: of.reason });
}

/** Ends it at once. Refuses `standing-unknown`. */
export async function endStanding(
  core: NodeCore,
  actor: Actor,
  of: { readonly id: string; readonly reason: string },
): Promise<Result<true>> {
  if ((await load(core, of.id)) === undefined) return refuse('standing-unknown', `no approval ${of.id}`);
  const gone = ended.get(core) ?? new Set<string>();
  ended.set(core, gone.add(of.id));
  const done = await core.flusher.submit({
    state: [{ key: `${prefix}${of.id}`, value: undefined }],
    acts: [{ act: 'end-standing', about: of.id, actor: actor.user, reason: of.reason }],
  });
  return done.ok ? accept(true) : done;
}

/** Proposed approvals and those that stand; expired ones are gone. */
export async function standingApprovals(core: NodeCore): Promise<readonly StandingView[]> {
  const found: StandingView[] = [];
  for (const { key, value } of await core.options.store.stateWithPrefix(prefix)) {
    const kept = JSON.parse(value) as Kept;
    if (!over(core, kept)) found.push(viewOf(core, key.slice(prefix.length), kept));
  }
  return found;
}

/**
 * The approval that stands for this put, if one does: same type, purpose and mode, the incident itself or a record that refers to one of
 * it, and asked for by neither of the two who approved (RL4).
 */
export async function standingFor(core: NodeCore, actor: Actor, put: PutRecord): Promise<StandingApproval | undefined> {
  const person = personOf(core, actor);
  for (const { key, value } of await core.options.store.stateWithPrefix(prefix)) {
    const kept = JSON.parse(value) as Kept;
    if (kept.sinceMs === undefined || over(core, kept) || kept.persons.includes(person)) continue;
    if (kept.type !== put.type || kept.mode !== put.mode || kept.purpose !== put.purpose) continue;
    if (put.agreement !== undefined && put.agreement !== kept.agreement) continue;
    if (!(await concerns(core, put, kept.incident))) continue;
    const untilMs = kept.sinceMs + kept.hours * hourMs;
    return { id: key.slice(prefix.length), persons: kept.persons, readers: kept.readers, sinceMs: kept.sinceMs, untilMs };
  }
  return undefined;
}

async function concerns(core: NodeCore, put: PutRecord, incident: SubjectId): Promise<boolean> {
  if (put.subject === incident) return true;
  for (const ref of put.refs ?? []) {
    const held = await core.options.store.record(ref.id as RecordId);
    if (held !== undefined && (JSON.parse(held.entryText) as { subject: string }).subject === incident) return true;
  }
  return false;
}

function over(core: NodeCore, kept: Kept): boolean {
  return kept.sinceMs !== undefined && core.nowMs() >= kept.sinceMs + kept.hours * hourMs;
}

async function load(core: NodeCore, id: string): Promise<Kept | undefined> {
  const text = await core.options.store.state(`${prefix}${id}`);
  const kept = text === undefined ? undefined : (JSON.parse(text) as Kept);
  return kept === undefined || over(core, kept) ? undefined : kept;
}

async function save(
  core: NodeCore,
  of: { readonly id: string; readonly kept: Kept; readonly act: string; readonly actor: Actor; readonly reason: string },
): Promise<Result<StandingView>> {
  const { id, kept, act, actor, reason } = of;
  const { type, purpose, agreement, incident, hours } = kept;
  const expired = (await core.options.store.stateWithPrefix(prefix)).filter(({ value }) => over(core, JSON.parse(value) as Kept));
  const done = await core.flusher.submit({
    state: [...expired.map(({ key }) => ({ key, value: undefined })), { key: `${prefix}${id}`, value: JSON.stringify(kept) }],
    acts: [{ act, about: id, actor: actor.user, reason, details: { type, purpose, agreement, incident, hours } }],
  });
  return done.ok ? accept(viewOf(core, id, kept)) : done;
}

function viewOf(core: NodeCore, id: string, kept: Kept): StandingView {
  const { persons, sinceMs, ...rest } = kept;
  return {
    ...rest,
    id,
    approvals: persons.length,
    needed,
    ...(sinceMs === undefined ? {} : { until: core.textOf(sinceMs + kept.hours * hourMs) }),
  };
}
