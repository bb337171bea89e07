import type { AgencyId, RecordId } from '@wasl/record';
import type { Store } from '../ports/store.ts';

/** What stays of a withdrawn or erased record: who ordered it, why by code, when, and the order's id. Never content (I7). */
export interface Tombstone {
  readonly by: AgencyId;
  readonly code: string;
  readonly at: string;
  readonly order: RecordId;
}

/** What an order does to a record. */
export type Fate = 'withdrawn' | 'erased';

/** State key of an order by one agency: an order of another agency than the issuer stands apart and covers nothing (ER1). */
export function tombstoneKey(fate: Fate, id: RecordId, by: AgencyId): string {
  return `${fate}/${id}/${by}`;
}

/** State text of a tombstone. */
export function encodeTombstone(tombstone: Tombstone): string {
  return JSON.stringify(tombstone);
}

/** The issuer's order about a record, if one is held. */
export async function tombstoneOf(
  store: Store,
  fate: Fate,
  of: { readonly id: RecordId; readonly issuer: AgencyId },
): Promise<Tombstone | undefined> {
  const text = await store.state(tombstoneKey(fate, of.id, of.issuer));
  return text === undefined ? undefined : (JSON.parse(text) as Tombstone);
}
