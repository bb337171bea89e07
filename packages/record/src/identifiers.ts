import { encodeBase64url } from './base64url.ts';
import { fail } from './codes.ts';
import type { RandomBytes } from './crypto.ts';

declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

/** A sovereign participant, `ma`. */
export type PartyId = Brand<'PartyId'>;
/** A part of a party with its own node, `ma.police`. */
export type AgencyId = Brand<'AgencyId'>;
/** A function inside an agency, `ma.police/ops`. */
export type DeskId = Brand<'DeskId'>;
/** `sha256:` and the base64url digest of the entry's bytes. */
export type RecordId = Brand<'RecordId'>;
/** 128 random bits as 22 base64url characters; says nothing about the thing. */
export type SubjectId = Brand<'SubjectId'>;
/** Records of different modes never share a log, a view or an export (I12). */
export type Mode = 'actual' | 'exercise' | 'system' | 'test';

/** The four modes, in the order of the standard's `status` (CAP 1.2 §3.2.1). */
export const modes: readonly Mode[] = ['actual', 'exercise', 'system', 'test'];

const party = /^[a-z]{2,12}$/;
const agency = /^[a-z]{2,12}\.[a-z][a-z0-9-]{0,31}$/;
const desk = /^[a-z]{2,12}\.[a-z][a-z0-9-]{0,31}\/[a-z][a-z0-9-]{0,31}$/;
// The last character of 32 bytes carries four bits, the last of 16 bytes carries two: others would not re-encode equal (BY2).
const digest = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;
const record = /^sha256:[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;
const subject = /^[A-Za-z0-9_-]{21}[AQgw]$/;

function named(form: RegExp, kind: string, example: string): (input: unknown, path?: string) => string {
  return (input, path) => {
    if (typeof input === 'string' && form.test(input)) return input;
    const shown = typeof input === 'string' ? JSON.stringify(input.slice(0, 80)) : typeof input;
    throw fail('id-invalid', `${shown} is not ${kind} such as ${example}`, path === undefined ? {} : { path });
  };
}

/** Parses a party id; throws `id-invalid`. */
export const parsePartyId = named(party, 'a party', 'ma') as (input: unknown, path?: string) => PartyId;
/** Parses an agency id; throws `id-invalid`. */
export const parseAgencyId = named(agency, 'an agency', 'ma.police') as (input: unknown, path?: string) => AgencyId;
/** Parses a desk id; throws `id-invalid`. */
export const parseDeskId = named(desk, 'a desk', 'ma.police/ops') as (input: unknown, path?: string) => DeskId;
/** Parses a record id; throws `id-invalid`. */
export const parseRecordId = named(record, 'a record id', 'sha256: and 43 base64url characters') as (
  input: unknown,
  path?: string,
) => RecordId;
/** Parses a subject id; throws `id-invalid`. */
export const parseSubjectId = named(subject, 'a subject id', '22 base64url characters of 128 bits') as (
  input: unknown,
  path?: string,
) => SubjectId;

/** Whether the text is an agency id. */
export function isAgencyId(text: string): text is AgencyId {
  return agency.test(text);
}
/** Whether the text is a desk id. */
export function isDeskId(text: string): text is DeskId {
  return desk.test(text);
}
/** Whether the text is a record id. */
export function isRecordId(text: string): text is RecordId {
  return record.test(text);
}
/** Whether the text is a subject id. */
export function isSubjectId(text: string): text is SubjectId {
  return subject.test(text);
}
/** Whether the text is the canonical base64url of 32 bytes. */
export function isDigestText(text: string): boolean {
  return digest.test(text);
}

/** The party of an agency or desk: what stands before the first dot. */
export function partyOf(id: AgencyId | DeskId): PartyId {
  return id.slice(0, id.indexOf('.')) as PartyId;
}
/** The agency of a desk: what stands before the slash. */
export function agencyOf(id: DeskId): AgencyId {
  return id.slice(0, id.indexOf('/')) as AgencyId;
}
/** A new random subject id. */
export function newSubjectId(random: RandomBytes): SubjectId {
  return encodeBase64url(random(16)) as SubjectId;
}
