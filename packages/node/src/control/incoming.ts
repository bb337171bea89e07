import type { AgencyId, Json, OpenedField, RecordId } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { LeafPlan, Work } from '../logs/flusher.ts';
import type { JournalAct } from '../logs/journal.ts';
import type { RecordWrite } from '../ports/store.ts';
import type { CheckedLeaf } from '../receive/check-leaf.ts';
import type { RemoteLog } from '../receive/remote-logs.ts';
import { controlRecord } from './control-record.ts';
import { encodeTombstone } from './tombstone.ts';

/** What control records of a batch change: part of the same commit, and what happens once it is durable. */
export interface ControlEffects {
  readonly work: Work;
  after(): Promise<void>;
}

interface Gathered {
  readonly state: { key: string; value: string | undefined }[];
  readonly acts: JournalAct[];
  readonly erase: { readonly id: RecordId; readonly erasure: RecordId }[];
  readonly after: (() => void)[];
}

/** Applies withdrawals, erasures, answers, refusals and suspensions found in a partner's leaves (ER1, LG7, EX3). */
export function applyControl(
  core: NodeCore,
  log: RemoteLog,
  leaves: readonly { readonly index: number; readonly leaf: CheckedLeaf }[],
): ControlEffects {
  const gathered: Gathered = { state: [], acts: [], erase: [], after: [] };
  for (const { leaf } of leaves) {
    const apply = handlers[leaf.entry.type];
    if (apply !== undefined && leaf.fields !== undefined) apply(core, log, leaf, gathered);
  }
  return {
    work: { state: gathered.state, acts: gathered.acts },
    async after() {
      for (const run of gathered.after) run();
      if (gathered.erase.length > 0) await obeyErasures(core, log, gathered.erase);
    },
  };
}

type Handler = (core: NodeCore, log: RemoteLog, leaf: CheckedLeaf, gathered: Gathered) => void;

const handlers: Readonly<Record<string, Handler>> = {
  withdrawal(core, log, leaf, gathered) {
    const by = log.descriptor.issuer;
    for (const id of targets(leaf, 'withdraws')) {
      const code = textField(leaf.fields, 'reason') ?? 'other';
      gathered.state.push({ key: `withdrawn/${id}`, value: encodeTombstone({ by, code, at: leaf.entry.issuedAt, order: leaf.id }) });
      gathered.acts.push({ act: 'withdrawn', about: id, code });
      gathered.after.push(() => core.events.emit('withdrawn', { code, by }, id));
    }
  },
  erasure(_core, log, leaf, gathered) {
    const by = log.descriptor.issuer;
    for (const id of targets(leaf, 'erases')) {
      const code = textField(leaf.fields, 'ground') ?? 'order';
      gathered.state.push({ key: `erased/${id}`, value: encodeTombstone({ by, code, at: leaf.entry.issuedAt, order: leaf.id }) });
      gathered.acts.push({ act: 'erasure-ordered', about: id, code });
      gathered.erase.push({ id, erasure: leaf.id });
    }
  },
  erased(core, log, leaf, gathered) {
    const reader = log.descriptor.issuer;
    for (const id of targets(leaf, 'answers')) {
      const held = boolField(leaf.fields, 'held');
      gathered.state.push({ key: `erased-by/${id}/${reader}`, value: JSON.stringify({ held, at: leaf.entry.issuedAt }) });
      gathered.acts.push({ act: 'erased-by-partner', about: id, details: { reader } });
      gathered.after.push(() => core.events.emit('erased', { reader, held }, id));
    }
  },
  refused(core, log, leaf, gathered) {
    const reader = log.descriptor.issuer;
    for (const id of targets(leaf, 'refuses')) {
      const code = textField(leaf.fields, 'code') ?? 'refused';
      gathered.state.push(core.delivery.refuse(reader, id, code));
      gathered.acts.push({ act: 'refused-by-partner', about: id, code, details: { reader } });
      gathered.after.push(() => {
        core.events.emit('refused', { reader, code }, id);
        core.alarms.raise(code, `${reader} refused a record of ours: ${code}`, { reader, record: id });
      });
    }
  },
  suspend(core, log, leaf, gathered) {
    changeSuspension(core, log, { leaf, gathered, suspended: true });
  },
  resume(core, log, leaf, gathered) {
    changeSuspension(core, log, { leaf, gathered, suspended: false });
  },
};

function changeSuspension(core: NodeCore, log: RemoteLog, of: { leaf: CheckedLeaf; gathered: Gathered; suspended: boolean }): void {
  const by: AgencyId = log.descriptor.issuer;
  of.gathered.state.push({ key: `suspended/${log.agreement}/${by}`, value: of.suspended ? of.leaf.entry.issuedAt : undefined });
  of.gathered.acts.push({ act: of.suspended ? 'suspended-by-partner' : 'resumed-by-partner', about: log.agreement });
  of.gathered.after.push(() => core.setSuspension(log.agreement, by, of.suspended));
}

/** Destroys keys, then answers with `erased`, which is only written once the content cannot be read any more (ER1, ER3). */
async function obeyErasures(core: NodeCore, log: RemoteLog, orders: readonly { id: RecordId; erasure: RecordId }[]): Promise<void> {
  const active = core.agreements.byId(log.agreement);
  const records: RecordWrite[] = [];
  const leaves: LeafPlan[] = [];
  const own: RecordId[] = [];
  for (const { id, erasure } of orders) {
    const held = await core.options.store.record(id);
    const mine = held !== undefined && issuerOf(held.entryText) === log.descriptor.issuer;
    if (mine) own.push(id);
    if (active === undefined) continue;
    const answer = controlRecord(core, {
      type: 'erased',
      mode: log.descriptor.mode,
      fields: { held: mine },
      refs: [
        { rel: 'answers', id },
        { rel: 'concerns', id: erasure },
      ],
    });
    records.push(answer.record);
    leaves.push(answer.leafIn(core.log(core.agreements.controlChannel(active, log.descriptor.mode)), active));
  }
  await core.options.store.erase(own);
  await core.flusher.submit({ records, leaves, acts: own.map((id) => ({ act: 'erase', about: id })) });
  for (const id of own) core.events.emit('erased', { by: log.descriptor.issuer }, id);
}

function issuerOf(entryText: string): string {
  return (JSON.parse(entryText) as { issuer: string }).issuer;
}

function targets(leaf: CheckedLeaf, rel: string): readonly RecordId[] {
  return leaf.entry.refs.filter((ref) => ref.rel === rel).map((ref) => ref.id);
}

function field(fields: readonly OpenedField[] | undefined, name: string): Json | undefined {
  return fields?.find((candidate) => candidate.name === name)?.value;
}

function textField(fields: readonly OpenedField[] | undefined, name: string): string | undefined {
  const value = field(fields, name);
  return typeof value === 'string' ? value : undefined;
}

function boolField(fields: readonly OpenedField[] | undefined, name: string): boolean {
  return field(fields, name) === true;
}
