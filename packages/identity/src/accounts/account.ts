import { type DeskId, encodeBase64url, isDeskId, type Json, type RandomBytes } from '@wasl/record';
import { fail } from '../codes.ts';
import { type ObjectReader, readObject } from '../json-reader.ts';
import { type PasswordHash, passwordJson, readPasswordHash } from './password.ts';

/** What an officer may do; the demonstration has one user of each. */
export type Role = 'duty' | 'release' | 'liaison' | 'cooperation' | 'oversight' | 'admin';

/** All roles. */
export const roles: readonly Role[] = ['duty', 'release', 'liaison', 'cooperation', 'oversight', 'admin'];

/** A WebAuthn credential as its verifier returned it (WebAuthn Level 3 §4, credential record). Keys are COSE, base64url. */
export interface PasskeyCredential {
  readonly id: string;
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly deviceType: 'singleDevice' | 'multiDevice';
  readonly backedUp: boolean;
  readonly aaguid: string;
  readonly addedAtMs: number;
}

/**
 * A local account. `id` is the home identity: random, kept in journals and approvals instead of the name, never reused.
 * `enrolledBy` names the two administrators' ids; for the first two administrators both are themselves.
 */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly desks: readonly DeskId[];
  readonly state: 'active' | 'disabled';
  readonly password?: PasswordHash;
  readonly passkeys: readonly PasskeyCredential[];
  readonly enrolledBy: readonly [string, string];
  readonly enrolledAtMs: number;
}

/** The grammar of login names. */
const accountName = /^[a-z][a-z0-9._-]{1,31}$/;
const idForm = /^[A-Za-z0-9_-]{22}$/;
const base64url = /^[A-Za-z0-9_-]{1,2048}$/;

/** A new home identity: 128 random bits. */
export function newAccountId(random: RandomBytes): string {
  return encodeBase64url(random(16));
}

/** Throws `account-invalid` unless name, roles and desks are well formed and at least one role is given. */
export function checkProfile(profile: {
  readonly name: string;
  readonly roles: readonly string[];
  readonly desks: readonly string[];
}): void {
  if (!accountName.test(profile.name))
    throw fail('account-invalid', `account name does not match ${accountName.source}`, { path: '/name' });
  const badRole = profile.roles.find((role) => !(roles as readonly string[]).includes(role));
  if (profile.roles.length === 0 || badRole !== undefined) {
    throw fail('account-invalid', `role ${badRole ?? 'absent'} is none of ${roles.join(', ')}`, { path: '/roles' });
  }
  const badDesk = profile.desks.find((desk) => !isDeskId(desk));
  if (badDesk !== undefined) throw fail('account-invalid', `${JSON.stringify(badDesk)} is no desk`, { path: '/desks' });
}

function passkeyJson(passkey: PasskeyCredential): Json {
  return { ...passkey, transports: [...passkey.transports] };
}

function readPasskey(reader: ObjectReader): PasskeyCredential {
  return {
    id: reader.text('id', base64url),
    publicKey: reader.text('publicKey', base64url),
    counter: reader.integer('counter'),
    transports: reader.texts('transports', { max: 10, form: /^[a-z-]{1,20}$/ }),
    deviceType: reader.oneOf('deviceType', ['singleDevice', 'multiDevice']),
    backedUp: reader.flag('backedUp'),
    aaguid: reader.text('aaguid', /^[0-9a-f-]{36}$/),
    addedAtMs: reader.integer('addedAtMs'),
  };
}

/** An account as JSON, for the state port. */
export function accountJson({ password, passkeys, ...rest }: Account): Json {
  const profile = {
    ...rest,
    roles: [...rest.roles],
    desks: [...rest.desks],
    enrolledBy: [...rest.enrolledBy],
    passkeys: passkeys.map(passkeyJson),
  };
  return password === undefined ? profile : { ...profile, password: passwordJson(password) };
}

/** Reads an account. Throws `state-malformed`. */
export function readAccount(value: Json | undefined, path = ''): Account {
  const reader = readObject(value, 'state-malformed', path);
  const [first, second] = reader.texts('enrolledBy', { max: 2, form: idForm });
  if (first === undefined || second === undefined) throw fail('state-malformed', 'account was enrolled by fewer than two', { path });
  const read = {
    id: reader.text('id', idForm),
    name: reader.text('name', accountName),
    roles: reader.texts('roles', { max: roles.length }) as readonly Role[],
    desks: reader.texts('desks', { max: 100 }) as readonly DeskId[],
    state: reader.oneOf('state', ['active', 'disabled']),
    passkeys: reader.objects('passkeys', 20).map(readPasskey),
    enrolledBy: [first, second] as const,
    enrolledAtMs: reader.integer('enrolledAtMs'),
  };
  checkProfile(read);
  return reader.has('password') ? { ...read, password: readPasswordHash(reader.object('password')) } : read;
}
