import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { nodeCrypto, nodeRandom, type Officer, officerWith, openSealedKeys, type ScryptCost, type Secret } from '@wasl/identity';
import { fail } from '../codes.ts';
import type { Io } from '../io/io.ts';
import { wanted } from '../io/wanted.ts';
import { passphraseFrom } from './open-home.ts';

const keyName = 'officer';

/** Options of a command that an officer of the root signs. */
export const officerOption = ['--officer <file>', "sealed key file of the officer who acts, made by 'wasl init'"] as const;

/** Makes the sealed key file of one officer. Throws `file-exists`, `passphrase-short`. */
export async function makeOfficer(file: string, passphrase: Secret<string>, cost: ScryptCost | undefined): Promise<Officer> {
  if (existsSync(file)) throw fail('file-exists', `${file} exists: the keys of officers are never overwritten`);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await using storage = await openSealedKeys(file, {
    passphrase,
    random: nodeRandom,
    create: true,
    ...(cost === undefined ? {} : { cost }),
  });
  return officerWith(await storage.createSigner(keyName, 'Ed25519'), nodeCrypto);
}

/** The officer whose key the file holds. The passphrase is the officer's own: WASL_OFFICER_PASSPHRASE_FILE, or typed. */
export async function openOfficer(io: Io, given: string | undefined): Promise<Officer> {
  const file = await wanted(io, given, { option: officerOption[0], question: 'sealed key file of the officer who acts' });
  const passphrase = await passphraseFrom(io, `Passphrase of ${file}`, { variable: 'WASL_OFFICER_PASSPHRASE_FILE' });
  await using storage = await openSealedKeys(file, {
    passphrase,
    random: nodeRandom,
  });
  const signer = await storage.signer(keyName);
  if (signer === undefined) throw fail('file-unreadable', `${file} holds no officer's key`);
  return officerWith(signer, nodeCrypto);
}
