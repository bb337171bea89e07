import { createCipheriv, createDecipheriv } from 'node:crypto';
import { canonicalText, decodeBase64url, defaultBounds, encodeBase64url, type Json, parseJson, type RandomBytes } from '@wasl/record';
import { fail } from '../codes.ts';
import type { Secret } from '../crypto/secret.ts';
import { costIsSane, deriveKey, keyFileCost, type ScryptCost } from './scrypt.ts';

const format = 'wasl-sealed-keys';
const version = 1;
const largestFileBytes = 1_048_576;
const tagBytes = 16;

interface Header {
  readonly v: 1;
  readonly format: typeof format;
  readonly kdf: { readonly name: 'scrypt'; readonly n: number; readonly r: number; readonly p: number; readonly salt: string };
  readonly cipher: { readonly name: 'AES-256-GCM'; readonly nonce: string };
}

/** Ingredients of sealing besides content and passphrase; the cost defaults to that of a key file. */
export interface SealTools {
  readonly random: RandomBytes;
  readonly cost?: ScryptCost;
}

/**
 * Seals bytes under a passphrase: one line of canonical JSON with scrypt costs, salt and nonce (new each time), and the
 * AES-256-GCM ciphertext ‖ tag in base64url. The header is authenticated too (NIST SP 800-38D §7.1).
 */
export async function sealBytes(content: Secret<Uint8Array>, passphrase: Secret<string>, tools: SealTools): Promise<string> {
  const { n, r, p } = tools.cost ?? keyFileCost;
  if (!costIsSane({ n, r, p })) throw fail('sealed-malformed', `scrypt costs n=${n} r=${r} p=${p} are out of bounds`);
  const salt = tools.random(16);
  const nonce = tools.random(12);
  const header: Header = {
    v: version,
    format,
    kdf: { name: 'scrypt', n, r, p, salt: encodeBase64url(salt) },
    cipher: { name: 'AES-256-GCM', nonce: encodeBase64url(nonce) },
  };
  const key = await deriveKey(passphrase, salt, { n, r, p });
  const cipher = createCipheriv('aes-256-gcm', key.reveal(), nonce);
  cipher.setAAD(Buffer.from(canonicalText(header as unknown as Json)));
  const sealed = Buffer.concat([cipher.update(content.reveal()), cipher.final(), cipher.getAuthTag()]);
  return canonicalText({ ...header, sealed: encodeBase64url(sealed) } as unknown as Json);
}

function member(value: Json | undefined, name: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json })[name]
    : undefined;
}

function bytesOf(value: Json | undefined, name: string): Uint8Array {
  if (typeof value !== 'string') throw fail('sealed-malformed', `${name} is ${typeof value}, wanted base64url text`);
  return decodeBase64url(value);
}

function costOf(kdf: Json | undefined): ScryptCost {
  const [n, r, p] = [member(kdf, 'n'), member(kdf, 'r'), member(kdf, 'p')];
  if (
    member(kdf, 'name') !== 'scrypt' ||
    typeof n !== 'number' ||
    typeof r !== 'number' ||
    typeof p !== 'number' ||
    !costIsSane({ n, r, p })
  ) {
    throw fail('sealed-malformed', 'key derivation is not scrypt with costs between 2^10 and 256 MiB', { path: '/kdf' });
  }
  return { n, r, p };
}

/** The costs that a sealed file was made with. Ask only after `openSealed` took it: before that nothing in it is authentic. */
export function costOfSealed(file: Uint8Array | string): ScryptCost {
  const bounds = { ...defaultBounds, maxBytes: largestFileBytes, maxStringLength: largestFileBytes };
  return costOf(member(parseJson(file, bounds), 'kdf'));
}

/**
 * Opens what `sealBytes` made. Throws `sealed-version-unknown` for a newer format, `sealed-malformed` for other bytes,
 * `sealed-wrong-passphrase` when the tag does not fit: a changed file cannot be told from a wrong passphrase.
 */
export async function openSealed(file: Uint8Array | string, passphrase: Secret<string>): Promise<Uint8Array> {
  if (file.length > largestFileBytes) throw fail('sealed-malformed', `sealed file has ${file.length} bytes, at most ${largestFileBytes}`);
  let parsed: Json;
  try {
    parsed = parseJson(file, { ...defaultBounds, maxBytes: largestFileBytes, maxStringLength: largestFileBytes });
  } catch (cause) {
    throw fail('sealed-malformed', 'sealed file is not JSON', { cause });
  }
  if (member(parsed, 'format') !== format) throw fail('sealed-malformed', `file is no ${format}`, { path: '/format' });
  if (member(parsed, 'v') !== version) {
    throw fail('sealed-version-unknown', `sealed file is version ${JSON.stringify(member(parsed, 'v'))}, this program reads ${version}`);
  }
  const cost = costOf(member(parsed, 'kdf'));
  const { sealed: sealedText, ...header } = parsed as { readonly [key: string]: Json };
  let salt: Uint8Array;
  let nonce: Uint8Array;
  let sealed: Uint8Array;
  try {
    salt = bytesOf(member(member(parsed, 'kdf'), 'salt'), 'kdf.salt');
    nonce = bytesOf(member(member(parsed, 'cipher'), 'nonce'), 'cipher.nonce');
    sealed = bytesOf(sealedText, 'sealed');
  } catch (cause) {
    throw fail('sealed-malformed', 'salt, nonce or content is not base64url', { cause });
  }
  if (salt.length !== 16 || nonce.length !== 12 || sealed.length < tagBytes || member(member(parsed, 'cipher'), 'name') !== 'AES-256-GCM') {
    throw fail('sealed-malformed', 'cipher is not AES-256-GCM with a 12-byte nonce and a 16-byte salt');
  }
  const key = await deriveKey(passphrase, salt, cost);
  const decipher = createDecipheriv('aes-256-gcm', key.reveal(), nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(canonicalText(header)));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
  } catch (cause) {
    throw fail('sealed-wrong-passphrase', 'the passphrase does not open the sealed file, or the file was changed', { cause });
  }
}
