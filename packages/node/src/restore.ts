import { encodeRange, hashLeaf, originOf, parseDescriptor, sameHash, TreeBuilder } from '@wasl/log';
import { accept, decodeBase64url, parseEntry, type RecordId, type Result, refuse } from '@wasl/record';
import type { NodeCore } from './core.ts';
import { setBackKey } from './journal-heads/journal-statements.ts';
import { type Channel, controlTopic, journalTopic, leafTextOf } from './logs/channel.ts';
import type { JournalAct } from './logs/journal.ts';
import type { OwnLog } from './logs/own-log.ts';
import type { LogBatch, LogSummary, Peer } from './ports/link.ts';
import type { HeldLeaf, LeafWrite, LogHead, RecordWrite, Store, ViewRow } from './ports/store.ts';
import { openHead } from './receive/heads.ts';
import type { RemoteLog } from './receive/remote-logs.ts';

/**
 * DU4. Logs whose mark and database disagree are never signed again: no past reader has answered yet, so each channel goes on in a new
 * epoch at once, whose descriptor names the head the database still had. Only then are the marks accepted. What was lost comes back
 * from readers, see `reimport`.
 */
export async function reopenRestored(core: NodeCore): Promise<void> {
  const { mismatches } = core.options.store;
  if (mismatches.length === 0) return reopenSetBack(core);
  const acts: JournalAct[] = [];
  const state: { key: string; value: string }[] = [];
  for (const { origin, mark, database } of mismatches) {
    const log = core.logs.byOrigin(origin);
    const details = { marked: mark?.size ?? -1, stored: database?.size ?? -1 };
    state.push({ key: `restored/${origin}`, value: JSON.stringify(details) });
    acts.push({ act: 'store-restored', about: origin, code: 'store-restored', details });
    const lost = mark === undefined ? 'an unknown number of' : String(Math.max(0, mark.size - (database?.size ?? 0)));
    core.alarms.raise('store-restored', `${origin} ends before what was signed: ${lost} leaves are missing`, { origin, ...details });
    if (log !== undefined && log.channel.topic !== journalTopic) core.log(log.channel);
  }
  await core.flusher.submit({ state: [...state, { key: setBackKey, value: undefined }], acts });
  await core.flusher.settled();
  await core.options.store.acceptMarks();
}

/** Own logs that are never signed again: those of a mismatch, or all when a partner showed that this node was set back (DU4, EX6). */
export async function restoredOrigins(store: Store, heads: readonly LogHead[]): Promise<ReadonlySet<string>> {
  const setBack = (await store.state(setBackKey)) !== undefined;
  return new Set([...store.mismatches, ...(setBack ? heads.filter((head) => head.own) : [])].map(({ origin }) => origin));
}

/** The mark was set back with the database, and a partner's head told of it: every channel goes on in a new epoch. */
async function reopenSetBack(core: NodeCore): Promise<void> {
  if ((await core.options.store.state(setBackKey)) === undefined) return;
  const old = [...core.logs.all()].filter((log) => log.closed && log.channel.topic !== journalTopic);
  for (const log of old) core.log(log.channel);
  await core.flusher.submit({
    state: [{ key: setBackKey, value: undefined }, ...old.map((log) => ({ key: `restored/${log.origin}`, value: '{}' }))],
    acts: old.map((log) => ({ act: 'store-restored', about: log.origin, code: 'store-restored' })),
  });
  await core.flusher.settled();
}

/** Own logs that a partner offers back because it holds more of them than this node: the origin to follow and the size held here. */
export async function lostLog(
  core: NodeCore,
  summary: LogSummary,
): Promise<{ readonly origin: string; readonly from: number } | undefined> {
  const keys = core.options.directory.agency(core.agency);
  const known = core.logs.byOrigin(summary.origin);
  if (keys === undefined || (known !== undefined && !known.closed)) return undefined;
  const head = openHead(summary.checkpoint, keys, core.options.crypto);
  if (!head.ok || head.value.origin !== summary.origin || head.value.size <= (known?.size ?? 0)) return undefined;
  const log = known ?? adopt(core, summary);
  return log === undefined ? undefined : { origin: log.origin, from: log.size };
}

/** A log that was opened after the backup was made: its descriptor is all there is, and this node's key signed a head over it. */
function adopt(core: NodeCore, summary: LogSummary): OwnLog | undefined {
  const descriptor = parseDescriptor(summary.descriptor);
  if (originOf(summary.descriptor, core.options.crypto) !== summary.origin || descriptor.issuer !== core.agency) return undefined;
  const active = core.agreements.all().find((each) => each.chain === descriptor.agreement);
  if (active === undefined) return undefined;
  const channel: Channel = {
    agreement: active.agreement.id,
    chain: descriptor.agreement,
    audience: descriptor.audience as Channel['audience'],
    topic: descriptor.topic,
    mode: descriptor.mode,
  };
  return core.logs.adopt({ origin: summary.origin, descriptor: summary.descriptor, channel, epoch: descriptor.epoch });
}

/**
 * Takes back leaves of an own closed log from a reader (DU4). The proof is the tree: with them the log must have the head that this
 * node's own key signed before. Nothing is signed; the head kept is the reader's copy. Code `reimport-mismatch`.
 */
export async function reimport(core: NodeCore, peer: Peer, batch: LogBatch): Promise<Result<{ readonly receipt: string }>> {
  const { crypto, directory } = core.options;
  const log = core.logs.byOrigin(batch.origin);
  const keys = directory.agency(core.agency);
  if (log === undefined || keys === undefined || !log.closed)
    return refuse('log-unknown', `${batch.origin} is not a closed log of this agency`);
  if (batch.first !== log.size)
    return refuse('log-gap', `leaves from ${batch.first}, wanted from ${log.size}`, { details: { size: log.size } });
  const head = openHead(batch.checkpoint, keys, crypto);
  const tree = log.snapshot();
  const writes: LeafWrite[] = [];
  const records: RecordWrite[] = [];
  const rows: ViewRow[] = [];
  for (const [i, leaf] of batch.leaves.entries()) {
    const id = `sha256:${crypto.sha256Text(leaf.entryText)}` as RecordId;
    const hash = hashLeaf(leafTextOf(leaf.releaseLine, leaf.entryText), crypto);
    tree.push(hash);
    writes.push({ id, releaseLine: leaf.releaseLine, hash });
    const disclosures = batch.first + i === 0 ? [] : slotted(core, leaf.entryText, leaf.disclosures ?? []);
    if (disclosures === undefined) return mismatch(core, peer, log);
    records.push({ id, entryText: leaf.entryText, disclosures });
    if (batch.first + i > 0) rows.push(rowOf(id, leaf.entryText));
  }
  const root = tree.root();
  if (!head.ok || head.value.origin !== log.origin || head.value.size !== tree.size || !sameHash(head.value.root, root)) {
    return mismatch(core, peer, log);
  }
  const append = {
    origin: log.origin,
    first: batch.first,
    leaves: writes,
    size: tree.size,
    root,
    range: encodeRange(tree.range()),
    own: true,
    checkpoint: batch.checkpoint,
  };
  const done = await core.flusher.submit({
    records,
    foreign: [append],
    state: [core.logs.stateOf(log)],
    acts: [{ act: 'reimport', about: log.origin, details: { first: batch.first, size: tree.size, from: peer.agency } }],
  });
  if (!done.ok) return done;
  log.tree = new TreeBuilder(crypto, tree.range());
  log.head = { size: tree.size, root, note: batch.checkpoint };
  core.index(rows, []);
  return accept({ receipt: batch.checkpoint });
}

async function mismatch(core: NodeCore, peer: Peer, log: OwnLog): Promise<Result<never>> {
  const message = `what ${peer.agency} gives back of ${log.origin} does not make a head that this agency signed`;
  core.alarms.raise('reimport-mismatch', message, { origin: log.origin });
  await core.flusher.submit({ acts: [{ act: 'refuse', about: log.origin, code: 'reimport-mismatch', details: { from: peer.agency } }] });
  return refuse('reimport-mismatch', message);
}

/** Disclosures with their slots, found by digest; undefined when one is not of this entry. */
function slotted(core: NodeCore, entryText: string, texts: readonly string[]): readonly { slot: number; text: string }[] | undefined {
  const { sd } = parseEntry(entryText);
  const found: { slot: number; text: string }[] = [];
  for (const text of texts) {
    const slot = sd.indexOf(core.options.crypto.sha256Text(text));
    if (slot < 0) return undefined;
    found.push({ slot, text });
  }
  return found;
}

function rowOf(id: RecordId, entryText: string): ViewRow {
  const { type, subject, mode, issuer, issuedAt } = parseEntry(entryText);
  return { id, type, subject, mode, issuer, issuedAt };
}

/** A partner's logs that it seems to have lost: a later epoch goes on from below what is held here, or its own list no longer names them. */
export function heldForIssuer(core: NodeCore, peer: Peer): readonly RemoteLog[] {
  const found: RemoteLog[] = [];
  for (const log of core.remote.all()) {
    if (log.descriptor.issuer !== peer.agency || log.checkpoint === undefined || log.frozen !== undefined) continue;
    if (log.rolledBack && (log.descriptor.topic === controlTopic || inForce(core, log))) found.push(log);
  }
  return found;
}

function inForce(core: NodeCore, log: RemoteLog): boolean {
  const active = core.agreements.byId(log.agreement);
  return active !== undefined && core.agreements.stateOf(active, core.nowMs()) === 'active';
}

/** One stored batch of a partner's log, ending at a head that the partner signed and this node committed. */
export async function storedBatch(core: NodeCore, log: RemoteLog, from: number): Promise<LogBatch | undefined> {
  const { store } = core.options;
  const end = await store.boundary(log.origin, { after: from, atMost: from + 256 });
  if (end?.checkpoint === undefined) return undefined;
  const leaves: HeldLeaf[] = [];
  while (leaves.length < end.size - from) {
    const more = await store.leaves(log.origin, { from: from + leaves.length, to: end.size });
    if (more.length === 0) return undefined;
    leaves.push(...more);
  }
  return {
    origin: log.origin,
    first: from,
    checkpoint: end.checkpoint,
    leaves: leaves.map((leaf) => ({
      releaseLine: leaf.releaseLine,
      entryText: leaf.entryText,
      disclosures: leaf.disclosures?.map((disclosure) => disclosure.text) ?? [],
    })),
  };
}

/** Whether a partner’s earlier log, as held here, is longer than its next epoch says it was (DU4). */
export function isRollback(next: RemoteLog, before: RemoteLog): boolean {
  const { continues } = next.descriptor;
  if (continues === undefined || continues.origin !== before.origin) return false;
  return (
    continues.size < before.tree.size ||
    (continues.size === before.tree.size && !sameHash(decodeBase64url(continues.root), before.tree.root()))
  );
}
