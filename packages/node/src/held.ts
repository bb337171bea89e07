import { accept, createRecord, type Json, newSubjectId, type RecordId, type Refusal, type Result, refuse } from '@wasl/record';
import type { NodeCore } from './core.ts';
import type { Actor, HeldItem, PutRecord } from './service.ts';

const prefix = 'held/';
const needed = 2;

interface Kept {
  readonly code: HeldItem['code'];
  readonly type: string;
  readonly at: string;
  readonly requester: string;
  readonly approvals: readonly string[];
}

/** Puts a record aside that two officers must look at (personal data, two-person clauses). Its content is sealed like any record's. */
export async function hold(
  core: NodeCore,
  actor: Actor,
  of: { readonly put: PutRecord; readonly reason: Refusal },
): Promise<Result<string>> {
  const { options } = core;
  const sealed = createRecord(
    {
      type: 'draft',
      issuer: options.agency,
      mode: of.put.mode,
      issuedAt: core.nowText(),
      hlc: core.hlc.next(),
      subject: newSubjectId(options.random),
      refs: [],
      label: { lvl: 2, cav: [], hdl: [], rel: [], pur: [], tlp: 'RED', own: [options.agency], orcon: true, nat: [] },
      author: actor.desk,
      fields: [],
      arity: 2,
    },
    { crypto: options.crypto, random: options.random },
  );
  const code = of.reason.code === 'two-person-needed' ? 'two-person' : 'personal-data';
  const findings = (of.reason.details?.['findings'] ?? []) as readonly Json[];
  const kept: Kept = { code, type: of.put.type, at: core.nowText(), requester: actor.user, approvals: [] };
  await core.flusher.submit({
    records: [
      {
        id: sealed.id,
        entryText: sealed.entryText,
        disclosures: sealed.disclosures.map(({ slot, text }) => ({ slot, text })),
        notes: JSON.stringify({ put: of.put, findings }),
      },
    ],
    state: [{ key: `${prefix}${sealed.id}`, value: JSON.stringify(kept) }],
    acts: [{ act: 'hold', about: sealed.id, actor: actor.user, code: of.reason.code }],
  });
  core.events.emit('held', { code, type: of.put.type }, sealed.id);
  return accept(sealed.id);
}

/** Everything held, oldest first. */
export async function heldItems(core: NodeCore): Promise<readonly HeldItem[]> {
  const items: HeldItem[] = [];
  for (const { key, value } of await core.options.store.stateWithPrefix(prefix)) {
    const kept = JSON.parse(value) as Kept;
    const id = key.slice(prefix.length) as RecordId;
    const content = await contentOf(core, id);
    if (content === undefined) continue;
    items.push({
      id,
      code: kept.code,
      type: kept.type,
      at: kept.at,
      findings: content.findings,
      approvals: kept.approvals.length,
      needed,
      record: content.put,
    });
  }
  return items.sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** What a held item says, and who has approved it so far. */
export interface Approved {
  readonly put: PutRecord;
  readonly code: HeldItem['code'];
  readonly approvals: readonly string[];
  /** Who asked; the approvals stand for this officer's request. */
  readonly requester: string;
  readonly complete: boolean;
}

/** Adds one officer's reasoned approval; neither the requester nor the same officer twice (RL4). */
export async function approve(
  core: NodeCore,
  actor: Actor,
  of: { readonly id: string; readonly reason: string },
): Promise<Result<Approved>> {
  const text = await core.options.store.state(`${prefix}${of.id}`);
  const content = text === undefined ? undefined : await contentOf(core, of.id as RecordId);
  if (text === undefined || content === undefined) return refuse('held-unknown', `no held item ${of.id}`);
  const kept = JSON.parse(text) as Kept;
  if (kept.requester === actor.user || kept.approvals.includes(actor.user)) {
    return refuse('approval-same-person', `${actor.user} asked for this or has approved it already`);
  }
  const approvals = [...kept.approvals, actor.user];
  await core.flusher.submit({
    state: [{ key: `${prefix}${of.id}`, value: JSON.stringify({ ...kept, approvals }) }],
    acts: [{ act: 'approve', about: of.id, actor: actor.user, reason: of.reason }],
  });
  return accept({ put: content.put, code: kept.code, approvals, requester: kept.requester, complete: approvals.length >= needed });
}

/** Takes the item off the list and destroys what it said. */
export async function drop(
  core: NodeCore,
  actor: Actor,
  of: { readonly id: string; readonly reason: string; readonly act: string },
): Promise<Result<true>> {
  if ((await core.options.store.state(`${prefix}${of.id}`)) === undefined) return refuse('held-unknown', `no held item ${of.id}`);
  await core.flusher.submit({
    state: [{ key: `${prefix}${of.id}`, value: undefined }],
    acts: [{ act: of.act, about: of.id, actor: actor.user, reason: of.reason }],
  });
  await core.options.store.erase([of.id as RecordId]);
  return accept(true);
}

async function contentOf(core: NodeCore, id: RecordId): Promise<{ put: PutRecord; findings: readonly Json[] } | undefined> {
  const held = await core.options.store.record(id);
  return held?.content?.notes === undefined ? undefined : (JSON.parse(held.content.notes) as { put: PutRecord; findings: readonly Json[] });
}
