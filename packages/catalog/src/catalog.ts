import type { RecordType } from './record-type.ts';
import { acknowledgement } from './types/acknowledgement.ts';
import { alert } from './types/alert.ts';
import { claim } from './types/claim.ts';
import { controlTypes } from './types/control.ts';
import { decision } from './types/decision.ts';
import { declaration } from './types/declaration.ts';
import { desk } from './types/desk.ts';
import { event } from './types/event.ts';
import { fixture } from './types/fixture.ts';
import { incident } from './types/incident.ts';
import { logEntry } from './types/log-entry.ts';
import { venue } from './types/venue.ts';

const types = {
  event,
  venue,
  fixture,
  desk,
  incident,
  declaration,
  alert,
  logEntry,
  decision,
  claim,
  acknowledgement,
  ...controlTypes,
} as const satisfies Record<string, RecordType>;

/** Names of the record types of this version of the catalogue. */
export type TypeName = keyof typeof types;

/** Every record type by name. */
export const catalog: Readonly<Record<TypeName, RecordType>> = types;

/** The record type of a name, or `undefined`. */
export function recordType(name: string): RecordType | undefined {
  return Object.hasOwn(catalog, name) ? catalog[name as TypeName] : undefined;
}
