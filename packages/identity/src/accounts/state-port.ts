import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../codes.ts';
import { removeFile, replaceFile } from '../keys/durable-file.ts';

/**
 * Small state by key, for accounts, sessions and approvals. `save` resolves once durable, `undefined` deletes; keys match
 * `[a-z][A-Za-z0-9_/-]{0,99}`. The store's own state serves as one; so do a folder and a map.
 */
export interface StatePort {
  load(key: string): Promise<string | undefined>;
  loadWithPrefix(prefix: string): Promise<readonly { readonly key: string; readonly value: string }[]>;
  save(key: string, value: string | undefined): Promise<void>;
}

const keyForm = /^[a-z][A-Za-z0-9_/-]{0,99}$/;

function checked(key: string): string {
  if (!keyForm.test(key)) throw fail('state-malformed', `state key ${JSON.stringify(key.slice(0, 120))} is outside the grammar`);
  return key;
}

/** State that ends with the process. */
export function memoryState(): StatePort {
  const held = new Map<string, string>();
  return {
    load: async (key) => held.get(checked(key)),
    loadWithPrefix: async (prefix) =>
      [...held]
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]) => ({ key, value }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
    save: async (key, value) => {
      if (value === undefined) held.delete(checked(key));
      else held.set(checked(key), value);
    },
  };
}

/** State as files of mode 0600 in a folder, replaced whole and fsynced; `/` of a key becomes `.` in the file's name. */
export async function fileState(folder: string): Promise<StatePort> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fileOf = (key: string): string => join(folder, `${checked(key).replaceAll('/', '.')}.json`);
  async function load(key: string): Promise<string | undefined> {
    try {
      return await readFile(fileOf(key), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
  return {
    load,
    loadWithPrefix: async (prefix) => {
      const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5).replaceAll('.', '/'));
      const rows: { key: string; value: string }[] = [];
      for (const key of names.filter((name) => name.startsWith(prefix)).sort()) {
        const value = await load(key);
        if (value !== undefined) rows.push({ key, value });
      }
      return rows;
    },
    save: async (key, value) => {
      if (value === undefined) await removeFile(fileOf(key));
      else await replaceFile(fileOf(key), value);
    },
  };
}
