import { hashLeaf, verifyInclusion } from '@wasl/log';
import { type AgencyId, accept, decodeBase64url, type RecordId, type Result, refuse } from '@wasl/record';
import { controlRecord } from '../control/control-record.ts';
import { tombstoneOf } from '../control/tombstone.ts';
import type { NodeCore } from '../core.ts';
import type { LeafPlan } from '../logs/flusher.ts';
import type { JournalAct } from '../logs/journal.ts';
import type { Peer } from '../ports/link.ts';
import type { RecordWrite } from '../ports/store.ts';
import type { IncomingFile, StateRow } from './book.ts';
import { chunkCount, chunkLength, fileNameOf, sealedBytes } from './value.ts';

const hashBytes = 32;
/** Files offered to one round of fetching. */
const filesAtOnce = 64;

/** A file to go on with: size of its ciphertext and the first chunk that is not held. */
interface MissingFile {
  readonly root: string;
  readonly sizeBytes: number;
  readonly next: number;
}

type Wanted = readonly (readonly [RecordId, string, IncomingFile])[];

/** Files of a partner that are not whole here. One that is whole and was not acknowledged yet is so now. */
export async function missingFiles(core: NodeCore, peer: Peer): Promise<readonly MissingFile[]> {
  const missing = new Map<string, MissingFile>();
  for (const [record, root, file] of [...core.files.allIncoming()]) {
    if (file.issuer !== peer.agency || file.state !== 'wanted' || missing.has(root) || missing.size >= filesAtOnce) continue;
    const active = core.agreements.byId(file.agreement);
    if (active === undefined || core.agreements.stateOf(active, core.nowMs()) !== 'active') continue;
    if ((await tombstoneOf(core.options.store, 'withdrawn', { id: record, issuer: file.issuer })) !== undefined) continue;
    const status = await core.options.attachments.status(nameOf(core, root, file));
    if (status?.complete === true) await answer(core, core.files.wanted(peer.agency, root), undefined);
    else missing.set(root, { root, sizeBytes: sealedBytes(file.sizeBytes), next: status?.held ?? 0 });
  }
  return [...missing.values()];
}

/**
 * Takes one chunk with the hashes that lead to the root: verified, then kept. A chunk that does not belong to the file the record names ends
 * the file with `attachment-corrupt`: nothing of it stays, and its issuer is told. Refuses `attachment-unknown` when it is not wanted here.
 */
export async function takeChunk(
  core: NodeCore,
  peer: Peer,
  of: { readonly root: string; readonly index: number; readonly body: Uint8Array },
): Promise<Result<true>> {
  const { attachments } = core.options;
  const wanted = core.files.wanted(peer.agency, of.root);
  const file = wanted[0]?.[2];
  if (file === undefined) return refuse('attachment-unknown', `attachment ${of.root} of ${peer.agency} is not wanted here`);
  const count = chunkCount(file.sizeBytes);
  const chunk = verified(core, of, file.sizeBytes);
  if (chunk === undefined) {
    await answer(core, wanted, 'attachment-corrupt');
    core.alarms.raise('attachment-corrupt', `${peer.agency}: chunk ${of.index} of ${count} does not belong to attachment ${of.root}`, {
      records: wanted.map(([record]) => record),
    });
    return refuse('attachment-corrupt', `chunk ${of.index} of ${count} of ${of.root}`);
  }
  const name = nameOf(core, of.root, file);
  try {
    if (of.index === 0) await attachments.begin(name, sealedBytes(file.sizeBytes));
    await attachments.write(name, of.index, chunk);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'store-failed') core.options.onFatal(error);
    throw error;
  }
  const still = core.files.wanted(peer.agency, of.root);
  // Erased or withdrawn while the chunk was written.
  if (still.length === 0) await attachments.remove(name);
  else if (of.index === count - 1) await answer(core, still, undefined);
  core.files.noteFailure(peer.agency, of.root, undefined);
  return accept(true);
}

function verified(core: NodeCore, of: { readonly root: string; readonly index: number; readonly body: Uint8Array }, sizeBytes: number) {
  const size = chunkCount(sizeBytes);
  if (!Number.isSafeInteger(of.index) || of.index < 0 || of.index >= size) return undefined;
  const length = chunkLength(sizeBytes, of.index);
  const rest = of.body.length - length;
  if (rest < 0 || rest % hashBytes !== 0) return undefined;
  const chunk = of.body.subarray(0, length);
  const proof: Uint8Array[] = [];
  for (let at = length; at < of.body.length; at += hashBytes) proof.push(of.body.subarray(at, at + hashBytes));
  const { crypto } = core.options;
  const claim = { index: of.index, size, leafHash: hashLeaf(chunk, crypto), proof, root: decodeBase64url(of.root) };
  return verifyInclusion(claim, crypto) ? chunk : undefined;
}

/** Ends the fetching of a file for every record that names it: whole, or refused by code. The issuer reads it in the control log. */
async function answer(core: NodeCore, wanted: Wanted, code: string | undefined): Promise<void> {
  const records: RecordWrite[] = [];
  const leaves: LeafPlan[] = [];
  const state: StateRow[] = [];
  const acts: JournalAct[] = [];
  const done: (readonly [RecordId, string, IncomingFile])[] = [];
  for (const [record, root, file] of wanted) {
    const ended: IncomingFile = code === undefined ? { ...file, state: 'complete' } : { ...file, state: 'refused', code };
    done.push([record, root, ended]);
    state.push(core.files.incomingRow(record, root, ended));
    acts.push({
      act: code === undefined ? 'attachment-complete' : 'refuse-attachment',
      about: record,
      ...(code === undefined ? {} : { code }),
    });
    const active = core.agreements.byId(file.agreement);
    if (active === undefined) continue;
    const made = controlRecord(core, {
      type: 'fetched',
      mode: file.mode,
      fields: { root, ...(code === undefined ? {} : { code }) },
      refs: [{ rel: 'answers', id: record }],
    });
    records.push(made.record);
    leaves.push(made.leafIn(core.log(core.agreements.controlChannel(active, file.mode)), active));
  }
  // Before the commit: a chunk that comes meanwhile finds nothing wanted.
  for (const [record, root, ended] of done) core.files.takeIncoming(record, root, ended);
  if (code !== undefined) {
    const [, root, file] = wanted[0] ?? [];
    if (root !== undefined && file !== undefined) await core.options.attachments.remove(nameOf(core, root, file));
  }
  await core.flusher.submit({ records, leaves, state, acts });
  for (const [record, root, ended] of done)
    core.events.emit('attachment', { root, state: ended.state, ...(code === undefined ? {} : { code }) }, record);
}

/** What kept a file from coming this time; shown until it comes. */
export function fetchFailed(core: NodeCore, peer: Peer, of: { readonly root: string; readonly code: string }): void {
  if (core.files.wanted(peer.agency, of.root).length > 0) core.files.noteFailure(peer.agency, of.root, of.code);
}

function nameOf(core: NodeCore, root: string, file: Pick<IncomingFile, 'issuer' | 'sizeBytes'>): string {
  return fileNameOf({ issuer: file.issuer as AgencyId, root, sizeBytes: file.sizeBytes }, core.options.crypto);
}
