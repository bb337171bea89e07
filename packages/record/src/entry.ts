import { fail } from './codes.ts';
import type { Crypto } from './crypto.ts';
import {
  type AgencyId,
  agencyOf,
  type DeskId,
  isDigestText,
  isRecordId,
  type Mode,
  modes,
  parseAgencyId,
  parseDeskId,
  parseSubjectId,
  type RecordId,
  type SubjectId,
} from './identifiers.ts';
import { isHlc, isInstant } from './instants.ts';
import type { Bounds, Json } from './json.ts';
import { type PublicLabel, parsePublicLabel } from './label.ts';
import { parseCanonical } from './parse-json.ts';

/** How a record points at another; ids in `refs` are held by the whole audience (RC5). */
export type Relation = 'corrects' | 'supersedes' | 'withdraws' | 'erases' | 'answers' | 'acknowledges' | 'derives' | 'concerns' | 'refuses';
/** One pointer to another record. */
export type Ref = { readonly rel: Relation; readonly id: RecordId };

/**
 * The permanent part of a record (RC1): no content, no personal data. `issuedAt` is an instant of whole seconds, or cut to the hour when the exact
 * time is a hidden unit; `hlc` is 13 digits of milliseconds, a dot, four of counter; `sd` holds the sorted digests of the units and decoys.
 */
export type Entry = {
  readonly v: 1;
  readonly type: string;
  readonly issuer: AgencyId;
  readonly mode: Mode;
  readonly issuedAt: string;
  readonly hlc: string;
  readonly subject: SubjectId;
  readonly refs: readonly Ref[];
  readonly label: PublicLabel;
  readonly sd: readonly string[];
  readonly author: DeskId;
};

/** The relations of `refs`. */
export const relations: readonly Relation[] = [
  'corrects',
  'supersedes',
  'withdraws',
  'erases',
  'answers',
  'acknowledges',
  'derives',
  'concerns',
  'refuses',
];

/** RC1: an entry is at most 16 KiB of UTF-8. */
export const maxEntryBytes = 16_384;
/** At most 64 digests and 64 references in an entry. */
export const maxSlots = 64;
const maxRefs = 64;
const entryBounds: Bounds = { maxBytes: maxEntryBytes, maxDepth: 4, maxMembers: 1024, maxStringLength: 256 };
const typeForm = /^[a-z][A-Za-z0-9]{0,39}$/;
const memberNames = 'author,hlc,issuedAt,issuer,label,mode,refs,sd,subject,type,v';

type Members = { readonly [key: string]: Json };

function wrong(path: string, wanted: string): Error {
  return fail('entry-invalid', `${path} is not ${wanted}`, { path });
}

function parseRefs(input: Json | undefined): readonly Ref[] {
  if (!Array.isArray(input) || input.length > maxRefs) throw wrong('refs', `a list of at most ${maxRefs} references`);
  const seen = new Set<string>();
  for (const [index, element] of (input as readonly Json[]).entries()) {
    const path = `refs[${index}]`;
    if (typeof element !== 'object' || element === null || Array.isArray(element)) throw wrong(path, 'an object of rel and id');
    const { rel, id, ...rest } = element as Members;
    if (Object.keys(rest).length > 0) throw wrong(path, 'an object of rel and id only');
    if (typeof rel !== 'string' || !relations.includes(rel as Relation)) throw wrong(`${path}.rel`, `one of ${relations.join(', ')}`);
    if (typeof id !== 'string' || !isRecordId(id)) throw wrong(`${path}.id`, 'a record id');
    if (seen.has(rel + id)) throw wrong(path, 'a reference that stands once');
    seen.add(rel + id);
  }
  return input as unknown as readonly Ref[];
}

function parseDigests(input: Json | undefined): readonly string[] {
  if (!Array.isArray(input) || input.length === 0 || input.length > maxSlots) throw wrong('sd', `a list of 1 to ${maxSlots} digests`);
  let last = '';
  for (const element of input as readonly Json[]) {
    if (typeof element !== 'string' || !isDigestText(element)) throw wrong('sd', 'a list of base64url SHA-256 digests');
    if (element <= last) throw wrong('sd', 'sorted and unique');
    last = element;
  }
  return input as readonly string[];
}

/** The members of an entry that an author chooses; `sd` follows from the units. */
type EntryHead = Omit<Entry, 'v' | 'sd'>;
type Unchecked = { readonly [Name in keyof EntryHead]: Json | undefined };

/** Checks the members of an entry but `v` and `sd`; throws `entry-invalid`, `id-invalid` or `label-invalid` with the path. */
export function checkHead(value: Unchecked): Omit<Entry, 'sd'> {
  const { type, mode, issuedAt, hlc } = value;
  if (typeof type !== 'string' || !typeForm.test(type)) throw wrong('type', 'a type name such as logEntry');
  if (typeof mode !== 'string' || !modes.includes(mode as Mode)) throw wrong('mode', `one of ${modes.join(', ')}`);
  if (typeof issuedAt !== 'string' || !isInstant(issuedAt)) throw wrong('issuedAt', 'an instant such as 2030-06-13T18:04:09Z');
  if (typeof hlc !== 'string' || !isHlc(hlc)) throw wrong('hlc', '13 digits, a dot and 4 digits');
  const issuer = parseAgencyId(value.issuer, 'issuer');
  const author = parseDeskId(value.author, 'author');
  if (agencyOf(author) !== issuer) throw wrong('author', `a desk of ${issuer}`);
  const subject = parseSubjectId(value.subject, 'subject');
  const refs = parseRefs(value.refs);
  const label = parsePublicLabel(value.label ?? null);
  return { v: 1, type, issuer, mode: mode as Mode, issuedAt, hlc, subject, refs, label, author };
}

/** Parses received entry bytes (RC1, BY2): canonical JSON, at most 16 KiB, exactly the members of version 1. Throws `entry-*`, `json-*`, `id-invalid`, `label-invalid`. */
export function parseEntry(text: string): Entry {
  if (text.length > maxEntryBytes) throw fail('entry-too-long', `${text.length} characters are more than ${maxEntryBytes}`);
  const value = parseCanonical(text, entryBounds);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('$', 'an object');
  const members = value as Members;
  if (members['v'] !== 1)
    throw fail('entry-version', `version ${JSON.stringify(members['v'] ?? null)?.slice(0, 40)} is not 1`, { path: 'v' });
  const names = Object.keys(members).join(',');
  if (names !== memberNames) throw wrong('$', `an object of exactly ${memberNames}: it has ${names.slice(0, 300)}`);
  return { ...checkHead(members as unknown as Unchecked), sd: parseDigests(members['sd']) };
}

function quoted(list: readonly string[]): string {
  return list.length === 0 ? '[]' : `["${list.join('","')}"]`;
}

/** The canonical text of an entry whose members were checked; throws `entry-too-long`. */
export function encodeEntry(entry: Entry): string {
  // The grammar of every member is plain ASCII without quotes, so the canonical text can be written in order without escaping.
  const { label } = entry;
  const refs = entry.refs.map((ref) => `{"id":"${ref.id}","rel":"${ref.rel}"}`).join(',');
  const text =
    `{"author":"${entry.author}","hlc":"${entry.hlc}","issuedAt":"${entry.issuedAt}","issuer":"${entry.issuer}",` +
    `"label":{"cav":${quoted(label.cav)},"hdl":${quoted(label.hdl)},"lvl":${label.lvl},"tlp":"${label.tlp}"},` +
    `"mode":"${entry.mode}","refs":[${refs}],"sd":${quoted(entry.sd)},"subject":"${entry.subject}","type":"${entry.type}","v":1}`;
  if (text.length > maxEntryBytes) throw fail('entry-too-long', `${text.length} characters are more than ${maxEntryBytes}`);
  return text;
}

/** The id of a record: `sha256:` and the digest of the entry's bytes as they were received. */
export function recordIdOf(entryText: string, crypto: Crypto): RecordId {
  return `sha256:${crypto.sha256Text(entryText)}` as RecordId;
}
