import type { RecordId } from '@wasl/record';
import { controlRecord } from '../control/control-record.ts';
import type { NodeCore } from '../core.ts';
import type { LeafPlan } from '../logs/flusher.ts';
import type { RecordWrite, ViewRow } from '../ports/store.ts';
import type { RemoteLog } from './remote-logs.ts';

/** The `refused` entry of this node's control log that names a bad record of a partner; undefined without an arrangement to write under (EX3). */
export function refusedEntry(
  core: NodeCore,
  log: RemoteLog,
  of: { readonly index: number; readonly id: RecordId; readonly code: string },
): { readonly record: RecordWrite; readonly leaf: LeafPlan; readonly row: ViewRow } | undefined {
  const active = core.agreements.byId(log.agreement);
  if (active === undefined) return undefined;
  const made = controlRecord(core, {
    type: 'refused',
    mode: log.descriptor.mode,
    fields: { code: of.code, index: of.index, log: log.origin },
    refs: [{ rel: 'refuses', id: of.id }],
  });
  const control = core.log(core.agreements.controlChannel(active, log.descriptor.mode));
  return { record: made.record, leaf: made.leafIn(control, active), row: made.row };
}
