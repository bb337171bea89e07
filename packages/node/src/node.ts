import { accept, type Json, parseRecordId, type RecordId, type Result, refuse } from '@wasl/record';
import { reloadAgreements } from './activate.ts';
import { submitWithFiles } from './attachments/claim.ts';
import { openFiles } from './attachments/forget.ts';
import { type FileAsked, readFile } from './attachments/read.ts';
import { type GivenFile, takeUpload } from './attachments/upload.ts';
import { confirmTime, watchClock } from './clock-watch.ts';
import { loadExcluded } from './control/close-log.ts';
import { loadErasedAhead, resumeErasures } from './control/erasure-duty.ts';
import { orderAbout } from './control/orders.ts';
import { resumeAgreement, suspendAgreement } from './control/suspension.ts';
import { NodeCore, type NodeOptions } from './core.ts';
import { NodeWork } from './due-work/node-work.ts';
import { clockOpening } from './due-work/open-clocks.ts';
import { WorkBoard } from './due-work/work-board.ts';
import { NodeDuties } from './duties/node-duties.ts';
import { openDuties } from './duties/open-duties.ts';
import { tellOwners } from './duties/use-notice.ts';
import { evidenceOf } from './evidence.ts';
import { approve, drop, heldItems, hold } from './held.ts';
import { NodeInlet } from './inlet.ts';
import { journalEvidence } from './journal-heads/journal-evidence.ts';
import { NodeOutlet } from './outlet.ts';
import { prepareInContext } from './put-context.ts';
import { type ExplainOptions, explainRelease } from './read/explain.ts';
import { journalLines } from './read/journal-lines.ts';
import { listRecords, openRecord } from './read/open-records.ts';
import { journalReads } from './read/read-acts.ts';
import { lateAfterMs } from './read/record-view.ts';
import { statusOf } from './read/status.ts';
import { reopenRestored } from './restore.ts';
import { may } from './roles.ts';
import type {
  Accepted,
  Actor,
  Alarm,
  AttachmentFile,
  HeldItem,
  JournalLine,
  NodeEvent,
  NodeService,
  NodeStatus,
  PutRecord,
  RecordFilter,
  RecordPage,
  RecordView,
  ReleaseExplanation,
} from './service.ts';

/** One agency's node: use cases for officers and gateways, the outlet that partners read from and the inlet that reads from them. */
export class WaslNode implements NodeService {
  readonly core: NodeCore;
  readonly outlet: NodeOutlet;
  readonly inlet: NodeInlet;
  readonly duties: NodeDuties;
  /** Set by the composition root: cuts or restores the exchange with one partner. */
  switchLink: ((partner: string, up: boolean) => void) | undefined;
  readonly work: NodeWork;
  readonly #inFlight = new Map<string, Promise<Result<Accepted>>>();

  private constructor(core: NodeCore, board: WorkBoard) {
    this.core = core;
    this.outlet = new NodeOutlet(core);
    this.inlet = new NodeInlet(core);
    this.duties = new NodeDuties(core);
    this.work = new NodeWork(core, board);
  }

  /** Opens the node on its store; agreements that had taken effect serve at once. */
  static async open(options: NodeOptions): Promise<WaslNode> {
    const core = await NodeCore.open(options);
    await reloadAgreements(core);
    await reopenRestored(core);
    await loadErasedAhead(core);
    await loadExcluded(core);
    await openFiles(core);
    await resumeErasures(core);
    const node = new WaslNode(core, await WorkBoard.open(core));
    await watchClock(core);
    core.journals.kept.watchSilence(node.inlet.links);
    await openDuties(core);
    return node;
  }

  get agency() {
    return this.core.agency;
  }

  async put(actor: Actor, record: PutRecord, options: { readonly idempotencyKey?: string } = {}): Promise<Result<Accepted>> {
    const allowed = may(actor, 'write');
    if (!allowed.ok) return allowed;
    const key = options.idempotencyKey;
    if (key === undefined) return this.#put(actor, record, {});
    const running = this.#inFlight.get(key);
    if (running !== undefined) return running;
    const work = this.#repeated(key).then((found) => found ?? this.#put(actor, record, { idempotencyKey: key }));
    this.#inFlight.set(key, work);
    return work.finally(() => this.#inFlight.delete(key));
  }

  async #repeated(key: string): Promise<Result<Accepted> | undefined> {
    const id = await this.core.options.store.idempotent(key);
    if (id === undefined) return undefined;
    const held = await this.core.options.store.record(id as RecordId);
    if (held === undefined) return undefined;
    const { subject } = JSON.parse(held.entryText) as { subject: Accepted['subject'] };
    return accept({ id: held.id, subject, delivery: await this.#delivery(held.id), repeated: true });
  }

  async #put(
    actor: Actor,
    record: PutRecord,
    options: { readonly idempotencyKey?: string; readonly approvedBy?: readonly string[] },
  ): Promise<Result<Accepted>> {
    const { core } = this;
    const prepared = await prepareInContext(core, actor, { put: record, approvedBy: options.approvedBy });
    if (!prepared.ok) {
      if (prepared.reason.code !== 'personal-data' && prepared.reason.code !== 'two-person-needed') return prepared;
      const held = await hold(core, actor, { put: record, reason: prepared.reason });
      return held.ok
        ? refuse(prepared.reason.code, prepared.reason.message, { details: { ...prepared.reason.details, held: held.value } })
        : held;
    }
    const { id, work, row, withheld, emergency, later } = prepared.value;
    const key = options.idempotencyKey;
    const whole = { ...work, state: [...(work.state ?? []), ...clockOpening(core, id, row.type)] };
    const keyed = key === undefined ? whole : { ...whole, idempotency: [{ key, result: id }] };
    const result = core.namesFiles(record) ? await submitWithFiles(core, record, { id, work: keyed }) : await core.flusher.submit(keyed);
    if (!result.ok) return result;
    core.calendar.expect(...later);
    const atMs = core.nowMs();
    for (const [i, leaf] of (work.leaves ?? []).entries())
      core.delivery.place(id, { origin: leaf.log.origin, index: result.value.indices[i] ?? 0, atMs });
    core.index(
      [row],
      (record.refs ?? []).map((ref) => ({ from: id, to: ref.id, rel: ref.rel })),
    );
    core.events.emit('record', { type: row.type, issuer: row.issuer, mode: row.mode }, id);
    if (emergency)
      core.alarms.raise(
        'emergency-release',
        `${actor.desk} released ${id} for threat to life${core.timeUncertain ? ', time uncertain' : ''}; a second officer reviews within 24 hours`,
        { record: id, timeUncertain: core.timeUncertain },
      );
    const delivery = await this.#delivery(id);
    const parts = [...delivery.parts, ...withheld];
    const nothing = delivery.parts.length === 0 && withheld.length > 0;
    const queued = withheld.some((part) => part.state === 'queued');
    return accept({
      id,
      subject: row.subject,
      repeated: false,
      delivery: { ...delivery, parts, ...(nothing ? { state: queued ? ('queued' as const) : ('refused' as const) } : {}) },
    });
  }

  async get(
    actor: Actor,
    id: RecordId,
    options: { readonly purpose?: string; readonly reason?: string } = {},
  ): Promise<Result<RecordView>> {
    const allowed = may(actor, 'read');
    return allowed.ok ? openRecord(this.core, actor, { id: parseRecordId(id), ...options }) : allowed;
  }

  async list(actor: Actor, filter: RecordFilter): Promise<Result<RecordPage>> {
    const allowed = may(actor, 'read');
    return allowed.ok ? listRecords(this.core, actor, filter) : allowed;
  }

  async explain(actor: Actor, id: RecordId, options: ExplainOptions): Promise<Result<ReleaseExplanation>> {
    const allowed = may(actor, options.depth === 'auditor' ? 'audit' : 'read');
    if (!allowed.ok) return allowed;
    await journalReads(this.core, actor, [id], { reason: 'release check' });
    return explainRelease(this.core, parseRecordId(id), options);
  }

  async evidence(actor: Actor, id: RecordId): Promise<Result<string>> {
    const allowed = may(actor, 'read');
    if (!allowed.ok) return allowed;
    const held = await this.core.options.store.record(parseRecordId(id));
    const state = held === undefined ? [] : this.work.board.exported(held.id, 'evidence');
    await this.core.flusher.submit({ state, acts: [{ act: 'export-evidence', about: id, actor: actor.user }] });
    await tellOwners(this.core, actor, { ids: [parseRecordId(id)], use: 'export' });
    return evidenceOf(this.core, parseRecordId(id));
  }

  async withdraw(
    actor: Actor,
    id: RecordId,
    options: { readonly reason: 'error' | 'superseded' | 'source-withdrew' | 'rights' | 'other'; readonly idempotencyKey?: string },
  ): Promise<Result<Accepted>> {
    const allowed = may(actor, 'release');
    if (!allowed.ok) return allowed;
    return orderAbout(this.core, actor, {
      kind: 'withdrawal',
      target: parseRecordId(id),
      code: options.reason,
      ...(options.idempotencyKey === undefined ? {} : { idempotencyKey: options.idempotencyKey }),
    });
  }

  async erase(
    actor: Actor,
    id: RecordId,
    options: { readonly ground: 'retention' | 'rights' | 'order' | 'error' },
  ): Promise<Result<Accepted>> {
    const allowed = may(actor, 'erase');
    return allowed.ok ? orderAbout(this.core, actor, { kind: 'erasure', target: parseRecordId(id), code: options.ground }) : allowed;
  }

  async suspend(actor: Actor, agreement: string, reason: string): Promise<Result<true>> {
    const allowed = may(actor, 'suspend');
    return allowed.ok ? suspendAgreement(this.core, actor, { agreement, reason }) : allowed;
  }

  async resume(
    actor: Actor,
    agreement: string,
  ): Promise<Result<{ readonly resumed: boolean; readonly approvals: number; readonly needed: number }>> {
    const allowed = may(actor, 'release');
    return allowed.ok ? resumeAgreement(this.core, actor, agreement) : allowed;
  }

  async held(actor: Actor): Promise<Result<readonly HeldItem[]>> {
    const allowed = may(actor, 'content');
    if (!allowed.ok) return allowed;
    await this.core.flusher.submit({ acts: [{ act: 'read-held', actor: actor.user }] });
    return accept(await heldItems(this.core));
  }

  async approveHeld(
    actor: Actor,
    id: string,
    reason: string,
  ): Promise<Result<{ readonly released?: Accepted; readonly approvals: number; readonly needed: number }>> {
    const allowed = may(actor, 'release');
    if (!allowed.ok) return allowed;
    const approved = await approve(this.core, actor, { id, reason });
    if (!approved.ok) return approved;
    const { put, approvals, requester, complete } = approved.value;
    if (!complete) return accept({ approvals: approvals.length, needed: 2 });
    // The same key for the same held item: a crash before it is taken off the list makes no second record.
    const released = await this.#put({ ...actor, user: requester }, put, { approvedBy: approvals, idempotencyKey: `held/${id}` });
    if (!released.ok) return released;
    await drop(this.core, actor, { id, reason, act: 'release-held' });
    return accept({ released: released.value, approvals: approvals.length, needed: 2 });
  }

  async rejectHeld(actor: Actor, id: string, reason: string): Promise<Result<true>> {
    const allowed = may(actor, 'release');
    return allowed.ok ? drop(this.core, actor, { id, reason, act: 'reject-held' }) : allowed;
  }

  async agreements(
    actor: Actor,
  ): Promise<
    Result<
      readonly { readonly id: string; readonly version: number; readonly digest: string; readonly text: string; readonly title: Json }[]
    >
  > {
    const allowed = may(actor, 'read');
    if (!allowed.ok) return allowed;
    await this.core.flusher.submit({ acts: [{ act: 'read-agreements', actor: actor.user }] });
    return accept(
      this.core.agreements.all().map(({ agreement, digest, text }) => ({
        id: agreement.id,
        version: agreement.version,
        digest,
        text,
        title: agreement.title as unknown as Json,
      })),
    );
  }

  status(_actor: Actor | undefined): NodeStatus {
    return statusOf(this.core, this.inlet.links);
  }

  events(_actor: Actor, since: number | undefined, signal: AbortSignal): AsyncIterable<NodeEvent> {
    return this.core.events.after(since, signal);
  }

  async journal(
    actor: Actor,
    filter: { readonly since?: number; readonly limit?: number; readonly act?: string },
  ): Promise<Result<readonly JournalLine[]>> {
    const allowed = may(actor, 'audit');
    if (!allowed.ok) return allowed;
    await this.core.flusher.submit({ acts: [{ act: 'read-journal', actor: actor.user }] });
    return accept(await journalLines(this.core, filter));
  }

  async journalEvidence(actor: Actor, index: number): Promise<Result<string>> {
    const allowed = may(actor, 'audit');
    if (!allowed.ok) return allowed;
    await this.core.flusher.submit({ acts: [{ act: 'export-journal', actor: actor.user, details: { index } }] });
    return journalEvidence(this.core, index);
  }

  alarms(actor: Actor): Result<readonly Alarm[]> {
    const allowed = may(actor, 'read');
    return allowed.ok ? accept(this.core.alarms.list()) : allowed;
  }

  async acknowledgeAlarm(actor: Actor, id: string): Promise<Result<Alarm>> {
    const allowed = may(actor, 'suspend');
    return allowed.ok ? this.core.alarms.acknowledge(actor, id) : allowed;
  }

  async clearAlarm(actor: Actor, id: string, reason: string): Promise<Result<Alarm>> {
    const allowed = may(actor, 'suspend');
    return allowed.ok ? this.core.alarms.close(actor, id, reason) : allowed;
  }

  async confirmTime(actor: Actor, time: string): Promise<Result<true>> {
    const allowed = may(actor, 'operate');
    return allowed.ok ? confirmTime(this.core, actor, time) : allowed;
  }

  async setLink(actor: Actor, partner: Actor['desk'] | NodeService['agency'], up: boolean): Promise<Result<true>> {
    const allowed = may(actor, 'suspend');
    if (!allowed.ok) return allowed;
    await this.core.flusher.submit({ acts: [{ act: up ? 'restore-link' : 'cut-link', about: partner, actor: actor.user }] });
    this.switchLink?.(partner, up);
    return accept(true);
  }

  async attach(actor: Actor, file: GivenFile): Promise<Result<Json>> {
    const allowed = may(actor, 'write');
    return allowed.ok ? takeUpload(this.core, actor, file) : allowed;
  }

  async attachment(actor: Actor, asked: FileAsked): Promise<Result<AttachmentFile>> {
    const allowed = may(actor, 'content');
    if (!allowed.ok) return allowed;
    await tellOwners(this.core, actor, { ids: [asked.record], use: 'read' });
    return readFile(this.core, actor, asked);
  }

  #delivery(id: RecordId) {
    return this.core.delivery.of(id, { nowMs: this.core.nowMs(), lateMs: lateAfterMs(this.core) });
  }
}
