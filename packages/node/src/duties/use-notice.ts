import { parseReleaseLine } from '@wasl/log';
import type { AgencyId, Mode, RecordId } from '@wasl/record';
import { controlRecord } from '../control/control-record.ts';
import type { NodeCore } from '../core.ts';
import type { UseView } from '../duty-service.ts';
import type { LeafPlan } from '../logs/flusher.ts';
import type { RecordWrite } from '../ports/store.ts';
import type { Actor } from '../service.ts';

const idsAtOnce = 60;
const keptNotices = 10_000;
const hourMs = 3_600_000;

interface Use {
  readonly ids: readonly RecordId[];
  readonly use: 'read' | 'export';
  readonly purpose?: string;
}

/** Uses told in this hour by this process: the same desk's next reading of the same record is told again an hour later. */
const told = new WeakMap<NodeCore, Map<string, number>>();

/** State key of what a reader told of one record of ours. */
export function usedKey(id: RecordId, of: { readonly reader: AgencyId; readonly desk: string; readonly use: string }): string {
  return `used/${id}/${of.reader}/${of.use}/${of.desk}`;
}

/**
 * Tells the owners of records under the duty `notifyOwner` that a desk here reads or exports them: an entry of this node's control log,
 * written before the content is shown. One use of one record by one desk is told once an hour.
 */
export async function tellOwners(core: NodeCore, actor: Actor, of: Use): Promise<void> {
  const groups = new Map<string, { readonly agreement: string; readonly mode: Mode; readonly ids: Set<RecordId> }>();
  for (const id of of.ids) {
    if (!fresh(core, `${id}|${of.use}|${actor.desk}`)) continue;
    for (const { agreement, mode } of await notified(core, id)) {
      const key = `${agreement}|${mode}`;
      const group = groups.get(key) ?? { agreement, mode, ids: new Set() };
      groups.set(key, group);
      group.ids.add(id);
    }
  }
  const records: RecordWrite[] = [];
  const leaves: LeafPlan[] = [];
  for (const { agreement, mode, ids } of groups.values()) {
    const active = core.agreements.byId(agreement);
    const all = [...ids];
    for (let at = 0; active !== undefined && at < all.length; at += idsAtOnce) {
      const made = controlRecord(core, {
        type: 'used',
        mode,
        fields: { use: of.use, desk: actor.desk, ...(of.purpose === undefined ? {} : { purpose: of.purpose }) },
        refs: all.slice(at, at + idsAtOnce).map((id) => ({ rel: 'concerns' as const, id })),
      });
      records.push(made.record);
      leaves.push(made.leafIn(core.log(core.agreements.controlChannel(active, mode)), active));
    }
  }
  if (records.length > 0) await core.flusher.submit({ records, leaves, acts: [{ act: 'tell-owner', actor: actor.user, code: of.use }] });
}

/** The last use of an own record that each desk of its readers told. */
export async function usesOf(core: NodeCore, id: RecordId): Promise<readonly UseView[]> {
  const prefix = `used/${id}/`;
  return (await core.options.store.stateWithPrefix(prefix)).map(({ key, value }) => {
    const [reader, use, ...desk] = key.slice(prefix.length).split('/');
    return { reader: reader as AgencyId, use: use ?? '', desk: desk.join('/'), at: value };
  });
}

/** Where the owner of a partner's record is told, if one of the terms it stands under says so. */
async function notified(core: NodeCore, id: RecordId): Promise<readonly { readonly agreement: string; readonly mode: Mode }[]> {
  const found: { agreement: string; mode: Mode }[] = [];
  for (const { origin, index } of await core.options.store.placesOf(id)) {
    const log = core.remote.byOrigin(origin);
    const [leaf] = log === undefined ? [] : await core.options.store.leaves(origin, { from: index, to: index + 1 });
    if (log === undefined || leaf === undefined || leaf.releaseLine === '') continue;
    if (parseReleaseLine(leaf.releaseLine).obligations.some((duty) => duty.type === 'notifyOwner'))
      found.push({ agreement: log.agreement, mode: log.descriptor.mode });
  }
  return found;
}

function fresh(core: NodeCore, key: string): boolean {
  const known = told.get(core) ?? new Map<string, number>();
  told.set(core, known);
  const nowMs = core.nowMs();
  if (nowMs - (known.get(key) ?? Number.NEGATIVE_INFINITY) < hourMs) return false;
  if (known.size >= keptNotices) known.clear();
  known.set(key, nowMs);
  return true;
}
