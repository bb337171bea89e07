import { Buffer } from 'node:buffer';
import { constants, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fail } from './codes.ts';
import { databaseFailure } from './database.ts';
import { Disk, writeFailure } from './disk.ts';
import { digestOfFile, type Manifest } from './engine/backup.ts';
import { unpackKeys } from './engine/key-archive.ts';
import { formatVersion } from './format.ts';
import { makeKeyFolders } from './keys/key-mirror.ts';

/** What to restore and where. */
export interface RestoreOptions {
  /** Folder that `Store.backup` wrote. */
  readonly backup: string;
  /** File that `Store.backupKeys` wrote; left out when the key store in `folder` survived. */
  readonly keys?: string;
  /** Folder of the new store; it may hold the old mark and key store, but no database (`store-exists`). */
  readonly folder: string;
}

function readManifest(folder: string): Manifest {
  const file = join(folder, 'manifest.json');
  if (!existsSync(file)) throw fail('backup-damaged', `no manifest in ${folder}`);
  let parsed: Partial<Manifest>;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8')) as Partial<Manifest>;
  } catch (cause) {
    throw fail('backup-damaged', `${file} is not JSON`, { cause });
  }
  const { format, store, size, digest } = parsed ?? {};
  if (typeof format !== 'number' || typeof store !== 'string' || typeof size !== 'number' || typeof digest !== 'string') {
    throw fail('backup-damaged', `${file} is no manifest`);
  }
  if (format > formatVersion) throw fail('store-version', `backup format ${format}, wanted at most ${formatVersion}`);
  return { format, store, size, digest };
}

/** Marks the copy as restored, in the copy alone: opening it then reports every own log as a mismatch (DU4). */
function markRestored(file: string): void {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA synchronous = FULL; UPDATE format SET restored = 1; PRAGMA wal_checkpoint(TRUNCATE)');
  } catch (error) {
    throw databaseFailure(error);
  } finally {
    database.close();
  }
}

/**
 * Restores a backup into a folder without a database. The mark is left as it is, and the database says that it was restored, so that
 * opening it reports every own log (DU4). The key store must be the current one: opening throws `key-store-outdated` for an older.
 * Throws `store-exists`, `backup-damaged`, `store-version`, `disk-full`.
 */
export async function restoreStore(options: RestoreOptions): Promise<void> {
  const disk = new Disk();
  const target = join(options.folder, 'store.db');
  if (existsSync(target)) throw fail('store-exists', `${options.folder} already holds a database`);
  const manifest = readManifest(options.backup);
  const source = join(options.backup, 'store.db');
  const found = existsSync(source) ? digestOfFile(source) : undefined;
  if (found?.size !== manifest.size || found.digest !== manifest.digest)
    throw fail('backup-damaged', `${source} is not the file of its manifest`);
  const files = options.keys === undefined ? undefined : unpackKeys(readFileSync(options.keys));
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  if (files !== undefined) {
    makeKeyFolders(options.folder, disk);
    for (const [name, bytes] of files) disk.replace(join(options.folder, name), Buffer.from(bytes));
  }
  const fresh = `${target}.restoring`;
  try {
    copyFileSync(source, fresh, constants.COPYFILE_FICLONE);
    markRestored(fresh);
    disk.syncPath(fresh);
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw writeFailure(error, `restore to ${options.folder}`);
  }
  disk.syncFolder(options.folder);
}
