import { readFile, stat } from 'node:fs/promises';
import { canonicalBytes, decodeBase64url, defaultBounds, encodeBase64url, type Json, parseJson } from '@wasl/record';
import { fail } from '../codes.ts';
import { exportPrivateKey, loadSigner } from '../crypto/node-signer.ts';
import { Secret } from '../crypto/secret.ts';
import { replaceFile } from './durable-file.ts';
import type { KeyStorage } from './key-storage.ts';
import { type HeldKeys, keysOver } from './memory-keys.ts';
import { costOfSealed, openSealed, type SealTools, sealBytes } from './sealed-box.ts';

/** How a sealed key file is opened: `create` makes it when absent. */
export interface SealedKeysOptions extends SealTools {
  readonly passphrase: Secret<string>;
  readonly create?: boolean;
}

const shortestPassphrase = 12;

function encodeHeld(held: HeldKeys): Secret<Uint8Array> {
  const keys = [...held.signers].map(([name, signer]) => [name, encodeBase64url(exportPrivateKey(signer).reveal())]);
  const secrets = [...held.secrets].map(([name, secret]) => [name, encodeBase64url(secret.reveal())]);
  return new Secret(canonicalBytes({ v: 1, keys, secrets }));
}

function pairs(value: Json | undefined): readonly (readonly [string, Uint8Array])[] {
  if (!Array.isArray(value)) throw fail('sealed-malformed', 'sealed content has no list of keys');
  return value.map((pair: Json) => {
    const [name, text] = Array.isArray(pair) ? (pair as readonly Json[]) : [];
    if (typeof name !== 'string' || typeof text !== 'string') throw fail('sealed-malformed', 'sealed content has a malformed key');
    return [name, decodeBase64url(text)] as const;
  });
}

function decodeHeld(bytes: Uint8Array): HeldKeys {
  const content = parseJson(bytes, { ...defaultBounds, maxBytes: 1_048_576 }) as { readonly [key: string]: Json };
  if (content['v'] !== 1)
    throw fail('sealed-version-unknown', `sealed content is version ${JSON.stringify(content['v'])}, this program reads 1`);
  return {
    signers: new Map(pairs(content['keys']).map(([name, pkcs8]) => [name, loadSigner(new Secret(pkcs8))])),
    secrets: new Map(pairs(content['secrets']).map(([name, secret]) => [name, new Secret(secret)])),
  };
}

async function readSealed(path: string): Promise<Uint8Array | undefined> {
  try {
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw fail('keys-exposed', `${path} has mode ${(mode & 0o777).toString(8)}, wanted 600: others on this machine may read it`);
    }
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Keys in one sealed file, replaced whole and fsynced at each change. Throws `keys-absent` when there is no file and
 * `create` is not set, `keys-exposed` when others may read it, `passphrase-short` for fewer than 12 characters, and the
 * codes of `openSealed`.
 */
export async function openSealedKeys(path: string, options: SealedKeysOptions): Promise<KeyStorage> {
  const { passphrase, random } = options;
  if (passphrase.reveal().length < shortestPassphrase)
    throw fail('passphrase-short', `passphrase has fewer than ${shortestPassphrase} characters`);
  const bytes = await readSealed(path);
  if (bytes === undefined && options.create !== true) throw fail('keys-absent', `there is no sealed key file at ${path}`);
  const held: HeldKeys = bytes === undefined ? { signers: new Map(), secrets: new Map() } : decodeHeld(await openSealed(bytes, passphrase));
  // A file keeps the costs that its maker chose; those of today's default are for files made today.
  const cost = options.cost ?? (bytes === undefined ? undefined : costOfSealed(bytes));
  const tools = { random, ...(cost === undefined ? {} : { cost }) };
  const persist = async (): Promise<void> => replaceFile(path, await sealBytes(encodeHeld(held), passphrase, tools));
  if (bytes === undefined) await persist();
  return keysOver(held, { kind: 'sealed-file', random, persist });
}
