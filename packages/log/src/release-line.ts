import { type Json, maxSlots } from '@wasl/record';
import { fail } from './codes.ts';
import { digestOf, instantOf, listOf, type Members, membersOf, parseMembers, sortMembers, strictlyAscending, textOf } from './members.ts';

/**
 * A duty that goes with a release, as its agreement words it: a type, the id it has in its clause, and its parameters. Parameters of a
 * duty that this version does not know are kept as received: integers, strings, truth values and lists of strings.
 */
export interface Obligation {
  readonly type: string;
  readonly id: string;
  readonly days?: number;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly units?: readonly string[];
}

/** The signed terms of one release (LG2): which slots, for what, under which clauses and duties, until when. */
export interface ReleaseLine {
  /** Digest of the agreement version, base64url. */
  readonly agreement: string;
  readonly clause: readonly string[];
  readonly obligations: readonly Obligation[];
  readonly purpose: string;
  /** The author's signature over the entry, base64url of 64 bytes. */
  readonly sig?: string;
  /** Indices into the entry's `sd`, ascending, each once. */
  readonly slots: readonly number[];
  /** RFC 3339 UTC, whole seconds. */
  readonly until: string;
  /** Digest of the verdict's input (RL1), base64url. */
  readonly verdict: string;
}

/** Longest release line in UTF-16 units. */
export const maxReleaseLineLength = 8192;
const maxClauses = 64;
const maxObligations = 64;
const maxParameters = 16;
const maxListItems = 64;

const wordForm = /^[A-Za-z][A-Za-z0-9._-]{0,63}$/;
const clauseForm = /^[A-Za-z0-9][A-Za-z0-9._()/-]{0,63}$/;
const keyForm = /^[A-Za-z][A-Za-z0-9_.]{0,63}$/;
const signatureForm = /^[A-Za-z0-9_-]{85}[AQgw]$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
const parameterForm = /^[^\u0000-\u001f]{0,256}$/;

const required = ['agreement', 'clause', 'obligations', 'purpose', 'slots', 'until', 'verdict'] as const;
const optional = ['sig'] as const;

function refused(path: string, why: string) {
  return fail('release-line-malformed', `release line${path}: ${why}`, { path });
}

/** Canonical JSON of the line, without a line feed. Throws `release-line-malformed` for what parseReleaseLine would refuse. */
export function encodeReleaseLine(line: ReleaseLine): string {
  const text = canonicalLine(line);
  parseReleaseLine(text);
  return text;
}

/**
 * The same text without the check, for terms that this node's own verdict has just made: the reader checks them anyway. Duties stand
 * with their members sorted (`sortedObligation`).
 */
export function formatReleaseLine(line: ReleaseLine): string {
  const { agreement, clause, obligations, purpose, sig, slots, until, verdict } = line;
  return JSON.stringify({ agreement, clause, obligations, purpose, sig, slots, until, verdict });
}

/** A duty with its members in the order of RFC 8785. */
export function sortedObligation(obligation: Obligation): Obligation {
  return sortObligation(obligation) as unknown as Obligation;
}

/** Reads a release line that is byte for byte canonical. Throws `release-line-malformed` with the path of the member at fault. */
export function parseReleaseLine(text: string): ReleaseLine {
  const members = parseMembers(text, { maxLength: maxReleaseLineLength, required, optional }, refused);
  const line: ReleaseLine = {
    agreement: digestOf(members['agreement'], refused, '/agreement'),
    clause: listOf(members['clause'], maxClauses, refused, '/clause').map((item, i) => textOf(item, clauseForm, refused, `/clause/${i}`)),
    obligations: listOf(members['obligations'], maxObligations, refused, '/obligations').map(parseObligation),
    purpose: textOf(members['purpose'], wordForm, refused, '/purpose'),
    ...(members['sig'] === undefined ? {} : { sig: textOf(members['sig'], signatureForm, refused, '/sig') }),
    slots: parseSlots(members['slots']),
    until: instantOf(members['until'], refused, '/until'),
    verdict: digestOf(members['verdict'], refused, '/verdict'),
  };
  if (canonicalLine(line) !== text) throw refused('', 'not the canonical JSON of its own content');
  return line;
}

// Members stand in the order of RFC 8785, so that JSON.stringify writes the canonical text without a sorting pass.
function canonicalLine(line: ReleaseLine): string {
  const { agreement, clause, obligations, purpose, sig, slots, until, verdict } = line;
  const duties = obligations.length === 0 ? obligations : obligations.map(sortObligation);
  return JSON.stringify({ agreement, clause, obligations: duties, purpose, sig, slots, until, verdict });
}

function sortObligation(obligation: Obligation): Json {
  return sortMembers({ ...obligation });
}

function parseSlots(value: unknown): readonly number[] {
  const slots = listOf(value, maxSlots, refused, '/slots').map((slot, i) => {
    if (typeof slot === 'number' && Number.isInteger(slot) && slot >= 0 && slot < 65_536) return slot;
    throw refused(`/slots/${i}`, `${JSON.stringify(slot)} is not an index from 0 to 65535`);
  });
  return strictlyAscending(slots, refused, '/slots');
}

function parseObligation(value: unknown, i: number): Obligation {
  const path = `/obligations/${i}`;
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (names.length > maxParameters) throw refused(path, `${names.length} members, wanted at most ${maxParameters}`);
  const members: Members = membersOf(value, { required: ['id', 'type'], optional: names }, refused, path);
  const parameters: Record<string, string | number | boolean | readonly string[]> = {};
  for (const name of names) {
    textOf(name, keyForm, refused, path);
    parameters[name] = parseParameter(members[name], `${path}/${name}`);
  }
  const type = textOf(members['type'], wordForm, refused, `${path}/type`);
  return { ...parameters, type, id: textOf(members['id'], clauseForm, refused, `${path}/id`) };
}

function parseParameter(value: unknown, path: string): string | number | boolean | readonly string[] {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0)) return value;
  if (typeof value === 'string') return textOf(value, parameterForm, refused, path);
  if (Array.isArray(value))
    return listOf(value, maxListItems, refused, path).map((item, i) => textOf(item, parameterForm, refused, `${path}/${i}`));
  throw refused(path, 'not an integer, a string, a truth value or a list of strings');
}
