import { type Agreement, type AttributeName, obligationTypes, type Predicate, type Property } from '../document.ts';
import { type Choice, type Domain, domainOf } from './domain.ts';
import { clausesOf, coarsens, endOf, refusedLevel } from './model.ts';
import type { Point, Reader } from './point.ts';

/** SMT-LIB 2 text for one arrangement: declarations, the formula of a release, and one formula for what each property forbids. */
export interface SmtTheory {
  readonly declarations: string;
  /** True where something goes. */
  readonly release: string;
  readonly breaches: readonly { readonly id: string; readonly formula: string }[];
  /** Turns the solver's values of the declared constants back into a point. */
  point(read: (constant: string) => string): Point;
}

const yes = 'true';
const no = 'false';

function and(parts: readonly string[]): string {
  const kept = parts.filter((part) => part !== yes);
  if (kept.includes(no)) return no;
  return kept.length === 0 ? yes : kept.length === 1 ? (kept[0] ?? yes) : `(and ${kept.join(' ')})`;
}

function or(parts: readonly string[]): string {
  const kept = parts.filter((part) => part !== no);
  if (kept.includes(yes)) return yes;
  return kept.length === 0 ? no : kept.length === 1 ? (kept[0] ?? no) : `(or ${kept.join(' ')})`;
}

function negate(part: string): string {
  if (part === yes) return no;
  return part === no ? yes : `(not ${part})`;
}

function integer(value: number): string {
  return value < 0 ? `(- ${-value})` : String(value);
}

/** A choice from a list of values, by its place in it written in Boolean digits: z3 answers these several times faster than integers. */
class Ranged<T> {
  readonly values: readonly T[];
  readonly #digits: readonly string[];

  constructor(name: string, choices: readonly Choice<T>[]) {
    this.values = choices.map((choice) => choice.value);
    this.#digits = Array.from({ length: Math.ceil(Math.log2(Math.max(2, this.values.length))) }, (_, digit) => `${name}${digit}`);
  }

  #at(place: number): string {
    return and(this.#digits.map((digit, index) => ((place >> index) % 2 === 1 ? digit : negate(digit))));
  }

  where(holds: (value: T) => boolean): string {
    const places = this.values.flatMap((value, index) => (holds(value) ? [index] : []));
    if (places.length === this.values.length) return yes;
    // The shorter of the two lists: of the places that hold, or of those that do not.
    if (places.length * 2 <= this.values.length) return or(places.map((place) => this.#at(place)));
    return and(this.values.flatMap((value, index) => (holds(value) ? [] : [negate(this.#at(index))])));
  }

  declare(): string {
    const unused = Array.from({ length: 2 ** this.#digits.length - this.values.length }, (_, index) =>
      this.#at(this.values.length + index),
    );
    const digits = this.#digits.map((digit) => `(declare-const ${digit} Bool)`).join('');
    return `${digits}(assert ${negate(or(unused))})`;
  }

  /** Places outside the list cannot come: the declaration excludes them. */
  pick(read: (constant: string) => string): T {
    const place = this.#digits.reduce((sum, digit, index) => sum + (read(digit) === 'true' ? 2 ** index : 0), 0);
    return this.values[place] as T;
  }
}

/** Definitely true, and definitely false: three values need two formulas. */
interface Sides {
  readonly holds: string;
  readonly fails: string;
}

/**
 * The arrangement as a formula (PR8): names by their place in the unmerged domain, time as any integer of milliseconds. Two arrangements over one domain share their constants. Written from the document's predicates, not from the enumerator.
 */
export function theoryOf(agreement: Agreement, domain: Domain = domainOf([agreement], { merge: false })): SmtTheory {
  const types = new Ranged('type', domain.types);
  const units = new Ranged('unit', domain.units);
  const kinds = new Ranged('personal', domain.personalData);
  const issuers = new Ranged('issuer', domain.issuers);
  const readers = new Ranged('reader', domain.readers);
  const purposes = new Ranged('purpose', domain.purposes);
  const modes = new Ranged('mode', domain.modes);
  const lvls = new Ranged('lvl', domain.lvls);
  const tlps = new Ranged('tlp', domain.tlps);
  const ranged = [types, units, kinds, issuers, readers, purposes, modes, lvls, tlps];
  const caveats = [...new Set(domain.cavs.flatMap((choice) => choice.value))];
  const handling = [...new Set(domain.hdls.flatMap((choice) => choice.value))];
  const agencyNamed = (name: string) => agreement.agencies.find((each) => each.agency === name);
  const topicOf = (type: string) => agreement.topics.find((each) => each.types.includes(type))?.topic;

  const names: Partial<Record<AttributeName, (holds: (value: unknown) => boolean) => string>> = {
    'record.type': (holds) => types.where(holds),
    'record.topic': (holds) => types.where((value) => holds(topicOf(value))),
    'record.mode': (holds) => modes.where(holds),
    'record.issuer': (holds) => issuers.where(holds),
    'record.issuerFunction': (holds) => issuers.where((value) => holds(agencyNamed(value)?.function)),
    'unit.name': (holds) => units.where(holds),
    'unit.personalData': (holds) => kinds.where(holds),
    'eff.lvl': (holds) => lvls.where(holds),
    'eff.tlp': (holds) => tlps.where(holds),
    'reader.agency': (holds) => readers.where((value) => holds(value.agency)),
    'reader.function': (holds) => readers.where((value) => holds(value.function)),
    'reader.party': (holds) => readers.where((value) => holds(value.party)),
    'ctx.purpose': (holds) => purposes.where(holds),
  };

  const compare = (attribute: AttributeName, wanted: readonly unknown[]): Sides => {
    if (attribute === 'ctx.threatToLife') {
      const holds = or(wanted.map((value) => (value === true ? 'threat' : negate('threat'))));
      return { holds, fails: negate(holds) };
    }
    const where = names[attribute];
    if (where === undefined) return { holds: no, fails: no };
    return {
      holds: where((value) => value !== undefined && wanted.includes(value)),
      fails: where((value) => value !== undefined && !wanted.includes(value)),
    };
  };

  const sidesOf = (predicate: Predicate | undefined, timed = 'timed'): Sides => {
    if (predicate === undefined) return { holds: yes, fails: no };
    switch (predicate[0]) {
      case 'all': {
        const parts = (predicate.slice(1) as readonly Predicate[]).map((part) => sidesOf(part, timed));
        return { holds: and(parts.map((part) => part.holds)), fails: or(parts.map((part) => part.fails)) };
      }
      case 'any': {
        const parts = (predicate.slice(1) as readonly Predicate[]).map((part) => sidesOf(part, timed));
        return { holds: or(parts.map((part) => part.holds)), fails: and(parts.map((part) => part.fails)) };
      }
      case 'not': {
        const inner = sidesOf(predicate[1], timed);
        return { holds: inner.fails, fails: inner.holds };
      }
      case 'eq':
        return compare(predicate[1], [predicate[2]]);
      case 'in':
        return compare(predicate[1], predicate[2]);
      case 'has': {
        const places = predicate[1] === 'eff.cav' ? caveats : handling;
        const index = places.indexOf(String(predicate[2]));
        const constant = `${predicate[1] === 'eff.cav' ? 'cav' : 'hdl'}${index}`;
        return index < 0 ? { holds: no, fails: yes } : { holds: constant, fails: negate(constant) };
      }
      case 'le':
        return { holds: lvls.where((lvl) => lvl <= predicate[2]), fails: lvls.where((lvl) => lvl > predicate[2]) };
      case 'ge':
        return { holds: lvls.where((lvl) => lvl >= predicate[2]), fails: lvls.where((lvl) => lvl < predicate[2]) };
      case 'before': {
        const at = integer(Date.parse(predicate[2]));
        return { holds: and([timed, `(< now ${at})`]), fails: and([timed, `(>= now ${at})`]) };
      }
    }
  };

  const listed = (range: Ranged<string>, list: readonly string[]): string =>
    list.includes('*') ? yes : range.where((value) => list.includes(value));
  const readable = (list: readonly string[]): string =>
    list.includes('*') ? yes : readers.where((value: Reader) => list.includes(value.agency));

  const forbidding = (never: Property['never']): string =>
    and([listed(types, never.types), listed(units, never.units ?? ['*']), readable(never.to), negate(sidesOf(never.when).fails)]);

  const applying = clausesOf(agreement).map((clause) => {
    const emergency = 'threatToLife' in clause;
    const kept = clause.obligations.every((duty) => obligationTypes.some((type) => type === duty.type));
    return and([
      kept ? yes : no,
      emergency ? 'threat' : yes,
      listed(types, clause.types),
      listed(units, clause.units),
      listed(issuers, clause.from),
      readable(clause.to),
      listed(purposes, clause.purposes),
      readers.where((reader) => clause.obligations.every((duty) => agencyNamed(reader.agency)?.supports.includes(duty.type) === true)),
      sidesOf(clause.when, emergency ? yes : 'timed').holds,
    ]);
  });
  const coarsening = clausesOf(agreement).map((clause) =>
    or([and(['twin', units.where((unit) => coarsens(clause, unit, true))]), units.where((unit) => coarsens(clause, unit, false))]),
  );
  // The first clause that applies decides; from the last to the first: applies ? not coarsened : what comes after.
  const permitting = applying.reduceRight((after, applied, index) => {
    const here = negate(coarsening[index] ?? no);
    return or([and([applied, here]), and([negate(applied), after])]);
  }, no);

  const partyOf = (party: string): string => issuers.where((value) => agencyNamed(value)?.party === party);
  const valid = (papers: readonly { readonly party: string; readonly expires: string }[], party: string): string =>
    or(papers.filter((each) => each.party === party).map((each) => `(< now ${integer(endOf(each.expires))})`));
  const assessed = or([
    kinds.where((kind) => kind === undefined || kind === 'none'),
    ...agreement.parties.flatMap(({ party }) =>
      kinds.values.flatMap((kind) => {
        if (kind === undefined || kind === 'none') return [];
        const covering = agreement.impactAssessments.filter((each) => each.covers.some((covered) => covered === kind));
        return [
          and([partyOf(party), kinds.where((value) => value === kind), valid(covering, party), valid(agreement.dataProtection, party)]),
        ];
      }),
    ),
  ]);

  const linked = agreement.channels.flatMap((channel) => {
    const carried = types.where((type) => topicOf(type) === channel.topic);
    const audience = agreement.audiences.find((each) => each.audience === channel.audience)?.agencies ?? [];
    return audience.map((from) => and([carried, listed(issuers, [from]), readable(audience.filter((to) => to !== from))]));
  });

  const effective = integer(Date.parse(agreement.effective));
  const sunset = integer(Date.parse(agreement.sunset));
  const release = and([
    `(<= ${effective} now)`,
    `(< now ${sunset})`,
    assessed,
    modes.where((mode) => agreement.modes.some((each) => each === mode)),
    purposes.where((purpose) => agreement.purposes.some((each) => each.purpose === purpose)),
    or(linked),
    ...agreement.nevers.map((never) => negate(forbidding(never))),
    lvls.where((lvl) => lvl < refusedLevel),
    or(
      agreement.agencies.map((agency) =>
        and([
          readable([agency.agency]),
          lvls.where((lvl) => lvl <= agency.ceiling),
          ...caveats.map((code, index) => (agency.caveats.includes(code) ? yes : negate(`cav${index}`))),
        ]),
      ),
    ),
    permitting,
  ]);

  return {
    declarations: [
      ...ranged.map((each) => each.declare()),
      '(declare-const now Int)(declare-const timed Bool)(declare-const threat Bool)(declare-const twin Bool)',
      ...caveats.map((_, index) => `(declare-const cav${index} Bool)`),
      ...handling.map((_, index) => `(declare-const hdl${index} Bool)`),
    ].join('\n'),
    release,
    breaches: agreement.properties.map((property) => ({ id: property.id, formula: forbidding(property.never) })),
    point(read) {
      const flag = (constant: string): boolean => read(constant) === 'true';
      const type = types.pick(read);
      const issuer = issuers.pick(read);
      return {
        type,
        topic: topicOf(type),
        unit: units.pick(read),
        personalData: kinds.pick(read),
        issuer,
        issuerFunction: agencyNamed(issuer)?.function,
        reader: readers.pick(read),
        purpose: purposes.pick(read),
        mode: modes.pick(read),
        lvl: lvls.pick(read),
        tlp: tlps.pick(read),
        hdl: handling.filter((_, index) => flag(`hdl${index}`)),
        cav: caveats.filter((_, index) => flag(`cav${index}`)),
        threatToLife: flag('threat'),
        nowMs: Number(read('now').replace(/^\(- (.*)\)$/, '-$1')),
        uncertain: !flag('timed'),
        hasTwin: flag('twin'),
      };
    },
  };
}
