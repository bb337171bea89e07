import { originOf, parseDescriptor, parseRange, rootOf, sameHash, TreeBuilder } from '@wasl/log';
import { accept, type Result, refusalOf, refuse } from '@wasl/record';
import type { NodeCore } from './core.ts';
import { controlTopic } from './logs/channel.ts';
import type { Inlet, LinkState, LogBatch, LogSummary, Peer, SeenHead } from './ports/link.ts';
import { openHead } from './receive/heads.ts';
import { receiveBatch } from './receive/receiver.ts';
import type { RemoteLog } from './receive/remote-logs.ts';

const urgentTopics: ReadonlySet<string> = new Set([controlTopic, 'alerts']);

/** Takes in what partners send. */
export class NodeInlet implements Inlet {
  readonly #core: NodeCore;
  readonly links = new Map<string, LinkState & { readonly lastSeenMs: number | undefined }>();

  constructor(core: NodeCore) {
    this.#core = core;
  }

  async learn(
    peer: Peer,
    logs: readonly LogSummary[],
  ): Promise<Result<readonly { readonly origin: string; readonly from: number; readonly urgent: boolean }[]>> {
    const core = this.#core;
    const follow: { origin: string; from: number; urgent: boolean }[] = [];
    for (const summary of logs) {
      let log = core.remote.byOrigin(summary.origin);
      if (log === undefined) {
        const agreement = this.#judge(peer, summary);
        if (!agreement.ok) {
          core.alarms.raise(agreement.reason.code, `${peer.agency}: ${agreement.reason.message}`, { origin: summary.origin.slice(0, 120) });
          continue;
        }
        const state = core.remote.add(summary.origin, summary.descriptor, agreement.value);
        await core.flusher.submit({
          state: [state],
          acts: [{ act: 'follow-log', about: summary.origin, details: { agreement: agreement.value } }],
        });
        log = core.remote.byOrigin(summary.origin);
        if (log !== undefined) await this.#checkContinues(peer, log);
      }
      if (log === undefined || log.frozen !== undefined) continue;
      follow.push({ origin: log.origin, from: log.tree.size, urgent: urgentTopics.has(log.descriptor.topic) });
    }
    return accept(follow);
  }

  receive(peer: Peer, batch: LogBatch): Promise<Result<{ readonly receipt: string }>> {
    return receiveBatch(this.#core, peer, batch);
  }

  async anomaly(
    peer: Peer,
    origin: string,
    anomaly: { readonly code: string; readonly details: Readonly<Record<string, unknown>> },
  ): Promise<void> {
    const details = { origin, size: Number(anomaly.details['size'] ?? -1) };
    this.#core.alarms.raise(anomaly.code, `${peer.agency} answered ${anomaly.code} for ${origin}`, details);
    await this.#core.flusher.submit({ acts: [{ act: 'anomaly', about: origin, code: anomaly.code, details }] });
  }

  async acknowledged(): Promise<void> {
    // The issuer's answer carries other readers' cosignatures; heads are compared by `compare`, so nothing is kept of it here.
  }

  async compare(peer: Peer, heads: readonly SeenHead[]): Promise<Result<true>> {
    for (const head of heads) {
      const conflict = await this.#conflict(head);
      if (conflict === undefined) continue;
      const core = this.#core;
      const state = [core.remote.freeze(conflict.log, 'equivocation'), { key: `proof/${conflict.log.origin}`, value: conflict.proof }];
      await core.flusher.submit({
        state,
        acts: [{ act: 'freeze', about: conflict.log.origin, code: 'equivocation', details: { seenAt: peer.agency } }],
      });
      core.alarms.raise('equivocation', `${conflict.log.descriptor.issuer} told ${peer.agency} another history of ${conflict.log.origin}`, {
        origin: conflict.log.origin,
      });
      return refuse('equivocation', `${conflict.log.descriptor.issuer} signed two histories of ${conflict.log.origin}`);
    }
    return accept(true);
  }

  async missingAttachments(peer: Peer): Promise<readonly { readonly root: string; readonly sizeBytes: number; readonly next: number }[]> {
    const wanted: { root: string; sizeBytes: number; next: number }[] = [];
    for (const { key, value } of await this.#core.options.store.stateWithPrefix(`attachment-wanted/${peer.agency}/`)) {
      const root = key.slice(`attachment-wanted/${peer.agency}/`.length);
      const status = await this.#core.options.attachments.status(root);
      if (status?.complete !== true) wanted.push({ root, sizeBytes: Number(value), next: status?.held ?? 0 });
    }
    return wanted;
  }

  async attachmentChunk(): Promise<Result<true>> {
    return accept(true);
  }

  link(peer: Peer, state: LinkState): void {
    const before = this.links.get(peer.agency);
    const lastSeenMs = state.state === 'up' || state.state === 'slow' ? this.#core.nowMs() : before?.lastSeenMs;
    this.links.set(peer.agency, { ...state, lastSeenMs });
    if (before?.state === state.state && before.code === state.code) return;
    this.#core.events.emit('link', { partner: peer.agency, state: state.state, ...(state.code === undefined ? {} : { code: state.code }) });
  }

  /** The descriptor must name the log, its issuer must be the peer, and the agreement must give us a place in that audience (LG1). */
  #judge(peer: Peer, summary: LogSummary): Result<string> {
    const core = this.#core;
    try {
      const descriptor = parseDescriptor(summary.descriptor);
      if (originOf(summary.descriptor, core.options.crypto) !== summary.origin)
        return refuse('descriptor-mismatch', 'the descriptor does not make the log’s name');
      if (descriptor.issuer !== peer.agency)
        return refuse('descriptor-mismatch', `a log of ${descriptor.issuer} offered by ${peer.agency}`);
      if (!descriptor.audience.includes(core.agency)) return refuse('descriptor-mismatch', 'this agency is not in the audience');
      const active = core.agreements.all().find((candidate) => candidate.chain === descriptor.agreement);
      if (active === undefined) return refuse('leaf-agreement', 'the log is under an arrangement unknown here');
      const audience = descriptor.audience.join(',');
      const known =
        descriptor.topic === controlTopic
          ? core.agreements.controlChannel(active, descriptor.mode).audience.join(',') === audience
          : active.agreement.channels.some(
              (channel) => channel.topic === descriptor.topic && core.agreements.audience(active, channel.audience).join(',') === audience,
            );
      return known
        ? accept(active.agreement.id)
        : refuse('descriptor-mismatch', `no channel of ${active.agreement.id} has this topic and audience`);
    } catch (error) {
      const reason = refusalOf(error);
      return refuse('descriptor-mismatch', reason.message, { details: { cause: reason.code } });
    }
  }

  /** DU4: a new epoch below a head held here is a rollback; it unsays nothing, and people are told. */
  async #checkContinues(peer: Peer, log: RemoteLog): Promise<void> {
    const { continues } = log.descriptor;
    const before = continues === undefined ? undefined : this.#core.remote.byOrigin(continues.origin);
    if (continues === undefined || before === undefined || continues.size >= before.tree.size) return;
    this.#core.alarms.raise('rollback', `${peer.agency} goes on from ${continues.size} leaves where ${before.tree.size} are held`, {
      origin: log.origin,
    });
    await this.#core.flusher.submit({
      acts: [{ act: 'rollback', about: log.origin, code: 'rollback', details: { held: before.tree.size, claimed: continues.size } }],
    });
  }

  /** EX5: the same size with another root, or a smaller head that is not a prefix of what is held. Both heads are signed by the issuer. */
  async #conflict(head: SeenHead): Promise<{ readonly log: RemoteLog; readonly proof: string } | undefined> {
    const core = this.#core;
    const log = core.remote.byOrigin(head.origin);
    if (log === undefined || log.frozen !== undefined || log.checkpoint === undefined) return undefined;
    const keys = core.options.directory.agency(log.descriptor.issuer);
    if (keys === undefined) return undefined;
    const opened = openHead(head.checkpoint, keys, core.options.crypto);
    if (!opened.ok || opened.value.origin !== head.origin || opened.value.size > log.tree.size) return undefined;
    const mine = await this.#rootAt(log, opened.value.size);
    if (sameHash(mine, opened.value.root)) return undefined;
    return { log, proof: JSON.stringify({ code: 'equivocation', held: log.checkpoint, seen: head.checkpoint }) };
  }

  async #rootAt(log: RemoteLog, size: number): Promise<Uint8Array> {
    const { store, crypto } = this.#core.options;
    if (size === log.tree.size) return log.tree.root();
    const end = await store.boundary(log.origin, { after: size - 1, atMost: size });
    if (end !== undefined) return rootOf(parseRange(end.range), crypto);
    const tree = new TreeBuilder(crypto);
    for (let from = 0; from < size; from += 4096) {
      const hashes = await store.leafHashes(log.origin, from, Math.min(from + 4096, size));
      for (let at = 0; at < hashes.length; at += 32) tree.push(hashes.slice(at, at + 32));
    }
    return tree.root();
  }
}
