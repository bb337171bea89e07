import { type Said, valuesAt } from '@wasl/engine';
import { accept, isRecordId, type Json, type Mode, parseEntry, type RecordId, type Result, refuse } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import { journalReads } from '../read/read-acts.ts';
import { viewOf } from '../read/record-view.ts';
import type { Actor } from '../service.ts';
import type { HeldSaid } from '../work-service.ts';

const pageRows = 500;
const maxRecords = 50_000;

/**
 * Records of these types as an officer may read them now, with what they name as made from (evidence), one step far. Each is in the activity
 * record before this answers. Refusal: `too-many-records`, over 50,000.
 */
export async function heldSaid(
  core: NodeCore,
  actor: Actor,
  of: { readonly mode: Mode; readonly types: readonly string[]; readonly reason: string },
): Promise<Result<readonly HeldSaid[]>> {
  await core.indexed();
  const found = new Map<RecordId, HeldSaid>();
  for (const type of of.types) {
    for (let since = 0; ; ) {
      const page = await core.options.views.list({ type, mode: of.mode, since, limit: pageRows });
      for (const row of page) await take(core, row.id, found);
      if (found.size > maxRecords) return refuse('too-many-records', `more than ${maxRecords} records are held of ${of.types.join(', ')}`);
      const last = page.at(-1);
      if (last === undefined || page.length < pageRows) break;
      since = last.seq;
    }
  }
  for (const { said } of [...found.values()]) for (const id of sourcesOf(core, said)) await take(core, id, found);
  await journalReads(core, actor, [...found.keys()], { reason: of.reason });
  return accept([...found.values()]);
}

async function take(core: NodeCore, id: RecordId, found: Map<RecordId, HeldSaid>): Promise<void> {
  if (found.has(id)) return;
  const held = await core.options.store.record(id);
  if (held === undefined) return;
  const view = await viewOf(core, held, { seq: 0, withContent: true });
  const { type, issuer, author, mode, subject, refs, issuedAt, status } = view;
  const fields: Record<string, Json> = {};
  for (const { name, value } of view.fields) fields[name] = value;
  const agreements = [...(view.terms ?? []), ...(view.delivery?.parts ?? [])].map(({ agreement }) => agreement);
  found.set(id, {
    said: { id, type, issuer, author, mode, hlc: parseEntry(held.entryText).hlc, subject, refs, fields },
    issuedAt,
    status,
    agreements: [...new Set(agreements)].sort(),
  });
}

function sourcesOf(core: NodeCore, said: Said): readonly RecordId[] {
  const paths = core.options.catalog[said.type]?.engine?.derives ?? [];
  return paths.flatMap((path) => valuesAt(path, said.fields)).filter((id): id is RecordId => typeof id === 'string' && isRecordId(id));
}
