import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Json, parseJson } from '@wasl/record';
import { fail } from '../codes.ts';

const largestBytes = 16 << 20;

/** The text of a file, at most 16 MiB, or of standard input for `-`. Throws `file-unreadable`. */
export async function readText(file: string): Promise<string> {
  try {
    const bytes = file === '-' ? Buffer.concat(await process.stdin.toArray()) : await readFile(file);
    if (bytes.length > largestBytes) throw new Error(`${bytes.length} bytes, at most ${largestBytes}`);
    return bytes.toString('utf8');
  } catch (cause) {
    throw fail('file-unreadable', `${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** The JSON object in a file, strictly read. Throws `file-unreadable`, `file-not-json` and the `json-…` codes. */
export async function readJsonObject(file: string): Promise<Readonly<Record<string, Json>>> {
  const value = parseJson(await readText(file));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fail('file-not-json', `${file} holds no JSON object`);
  return value as Readonly<Record<string, Json>>;
}

/** Writes a file that is not there yet, for this user alone unless `mode` says otherwise. Throws `file-exists`. */
export async function writeNew(file: string, text: string, mode = 0o600): Promise<void> {
  if (existsSync(file)) throw fail('file-exists', `${file} exists`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { mode, flag: 'wx' });
}
