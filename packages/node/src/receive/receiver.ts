import { addSignature, cosign, encodeRange, hashLeaf, sameHash, TreeBuilder } from '@wasl/log';
import { accept, type RecordId, type Refusal, type Result, refuse } from '@wasl/record';
import { controlRecord } from '../control/control-record.ts';
import { applyControl } from '../control/incoming.ts';
import type { NodeCore } from '../core.ts';
import { leafTextOf } from '../logs/channel.ts';
import type { LeafPlan, Work } from '../logs/flusher.ts';
import type { JournalAct } from '../logs/journal.ts';
import type { LogBatch, Peer, WireLeaf } from '../ports/link.ts';
import type { LeafWrite, RecordWrite, ViewRow } from '../ports/store.ts';
import { type CheckedLeaf, checkLeaf } from './check-leaf.ts';
import { openHead, receiptName } from './heads.ts';
import { leafContext } from './leaf-context.ts';
import type { RemoteLog } from './remote-logs.ts';

/** What one batch brought, before it is committed. */
interface Taken {
  readonly records: RecordWrite[];
  readonly writes: LeafWrite[];
  readonly rows: ViewRow[];
  readonly links: { from: RecordId; to: RecordId; rel: string }[];
  readonly checked: { readonly index: number; readonly leaf: CheckedLeaf }[];
  readonly refused: { readonly index: number; readonly id: RecordId; readonly reason: Refusal }[];
}

/**
 * Takes a batch of a partner's log: verifies the tree as it arrives, judges each leaf as a record, commits, and only then cosigns
 * (DU1, EX3, EX4). A head that does not fit freezes the log; a bad record is named in a `refused` entry of this node's control log,
 * committed with the batch, and its content is not kept.
 */
export async function receiveBatch(core: NodeCore, peer: Peer, batch: LogBatch): Promise<Result<{ readonly receipt: string }>> {
  const log = core.remote.byOrigin(batch.origin);
  if (log === undefined || log.descriptor.issuer !== peer.agency)
    return refuse('log-unknown', `${batch.origin} is not a log of ${peer.agency} followed here`);
  if (log.frozen !== undefined) return refuse('log-frozen', `${batch.origin} is frozen: ${log.frozen}`);
  if (batch.first !== log.tree.size)
    return refuse('log-gap', `leaves from ${batch.first}, wanted from ${log.tree.size}`, { details: { size: log.tree.size } });
  const keys = core.options.directory.agency(peer.agency);
  if (keys === undefined) return refuse('peer-not-allowed', `no keys of ${peer.agency} are known`);
  const head = openHead(batch.checkpoint, keys, core.options.crypto);
  if (!head.ok) return freeze(core, log, { code: 'checkpoint-signature', message: head.reason.message, batch });
  const before = log.tree.range();
  const taken = takeLeaves(core, log, batch);
  const { size, root, origin } = head.value;
  const mine = log.tree.root();
  if (origin !== log.origin || size !== log.tree.size || !sameHash(root, mine)) {
    log.tree = new TreeBuilder(core.options.crypto, before);
    return freeze(core, log, {
      code: 'root-mismatch',
      message: `head ${origin} ${size} does not fit the ${batch.leaves.length} leaves from ${batch.first}`,
      batch,
    });
  }
  const effects = applyControl(core, log, taken.checked);
  const work = workOf(core, log, { batch, taken, root: mine, effects: effects.work });
  const committed = await core.flusher.submit(work).catch((error: unknown) => {
    log.tree = new TreeBuilder(core.options.crypto, before);
    throw error;
  });
  if (!committed.ok) return committed;
  log.checkpoint = batch.checkpoint;
  core.index(taken.rows, taken.links);
  for (const { index, leaf } of taken.checked) {
    core.hlc.merge(leaf.entry.hlc);
    if (leaf.fields !== undefined || index > 0)
      core.events.emit('record', { type: leaf.entry.type, issuer: leaf.entry.issuer, mode: leaf.entry.mode }, leaf.id);
  }
  for (const { index, id, reason } of taken.refused) {
    core.events.emit('refused', { code: reason.code, index, origin: log.origin }, id);
    core.alarms.raise(reason.code, `${peer.agency}: ${reason.message}`, { origin: log.origin, index });
  }
  await effects.after();
  return accept({ receipt: receiptFor(core, batch.checkpoint, head.value.text) });
}

function takeLeaves(core: NodeCore, log: RemoteLog, batch: LogBatch): Taken {
  const taken: Taken = { records: [], writes: [], rows: [], links: [], checked: [], refused: [] };
  const context = leafContext(core, log);
  for (const [i, leaf] of batch.leaves.entries()) {
    const index = batch.first + i;
    const hash = hashLeaf(leafTextOf(leaf.releaseLine, leaf.entryText), core.options.crypto);
    log.tree.push(hash);
    if (index === 0) takeDescriptor(core, { log, leaf, hash, taken });
    else takeRecord(core, { leaf, index, hash, taken, checked: checkLeaf(leaf, context) });
  }
  return taken;
}

function takeDescriptor(core: NodeCore, of: { log: RemoteLog; leaf: WireLeaf; hash: Uint8Array; taken: Taken }): void {
  const id = idOf(core, of.leaf.entryText);
  of.taken.records.push({ id, entryText: of.leaf.entryText, disclosures: [] });
  of.taken.writes.push({ id, releaseLine: of.leaf.releaseLine, hash: of.hash });
  if (of.leaf.entryText !== of.log.descriptorText || of.leaf.releaseLine !== '') {
    of.taken.refused.push({
      index: 0,
      id,
      reason: { code: 'descriptor-mismatch', message: 'leaf 0 is not the descriptor that names the log' },
    });
  }
}

function takeRecord(
  core: NodeCore,
  of: { leaf: WireLeaf; index: number; hash: Uint8Array; taken: Taken; checked: Result<CheckedLeaf> },
): void {
  const { leaf, index, hash, taken, checked } = of;
  if (!checked.ok) {
    const id = idOf(core, leaf.entryText);
    taken.records.push({ id, entryText: leaf.entryText, disclosures: [] });
    taken.writes.push({ id, releaseLine: leaf.releaseLine, hash });
    taken.refused.push({ index, id, reason: checked.reason });
    return;
  }
  const { id, entry, fields } = checked.value;
  taken.records.push({ id, entryText: leaf.entryText, disclosures: (fields ?? []).map(({ slot, text }) => ({ slot, text })) });
  taken.writes.push({ id, releaseLine: leaf.releaseLine, hash });
  taken.rows.push({ id, type: entry.type, subject: entry.subject, mode: entry.mode, issuer: entry.issuer, issuedAt: entry.issuedAt });
  for (const ref of entry.refs) taken.links.push({ from: id, to: ref.id, rel: ref.rel });
  taken.checked.push({ index, leaf: checked.value });
}

function workOf(core: NodeCore, log: RemoteLog, of: { batch: LogBatch; taken: Taken; root: Uint8Array; effects: Work }): Work {
  const { batch, taken, root, effects } = of;
  const leaves: LeafPlan[] = [...(effects.leaves ?? [])];
  const records: RecordWrite[] = [...taken.records, ...(effects.records ?? [])];
  const state: { key: string; value: string | undefined }[] = [...(effects.state ?? [])];
  const acts: JournalAct[] = [
    { act: 'receive', about: log.origin, details: { first: batch.first, size: log.tree.size } },
    ...(effects.acts ?? []),
  ];
  for (const { index, id, reason } of taken.refused) {
    state.push({ key: `quarantine/${log.origin}/${index}`, value: reason.code });
    acts.push({ act: 'refuse', about: id, code: reason.code, details: { origin: log.origin, index } });
    const answer = refusedEntry(core, log, { index, id, code: reason.code });
    if (answer !== undefined) {
      records.push(answer.record);
      leaves.push(answer.leaf);
    }
  }
  return {
    records,
    leaves,
    state,
    acts,
    foreign: [
      {
        origin: log.origin,
        first: batch.first,
        leaves: taken.writes,
        size: log.tree.size,
        root,
        range: encodeRange(log.tree.range()),
        own: false,
        checkpoint: batch.checkpoint,
      },
    ],
  };
}

function refusedEntry(core: NodeCore, log: RemoteLog, of: { index: number; id: RecordId; code: string }) {
  const active = core.agreements.byId(log.agreement);
  if (active === undefined) return undefined;
  const made = controlRecord(core, {
    type: 'refused',
    mode: log.descriptor.mode,
    fields: { code: of.code, index: of.index, log: log.origin },
    refs: [{ rel: 'refuses', id: of.id }],
  });
  const control = core.log(core.agreements.controlChannel(active, log.descriptor.mode));
  return { record: made.record, leaf: made.leafIn(control, active) };
}

async function freeze(core: NodeCore, log: RemoteLog, why: { code: string; message: string; batch: LogBatch }): Promise<Result<never>> {
  const { code, message, batch } = why;
  const state = [
    core.remote.freeze(log, code),
    { key: `proof/${log.origin}`, value: JSON.stringify({ code, first: batch.first, checkpoint: batch.checkpoint }) },
  ];
  await core.flusher.submit({ state, acts: [{ act: 'freeze', about: log.origin, code, details: { first: batch.first } }] });
  core.alarms.raise(code, `${log.descriptor.issuer}: ${message}`, { origin: log.origin });
  return refuse(code, message);
}

/** The checkpoint note with this node's timestamped cosignature: what the issuer gets as receipt. */
export function receiptFor(core: NodeCore, note: string, text: string): string {
  const { options } = core;
  const line = cosign(text, {
    name: receiptName(options.agency),
    signer: options.keys.receipt,
    timestampSeconds: Math.floor(core.nowMs() / 1000),
    crypto: options.crypto,
  });
  return addSignature(note, line);
}

function idOf(core: NodeCore, entryText: string): RecordId {
  return `sha256:${core.options.crypto.sha256Text(entryText)}` as RecordId;
}
