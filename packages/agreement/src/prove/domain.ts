import type { Agreement, AttributeName, Predicate } from '../document.ts';
import { controlTypes } from '../verdict/compile.ts';
import { assessed, clausesOf, coarsens, endOf, refusedLevel } from './model.ts';
import type { Point, Reader } from './point.ts';
import { atomsOf, truthOf } from './truth.ts';

/** A value with the number of values of the whole domain that no rule can tell from it. */
export interface Choice<T> {
  readonly value: T;
  readonly weight: number;
}

/** The values that matter, for every attribute. A name that no document contains stands for all names that none contains. */
export interface Domain {
  readonly types: readonly Choice<string>[];
  readonly units: readonly Choice<string>[];
  readonly personalData: readonly Choice<string | undefined>[];
  readonly issuers: readonly Choice<string>[];
  readonly readers: readonly Choice<Reader>[];
  readonly purposes: readonly Choice<string>[];
  readonly modes: readonly Choice<string>[];
  readonly lvls: readonly Choice<number>[];
  readonly tlps: readonly Choice<string>[];
  readonly hdls: readonly Choice<readonly string[]>[];
  readonly cavs: readonly Choice<readonly string[]>[];
  readonly threats: readonly Choice<boolean>[];
  readonly nows: readonly Choice<number>[];
  readonly doubts: readonly Choice<boolean>[];
  readonly twins: readonly Choice<boolean>[];
}

/** Names that stand for everything the documents do not name. The colon keeps them out of every document's grammar. */
export const other = {
  type: 'other:type',
  unit: 'other:unit',
  purpose: 'other:purpose',
  agency: 'other:agency',
  caveat: 'OTHER:CAVEAT',
} as const;

/** Above this many caveats their sets are not enumerated. */
export const maxCaveats = 8;

const modes = ['actual', 'exercise', 'system', 'test'];
const tlps = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'];
const functions = ['police', 'defence', 'intelligence', 'border', 'civil'];
const handling = ['H0', 'H1', 'H2', 'H3'];

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}

function subsets(elements: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: 2 ** elements.length }, (_, bits) => elements.filter((_element, index) => (bits >> index) % 2 === 1));
}

function predicatesOf(agreement: Agreement): readonly (Predicate | undefined)[] {
  return [...agreement.nevers, ...clausesOf(agreement), ...agreement.properties.map((each) => each.never)].map((each) => each.when);
}

type Atom = ReturnType<typeof atomsOf>[number];

class Vocabulary {
  readonly agreements: readonly Agreement[];
  readonly atoms: readonly Atom[];

  constructor(agreements: readonly Agreement[]) {
    this.agreements = agreements;
    this.atoms = agreements.flatMap((each) => predicatesOf(each).flatMap(atomsOf));
  }

  reading(...names: readonly AttributeName[]): readonly Atom[] {
    return this.atoms.filter((atom) => names.includes(atom[1]));
  }

  /** Text constants that any predicate compares an attribute with. */
  mentioned(...names: readonly AttributeName[]): readonly string[] {
    return this.reading(...names)
      .flatMap((atom) => (atom[0] === 'in' ? [...atom[2]] : [atom[2]]))
      .filter((value) => typeof value === 'string');
  }

  /** Every list of names of one kind in any clause or property. */
  lists(
    pick: (clause: { types?: readonly string[]; units?: readonly string[]; purposes?: readonly string[] }) => readonly string[] | undefined,
  ) {
    return this.agreements.flatMap((each) =>
      [...each.nevers, ...clausesOf(each), ...each.properties.map((property) => property.never)].flatMap((clause) => {
        const list = pick(clause);
        return list === undefined ? [] : [list];
      }),
    );
  }
}

const blank: Point = {
  type: '',
  unit: '',
  issuer: '',
  reader: { agency: '' },
  purpose: '',
  mode: '',
  lvl: 0,
  tlp: 'CLEAR',
  hdl: [],
  cav: [],
  threatToLife: false,
  nowMs: 0,
  uncertain: false,
  hasTwin: false,
};

/** Groups values that have the same key: no rule of the documents can tell two of a group apart. */
function grouped<T>(values: readonly T[], key: (value: T) => string): readonly Choice<T>[] {
  const groups = new Map<string, { value: T; weight: number }>();
  for (const value of values) {
    const name = key(value);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { value, weight: 1 });
    else group.weight += 1;
  }
  return [...groups.values()];
}

function single<T>(value: T): Choice<T> {
  return { value, weight: 1 };
}

/** Every caveat that a document names, and one that stands for all others; more than `maxCaveats` are not enumerated. */
export function caveatsOf(agreements: readonly Agreement[]): readonly string[] {
  const held = agreements.flatMap((each) => each.agencies.flatMap((agency) => agency.caveats));
  return distinct([other.caveat, ...held, ...new Vocabulary(agreements).mentioned('eff.cav')]);
}

/** `merge: false` keeps every value apart: the raw domain, which the solver and the random tests use. */
export function domainOf(agreements: readonly Agreement[], options: { readonly merge: boolean } = { merge: true }): Domain {
  const words = new Vocabulary(agreements);
  const group = <T>(values: readonly T[], key: (value: T) => string): readonly Choice<T>[] =>
    options.merge ? grouped(values, key) : values.map(single);
  const atomKey = (names: readonly AttributeName[], at: Partial<Point>): string =>
    words
      .reading(...names)
      .map((atom) => String(truthOf(atom, { ...blank, ...at })))
      .join();
  const listKey = (lists: readonly (readonly string[])[], name: string): string =>
    lists.map((list) => (list.includes(name) ? '1' : '0')).join('');

  const typeLists = words.lists((clause) => clause.types);
  const unitLists = words.lists((clause) => clause.units);
  const purposeLists = words.lists((clause) => clause.purposes);
  const topicOf = (agreement: Agreement, type: string): string | undefined =>
    agreement.topics.find((each) => each.types.includes(type))?.topic;

  const types = distinct([
    ...agreements.flatMap((each) => each.topics.flatMap((topic) => topic.types)),
    ...typeLists.flat(),
    ...words.mentioned('record.type'),
  ]).filter((name) => name !== '*' && !controlTypes.has(name));
  const coarsening = agreements.flatMap((each) =>
    clausesOf(each).flatMap((clause) => clause.obligations.flatMap((duty) => duty.units ?? [])),
  );
  const units = distinct([...unitLists.flat(), ...coarsening, ...words.mentioned('unit.name')]).filter((name) => name !== '*');
  const purposes = distinct([
    ...agreements.flatMap((each) => each.purposes.map((purpose) => purpose.purpose)),
    ...words.mentioned('ctx.purpose'),
  ]);
  const agencies = agreements.flatMap((each) => each.agencies);
  const caveats = distinct([...agencies.flatMap((each) => each.caveats), ...words.mentioned('eff.cav'), other.caveat]).slice(
    0,
    maxCaveats + 1,
  );
  const kinds = distinct(['none', 'staff', 'position', 'matching', ...words.mentioned('unit.personalData'), undefined]);
  const instants = distinct([
    ...agreements.flatMap((each) => [Date.parse(each.effective), Date.parse(each.sunset)]),
    ...agreements.flatMap((each) => [...each.impactAssessments, ...each.dataProtection].map((paper) => endOf(paper.expires))),
    ...words.reading('ctx.now').map((atom) => Date.parse(String(atom[2]))),
  ]).toSorted((a, b) => a - b);
  const outside: readonly Reader[] = [
    ...functions.map((name): Reader => ({ agency: other.agency, function: name, party: 'other' })),
    ...words
      .mentioned('reader.agency')
      .filter((name) => !agencies.some((each) => each.agency === name))
      .map((agency): Reader => ({ agency })),
  ];
  const clauses = agreements.flatMap(clausesOf);

  const papers = (kind: string, nowMs: number): string =>
    agreements.map((each) => each.parties.map(({ party }) => assessed(each, kind, { party, nowMs })).join()).join();

  return {
    types: group([...types, other.type], (name) =>
      [
        listKey(typeLists, name),
        atomKey(['record.type'], { type: name }),
        ...agreements.map((each) => `${topicOf(each, name)} ${atomKey(['record.topic'], { topic: topicOf(each, name) })}`),
      ].join('|'),
    ),
    units: group([...units, other.unit], (name) =>
      [
        listKey(unitLists, name),
        atomKey(['unit.name'], { unit: name }),
        clauses.map((clause) => coarsens(clause, name, false)).join(),
      ].join('|'),
    ),
    personalData: group(kinds, (kind) =>
      [
        atomKey(['unit.personalData'], { personalData: kind }),
        kind === undefined || kind === 'none' ? 'free' : instants.map((nowMs) => papers(kind, nowMs)).join(),
      ].join('|'),
    ),
    issuers: distinct(agencies.map((each) => each.agency)).map(single),
    readers: [
      ...distinct(agencies.map((each) => each.agency)).map((agency) => {
        const known = agencies.find((each) => each.agency === agency);
        return single<Reader>({ agency, ...(known === undefined ? {} : { function: known.function, party: known.party }) });
      }),
      ...outside.map(single),
    ],
    purposes: group([...purposes, other.purpose], (name) =>
      [
        listKey(purposeLists, name),
        atomKey(['ctx.purpose'], { purpose: name }),
        agreements.map((each) => each.purposes.some((purpose) => purpose.purpose === name)).join(),
      ].join('|'),
    ),
    modes: group(modes, (mode) => {
      const carried = agreements.map((each) => each.modes.some((known) => known === mode)).join();
      return `${atomKey(['record.mode'], { mode })}|${carried}`;
    }),
    lvls: group([0, 1, 2, 3, 4, 5], (lvl) =>
      [atomKey(['eff.lvl'], { lvl }), lvl < refusedLevel, agencies.map((each) => lvl <= each.ceiling).join()].join('|'),
    ),
    tlps: group(tlps, (tlp) => atomKey(['eff.tlp'], { tlp })),
    hdls: group(subsets(handling), (hdl) => atomKey(['eff.hdl'], { hdl })),
    cavs: group(subsets(caveats), (cav) =>
      [atomKey(['eff.cav'], { cav }), agencies.map((each) => cav.every((code) => each.caveats.includes(code))).join()].join('|'),
    ),
    threats: group([false, true], (threatToLife) =>
      [atomKey(['ctx.threatToLife'], { threatToLife }), agreements.some((each) => each.emergency.length > 0) && threatToLife].join('|'),
    ),
    nows: group([...instants, (instants[0] ?? 1) - 1], (nowMs) =>
      [
        atomKey(['ctx.now'], { nowMs }),
        ...agreements.map((each) => nowMs >= Date.parse(each.effective) && nowMs < Date.parse(each.sunset)),
        ...kinds.map((kind) => (kind === undefined ? '' : papers(kind, nowMs))),
      ].join('|'),
    ),
    doubts: group([false, true], (uncertain) => atomKey(['ctx.now'], { uncertain })),
    twins: group([false, true], (hasTwin) => clauses.map((clause) => coarsens(clause, '', hasTwin)).join()),
  };
}
