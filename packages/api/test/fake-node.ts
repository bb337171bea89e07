import type {
  Accepted,
  Actor,
  DueItem,
  DutyService,
  NodeEvent,
  NodeService,
  NodeStatus,
  PutRecord,
  RecordView,
  StandingDraft,
  StandingView,
  WorkService,
} from '@wasl/node';
import { type AgencyId, accept, type DeskId, encodeBase64url, type RecordId, type Result, refuse, type SubjectId } from '@wasl/record';

/** A node in memory: what it was asked, in order, and a journal line before each answer. */
export interface FakeNode extends NodeService {
  readonly journalled: string[];
  readonly calls: { readonly method: string; readonly actor: Actor; readonly args: readonly unknown[] }[];
  readonly views: RecordView[];
  emit(event: NodeEvent): void;
  /** Set by a test: what reads wait for before their journal line counts as durable. */
  durable: Promise<void>;
  /** Set by a test: the next use case answers this. */
  refusal: { readonly code: string; readonly message: string; readonly details?: Readonly<Record<string, unknown>> } | undefined;
  ready: boolean;
}

export const agency = 'ma.police' as AgencyId;
export const desk = (name: string): DeskId => `ma.police/${name}` as DeskId;

export function recordId(count: number): RecordId {
  return `sha256:${encodeBase64url(Uint8Array.from({ length: 32 }, (_, at) => (at === 31 ? count : 1)))}` as RecordId;
}

const delivery = { state: 'signed' as const, delivered: 0, readers: 1, parts: [] };
const subject = encodeBase64url(new Uint8Array(16)) as SubjectId;

function viewOf(record: PutRecord, actor: Actor, seq: number): RecordView {
  return {
    id: recordId(seq),
    type: record.type,
    issuer: agency,
    author: actor.desk,
    mode: record.mode,
    issuedAt: '2030-06-14T14:00:00Z',
    subject: record.subject ?? subject,
    refs: record.refs ?? [],
    label: { lvl: 1 },
    fields: Object.entries(record.fields).map(([name, value]) => ({ name, value, proof: 'author' })),
    status: 'current',
    delivery,
    referredBy: [],
    seq,
  };
}

const dueItem: DueItem = {
  ...{ kind: 'clock', code: 'acknowledge', side: 'ours', agency, desk: desk('ops'), type: 'declaration', record: recordId(1) },
  ...{ mode: 'exercise', state: 'running', dueAt: '2030-06-14T14:01:00Z', told: 0 },
};

export function fakeNode(): FakeNode {
  const events: NodeEvent[] = [];
  const waiting = new Set<() => void>();
  const keys = new Map<string, Accepted>();
  async function read<T>(
    method: string,
    actor: Actor,
    of: { readonly args: readonly unknown[]; readonly answer: () => Result<T> },
  ): Promise<Result<T>> {
    node.calls.push({ method, actor, args: of.args });
    await node.durable;
    node.journalled.push(`${method} ${actor.user}`);
    if (node.refusal !== undefined) return { ok: false, reason: node.refusal };
    return of.answer();
  }
  const found = (id: RecordId): Result<RecordView> => {
    const view = node.views.find((one) => one.id === id);
    return view === undefined ? refuse('record-unknown', `no record ${id}`) : accept(view);
  };
  const accepted = (view: RecordView): Accepted => ({ id: view.id, subject: view.subject, delivery, repeated: false });
  const standing = (draft: StandingDraft): StandingView => {
    const { reason: _reason, ...rest } = draft;
    return { ...rest, id: 'standing-approval-0001', readers: [agency], approvals: 1, needed: 2 };
  };
  const approved: StandingDraft = {
    type: 'alert',
    mode: 'exercise',
    purpose: 'public-alert',
    agreement: 'ma-gb.major-events',
    incident: subject,
    hours: 12,
    reason: 'night',
  };
  const duties: DutyService = {
    holds: (actor) => read('holds', actor, { args: [], answer: () => accept([]) }),
    placeHold: (actor, id, hold) => read('placeHold', actor, { args: [id, hold], answer: () => accept(true) }),
    liftHold: (actor, id, reason) => read('liftHold', actor, { args: [id, reason], answer: () => accept(true) }),
    readRetained: (actor, id, reason) =>
      read('readRetained', actor, { args: [id, reason], answer: () => accept({ approvals: 1, needed: 2 }) }),
    uses: (actor, id) => read('uses', actor, { args: [id], answer: () => accept([]) }),
    closeLog: (actor, log, reason) => read('closeLog', actor, { args: [log, reason], answer: () => accept(true) }),
    excludeReader: (actor, id, of) => read('excludeReader', actor, { args: [id, of], answer: () => accept(true) }),
    readmitReader: (actor, id, of) =>
      read('readmitReader', actor, { args: [id, of], answer: () => accept({ readmitted: false, approvals: 1, needed: 2 }) }),
    reviews: (actor) => read('reviews', actor, { args: [], answer: () => accept([]) }),
    review: (actor, id, of) => read('review', actor, { args: [id, of], answer: () => accept(true) }),
    standing: (actor) => read('standing', actor, { args: [], answer: () => accept([standing(approved)]) }),
    proposeStanding: (actor, draft) => read('proposeStanding', actor, { args: [draft], answer: () => accept(standing(draft)) }),
    approveStanding: (actor, id, reason) =>
      read('approveStanding', actor, { args: [id, reason], answer: () => accept({ ...standing(approved), approvals: 2 }) }),
    endStanding: (actor, id, reason) => read('endStanding', actor, { args: [id, reason], answer: () => accept(true) }),
  };
  const work: WorkService = {
    subject: (actor, id, mode) =>
      read('subject', actor, {
        args: [id, mode],
        answer: () => accept({ subject: id, mode: mode ?? 'exercise', types: [], records: [], disputes: [] }),
      }),
    ladder: (actor, record) => read('ladder', actor, { args: [record], answer: () => accept({ record, ladders: [], clocks: [] }) }),
    due: (actor, of) => read('due', actor, { args: [of], answer: () => accept([dueItem]) }),
    said: (actor, of) => read('said', actor, { args: [of], answer: () => accept([]) }),
    derivation: (actor, record) =>
      read('derivation', actor, { args: [record], answer: () => accept({ record, derived: [], consequences: [], fallen: [] }) }),
  };
  const node: FakeNode = {
    agency,
    duties,
    work,
    journalled: [],
    calls: [],
    views: [],
    durable: Promise.resolve(),
    refusal: undefined,
    ready: true,
    emit(event) {
      events.push(event);
      for (const wake of waiting) wake();
      waiting.clear();
    },
    put: (actor, record, options) =>
      read('put', actor, {
        args: [record, options],
        answer: () => {
          const key = options?.idempotencyKey;
          const before = key === undefined ? undefined : keys.get(key);
          if (before !== undefined) return accept({ ...before, repeated: true });
          const view = viewOf(record, actor, node.views.length + 1);
          node.views.push(view);
          if (key !== undefined) keys.set(key, accepted(view));
          return accept(accepted(view));
        },
      }),
    get: (actor, id, options) => read('get', actor, { args: [id, options], answer: () => found(id) }),
    list: (actor, filter) =>
      read('list', actor, { args: [filter], answer: () => accept({ records: node.views.toReversed(), cursor: events.at(-1)?.id ?? 0 }) }),
    explain: (actor, id, options) =>
      read('explain', actor, {
        args: [id, options],
        answer: () => {
          const view = found(id);
          if (!view.ok) return view;
          const field = { unit: 'place', outcome: 'withheld' as const, code: 'label-level', sentence: 'Above the level of the reader.' };
          const reader = 'gb.police' as AgencyId;
          const audience = {
            agreement: 'ma-gb.major-events',
            reader,
            purpose: 'event-safety',
            outcome: 'withheld' as const,
            headline: 'Nothing goes',
            duties: [],
            fields: [field],
          };
          return accept({ record: id, audiences: [audience] });
        },
      }),
    evidence: (actor, id) => read('evidence', actor, { args: [id], answer: () => accept('{"v":1}') }),
    withdraw: (actor, id, options) =>
      read('withdraw', actor, {
        args: [id, options],
        answer: () => {
          const view = found(id);
          return view.ok ? accept(accepted(view.value)) : view;
        },
      }),
    erase: (actor, id, options) =>
      read('erase', actor, {
        args: [id, options],
        answer: () => {
          const view = found(id);
          return view.ok ? accept(accepted(view.value)) : view;
        },
      }),
    suspend: (actor, agreement, reason) => read('suspend', actor, { args: [agreement, reason], answer: () => accept(true) }),
    resume: (actor, agreement) =>
      read('resume', actor, { args: [agreement], answer: () => accept({ resumed: false, approvals: 1, needed: 2 }) }),
    held: (actor) => read('held', actor, { args: [], answer: () => accept([]) }),
    approveHeld: (actor, id, reason) =>
      read('approveHeld', actor, { args: [id, reason], answer: () => accept({ approvals: 1, needed: 2 }) }),
    rejectHeld: (actor, id, reason) => read('rejectHeld', actor, { args: [id, reason], answer: () => accept(true) }),
    agreements: (actor) =>
      read('agreements', actor, {
        args: [],
        answer: () => accept([{ id: 'ma-gb.major-events', version: 1, digest: 'A'.repeat(43), text: '{}', title: [] }]),
      }),
    status: (): NodeStatus => ({
      agency,
      ready: node.ready,
      mode: 'demonstration',
      agreements: [],
      partners: [
        {
          agency: 'gb.police' as AgencyId,
          link: { state: 'up', sinceMs: 5 },
          lastSeenMs: undefined,
          logs: [
            {
              direction: 'out',
              agreement: 'ma-gb.major-events',
              topic: 'operations',
              mode: 'exercise',
              size: 9,
              confirmed: 7,
              state: 'behind',
              compared: 'compared',
            },
          ],
          journal: { kept: { size: 3, at: '2030-06-14T14:00:00Z', state: 'ok' } },
          waiting: 2,
        },
      ],
      records: node.views.length,
      alarms: [],
      timeUncertain: false,
    }),
    async *events(_actor, since, signal) {
      let at = since === undefined ? events.length : events.filter((event) => event.id <= since).length;
      while (!signal.aborted) {
        const next = events[at];
        if (next !== undefined) {
          at += 1;
          yield next;
        } else {
          await new Promise<void>((resolve) => {
            waiting.add(resolve);
            signal.addEventListener('abort', () => resolve(), { once: true });
          });
        }
      }
    },
    journal: (actor, filter) =>
      read('journal', actor, {
        args: [filter],
        answer: () => accept([{ index: 1, at: '2030-06-14T14:00:00Z', act: 'read', details: {} }]),
      }),
    alarms: () => accept(node.status(undefined).alarms),
    acknowledgeAlarm: async (_actor, id) => refuse('alarm-unknown', `no alarm ${id}`),
    clearAlarm: async (_actor, id) => refuse('alarm-unknown', `no alarm ${id}`),
    journalEvidence: (actor, index) => read('journalEvidence', actor, { args: [index], answer: () => accept('{"v":1}') }),
    confirmTime: (actor, time) => read('confirmTime', actor, { args: [time], answer: () => accept(true) }),
    setLink: (actor, partner, up) => read('setLink', actor, { args: [partner, up], answer: () => accept(true) }),
    attach: async (actor, file) => {
      let sizeBytes = 0;
      for await (const chunk of file.bytes) sizeBytes += chunk.length;
      return read('attach', actor, {
        args: [file.name, file.mediaType],
        answer: () => accept({ name: file.name, mediaType: file.mediaType, sizeBytes, root: 'A'.repeat(43), key: 'A'.repeat(43) }),
      });
    },
    attachment: (actor, { record, unit, item }) =>
      read('attachment', actor, {
        args: [record, unit, item],
        answer: () =>
          accept({
            name: "Plan de l'étage (1).png",
            mediaType: 'image/png',
            sizeBytes: 3,
            issuer: 'ma.police' as AgencyId,
            status: 'current' as const,
            label: { lvl: 2, tlp: 'AMBER', cav: [], hdl: ['H1'], nat: [{ pol: 'FR', mark: 'DIFFUSION RESTREINTE' }], own: ['ma.police'] },
            bytes: chunks([1, 2, 3]),
          }),
      }),
  };
  return node;
}

async function* chunks(bytes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const byte of bytes) yield Uint8Array.of(byte);
}
