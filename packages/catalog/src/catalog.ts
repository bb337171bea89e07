import type { RecordType } from './record-type.ts';
import { acknowledgement } from './types/acknowledgement.ts';
import { alert } from './types/alert.ts';
import { answer } from './types/answer.ts';
import { capabilityProfile } from './types/capability-profile.ts';
import { claim } from './types/claim.ts';
import { commitment } from './types/commitment.ts';
import { communique } from './types/communique.ts';
import { controlTypes } from './types/control.ts';
import { decision } from './types/decision.ts';
import { declaration } from './types/declaration.ts';
import { delegation } from './types/delegation.ts';
import { desk } from './types/desk.ts';
import { deskRoster } from './types/desk-roster.ts';
import { event } from './types/event.ts';
import { exercise } from './types/exercise.ts';
import { fixture } from './types/fixture.ts';
import { handover } from './types/handover.ts';
import { incident } from './types/incident.ts';
import { interopTest } from './types/interop-test.ts';
import { lesson } from './types/lesson.ts';
import { logEntry } from './types/log-entry.ts';
import { meeting } from './types/meeting.ts';
import { offer } from './types/offer.ts';
import { pointer } from './types/pointer.ts';
import { postEventReport } from './types/post-event-report.ts';
import { posture } from './types/posture.ts';
import { preserve } from './types/preserve.ts';
import { project } from './types/project.ts';
import { request } from './types/request.ts';
import { response } from './types/response.ts';
import { rfi } from './types/rfi.ts';
import { riskAssessment } from './types/risk-assessment.ts';
import { sitrep } from './types/sitrep.ts';
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
  deskRoster,
  delegation,
  posture,
  riskAssessment,
  sitrep,
  handover,
  rfi,
  answer,
  request,
  response,
  preserve,
  pointer,
  lesson,
  postEventReport,
  meeting,
  commitment,
  offer,
  communique,
  exercise,
  capabilityProfile,
  interopTest,
  project,
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
