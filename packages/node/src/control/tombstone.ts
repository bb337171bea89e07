import type { AgencyId, RecordId } from '@wasl/record';

/** What stays of a withdrawn or erased record: who ordered it, why by code, when, and the order's id. Never content (I7). */
export interface Tombstone {
  readonly by: AgencyId;
  readonly code: string;
  readonly at: string;
  readonly order: RecordId;
}

/** State text of a tombstone. */
export function encodeTombstone(tombstone: Tombstone): string {
  return JSON.stringify(tombstone);
}

/** Reads it back; an order by another agency than the record's issuer counts for nothing (ER1). */
export function tombstoneFor(text: string | undefined, issuer: AgencyId): Tombstone | undefined {
  if (text === undefined) return undefined;
  const tombstone = JSON.parse(text) as Tombstone;
  return tombstone.by === issuer ? tombstone : undefined;
}
