import type { Agreement } from '@wasl/agreement';
import type { RecordType } from '@wasl/catalog';
import { parseReleaseLine } from '@wasl/log';
import { type AgencyId, parseInstant, type RecordId } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import { dueState } from './calendar.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
export const termKind = 'term';

/** Leaves from … to before … */
export type Span = readonly [from: number, to: number];

/** What of an entry its end follows from. */
interface Dated {
  readonly type: string;
  readonly issuer: AgencyId;
  readonly issuedAt: string;
}

/**
 * When an own record's term ends: the days of the catalogue from its issue, or of the arrangement it went out under where those are
 * fewer. Undefined for control records, which stay as long as the last deadline (LG7), and types without a term.
 */
export function ownEndMs(type: RecordType | undefined, issuedAt: string, agreement?: Agreement): number | undefined {
  if (type === undefined || type.control === true) return undefined;
  const agreed = (agreement?.retention ?? []).filter((row) => row.types.includes('*') || row.types.includes(type.type));
  return parseInstant(issuedAt) + Math.min(type.retentionDays, ...agreed.map((row) => row.days)) * dayMs;
}

/** When the term of one leaf ends: a partner's by the terms it came under, an own one's by `ownEndMs`. */
export function leafEndMs(core: NodeCore, leaf: { readonly releaseLine: string; readonly entryText: string }): number | undefined {
  if (leaf.releaseLine === '') return undefined;
  const line = parseReleaseLine(leaf.releaseLine);
  const entry = JSON.parse(leaf.entryText) as Dated;
  if (core.options.catalog[entry.type]?.control === true) return undefined;
  if (entry.issuer !== core.agency) return parseInstant(line.until);
  return ownEndMs(core.options.catalog[entry.type], entry.issuedAt, core.agreements.byDigest(line.agreement)?.agreement);
}

/** The hour at which something that ends at this time is looked at: terms that end within one hour end together. */
function hourOf(endMs: number): number {
  return Math.ceil(endMs / hourMs) * hourMs;
}

/** State of leaves of a log whose terms end within one hour. */
export function leavesRow(origin: string, endMs: number, spans: readonly Span[]): { readonly key: string; readonly value: string } {
  return dueState(termKind, { atMs: hourOf(endMs), tail: origin, value: JSON.stringify(spans) });
}

/** State of one record that is looked at by itself: it stands in no log, or a hold kept it over its term. */
export function recordRow(id: RecordId, atMs: number): { readonly key: string; readonly value: string } {
  return dueState(termKind, { atMs: hourOf(atMs), tail: id, value: '[]' });
}

/** `spans` with one more index, joined to the last where it follows it. */
export function withIndex(spans: readonly Span[], index: number): readonly Span[] {
  const last = spans.at(-1);
  if (last !== undefined && last[1] === index) return [...spans.slice(0, -1), [last[0], index + 1]];
  return [...spans, [index, index + 1]];
}

/** Spans of the first `count` indices, and what is left. */
export function takeSpans(spans: readonly Span[], count: number): { readonly taken: readonly Span[]; readonly rest: readonly Span[] } {
  const taken: Span[] = [];
  const rest: Span[] = [];
  let left = count;
  for (const [from, to] of spans) {
    const end = Math.min(to, from + left);
    if (end > from) taken.push([from, end]);
    if (end < to) rest.push([end, to]);
    left -= end - from;
  }
  return { taken, rest };
}
