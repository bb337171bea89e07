import { hashLeaf, inclusionProof, leafHashReader, type NodeReader, rootFromNodes } from '@wasl/log';
import { accept, encodeBase64url, type RecordId, type Result, refuse } from '@wasl/record';
import { fail } from '../codes.ts';
import { tombstoneOf } from '../control/tombstone.ts';
import type { NodeCore } from '../core.ts';
import type { Peer } from '../ports/link.ts';
import { type FileRelease, releasesOf } from './rights.ts';
import { chunkCount, fileNameOf } from './value.ts';

/** Files whose hashes stay in memory: 32 bytes a chunk and as much for inner nodes. */
const keptTrees = 16;
/** A release found in the logs is believed for so long; suspension, withdrawal and expiry are asked with every chunk. */
const believedMs = 10_000;
const maxBelieved = 256;

/** Serves chunks of this node's files to partners. */
export class AttachmentServer {
  readonly #core: NodeCore;
  readonly #trees = new Map<string, Promise<NodeReader>>();
  readonly #believed = new Map<string, { readonly atMs: number; readonly releases: readonly FileRelease[] }>();

  constructor(core: NodeCore) {
    this.#core = core;
  }

  /**
   * Chunk `index` and behind it the hashes that lead from it to the root (RFC 6962 §2.1.1, 32 bytes each), to whoever was released the field
   * that names the file. Everyone else gets one and the same `attachment-unknown`, whether there is such a file or not.
   */
  async chunk(peer: Peer, root: string, index: number): Promise<Result<Uint8Array>> {
    const core = this.#core;
    if (core.cut.has(peer.agency)) return refuse('link-cut', `the link to ${peer.agency} was cut by an officer`);
    const unknown = refuse('attachment-unknown', `no such attachment for ${peer.agency}`);
    const own = core.files.own(root);
    if (own?.record === undefined || index >= chunkCount(own.sizeBytes)) return unknown;
    const mine = (await this.#releases(root, own.record)).filter(
      ({ log, until }) => log.channel.audience.includes(peer.agency) && core.nowText() < until,
    );
    if (mine.length === 0) return unknown;
    if ((await tombstoneOf(core.options.store, 'withdrawn', { id: own.record, issuer: core.agency })) !== undefined) return unknown;
    if (!mine.some(({ log }) => core.flows(log)))
      return refuse('agreement-not-active', `${mine[0]?.log.channel.agreement ?? 'the arrangement'} is not in force`);
    const name = fileNameOf({ issuer: core.agency, root, sizeBytes: own.sizeBytes }, core.options.crypto);
    const chunk = await core.options.attachments.read(name, index);
    if (chunk === undefined) return unknown;
    const proof = inclusionProof(
      { index, size: chunkCount(own.sizeBytes) },
      await this.#tree(name, root, own.sizeBytes),
      core.options.crypto,
    );
    core.files.noteServed(root, peer.agency, index + 1);
    const body = new Uint8Array(chunk.length + proof.length * 32);
    body.set(chunk);
    for (const [at, hash] of proof.entries()) body.set(hash, chunk.length + at * 32);
    return accept(body);
  }

  async #releases(root: string, record: RecordId): Promise<readonly FileRelease[]> {
    const core = this.#core;
    const nowMs = core.options.clock.monotonicMs();
    const known = this.#believed.get(root);
    if (known !== undefined && nowMs - known.atMs < believedMs) return known.releases;
    const releases = await releasesOf(core, { root, record });
    this.#believed.delete(root);
    if (releases.length > 0) this.#believed.set(root, { atMs: nowMs, releases });
    forgetOldest(this.#believed, maxBelieved);
    return releases;
  }

  #tree(name: string, root: string, sizeBytes: number): Promise<NodeReader> {
    let tree = this.#trees.get(name);
    if (tree === undefined) {
      tree = this.#readTree(name, root, sizeBytes);
      this.#trees.set(name, tree);
      tree.catch(() => this.#trees.delete(name));
      forgetOldest(this.#trees, keptTrees);
    }
    return tree;
  }

  async #readTree(name: string, root: string, sizeBytes: number): Promise<NodeReader> {
    const { attachments, crypto } = this.#core.options;
    const hashes: Uint8Array[] = [];
    for (let index = 0; index < chunkCount(sizeBytes); index++) {
      const chunk = await attachments.read(name, index);
      if (chunk !== undefined) hashes.push(hashLeaf(chunk, crypto));
    }
    const reader = leafHashReader((index) => hashes[index], crypto);
    if (hashes.length !== chunkCount(sizeBytes) || encodeBase64url(rootFromNodes(hashes.length, reader, crypto)) !== root) {
      this.#core.alarms.raise('attachment-corrupt', `the file of attachment ${root} is damaged on this node's disk`, { root });
      throw fail('attachment-corrupt', `attachment ${root} is damaged`);
    }
    return reader;
  }
}

function forgetOldest(map: Map<string, unknown>, atMost: number): void {
  const oldest = map.keys().next().value;
  if (map.size > atMost && oldest !== undefined) map.delete(oldest);
}
