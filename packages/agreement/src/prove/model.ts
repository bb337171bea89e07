import {
  type Agreement,
  type AgreementAgency,
  type EmergencyPermit,
  type Never,
  obligationTypes,
  type Permit,
  type Property,
} from '../document.ts';
import type { Point } from './point.ts';
import { truthOf } from './truth.ts';

/** Levels from here upwards are refused by this software whatever a ceiling says (RL2.3). */
export const refusedLevel = 3;

const dayMs = 86_400_000;

/** A date is valid through its last second in UTC. */
export function endOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) + dayMs;
}

function lists(names: readonly string[], name: string): boolean {
  return names.includes('*') || names.includes(name);
}

function agencyOf(agreement: Agreement, name: string): AgreementAgency | undefined {
  return agreement.agencies.find((each) => each.agency === name);
}

/** Does this clause make only the coarse twin of the unit go? A duty without a list speaks of every unit that has a twin. */
export function coarsens(clause: Permit, unit: string, hasTwin: boolean): boolean {
  return clause.obligations.some((duty) => duty.type === 'coarsen' && (duty.units === undefined ? hasTwin : duty.units.includes(unit)));
}

/** PR3: the issuer's party has a valid authorisation and a valid impact assessment for this kind of personal data. */
export function assessed(agreement: Agreement, kind: string, at: { readonly party: string | undefined; readonly nowMs: number }): boolean {
  const valid = (each: { readonly party: string; readonly expires: string }): boolean =>
    each.party === at.party && at.nowMs < endOf(each.expires);
  return (
    agreement.impactAssessments.some((each) => valid(each) && each.covers.some((covered) => covered === kind)) &&
    agreement.dataProtection.some(valid)
  );
}

/** PR3, what the way alone decides: two agencies of the arrangement that a channel joins for the type, and a purpose of it. */
export function onItsWay(agreement: Agreement, point: Pick<Point, 'type' | 'issuer' | 'reader' | 'purpose'>): boolean {
  const topic = agreement.topics.find((each) => each.types.includes(point.type))?.topic;
  const { agency } = point.reader;
  return (
    topic !== undefined &&
    point.issuer !== agency &&
    agencyOf(agreement, point.issuer) !== undefined &&
    agencyOf(agreement, agency) !== undefined &&
    agreement.purposes.some((each) => each.purpose === point.purpose) &&
    agreement.channels.some(
      (channel) =>
        channel.topic === topic &&
        agreement.audiences.some(
          (each) => each.audience === channel.audience && each.agencies.includes(point.issuer) && each.agencies.includes(agency),
        ),
    )
  );
}

/** PR3, what time and mode decide: in force, in a mode of it, personal data assessed. */
export function inForce(agreement: Agreement, point: Point): boolean {
  const { nowMs, personalData } = point;
  return (
    nowMs >= Date.parse(agreement.effective) &&
    nowMs < Date.parse(agreement.sunset) &&
    agreement.modes.some((mode) => mode === point.mode) &&
    (personalData === undefined ||
      personalData === 'none' ||
      assessed(agreement, personalData, { party: agencyOf(agreement, point.issuer)?.party, nowMs }))
  );
}

/** PR4: a never binds wherever it is not false. */
export function forbids(never: Property['never'] | Never, point: Point): boolean {
  return (
    lists(never.types, point.type) &&
    lists(never.units ?? ['*'], point.unit) &&
    lists(never.to, point.reader.agency) &&
    truthOf(never.when, point) !== false
  );
}

/** PR5: the reader's ceiling and caveats, and no level from 3 upwards. The rest of a label can only restrict further. */
export function labelLets(agreement: Agreement, point: Point): boolean {
  const reader = agencyOf(agreement, point.reader.agency);
  return (
    reader !== undefined &&
    point.lvl < refusedLevel &&
    point.lvl <= reader.ceiling &&
    point.cav.every((code) => reader.caveats.includes(code))
  );
}

/** PR6: the point lies in the clause's scope, its condition is true, and every duty of it is known and kept by the reader. */
export function applies(agreement: Agreement, clause: Permit | EmergencyPermit, point: Point): boolean {
  const emergency = 'threatToLife' in clause;
  if (emergency && !point.threatToLife) return false;
  const reader = agencyOf(agreement, point.reader.agency);
  return (
    reader !== undefined &&
    lists(clause.from, point.issuer) &&
    lists(clause.to, point.reader.agency) &&
    lists(clause.types, point.type) &&
    lists(clause.units, point.unit) &&
    lists(clause.purposes, point.purpose) &&
    clause.obligations.every((duty) => obligationTypes.some((known) => known === duty.type) && reader.supports.includes(duty.type)) &&
    // A doubtful clock does not stop what saves a life (EX8).
    truthOf(clause.when, emergency ? { ...point, uncertain: false } : point) === true
  );
}

/** Every clause that lets something go, in the order in which they decide: emergency permits first. */
export function clausesOf(agreement: Agreement): readonly (Permit | EmergencyPermit)[] {
  return [...agreement.emergency, ...agreement.permits];
}

/**
 * The clause under which the unit goes at this point; undefined = it does not go. The first clause that applies decides,
 * and where it coarsens the unit stays. Approvals, delays, grants, private forbids and the rest of the label can only
 * restrict further, so what does not go here never goes. This is the whole logic that is proved.
 */
export function releasing(agreement: Agreement, point: Point): Permit | EmergencyPermit | undefined {
  if (!onItsWay(agreement, point) || !inForce(agreement, point) || !labelLets(agreement, point)) return undefined;
  if (agreement.nevers.some((never) => forbids(never, point))) return undefined;
  const clause = clausesOf(agreement).find((each) => applies(agreement, each, point));
  return clause === undefined || coarsens(clause, point.unit, point.hasTwin) ? undefined : clause;
}
