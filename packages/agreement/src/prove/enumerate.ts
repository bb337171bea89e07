import type { Agreement, EmergencyPermit, Permit } from '../document.ts';
import type { Choice, Domain } from './domain.ts';
import { applies, clausesOf, coarsens, forbids, inForce, labelLets, onItsWay } from './model.ts';
import type { Point } from './point.ts';

/** A place where something goes: under which clause, and how many points of the whole domain it stands for. */
export interface Release {
  readonly point: Point;
  readonly clause: Permit | EmergencyPermit;
  readonly weight: number;
}

/** How much was looked at: `points` were judged one by one and stand for `stands` points of the whole domain. */
export interface Count {
  points: number;
  stands: number;
  /** Set when `maxPoints` were judged and the walk ended there: then nothing follows from what was not found. */
  exceeded?: boolean;
}

/** Points after which a walk ends. */
const maxPoints = 20_000_000;

function within<T>(choices: readonly Choice<T>[], names: readonly string[], nameOf: (value: T) => string): readonly Choice<T>[] {
  return names.includes('*') ? choices : choices.filter((choice) => names.includes(nameOf(choice.value)));
}

function self(name: string): string {
  return name;
}

type Around = Pick<Point, 'threatToLife' | 'mode' | 'nowMs' | 'uncertain' | 'hasTwin' | 'lvl' | 'tlp' | 'hdl' | 'cav' | 'personalData'>;

/** Every combination of one choice from each list, as objects with those names. */
function product<T extends object>(lists: { readonly [Name in keyof T]: readonly Choice<T[Name]>[] }): readonly Choice<T>[] {
  let all: readonly Choice<Partial<T>>[] = [{ value: {}, weight: 1 }];
  for (const name of Object.keys(lists) as (keyof T)[]) {
    all = all.flatMap((made) =>
      lists[name].map((choice) => ({ value: { ...made.value, [name]: choice.value }, weight: made.weight * choice.weight })),
    );
  }
  return all as readonly Choice<T>[];
}

/** The attributes of label, mode, time and personal data, which no clause lists: one small product, shared by every clause. */
function circumstances(domain: Domain): readonly Choice<Around>[] {
  return product<Around>({
    threatToLife: domain.threats,
    mode: domain.modes,
    nowMs: domain.nows,
    uncertain: domain.doubts,
    hasTwin: domain.twins,
    lvl: domain.lvls,
    tlp: domain.tlps,
    hdl: domain.hdls,
    cav: domain.cavs,
    personalData: domain.personalData,
  });
}

function scopeOf(agreement: Agreement, clause: Permit, domain: Domain): readonly Choice<Omit<Point, keyof Around>>[] {
  const listed = product({
    type: within(domain.types, clause.types, self),
    unit: within(domain.units, clause.units, self),
    issuer: within(domain.issuers, clause.from, self),
    reader: within(domain.readers, clause.to, (value) => value.agency),
    purpose: within(domain.purposes, clause.purposes, self),
  });
  return listed.map(({ value, weight }) => ({
    value: {
      ...value,
      topic: agreement.topics.find((each) => each.types.includes(value.type))?.topic,
      issuerFunction: agreement.agencies.find((each) => each.agency === value.issuer)?.function,
      reader: readerIn(agreement, value.reader),
    },
    weight,
  }));
}

/** What this document says of a reader, which another version may say otherwise. */
function readerIn(agreement: Agreement, reader: Point['reader']): Point['reader'] {
  const known = agreement.agencies.find((each) => each.agency === reader.agency);
  return known === undefined ? reader : { agency: known.agency, function: known.function, party: known.party };
}

/**
 * Every release that the arrangement makes, clause by clause (PR7). Nothing goes without a clause, so the scopes of the
 * clauses hold every release there is; each is walked whole, over the merged values of the domain.
 */
export function* releasesOf(agreement: Agreement, domain: Domain, count: Count): Generator<Release> {
  const around = circumstances(domain);
  const every = around.reduce((sum, at) => sum + at.weight, 0);
  const order = clausesOf(agreement);
  // Ordinary clauses are walked first, because the first breach found is the one shown, and should be the plainest.
  for (const clause of [...agreement.permits, ...agreement.emergency]) {
    const earlier = order.slice(0, order.indexOf(clause));
    for (const scope of scopeOf(agreement, clause, domain)) {
      if (count.points > maxPoints) {
        count.exceeded = true;
        return;
      }
      if (!onItsWay(agreement, scope.value)) {
        // Judged once for all circumstances: none of them opens a way.
        count.points += 1;
        count.stands += scope.weight * every;
        continue;
      }
      for (const at of around) {
        const point: Point = { ...scope.value, ...at.value };
        const weight = scope.weight * at.weight;
        count.points += 1;
        count.stands += weight;
        if (coarsens(clause, point.unit, point.hasTwin) || !labelLets(agreement, point) || !applies(agreement, clause, point)) continue;
        if (!inForce(agreement, point) || agreement.nevers.some((never) => forbids(never, point))) continue;
        if (!earlier.some((each) => applies(agreement, each, point))) yield { point, clause, weight };
      }
    }
  }
}
