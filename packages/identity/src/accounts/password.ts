import { timingSafeEqual } from 'node:crypto';
import { decodeBase64url, encodeBase64url, type Json, type RandomBytes } from '@wasl/record';
import { fail } from '../codes.ts';
import type { Secret } from '../crypto/secret.ts';
import type { ObjectReader } from '../json-reader.ts';
import { costIsSane, deriveKey, passwordCost, type ScryptCost } from '../keys/scrypt.ts';

/** A password as stored: scrypt with its costs, so that they can grow without losing anyone. */
export interface PasswordHash {
  readonly v: 1;
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
  readonly hash: string;
}

const shortest = 12;
const longest = 256;
/** Stems that guessers try first; a password made of one of them and filling is refused. */
const stems = [
  'password',
  'passw0rd',
  'motdepasse',
  'qwerty',
  'azerty',
  'letmein',
  'welcome',
  'bienvenue',
  'marhaba',
  'administrator',
  'iloveyou',
  'maroc',
  'morocco',
  'london',
  'wasl',
];

/** Why a password cannot be taken, or undefined: 12 to 256 characters, not one character repeated, not a well-known stem. */
export function weaknessOf(password: Secret<string>): string | undefined {
  const text = password.reveal().normalize('NFKC').toLowerCase();
  if (text.length < shortest) return `password has fewer than ${shortest} characters`;
  if (text.length > longest) return `password has more than ${longest} characters`;
  if (new Set(text).size < 5) return 'password has fewer than five different characters';
  const stem = stems.find((known) => text.includes(known) && text.replaceAll(known, '').replaceAll(/[\d\W_]/g, '').length < 4);
  return stem === undefined ? undefined : 'password is a well-known one with filling';
}

/** Hashes a password under new salt. Throws `password-weak`. */
export async function hashPassword(password: Secret<string>, random: RandomBytes, cost: ScryptCost = passwordCost): Promise<PasswordHash> {
  const weakness = weaknessOf(password);
  if (weakness !== undefined) throw fail('password-weak', weakness);
  return rehash(password, random, cost);
}

/** A new hash of a password that was taken before: today's rules for new passwords are not asked again. */
export async function rehash(password: Secret<string>, random: RandomBytes, cost: ScryptCost = passwordCost): Promise<PasswordHash> {
  const salt = random(16);
  const key = await deriveKey(password, salt, cost);
  return { v: 1, n: cost.n, r: cost.r, p: cost.p, salt: encodeBase64url(salt), hash: encodeBase64url(key.reveal()) };
}

/** Whether a password fits a stored hash; takes the same time either way. */
export async function passwordFits(password: Secret<string>, stored: PasswordHash): Promise<boolean> {
  if (password.reveal().length > longest * 4) return false;
  const key = await deriveKey(password, decodeBase64url(stored.salt), stored);
  return timingSafeEqual(key.reveal(), decodeBase64url(stored.hash));
}

/** Whether a hash was made with weaker costs than today's and should be made anew at the next login. */
export function isOutdated(stored: PasswordHash, cost: ScryptCost = passwordCost): boolean {
  return stored.n * stored.r * stored.p < cost.n * cost.r * cost.p;
}

/** Reads a stored hash. Throws `state-malformed`. */
export function readPasswordHash(reader: ObjectReader): PasswordHash {
  const cost = { n: reader.integer('n'), r: reader.integer('r'), p: reader.integer('p') };
  const [salt, hash] = [reader.text('salt', /^[\w-]{22}$/), reader.text('hash', /^[\w-]{43}$/)];
  if (reader.integer('v') !== 1) throw fail('state-version-unknown', 'password hash is of a newer version');
  if (!costIsSane(cost)) throw fail('state-malformed', 'password hash has costs out of bounds');
  return { v: 1, ...cost, salt, hash };
}

/** The stored form as JSON. */
export function passwordJson({ v, n, r, p, salt, hash }: PasswordHash): Json {
  return { v, n, r, p, salt, hash };
}
