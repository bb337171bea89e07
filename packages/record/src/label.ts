import { fail } from './codes.ts';
import { isAgencyId, isDeskId } from './identifiers.ts';
import { isInstant } from './instants.ts';
import type { Json } from './json.ts';

/** Levels of the lattice; 3 and above exist and are refused by default. */
export type Level = 0 | 1 | 2 | 3 | 4 | 5;
/** TLP 2.0, in rising order. */
export type Tlp = 'CLEAR' | 'GREEN' | 'AMBER' | 'AMBER+STRICT' | 'RED';
/** A national marking, verbatim: the policy it belongs to and its word. */
export type NationalMark = { readonly pol: string; readonly mark: string };

/**
 * The confidentiality marking of a record or unit. Arrays are sorted and unique. `rel` names agencies and desks, or `['*']`;
 * `[]` is "owner only" and is kept as such. `pur` names purposes, or `['*']`. `own` is never empty. `rev` and `exp` are instants.
 */
export type Label = {
  readonly lvl: Level;
  readonly cav: readonly string[];
  readonly hdl: readonly string[];
  readonly rel: readonly string[];
  readonly pur: readonly string[];
  readonly tlp: Tlp;
  readonly own: readonly string[];
  readonly orcon: boolean;
  readonly rev?: string;
  readonly exp?: string;
  readonly nat: readonly NationalMark[];
};

/** What stands in a permanent entry (RC1): level, TLP and codes. */
export type PublicLabel = { readonly lvl: Level; readonly tlp: Tlp; readonly cav: readonly string[]; readonly hdl: readonly string[] };
/** What travels as the `label` disclosure with every release (RC1). */
export type PrivateLabel = Omit<Label, 'lvl' | 'tlp' | 'cav' | 'hdl'>;

/** TLP 2.0 words in rising order. */
export const tlps: readonly Tlp[] = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'];
/** Handling codes: H0 crime only, H1 not judicial, H2 not further without permission, H3 other restriction, routed to a person. */
export const handlingCodes: readonly string[] = ['H0', 'H1', 'H2', 'H3'];

const maxElements = 64;
const caveat = /^[A-Z][A-Z0-9-]{0,23}$/;
const purpose = /^[a-z][a-z0-9-]{0,47}$/;
const policy = /^[A-Z][A-Z0-9-]{0,23}$/;
const maxMarkLength = 128;

type Members = { readonly [key: string]: Json };

function wrong(path: string, wanted: string): Error {
  return fail('label-invalid', `${path} is not ${wanted}`, { path });
}

function members(input: Json, path: string): Members {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw wrong(path, 'an object');
  return input as Members;
}

function list(input: Json | undefined, test: (element: string) => boolean, where: { path: string; wanted: string }): readonly string[] {
  if (!Array.isArray(input) || input.length > maxElements) throw wrong(where.path, `a list of at most ${maxElements} elements`);
  let last = '';
  for (const element of input as readonly Json[]) {
    if (typeof element !== 'string' || !test(element)) throw wrong(where.path, where.wanted);
    if (element <= last) throw wrong(where.path, 'sorted and unique');
    last = element;
  }
  return input as readonly string[];
}

function withStar(input: Json | undefined, test: (element: string) => boolean, where: { path: string; wanted: string }): readonly string[] {
  if (Array.isArray(input) && input.length === 1 && input[0] === '*') return input as readonly string[];
  return list(input, test, where);
}

function parseReaders(input: Json | undefined, path: string): readonly string[] {
  const rel = withStar(input, (id) => isAgencyId(id) || isDeskId(id), { path, wanted: "a list of agencies and desks, or ['*']" });
  // An agency covers its desks; a desk beside its agency would be a second form of the same set.
  for (const id of rel) {
    const slash = id.indexOf('/');
    if (slash > 0 && rel.includes(id.slice(0, slash))) throw wrong(path, 'free of desks whose agency stands there too');
  }
  return rel;
}

function parseMarks(input: Json | undefined, path: string): readonly NationalMark[] {
  if (!Array.isArray(input) || input.length > maxElements) throw wrong(path, `a list of at most ${maxElements} marks`);
  let last: NationalMark | undefined;
  for (const element of input as readonly Json[]) {
    const { pol, mark, ...rest } = members(element, path);
    if (typeof pol !== 'string' || !policy.test(pol) || typeof mark !== 'string' || mark === '' || mark.length > maxMarkLength) {
      throw wrong(path, 'a list of marks with a policy such as GB');
    }
    if (Object.keys(rest).length > 0) throw wrong(path, 'a list of marks of pol and mark only');
    const next = { pol, mark };
    if (last !== undefined && compareMarks(last, next) >= 0) throw wrong(path, 'sorted and unique');
    last = next;
  }
  return input as unknown as readonly NationalMark[];
}

/** Order of national marks: by policy, then by word, in UTF-16 units. */
export function compareMarks(a: NationalMark, b: NationalMark): number {
  if (a.pol !== b.pol) return a.pol < b.pol ? -1 : 1;
  if (a.mark === b.mark) return 0;
  return a.mark < b.mark ? -1 : 1;
}

function onlyMembers(value: Members, allowed: readonly string[], path: string): void {
  for (const key of Object.keys(value)) if (!allowed.includes(key)) throw wrong(`${path}.${key}`, 'a member of a label');
}

function publicOf(value: Members, path: string): PublicLabel {
  const { lvl, tlp } = value;
  if (typeof lvl !== 'number' || !Number.isInteger(lvl) || lvl < 0 || lvl > 5) throw wrong(`${path}.lvl`, 'a level 0 to 5');
  if (typeof tlp !== 'string' || !tlps.includes(tlp as Tlp)) throw wrong(`${path}.tlp`, `one of ${tlps.join(', ')}`);
  return {
    lvl: lvl as Level,
    tlp: tlp as Tlp,
    cav: list(value['cav'], (code) => caveat.test(code), { path: `${path}.cav`, wanted: 'a list of caveats such as PERS' }),
    hdl: list(value['hdl'], (code) => handlingCodes.includes(code), { path: `${path}.hdl`, wanted: 'a list of H0, H1, H2, H3' }),
  };
}

function privateOf(value: Members, path: string): PrivateLabel {
  const { orcon, rev, exp } = value;
  const own = list(value['own'], isAgencyId, { path: `${path}.own`, wanted: 'a list of agencies' });
  if (own.length === 0) throw wrong(`${path}.own`, 'a list of at least one agency');
  if (typeof orcon !== 'boolean') throw wrong(`${path}.orcon`, 'a boolean');
  if (rev !== undefined && (typeof rev !== 'string' || !isInstant(rev))) throw wrong(`${path}.rev`, 'an instant');
  if (exp !== undefined && (typeof exp !== 'string' || !isInstant(exp))) throw wrong(`${path}.exp`, 'an instant');
  return {
    rel: parseReaders(value['rel'], `${path}.rel`),
    pur: withStar(value['pur'], (code) => purpose.test(code), { path: `${path}.pur`, wanted: "a list of purposes, or ['*']" }),
    own,
    orcon,
    ...(rev === undefined ? {} : { rev }),
    ...(exp === undefined ? {} : { exp }),
    nat: parseMarks(value['nat'], `${path}.nat`),
  };
}

const publicMembers = ['lvl', 'tlp', 'cav', 'hdl'];
const privateMembers = ['rel', 'pur', 'own', 'orcon', 'rev', 'exp', 'nat'];
const allMembers = [...publicMembers, ...privateMembers];

/** Parses a whole label in its one form (sorted, unique, no redundant desk); throws `label-invalid` with the path. */
export function parseLabel(input: Json, path = 'label'): Label {
  const value = members(input, path);
  onlyMembers(value, allMembers, path);
  return { ...publicOf(value, path), ...privateOf(value, path) };
}

/** Parses the label of an entry; throws `label-invalid` with the path. */
export function parsePublicLabel(input: Json, path = 'label'): PublicLabel {
  const value = members(input, path);
  onlyMembers(value, publicMembers, path);
  return publicOf(value, path);
}

/** Parses the value of a `label` disclosure; throws `label-invalid` with the path. */
export function parsePrivateLabel(input: Json, path = 'label'): PrivateLabel {
  const value = members(input, path);
  onlyMembers(value, privateMembers, path);
  return privateOf(value, path);
}

/** The part of a label that may stand in a permanent entry (RC1). */
export function publicLabel(label: Label): PublicLabel {
  return { lvl: label.lvl, tlp: label.tlp, cav: label.cav, hdl: label.hdl };
}

/** The part of a label that is an erasable disclosure (RC1). */
export function privateLabel(label: Label): PrivateLabel {
  const { lvl: _lvl, tlp: _tlp, cav: _cav, hdl: _hdl, ...rest } = label;
  return rest;
}
