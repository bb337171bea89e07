import { addSignature, cosign, encodeRange, hashLeaf, sameHash, TreeBuilder } from '@wasl/log';
import { accept, type Entry, type RecordId, type Refusal, type Result, refuse } from '@wasl/record';
import { type Announced, announceFiles } from '../attachments/announce.ts';
import { applyControl } from '../control/incoming.ts';
import type { NodeCore } from '../core.ts';
import { clockOpening } from '../due-work/open-clocks.ts';
import { controlTopic, leafTextOf } from '../logs/channel.ts';
import type { LeafPlan, Work } from '../logs/flusher.ts';
import type { JournalAct } from '../logs/journal.ts';
import type { LogBatch, Peer, WireLeaf } from '../ports/link.ts';
import type { LeafWrite, RecordWrite, ViewRow } from '../ports/store.ts';
import { type CheckedLeaf, checkLeaf } from './check-leaf.ts';
import { type GoneJudgement, type GoneLeaf, judgeGone } from './gone.ts';
import { openHead, receiptName } from './heads.ts';
import { leafContext } from './leaf-context.ts';
import { refusedEntry } from './refused.ts';
import type { RemoteLog } from './remote-logs.ts';

/** What one batch brought, before it is committed. */
interface Taken {
  readonly records: RecordWrite[];
  readonly writes: LeafWrite[];
  readonly rows: ViewRow[];
  readonly links: { from: RecordId; to: RecordId; rel: string }[];
  readonly checked: { readonly index: number; readonly leaf: CheckedLeaf }[];
  readonly refused: { readonly index: number; readonly id: RecordId; readonly reason: Refusal }[];
  readonly gone: GoneLeaf[];
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
  if (log.descriptor.topic !== controlTopic && !inForce(core, log))
    return refuse('agreement-not-active', `${log.agreement} is not in force`);
  if (batch.first !== log.tree.size)
    return refuse('log-gap', `leaves from ${batch.first}, wanted from ${log.tree.size}`, { details: { size: log.tree.size } });
  const keys = core.options.directory.agency(peer.agency);
  if (keys === undefined) return refuse('peer-not-allowed', `no keys of ${peer.agency} are known`);
  const head = openHead(batch.checkpoint, keys, core.options.crypto);
  if (!head.ok) return refuseHead(core, log, head.reason.message);
  if (log.closedAt !== undefined && head.value.size > log.closedAt)
    return freeze(core, log, {
      code: 'log-closed',
      message: `a head of ${head.value.size} above the ${log.closedAt} at which it was closed`,
      batch,
    });
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
  const gone = await goneOf(core, log, { taken, size });
  const files = announceFiles(core, log, taken.checked);
  const work = workOf(core, log, { batch, taken, root: mine, effects: effects.work, gone, files });
  // Followed before the commit, so that what is written after a restart is later than all that was received.
  const ahead = taken.checked.filter(({ leaf }) => !core.hlc.merge(leaf.entry.hlc)).length > 0;
  const committed = await core.flusher.submit(work).catch((error: unknown) => {
    log.tree = new TreeBuilder(core.options.crypto, before);
    throw error;
  });
  if (!committed.ok) return committed;
  log.checkpoint = batch.checkpoint;
  gone?.apply();
  files.apply();
  core.index(taken.rows, taken.links);
  if (ahead) clockAhead(core, peer);
  for (const { index, leaf } of taken.checked) {
    core.calendar.heard(leaf.line.until);
    if (leaf.fields !== undefined || index > 0)
      core.events.emit('record', { type: leaf.entry.type, issuer: leaf.entry.issuer, mode: leaf.entry.mode }, leaf.id);
  }
  for (const { index, id, reason } of taken.refused) {
    core.events.emit('refused', { code: reason.code, index, origin: log.origin }, id);
    // The message may quote what was sent: it stays out of what is kept (I7).
    core.alarms.raise(reason.code, `${peer.agency}: leaf ${index} was refused`, { origin: log.origin, index });
  }
  await effects.after();
  return accept({ receipt: receiptFor(core, batch.checkpoint, head.value.text) });
}

function takeLeaves(core: NodeCore, log: RemoteLog, batch: LogBatch): Taken {
  const taken: Taken = { records: [], writes: [], rows: [], links: [], checked: [], refused: [], gone: [] };
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
  // Erased before it came: the entry stands in the tree, its content is not taken in (ER1).
  const wanted = core.erasedAhead.size > 0 && core.erasedAhead.has(`${id}/${entry.issuer}`) ? [] : (fields ?? []);
  taken.records.push({ id, entryText: leaf.entryText, disclosures: wanted.map(({ slot, text }) => ({ slot, text })) });
  if (fields === undefined) taken.gone.push({ index, id, erasure: leaf.gone ?? 0 });
  taken.writes.push({ id, releaseLine: leaf.releaseLine, hash });
  taken.rows.push({ id, type: entry.type, subject: entry.subject, mode: entry.mode, issuer: entry.issuer, issuedAt: entry.issuedAt });
  for (const ref of entry.refs) taken.links.push({ from: id, to: ref.id, rel: ref.rel });
  taken.checked.push({ index, leaf: checked.value });
}

/** Leaves without content, judged once all entries of the batch are known; unfounded ones join the refused (LG3). */
async function goneOf(core: NodeCore, log: RemoteLog, of: { taken: Taken; size: number }): Promise<GoneJudgement | undefined> {
  const { taken, size } = of;
  if (taken.gone.length === 0 && log.pendingGone.size === 0) return undefined;
  const arrived = new Map<number, Entry>(taken.checked.map(({ index, leaf }) => [index, leaf.entry]));
  const judged = await judgeGone(core, log, { fresh: taken.gone, arrived, size });
  for (const { index, id, erasure } of judged.unfounded)
    taken.refused.push({
      index,
      id,
      reason: { code: 'gone-unfounded', message: `leaf ${erasure} is no erasure of what leaf ${index} leaves out` },
    });
  return judged;
}

function inForce(core: NodeCore, log: RemoteLog): boolean {
  const active = core.agreements.byId(log.agreement);
  return active !== undefined && core.agreements.stateOf(active, core.nowMs()) === 'active';
}

function clockAhead(core: NodeCore, peer: Peer): void {
  core.alarms.raise('clock-ahead', `the clock of ${peer.agency} is more than a minute ahead of ours`, { partner: peer.agency });
}

function workOf(
  core: NodeCore,
  log: RemoteLog,
  of: { batch: LogBatch; taken: Taken; root: Uint8Array; effects: Work; gone: GoneJudgement | undefined; files: Announced },
): Work {
  const { batch, taken, root, effects } = of;
  const leaves: LeafPlan[] = [...(effects.leaves ?? [])];
  const records: RecordWrite[] = [...taken.records, ...(effects.records ?? [])];
  const state: { key: string; value: string | undefined }[] = [...(effects.state ?? []), ...(of.gone?.state ?? []), ...of.files.state];
  for (const { leaf } of taken.checked) state.push(...clockOpening(core, leaf.id, leaf.entry.type));
  const acts: JournalAct[] = [
    { act: 'receive', about: log.origin, details: { first: batch.first, size: log.tree.size } },
    ...(effects.acts ?? []),
    ...of.files.acts,
  ];
  for (const { index, id, reason } of taken.refused) {
    state.push({ key: `quarantine/${log.origin}/${index}`, value: reason.code });
    acts.push({ act: 'refuse', about: id, code: reason.code, details: { origin: log.origin, index } });
    const answer = refusedEntry(core, log, { index, id, code: reason.code });
    if (answer !== undefined) {
      records.push(answer.record);
      leaves.push(answer.leaf);
      taken.rows.push(answer.row);
      taken.links.push({ from: answer.row.id, to: id, rel: 'refuses' });
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

/** A head without the issuer's signature says nothing about the issuer: refused and shown, the log stays as it is. */
async function refuseHead(core: NodeCore, log: RemoteLog, message: string): Promise<Result<never>> {
  core.alarms.raise('checkpoint-signature', `${log.descriptor.issuer}: ${message}`, { origin: log.origin });
  await core.flusher.submit({ acts: [{ act: 'refuse', about: log.origin, code: 'checkpoint-signature' }] });
  return refuse('checkpoint-signature', message);
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
