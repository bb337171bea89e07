import { openDatedHead, originOf, parseCheckpoint, parseDescriptor } from '@wasl/log';
import { accept, type Refusal, type Result, refusalOf, refuse } from '@wasl/record';
import type { ActiveAgreement } from './agreements.ts';
import { fetchFailed, missingFiles, takeChunk } from './attachments/fetch.ts';
import type { NodeCore } from './core.ts';
import { controlTopic } from './logs/channel.ts';
import type { Inlet, LinkState, LogBatch, LogSummary, Peer, SeenHead } from './ports/link.ts';
import { conflictWith, freezeOnProof } from './receive/conflict.ts';
import { overdueGone } from './receive/gone.ts';
import { openHead } from './receive/heads.ts';
import { receiptFor, receiveBatch } from './receive/receiver.ts';
import { refusedEntry } from './receive/refused.ts';
import type { RemoteLog } from './receive/remote-logs.ts';
import { isPartOf } from './release/part-channel.ts';
import { isRollback, lostLog, reimport } from './restore.ts';

/** Of a partner's unproved text in an alarm. */
const maxOriginLength = 120;
/** A partner that lists ever new logs fills neither memory nor the activity record; the alarms go on. */
const maxRefusedLogs = 1_000;
const urgentTopics: ReadonlySet<string> = new Set([controlTopic, 'alerts']);

/** A log to follow, from where, and the receipt of what is held of it. */
interface Followed {
  readonly origin: string;
  readonly from: number;
  readonly urgent: boolean;
  readonly receipt?: string;
}

/** Takes in what partners send. */
export class NodeInlet implements Inlet {
  readonly #core: NodeCore;
  /** Origins whose refusal stands in the activity record since this start. */
  readonly #refused = new Set<string>();
  readonly links = new Map<string, LinkState & { readonly lastSeenMs: number | undefined }>();

  constructor(core: NodeCore) {
    this.#core = core;
  }

  async learn(peer: Peer, logs: readonly LogSummary[]): Promise<Result<readonly Followed[]>> {
    const core = this.#core;
    const follow: Followed[] = [];
    for (const summary of logs) {
      const back = issuerOf(summary.origin) === core.agency ? await lostLog(core, summary) : undefined;
      if (back !== undefined) follow.push({ ...back, urgent: false });
      if (issuerOf(summary.origin) === core.agency) continue;
      const log = core.remote.byOrigin(summary.origin) ?? (await this.#takeUp(peer, summary));
      if (log === undefined || log.frozen !== undefined) continue;
      const proof = await conflictWith(core, log, summary.checkpoint);
      if (proof !== undefined) {
        await freezeOnProof(core, log, { proof, seenAt: peer.agency });
        continue;
      }
      await this.#judgeWaiting(log, summary);
      const receipt = log.checkpoint === undefined ? undefined : receiptFor(core, log.checkpoint, parseCheckpoint(log.checkpoint).text);
      follow.push({
        origin: log.origin,
        from: log.tree.size,
        urgent: urgentTopics.has(log.descriptor.topic),
        ...(receipt === undefined ? {} : { receipt }),
      });
    }
    this.#noticeMissing(peer, logs);
    return accept(follow);
  }

  /** Keeps a log that the agreement gives us a place in; whatever else a peer lists is shown and left. */
  async #takeUp(peer: Peer, summary: LogSummary): Promise<RemoteLog | undefined> {
    const core = this.#core;
    const agreement = this.#judge(peer, summary);
    if (!agreement.ok) {
      await this.#refuseLog(peer, summary.origin.slice(0, maxOriginLength), agreement.reason);
      return undefined;
    }
    const state = core.remote.add(summary.origin, summary.descriptor, agreement.value);
    await core.flusher.submit({
      state: [state],
      acts: [{ act: 'follow-log', about: summary.origin, details: { agreement: agreement.value } }],
    });
    const log = core.remote.byOrigin(summary.origin);
    if (log !== undefined) await this.#checkContinues(peer, log);
    return log;
  }

  /** A log that has no place here is shown at every listing and written down once (I8). */
  async #refuseLog(peer: Peer, origin: string, reason: Refusal): Promise<void> {
    const { code, message } = reason;
    this.#core.alarms.raise(code, `${peer.agency}: ${message}`, { origin });
    if (this.#refused.has(origin) || this.#refused.size >= maxRefusedLogs) return;
    this.#refused.add(origin);
    await this.#core.flusher.submit({ acts: [{ act: 'refuse', about: origin, code, details: { from: peer.agency } }] });
  }

  /** LG3: an erasure that would stand beyond what the issuer lists now was never written. */
  async #judgeWaiting(log: RemoteLog, summary: LogSummary): Promise<void> {
    if (log.pendingGone.size === 0) return;
    const core = this.#core;
    const keys = core.options.directory.agency(log.descriptor.issuer);
    const head = keys === undefined ? undefined : openHead(summary.checkpoint, keys, core.options.crypto);
    if (head?.ok !== true || head.value.origin !== log.origin) return;
    for (const { index, id } of overdueGone(log, head.value.size)) {
      const answer = refusedEntry(core, log, { index, id, code: 'gone-unfounded' });
      await core.flusher.submit({
        records: answer === undefined ? [] : [answer.record],
        leaves: answer === undefined ? [] : [answer.leaf],
        state: [core.remote.goneState(log, index, undefined), { key: `quarantine/${log.origin}/${index}`, value: 'gone-unfounded' }],
        acts: [{ act: 'refuse', about: id, code: 'gone-unfounded', details: { origin: log.origin, index } }],
      });
      if (answer !== undefined) core.index([answer.row], [{ from: answer.row.id, to: id, rel: 'refuses' }]);
      log.pendingGone.delete(index);
      core.alarms.raise('gone-unfounded', `${log.descriptor.issuer} leaves out content of leaf ${index} without an erasure`, {
        origin: log.origin,
        index,
      });
    }
  }

  /** A log held here that its issuer lists no more may be lost there: it is offered back (DU4). A suspended issuer lists less, too. */
  #noticeMissing(peer: Peer, logs: readonly LogSummary[]): void {
    const listed = new Set(logs.map(({ origin }) => origin));
    for (const log of this.#core.remote.all())
      if (log.descriptor.issuer === peer.agency && log.checkpoint !== undefined && !listed.has(log.origin)) this.#offer(log);
  }

  #offer(log: RemoteLog): void {
    if (log.rolledBack) return;
    log.rolledBack = true;
    this.#core.onLogOffered?.(log);
  }

  receive(peer: Peer, batch: LogBatch): Promise<Result<{ readonly receipt: string }>> {
    return issuerOf(batch.origin) === this.#core.agency ? reimport(this.#core, peer, batch) : receiveBatch(this.#core, peer, batch);
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

  async acknowledged(_peer: Peer, _origin: string, _note: string): Promise<void> {
    // The issuer's answer carries other readers' cosignatures; heads are compared by `compare`, so nothing is kept of it here.
  }

  async compare(peer: Peer, heads: readonly SeenHead[]): Promise<Result<true>> {
    const core = this.#core;
    for (const head of heads) {
      const log = core.remote.byOrigin(head.origin);
      if (log === undefined || log.frozen !== undefined) continue;
      const proof = await conflictWith(core, log, head.checkpoint);
      if (proof === undefined) {
        if (log.descriptor.issuer === peer.agency) this.#date(log, head.checkpoint);
        continue;
      }
      await freezeOnProof(core, log, { proof, seenAt: peer.agency });
      return refuse('equivocation', `${log.descriptor.issuer} signed two histories of ${log.origin}`);
    }
    return accept(true);
  }

  /** The issuer's date on the head that is held: up to then no withdrawal was known (EV1, EX6). */
  #date(log: RemoteLog, note: string): void {
    const key = this.#core.options.directory.agency(log.descriptor.issuer)?.log;
    if (key === undefined || log.checkpoint === undefined) return;
    const opened = openDatedHead(note, { issuer: log.descriptor.issuer, key, crypto: this.#core.options.crypto });
    if (opened.ok && opened.value.head.text === parseCheckpoint(log.checkpoint).text) log.dated = note;
  }

  missingAttachments(peer: Peer): Promise<readonly { readonly root: string; readonly sizeBytes: number; readonly next: number }[]> {
    return missingFiles(this.#core, peer);
  }

  attachmentChunk(peer: Peer, root: string, index: number, body: Uint8Array): Promise<Result<true>> {
    return takeChunk(this.#core, peer, { root, index, body });
  }

  attachmentFailed(peer: Peer, root: string, code: string): void {
    fetchFailed(this.#core, peer, { root, code });
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
      if (descriptor.topic !== controlTopic && !active.agreement.modes.includes(descriptor.mode))
        return refuse('descriptor-mismatch', `${active.agreement.id} has no mode ${descriptor.mode}`);
      const { audience, issuer } = descriptor;
      const names = (version: ActiveAgreement): boolean =>
        descriptor.topic === controlTopic
          ? core.agreements.controlChannel(version, descriptor.mode).audience.join(',') === audience.join(',')
          : version.agreement.channels.some(
              (channel) =>
                channel.topic === descriptor.topic && isPartOf(audience, core.agreements.audience(version, channel.audience), issuer),
            );
      // A partner may go by a successor a moment before this node does.
      const next = core.agreements.pending(active.agreement.id);
      const known = names(active) || (next !== undefined && names(next));
      return known
        ? accept(active.agreement.id)
        : refuse('descriptor-mismatch', `no channel of ${active.agreement.id} has this topic and audience`);
    } catch (error) {
      const reason = refusalOf(error);
      return refuse('descriptor-mismatch', reason.message, { details: { cause: reason.code } });
    }
  }

  /** DU4: a new epoch below a head held here is a rollback; it unsays nothing, people are told, and what is held is offered back. */
  async #checkContinues(peer: Peer, log: RemoteLog): Promise<void> {
    const { continues } = log.descriptor;
    const before = continues === undefined ? undefined : this.#core.remote.byOrigin(continues.origin);
    if (continues === undefined || before === undefined || !isRollback(log, before)) return;
    this.#offer(before);
    const held = before.tree.size;
    this.#core.alarms.raise('rollback', `${peer.agency} goes on from ${continues.size} leaves where ${held} are held`, {
      origin: before.origin,
    });
    await this.#core.flusher.submit({
      acts: [{ act: 'rollback', about: before.origin, code: 'rollback', details: { held, claimed: continues.size, next: log.origin } }],
    });
  }
}

function issuerOf(origin: string): string {
  return origin.slice(0, origin.indexOf('/'));
}
