import { parseReleaseLine, sameHash } from '@wasl/log';
import { accept, type Result, refuse } from '@wasl/record';
import { AttachmentServer } from './attachments/serve.ts';
import { fail } from './codes.ts';
import { tombstoneOf } from './control/tombstone.ts';
import type { NodeCore } from './core.ts';
import { controlTopic, journalTopic } from './logs/channel.ts';
import { datedHead } from './logs/dated-head.ts';
import type { OwnLog } from './logs/own-log.ts';
import type { LogBatch, LogSummary, Outlet, Peer, SeenHead, WireLeaf } from './ports/link.ts';
import type { HeldLeaf } from './ports/store.ts';
import { openHead, openReceipt } from './receive/heads.ts';
import type { RemoteLog } from './receive/remote-logs.ts';
import { heldForIssuer, storedBatch } from './restore.ts';

const maxLeaves = 256;
const maxBatchBytes = 1024 * 1024;

/** Serves this node's logs to partners, each call judging anew whether the partner may still read (EX1). */
export class NodeOutlet implements Outlet {
  readonly #core: NodeCore;
  readonly #files: AttachmentServer;

  constructor(core: NodeCore) {
    this.#core = core;
    this.#files = new AttachmentServer(core);
  }

  async logs(peer: Peer): Promise<Result<readonly LogSummary[]>> {
    const found: LogSummary[] = [];
    for (const log of this.#core.logs.all()) {
      if (log.head !== undefined && log.size > 0 && this.#readable(peer, log)) {
        found.push({ origin: log.origin, descriptor: log.descriptor, checkpoint: log.head.note });
      }
    }
    for (const log of heldForIssuer(this.#core, peer))
      if (log.checkpoint !== undefined && !this.#core.cut.has(peer.agency))
        found.push({ origin: log.origin, descriptor: log.descriptorText, checkpoint: log.checkpoint });
    return accept(found);
  }

  async checkpoint(peer: Peer, origin: string): Promise<Result<string>> {
    const back = heldForIssuer(this.#core, peer).find((log) => log.origin === origin);
    if (back?.checkpoint !== undefined) return accept(back.checkpoint);
    const log = this.#find(peer, origin);
    return log.ok ? accept(datedHead(this.#core, log.value)) : log;
  }

  async stream(
    peer: Peer,
    origin: string,
    options: { readonly from: number; readonly signal: AbortSignal },
  ): Promise<Result<AsyncIterable<LogBatch>>> {
    const back = heldForIssuer(this.#core, peer).find((log) => log.origin === origin);
    if (back !== undefined) return accept(this.#handBack(peer, back, options));
    const found = this.#find(peer, origin);
    if (!found.ok) return found;
    const log = found.value;
    if (options.from > log.size) {
      this.#core.alarms.raise('log-ahead', `${peer.agency} holds ${options.from} leaves of ${origin}, this node ${log.size}`, { origin });
      return refuse('log-ahead', `size is ${log.size}, asked from ${options.from}`, { details: { size: log.size } });
    }
    return accept(this.#batches(peer, log, options));
  }

  async receipt(peer: Peer, origin: string, note: string): Promise<Result<string>> {
    const core = this.#core;
    const log = core.logs.byOrigin(origin);
    // An issuer that took back what it had lost thanks for it with its own head: nothing is due.
    if (core.remote.byOrigin(origin)?.descriptor.issuer === peer.agency) return accept(note);
    if (log === undefined || !log.channel.audience.includes(peer.agency))
      return refuse('log-unknown', `no log ${origin} for ${peer.agency}`);
    const keys = core.options.directory.agency(peer.agency);
    if (keys === undefined) return refuse('peer-not-allowed', `no keys of ${peer.agency} are known`);
    const opened = openReceipt(note, keys, core.options.crypto);
    if (!opened.ok) return opened;
    const { size, root } = opened.value;
    if (this.#isLost(log, note, size)) return refuse('receipt-early', `${size} leaves are receipted, ${log.size} are back in ${origin}`);
    if (opened.value.origin !== origin || !(await this.#isOurs(log, size, root))) {
      core.alarms.raise('receipt-invalid', `${peer.agency} cosigned a head of ${origin} that is not ours`, { origin, size });
      return refuse('receipt-invalid', `no head of ${size} leaves with that root in ${origin}`);
    }
    if (size <= core.delivery.confirmed(origin, peer.agency)) return accept(log.head?.note ?? note);
    const receipt = { origin, reader: peer.agency, size, root, note };
    const stored = await core.flusher.submit({ receipts: [receipt] });
    if (!stored.ok) return stored;
    const before = core.delivery.confirm(receipt);
    log.forgetDelivered(core.delivery.confirmedByAll(log));
    core.events.emit('delivery', {
      origin,
      reader: peer.agency,
      from: before,
      size,
      agreement: log.channel.agreement,
      mode: log.channel.mode,
    });
    return accept(note);
  }

  async heads(peer: Peer): Promise<Result<readonly SeenHead[]>> {
    const heads: SeenHead[] = [];
    for (const log of this.#core.logs.all())
      if (log.head !== undefined && log.size > 0 && this.#readable(peer, log))
        heads.push({ origin: log.origin, checkpoint: log.head.note });
    for (const log of this.#core.remote.all()) {
      if (log.checkpoint !== undefined && log.descriptor.audience.includes(peer.agency))
        heads.push({ origin: log.origin, checkpoint: log.checkpoint });
    }
    return accept(heads);
  }

  attachmentChunk(peer: Peer, root: string, index: number): Promise<Result<Uint8Array>> {
    return this.#files.chunk(peer, root, index);
  }

  async heartbeat(peer: Peer, statement: string): Promise<Result<string>> {
    if (this.#core.cut.has(peer.agency)) return refuse('link-cut', `the link to ${peer.agency} was cut by an officer`);
    return this.#core.journals.kept.take(peer, statement);
  }

  #readable(peer: Peer, log: OwnLog): boolean {
    return (
      log.channel.topic !== journalTopic &&
      !this.#core.cut.has(peer.agency) &&
      log.channel.audience.includes(peer.agency) &&
      !this.#excluded(peer, log) &&
      this.#core.flows(log)
    );
  }

  /** Recalls and erasures reach an excluded reader, nothing else does (LG1.5). */
  #excluded(peer: Peer, log: OwnLog): boolean {
    return log.channel.topic !== controlTopic && this.#core.excludes(log.channel.agreement, peer.agency);
  }

  #find(peer: Peer, origin: string): Result<OwnLog> {
    const log = this.#core.logs.byOrigin(origin);
    if (log === undefined || log.channel.topic === journalTopic || !log.channel.audience.includes(peer.agency)) {
      return refuse('log-unknown', `no log ${origin} for ${peer.agency}`);
    }
    if (this.#core.cut.has(peer.agency)) return refuse('link-cut', `the link to ${peer.agency} was cut by an officer`);
    if (this.#excluded(peer, log)) return refuse('peer-not-allowed', `an officer excluded ${peer.agency} under ${log.channel.agreement}`);
    return this.#core.flows(log) ? accept(log) : refuse('agreement-not-active', `${log.channel.agreement} is not in force`);
  }

  async *#batches(peer: Peer, log: OwnLog, options: { readonly from: number; readonly signal: AbortSignal }): AsyncGenerator<LogBatch> {
    let at = options.from;
    while (!options.signal.aborted) {
      if (!this.#readable(peer, log)) throw fail('agreement-not-active', `${log.channel.agreement} is no longer in force`);
      if (at < log.size) {
        const batch = log.recentFrom(at) ?? (await this.#stored(log, at));
        yield batch;
        at = batch.first + batch.leaves.length;
      } else {
        await log.grown(at, options.signal);
      }
    }
  }

  /** A partner's own log, given back from what it had sent (DU4): every batch ends at a head that the partner itself signed. */
  async *#handBack(peer: Peer, log: RemoteLog, options: { readonly from: number; readonly signal: AbortSignal }): AsyncGenerator<LogBatch> {
    let at = options.from;
    while (!options.signal.aborted && at < log.tree.size) {
      if (this.#core.cut.has(peer.agency)) throw fail('link-cut', `the link to ${peer.agency} was cut by an officer`);
      const batch = await storedBatch(this.#core, log, at);
      if (batch === undefined) throw fail('log-gap', `no head of ${log.origin} after ${at} is stored`);
      yield batch;
      at += batch.leaves.length;
    }
    await new Promise<void>((resolve) => {
      if (options.signal.aborted) resolve();
      options.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** A batch from the store, ending where a commit once ended so that its head can be signed again. */
  async #stored(log: OwnLog, from: number): Promise<LogBatch> {
    const { store } = this.#core.options;
    const leaves = await store.leaves(log.origin, { from, to: Math.min(from + maxLeaves, log.size), maxBytes: maxBatchBytes });
    const end =
      (await store.boundary(log.origin, { after: from, atMost: from + leaves.length })) ??
      (await store.boundary(log.origin, { after: from, atMost: from + maxLeaves }));
    if (end === undefined) throw fail('log-gap', `no head of ${log.origin} after ${from} is stored`);
    const whole =
      end.size <= from + leaves.length ? leaves.slice(0, end.size - from) : await store.leaves(log.origin, { from, to: end.size });
    const wire: WireLeaf[] = [];
    for (const leaf of whole) wire.push(await this.#wireLeaf(log, leaf));
    return { origin: log.origin, first: from, leaves: wire, checkpoint: this.#core.logs.sign(log, end.size, end.root) };
  }

  /** LG3: exactly the slots' disclosures, or the index of the erasure leaf of this log. */
  async #wireLeaf(log: OwnLog, leaf: HeldLeaf): Promise<WireLeaf> {
    const base = { releaseLine: leaf.releaseLine, entryText: leaf.entryText };
    if (leaf.index === 0) return { ...base, disclosures: [] };
    if (leaf.disclosures !== undefined) {
      const bySlot = new Map(leaf.disclosures.map((disclosure) => [disclosure.slot, disclosure.text]));
      return { ...base, disclosures: parseReleaseLine(leaf.releaseLine).slots.flatMap((slot) => bySlot.get(slot) ?? []) };
    }
    const { store } = this.#core.options;
    const tombstone = await tombstoneOf(store, 'erased', { id: leaf.id, issuer: this.#core.agency });
    const places = tombstone === undefined ? [] : await store.placesOf(tombstone.order);
    const place = places.find((candidate) => candidate.origin === log.origin);
    return { ...base, disclosures: undefined, gone: place?.index ?? 0 };
  }

  /** DU4: a head that this node signed before a restore took its last leaves. The reader says the truth, and is asked again. */
  #isLost(log: OwnLog, note: string, size: number): boolean {
    const { directory, crypto } = this.#core.options;
    const keys = directory.agency(this.#core.agency);
    if (!log.closed || size <= log.size || keys === undefined) return false;
    const head = openHead(note, keys, crypto);
    return head.ok && head.value.origin === log.origin;
  }

  async #isOurs(log: OwnLog, size: number, root: Uint8Array): Promise<boolean> {
    if (size > log.size) return false;
    if (log.head !== undefined && size === log.head.size) return sameHash(root, log.head.root);
    const known = log.rootAt(size) ?? (await this.#core.options.store.boundary(log.origin, { after: size - 1, atMost: size }))?.root;
    return known !== undefined && sameHash(known, root);
  }
}
