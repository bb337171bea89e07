import { personalDataScan, validateFields } from '@wasl/catalog';
import type { Actor, NodeService, PutRecord, RecordView } from '@wasl/node';
import { type AgencyId, accept, type DeskId, encodeBase64url, type RecordId, refuse, type SubjectId } from '@wasl/record';

type FakeNode = Pick<NodeService, 'agency' | 'put' | 'get' | 'list'> & {
  readonly views: RecordView[];
  readonly puts: { readonly actor: Actor; readonly record: PutRecord }[];
};

/** An officer of the duty desk. */
export const duty: Actor = { user: 'u-duty', desk: 'ma.police/ops' as DeskId, roles: ['duty'] };
/** An officer who may only look. */
export const outsider: Actor = { user: 'u-none', desk: 'ma.police/ops' as DeskId, roles: [] };

function bytesOf(count: number, length: number): string {
  return encodeBase64url(Uint8Array.from({ length }, (_, index) => (index === length - 1 ? count : 1)));
}

/** Keeps records in memory and answers as a node does: the catalogue's checks and scan, idempotency, newest first without `since`. */
export function fakeNode(agency = 'ma.police'): FakeNode {
  const views: RecordView[] = [];
  const puts: { actor: Actor; record: PutRecord }[] = [];
  const keys = new Map<string, RecordView>();
  const delivery = { state: 'signed' as const, delivered: 0, readers: 1, parts: [] };
  return {
    agency: agency as AgencyId,
    views,
    puts,
    put(actor, record, options) {
      if (!actor.roles.includes('duty')) return Promise.resolve(refuse('role-refused', 'no role'));
      const before = options?.idempotencyKey === undefined ? undefined : keys.get(options.idempotencyKey);
      if (before !== undefined) return Promise.resolve(accept({ id: before.id, subject: before.subject, delivery, repeated: true }));
      const valid = validateFields(record.type, record.fields);
      if (!valid.ok) return Promise.resolve(valid);
      const findings = personalDataScan(record.fields);
      if (findings.length > 0) return Promise.resolve(refuse('personal-data', 'a person', { details: { held: 'h-1', findings } }));
      const seq = views.length + 1;
      const view: RecordView = {
        id: `sha256:${bytesOf(seq, 32)}` as RecordId,
        type: record.type,
        issuer: agency as AgencyId,
        author: actor.desk,
        mode: record.mode,
        issuedAt: `2030-06-14T14:${String(seq % 60).padStart(2, '0')}:00Z`,
        subject: record.subject ?? (bytesOf(seq, 16) as SubjectId),
        refs: record.refs ?? [],
        label: { lvl: 1, ...record.label },
        fields: Object.entries(record.fields).map(([name, value]) => ({ name, value, proof: 'author' })),
        status: 'current',
        delivery: record.purpose === undefined ? { ...delivery, readers: 0 } : delivery,
        referredBy: [],
        seq,
      };
      views.push(view);
      puts.push({ actor, record });
      if (options?.idempotencyKey !== undefined) keys.set(options.idempotencyKey, view);
      return Promise.resolve(accept({ id: view.id, subject: view.subject, delivery, repeated: false }));
    },
    get(actor, id) {
      const found = views.find((view) => view.id === id);
      if (found === undefined || actor.roles.length === 0) return Promise.resolve(refuse('record-unknown', `no ${id}`));
      return Promise.resolve(accept(found));
    },
    list(_actor, { type, mode, since, limit = 100 }) {
      const records = views.filter(
        (view) => view.seq > (since ?? 0) && (type === undefined || view.type === type) && (mode === undefined || view.mode === mode),
      );
      const page = since === undefined ? records.toReversed().slice(0, limit) : records.slice(0, limit);
      const last = page.at(-1);
      return Promise.resolve(
        accept({
          records: page,
          cursor: 0,
          ...(since !== undefined && records.length > limit && last !== undefined ? { next: last.seq } : {}),
        }),
      );
    },
  };
}
