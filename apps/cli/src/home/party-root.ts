import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nodeCrypto, replaceFile } from '@wasl/identity';
import { type RootChain, rootDigest, type SignedRoot, verifyRootChain } from '@wasl/log';
import { fail } from '../codes.ts';
import { readText } from '../io/files.ts';
import { Refused } from '../io/problem.ts';

/** A party's own root: the signed versions as they stand in its file, and the verified chain. */
export interface PartyRoot {
  readonly file: string;
  readonly signed: readonly SignedRoot[];
  readonly chain: RootChain;
}

/** The file of a root in its folder. */
function rootFile(folder: string): string {
  return join(folder, 'root.json');
}

/** Whether the folder holds a root already. */
export function hasRoot(folder: string): boolean {
  return existsSync(rootFile(folder));
}

/** Reads and verifies the root of the own party. */
export async function readRoot(folder: string): Promise<PartyRoot> {
  const file = rootFile(folder);
  const signed = rootsIn(await readText(file), file);
  const chain = verifyRootChain(signed, { pin: rootDigest(signed[0]?.document ?? '', nodeCrypto), crypto: nodeCrypto, nowMs: Date.now() });
  if (!chain.ok) throw new Refused(chain.reason);
  return { file, signed, chain: chain.value };
}

/** Root documents in a JSON file, first version first; nothing is verified. */
export function rootsIn(text: string, file: string): readonly SignedRoot[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value) && value.every((each) => typeof each?.document === 'string' && Array.isArray(each.signatures)))
      return value as SignedRoot[];
  } catch (cause) {
    throw fail('file-not-json', `${file} is no JSON`, { cause });
  }
  throw fail('file-not-json', `${file} is no list of root documents`);
}

/** Writes all versions of the root, durably. */
export async function saveRoot(folder: string, signed: readonly SignedRoot[]): Promise<void> {
  await replaceFile(rootFile(folder), new TextEncoder().encode(`${JSON.stringify(signed, undefined, 2)}\n`));
}
