import type { AgencyId, Json, OpenedField, RecordId } from '@wasl/record';
import { dropWithdrawn } from '../attachments/forget.ts';
import type { NodeCore } from '../core.ts';
import { usedKey } from '../duties/use-notice.ts';
import type { Work } from '../logs/flusher.ts';
import type { JournalAct } from '../logs/journal.ts';
import type { CheckedLeaf } from '../receive/check-leaf.ts';
import type { RemoteLog } from '../receive/remote-logs.ts';
import { carryOut, dutyState, type ErasureDuty } from './erasure-duty.ts';
import { encodeTombstone, tombstoneKey } from './tombstone.ts';
import { announcedKey, versionAnnounced } from './versions.ts';

/** What control records of a batch change: part of the same commit, and what happens once it is durable. */
export interface ControlEffects {
  readonly work: Work;
  after(): Promise<void>;
}

interface Gathered {
  readonly state: { key: string; value: string | undefined }[];
  readonly acts: JournalAct[];
  readonly erase: ErasureDuty[];
  readonly withdrawn: RecordId[];
  readonly after: (() => void)[];
  readonly later: (() => Promise<void>)[];
}

/** Applies withdrawals, erasures, answers, refusals and suspensions found in a partner's leaves (ER1, LG7, EX3). */
export function applyControl(
  core: NodeCore,
  log: RemoteLog,
  leaves: readonly { readonly index: number; readonly leaf: CheckedLeaf }[],
): ControlEffects {
  const gathered: Gathered = { state: [], acts: [], erase: [], withdrawn: [], after: [], later: [] };
  for (const { leaf } of leaves) {
    const apply = handlers[leaf.entry.type];
    if (apply !== undefined && leaf.fields !== undefined) apply(core, log, leaf, gathered);
  }
  return {
    work: { state: gathered.state, acts: gathered.acts },
    async after() {
      for (const run of gathered.after) run();
      for (const run of gathered.later) await run();
      if (gathered.withdrawn.length > 0) await dropWithdrawn(core, gathered.withdrawn);
      if (gathered.erase.length > 0) await carryOut(core, gathered.erase);
    },
  };
}

type Handler = (core: NodeCore, log: RemoteLog, leaf: CheckedLeaf, gathered: Gathered) => void;

const handlers: Readonly<Record<string, Handler>> = {
  withdrawal(core, log, leaf, gathered) {
    const by = log.descriptor.issuer;
    for (const id of targets(leaf, 'withdraws')) {
      const code = textField(leaf.fields, 'reason') ?? 'other';
      gathered.state.push({
        key: tombstoneKey('withdrawn', id, by),
        value: encodeTombstone({ by, code, at: leaf.entry.issuedAt, order: leaf.id }),
      });
      gathered.acts.push({ act: 'withdrawn', about: id, code });
      if (core.files.incoming(id).size > 0) gathered.withdrawn.push(id);
      gathered.after.push(() => core.events.emit('withdrawn', { code, by }, id));
    }
  },
  erasure(_core, log, leaf, gathered) {
    const by = log.descriptor.issuer;
    for (const id of targets(leaf, 'erases')) {
      const code = textField(leaf.fields, 'ground') ?? 'order';
      gathered.state.push({
        key: tombstoneKey('erased', id, by),
        value: encodeTombstone({ by, code, at: leaf.entry.issuedAt, order: leaf.id }),
      });
      gathered.acts.push({ act: 'erasure-ordered', about: id, code });
      const duty: ErasureDuty = { id, by, order: leaf.id, answer: { agreement: log.agreement, mode: log.descriptor.mode } };
      gathered.state.push(dutyState(duty));
      gathered.erase.push(duty);
    }
  },
  erased(core, log, leaf, gathered) {
    const reader = log.descriptor.issuer;
    for (const id of targets(leaf, 'answers')) {
      const held = boolField(leaf.fields, 'held');
      const ground = textField(leaf.fields, 'retainedGround');
      const until = textField(leaf.fields, 'retainedUntil');
      const retained = ground === undefined || until === undefined ? {} : { ground, until };
      gathered.state.push({ key: `erased-by/${id}/${reader}`, value: JSON.stringify({ held, at: leaf.entry.issuedAt, ...retained }) });
      gathered.acts.push({
        act: ground === undefined ? 'erased-by-partner' : 'retained-by-partner',
        about: id,
        details: { reader, ...retained },
      });
      gathered.after.push(() => core.events.emit('erased', { reader, held, ...retained }, id));
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
  log(core, log, leaf, gathered) {
    const origin = textField(leaf.fields, 'log') ?? '';
    const size = field(leaf.fields, 'size');
    if (!origin.startsWith(`${log.descriptor.issuer}/`) || typeof size !== 'number') return;
    gathered.state.push(core.remote.close(origin, size));
    gathered.acts.push({ act: 'closed-by-partner', about: origin, details: { size } });
    const closed = core.remote.byOrigin(origin);
    if (closed === undefined || closed.tree.size <= size) return;
    gathered.state.push(core.remote.freeze(closed, 'log-closed'));
    gathered.after.push(() =>
      core.alarms.raise('log-closed', `${log.descriptor.issuer} closed a log at ${size} of which ${closed.tree.size} leaves are held`, {
        origin,
      }),
    );
  },
  agreement(core, log, leaf, gathered) {
    const by = log.descriptor.issuer;
    const digest = textField(leaf.fields, 'agreement') ?? '';
    const number = field(leaf.fields, 'number');
    if (typeof number !== 'number') return;
    gathered.state.push({ key: announcedKey(log.agreement, by), value: JSON.stringify({ number, digest }) });
    gathered.acts.push({ act: 'version-announced', about: log.agreement, details: { by, number, digest } });
    gathered.later.push(() => versionAnnounced(core, log.agreement, { agency: by, number, digest }));
  },
  used(core, log, leaf, gathered) {
    const reader = log.descriptor.issuer;
    const use = textField(leaf.fields, 'use') ?? 'read';
    const desk = textField(leaf.fields, 'desk') ?? reader;
    for (const id of targets(leaf, 'concerns')) {
      gathered.state.push({ key: usedKey(id, { reader, desk, use }), value: leaf.entry.issuedAt });
      gathered.acts.push({ act: 'used-by-partner', about: id, details: { reader, desk, use } });
      gathered.after.push(() => core.events.emit('delivery', { reader, desk, use }, id));
    }
  },
  fetched(core, log, leaf, gathered) {
    const reader = log.descriptor.issuer;
    const root = textField(leaf.fields, 'root') ?? '';
    const code = textField(leaf.fields, 'code');
    const record = core.files.own(root)?.record;
    if (record === undefined || !targets(leaf, 'answers').includes(record)) return;
    const answer = { at: leaf.entry.issuedAt, ...(code === undefined ? {} : { code }) };
    gathered.state.push(core.files.answerRow(root, reader, answer));
    gathered.acts.push({
      act: code === undefined ? 'attachment-fetched' : 'attachment-refused',
      about: record,
      ...(code === undefined ? {} : { code }),
      details: { reader },
    });
    gathered.after.push(() => {
      core.files.takeAnswer(root, reader, answer);
      core.events.emit('attachment', { root, reader, ...(code === undefined ? {} : { code }) }, record);
      if (code !== undefined) core.alarms.raise(code, `${reader} refused a file of ours: ${code}`, { reader, record });
    });
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
