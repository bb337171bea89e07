import { Buffer } from 'node:buffer';
import { createHmac, hkdfSync, randomBytes, scryptSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fail } from '../codes.ts';
import type { Disk } from '../disk.ts';
import { openSealed, seal } from './seal.ts';

/** How the vault is opened: 32 random bytes kept elsewhere, or a passphrase (scrypt, N = 2^15, r = 8, p = 1). */
export type Unlock = { readonly masterKey: Uint8Array } | { readonly passphrase: string };

/** One key period: its current generation and the key that wraps its pages. */
export interface Period {
  readonly period: number;
  readonly generation: number;
  /** Where its last page ends; 0 while it is the current one. */
  readonly end: number;
  readonly wrappingKey: Buffer;
}

const magic = Buffer.from('WASLVLT1', 'latin1');
const headerLength = 8 + 1 + 16 + 16;
const bodyHead = 16 + 8 + 4;
const periodLength = 4 + 4 + 4 + 32;
const scryptCost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

function sealingKey(unlock: Unlock, salt: Uint8Array): Buffer {
  if ('masterKey' in unlock && unlock.masterKey.length !== 32)
    throw new TypeError(`master key of ${unlock.masterKey.length} bytes, wanted 32`);
  const secret = 'masterKey' in unlock ? unlock.masterKey : scryptSync(unlock.passphrase, salt, 32, scryptCost);
  return Buffer.from(hkdfSync('sha256', secret, salt, 'wasl/vault/v1', 32));
}

function checkOf(key: Uint8Array): Buffer {
  return createHmac('sha256', key).update('wasl/vault/check').digest().subarray(0, 16);
}

/**
 * The file that holds the wrapping keys of all periods, sealed. It is rewritten whole and atomically, which makes it the one point
 * at which an erasure takes effect (ER3).
 *
 * Bytes: `"WASLVLT1" ‖ kind u8 (0 key, 1 passphrase) ‖ salt 16 ‖ key check 16 ‖ AES-256-GCM(store id 16 ‖ erasures u64 ‖ count u32 ‖
 * count × (period u32 ‖ generation u32 ‖ end u32 ‖ wrapping key 32))`, little-endian.
 */
export class Vault {
  readonly file: string;
  readonly storeId: Buffer;
  /** Grows by one with each erasure; an older vault is known by it. */
  erasures: number;
  periods: readonly Period[];
  readonly #header: Buffer;
  readonly #key: Buffer;

  private constructor(file: string, parts: { header: Buffer; key: Buffer; storeId: Buffer; erasures: number; periods: readonly Period[] }) {
    this.file = file;
    this.#header = parts.header;
    this.#key = parts.key;
    this.storeId = parts.storeId;
    this.erasures = parts.erasures;
    this.periods = parts.periods;
  }

  /** A new vault without periods, durable when this returns. */
  static create(file: string, unlock: Unlock, disk: Disk): Vault {
    const salt = randomBytes(16);
    const key = sealingKey(unlock, salt);
    const header = Buffer.concat([magic, Buffer.of('masterKey' in unlock ? 0 : 1), salt, checkOf(key)]);
    const vault = new Vault(file, { header, key, storeId: randomBytes(16), erasures: 0, periods: [] });
    disk.replace(file, vault.encode());
    return vault;
  }

  /** Throws `key-store-missing`, `store-version`, `store-key-wrong` or `store-damaged`. */
  static load(file: string, unlock: Unlock): Vault {
    if (!existsSync(file)) throw fail('key-store-missing', `no vault at ${file}`);
    const bytes = readFileSync(file);
    if (bytes.length < headerLength + bodyHead + 28 || bytes.toString('latin1', 0, 7) !== 'WASLVLT') {
      throw fail('store-damaged', `${file} is no vault, ${bytes.length} bytes`);
    }
    if (!bytes.subarray(0, 8).equals(magic)) throw fail('store-version', `vault format ${bytes.toString('latin1', 7, 8)}, wanted 1`);
    const key = sealingKey(unlock, bytes.subarray(9, 25));
    if (!checkOf(key).equals(bytes.subarray(25, 41))) throw fail('store-key-wrong', `the key given does not open ${file}`);
    const header = Buffer.from(bytes.subarray(0, headerLength));
    const body = openSealed(key, bytes.subarray(headerLength), header);
    if (body === undefined) throw fail('store-damaged', `${file} fails its authentication`);
    const periods: Period[] = [];
    for (let at = bodyHead; at < body.length; at += periodLength) {
      periods.push({
        period: body.readUInt32LE(at),
        generation: body.readUInt32LE(at + 4),
        end: body.readUInt32LE(at + 8),
        wrappingKey: Buffer.from(body.subarray(at + 12, at + periodLength)),
      });
    }
    return new Vault(file, {
      header,
      key,
      storeId: Buffer.from(body.subarray(0, 16)),
      erasures: Number(body.readBigUInt64LE(16)),
      periods,
    });
  }

  /** The bytes of the vault with the current, or the given, periods. */
  encode(): Buffer {
    const body = Buffer.alloc(bodyHead + this.periods.length * periodLength);
    body.set(this.storeId, 0);
    body.writeBigUInt64LE(BigInt(this.erasures), 16);
    body.writeUInt32LE(this.periods.length, 24);
    let at = bodyHead;
    for (const one of this.periods) {
      body.writeUInt32LE(one.period, at);
      body.writeUInt32LE(one.generation, at + 4);
      body.writeUInt32LE(one.end, at + 8);
      body.set(one.wrappingKey, at + 12);
      at += periodLength;
    }
    const sealed = seal(this.#key, body, this.#header);
    body.fill(0);
    return Buffer.concat([this.#header, sealed]);
  }
}
