import { parseReleaseLine, type ReleaseLine } from '@wasl/log';
import { checkTwin, type Entry, type Json, openDisclosures, parseEntry, type RecordId } from '@wasl/record';
import { attachmentViews, withoutKeys } from '../attachments/view.ts';
import { tombstoneOf } from '../control/tombstone.ts';
import type { NodeCore } from '../core.ts';
import { waitingFor } from '../duties/delayed-release.ts';
import type { HeldRecord } from '../ports/store.ts';
import type { Delivery, FieldView, RecordView } from '../service.ts';

/** How long a receipt may take before a record counts as late, in milliseconds; the agreement's acknowledgement clock where there is one. */
export function lateAfterMs(core: NodeCore): number {
  const seconds = core.agreements.all().map((active) => active.agreement.clocks.acknowledgeSeconds);
  return Math.min(60, ...seconds) * 1000;
}

/** A record as an own officer may see it. `withContent` is false for roles that see that it exists and no field of it. */
export async function viewOf(
  core: NodeCore,
  held: HeldRecord,
  options: { readonly seq: number; readonly withContent: boolean; readonly purpose?: string },
): Promise<RecordView> {
  const entry = parseEntry(held.entryText);
  const { store } = core.options;
  const withdrawn = await tombstoneOf(store, 'withdrawn', { id: held.id, issuer: entry.issuer });
  const erased = await tombstoneOf(store, 'erased', { id: held.id, issuer: entry.issuer });
  const own = entry.issuer === core.agency;
  const terms = own ? [] : await termsOf(core, held.id);
  const slots = own ? undefined : slotsFor(core, terms, options.purpose);
  const content = erased === undefined && options.withContent ? held.content : undefined;
  const opened = openHeld(core, entry, content?.disclosures ?? []);
  const label = opened.find((field) => field.name === 'label');
  const shown = opened.filter((field) => slots === undefined || slots.has(field.slot));
  const files =
    core.attachmentUnits(entry.type).size === 0
      ? []
      : await attachmentViews(core, { record: held.id, issuer: entry.issuer, type: entry.type, fields: shown });
  // Content that nobody ordered erased went at the end of its term.
  const ended = erased === undefined && held.content === undefined;
  const status = erased !== undefined || ended ? 'erased' : withdrawn !== undefined ? 'withdrawn' : 'current';
  const code = erased?.code ?? (ended ? 'retention' : withdrawn?.code);
  return {
    id: held.id,
    type: entry.type,
    issuer: entry.issuer,
    author: entry.author,
    mode: entry.mode,
    issuedAt: entry.issuedAt,
    subject: entry.subject,
    refs: entry.refs,
    label: label === undefined ? (entry.label as unknown as Json) : ({ ...entry.label, ...(label.value as Record<string, Json>) } as Json),
    fields: fieldsOf(core, entry, { opened, slots }),
    ...(files.length > 0 ? { attachments: files } : {}),
    status,
    ...(code === undefined ? {} : { statusCode: code }),
    ...(own ? { delivery: await deliveryOf(core, held.id) } : {}),
    ...(own ? {} : { terms: terms.map(termsView(core)) }),
    signature: own
      ? core.options.catalog[entry.type]?.authorSignature === true
        ? 'author'
        : 'none'
      : terms.some((line) => line.sig !== undefined)
        ? 'author'
        : 'none',
    referredBy: await core.referring(held.id),
    seq: options.seq,
  };
}

/** The states of an own record, those for whom something still waits included. */
async function deliveryOf(core: NodeCore, id: RecordId): Promise<Delivery> {
  const delivery = await core.delivery.of(id, { nowMs: core.nowMs(), lateMs: lateAfterMs(core) });
  const waiting = await waitingFor(core, id);
  if (waiting.length === 0) return delivery;
  const queued = waiting
    .filter(({ reader, agreement }) => !delivery.parts.some((part) => part.reader === reader && part.agreement === agreement))
    .map(({ reader, agreement }) => ({ reader, agreement, state: 'queued' as const, code: 'delay-pending' }));
  const parts = [...delivery.parts, ...queued];
  return { ...delivery, parts, ...(delivery.parts.length === 0 ? { state: 'queued' as const } : {}) };
}

/** Release lines under which a partner's record came, oldest first. */
async function termsOf(core: NodeCore, id: RecordId): Promise<readonly ReleaseLine[]> {
  const lines: ReleaseLine[] = [];
  for (const { origin, index } of await core.options.store.placesOf(id)) {
    if (core.remote.byOrigin(origin) === undefined) continue;
    if ((await core.options.store.state(`quarantine/${origin}/${index}`)) !== undefined) continue;
    const [leaf] = await core.options.store.leaves(origin, { from: index, to: index + 1 });
    if (leaf !== undefined && leaf.releaseLine !== '') lines.push(parseReleaseLine(leaf.releaseLine));
  }
  return lines;
}

/** Slots an officer may read for a purpose now; fields released for different purposes are never merged (LG2). */
function slotsFor(core: NodeCore, terms: readonly ReleaseLine[], purpose: string | undefined): ReadonlySet<number> {
  const now = core.nowText();
  const fitting = terms.filter(
    (line) => now < line.until && (purpose === undefined ? line.purpose === terms[0]?.purpose : line.purpose === purpose),
  );
  return new Set(fitting.flatMap((line) => line.slots));
}

function openHeld(core: NodeCore, entry: Entry, disclosures: readonly { readonly text: string }[]) {
  return openDisclosures(
    entry,
    disclosures.map((disclosure) => disclosure.text),
    { crypto: core.options.crypto },
  );
}

function fieldsOf(
  core: NodeCore,
  entry: Entry,
  of: { readonly opened: ReturnType<typeof openDisclosures>; readonly slots: ReadonlySet<number> | undefined },
): readonly FieldView[] {
  const values = new Map(of.opened.map((field) => [field.name, field.value]));
  const checked = new Set<string>();
  for (const [fine, { twin, function: name }] of core.twins(entry.type)) {
    const [exact, coarse] = [values.get(fine), values.get(twin)];
    // The two may have come in different leaves: that both are there says nothing yet.
    if (exact !== undefined && coarse !== undefined && checkTwin(name, exact, coarse).ok) checked.add(twin);
  }
  return of.opened
    .filter((field) => field.name !== 'label' && (of.slots === undefined || of.slots.has(field.slot)))
    .map((field) => ({
      name: field.name,
      value: core.attachmentUnits(entry.type).has(field.name) ? withoutKeys(field.value) : field.value,
      proof: checked.has(field.name) ? ('checked' as const) : ('author' as const),
    }));
}

function termsView(core: NodeCore) {
  return (line: ReleaseLine) => ({
    agreement: core.agreements.byDigest(line.agreement)?.agreement.id ?? line.agreement,
    clause: line.clause,
    purpose: line.purpose,
    until: line.until,
    obligations: line.obligations as unknown as Json,
  });
}
