import { type KnownRecord, neededRecords, parentUnit, type RecordContext } from '@wasl/catalog';
import { type AgencyId, type DeskId, type Json, openDisclosures, parseEntry, type RecordId, type Result } from '@wasl/record';
import type { NodeCore } from './core.ts';
import { standingFor } from './duties/standing.ts';
import { type PreparedPut, preparePut } from './put.ts';
import { derivedFrom } from './release/derived.ts';
import type { Actor, PutRecord } from './service.ts';

/** How far the chain of `partOf` is followed, and how many records of a subject are looked at. */
const longestChain = 32;
const recordsOfSubject = 16;
const mostDesks = 500;

/** Prepares a put with what is known around it; where two officers are needed, an approval of theirs that stands for such records serves (RL4). */
export async function prepareInContext(
  core: NodeCore,
  actor: Actor,
  of: { readonly put: PutRecord; readonly approvedBy?: readonly string[] | undefined },
): Promise<Result<PreparedPut>> {
  const { approvedBy } = of;
  const derived = await derivedFrom(core, of.put);
  if (!derived.ok) return derived;
  const put = derived.value;
  const context = await putContext(core, put);
  const prepared = preparePut(core, actor, put, { context, ...(approvedBy === undefined ? {} : { approvedBy }) });
  if (prepared.ok || prepared.reason.code !== 'two-person-needed') return prepared;
  const standing = await standingFor(core, actor, put);
  return standing === undefined ? prepared : preparePut(core, actor, put, { context, standing });
}

/** What the rules of the catalogue need to know beyond the record itself. Most records name nothing, and for them nothing is read. */
async function putContext(core: NodeCore, put: PutRecord): Promise<RecordContext> {
  const needed = neededRecords(put);
  const records = new Map<string, KnownRecord>();
  const withFields = new Set(needed.fields);
  for (const id of new Set([...needed.known, ...needed.fields])) {
    const known = await knownRecord(core, id as RecordId, withFields.has(id));
    if (known !== undefined) records.set(id, known);
  }
  const parent = put.fields[parentUnit];
  const targets = core.targets.of(put);
  return {
    issuer: core.agency,
    mode: put.mode,
    nowMs: core.nowMs(),
    knowsDesk: await knownDesks(core, needed.desks),
    records,
    ancestors: put.subject === undefined || typeof parent !== 'string' ? new Set() : await ancestorsOf(core, parent),
    rightsNeeded: targets.ok && targets.value.list.some(({ active }) => active.agreement.rights.rating !== 'low'),
  };
}

/** Desks are those that an agency's party names in its root of trust, and those that a desk record of that agency makes known. */
async function knownDesks(core: NodeCore, desks: readonly string[]): Promise<(desk: string) => boolean> {
  const agencyOf = (desk: string): AgencyId => desk.slice(0, desk.indexOf('/')) as AgencyId;
  const unknown = desks.filter((desk) => core.options.directory.agency(agencyOf(desk))?.author(desk as DeskId) === undefined);
  if (unknown.length === 0) return () => true;
  const declared = new Set<string>();
  await core.indexed();
  for (const { id } of await core.options.views.list({ type: 'desk', limit: mostDesks, newestFirst: true })) {
    const known = await knownRecord(core, id, true);
    const desk = known?.fields?.['desk'];
    if (typeof desk === 'string' && agencyOf(desk) === known?.issuer) declared.add(desk);
  }
  return (desk) => !unknown.includes(desk) || declared.has(desk);
}

async function knownRecord(core: NodeCore, id: RecordId, withFields: boolean): Promise<KnownRecord | undefined> {
  const held = await core.options.store.record(id);
  if (held === undefined) return undefined;
  const entry = parseEntry(held.entryText);
  const { issuer, type, subject } = entry;
  if (!withFields || held.content === undefined) return { issuer, type, subject };
  const opened = openDisclosures(
    entry,
    held.content.disclosures.map(({ text }) => text),
    { crypto: core.options.crypto },
  );
  const fields: Record<string, Json> = Object.fromEntries(opened.map(({ name, value }) => [name, value]));
  return { issuer, type, subject, fields };
}

/** The subjects that a subject is part of, by what is known here, itself not among them unless it goes round. */
async function ancestorsOf(core: NodeCore, subject: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const open = [subject];
  await core.indexed();
  for (let next = open.pop(); next !== undefined && found.size < longestChain; next = open.pop()) {
    for (const { id } of await core.options.views.list({ subject: next, limit: recordsOfSubject, newestFirst: true })) {
      const parent = (await knownRecord(core, id, true))?.fields?.[parentUnit];
      if (typeof parent !== 'string' || found.has(parent)) continue;
      found.add(parent);
      open.push(parent);
    }
  }
  return found;
}
