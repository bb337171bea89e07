import type { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { closeSync, constants, copyFileSync, existsSync, fstatSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fail } from '../codes.ts';
import { readAt, writeFailure } from '../disk.ts';
import { formatVersion } from '../format.ts';
import type { Engine } from './engine.ts';
import { packKeys } from './key-archive.ts';

/** What stands in `manifest.json` of a backup. */
export interface Manifest {
  readonly format: number;
  /** Which store, base64url of 16 bytes. */
  readonly store: string;
  /** Size and SHA-256 (base64url) of `store.db`. */
  readonly size: number;
  readonly digest: string;
}

/** SHA-256 (base64url) and size of a file, read in pieces. */
export function digestOfFile(file: string): { readonly size: number; readonly digest: string } {
  const fd = openSync(file, 'r');
  try {
    const hash = createHash('sha256');
    const size = fstatSync(fd).size;
    for (let at = 0; at < size; at += 1 << 20) hash.update(readAt(fd, at, 1 << 20));
    return { size, digest: hash.digest('base64url') };
  } finally {
    closeSync(fd);
  }
}

/** Copies the database, without keys, into `folder`, which must not hold a backup yet (`store-exists`). Commits wait meanwhile. */
export function backup(engine: Engine, folder: string): void {
  const target = join(folder, 'store.db');
  if (existsSync(target)) throw fail('store-exists', `${folder} already holds a backup`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    engine.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    copyFileSync(join(engine.folder, 'store.db'), target, constants.COPYFILE_FICLONE);
    engine.disk.syncPath(target);
    const store = engine.keys.vault.storeId.toString('base64url');
    const manifest: Manifest = { format: formatVersion, store, ...digestOfFile(target) };
    writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600 });
    engine.disk.syncPath(join(folder, 'manifest.json'));
    engine.disk.syncFolder(folder);
  } catch (error) {
    throw writeFailure(error, `backup to ${folder}`);
  }
}

/** Copies vault and key generations, sealed as they are, into one file, and remembers it: erasing rewrites the copies it can reach. */
export function backupKeys(engine: Engine, file: string): void {
  const path = resolve(file);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  engine.disk.replaceAndDestroy(path, packKeys(engine.folder, engine.keys.vault));
  engine.database.prepare('INSERT OR IGNORE INTO key_copies VALUES (?)').run(path);
}

/** After an erasure: writes every copy of the key store that is still where it was put anew, without the destroyed keys. */
export function refreshKeyCopies(engine: Engine): void {
  let archive: Buffer | undefined;
  for (const row of engine.database.prepare('SELECT path FROM key_copies ORDER BY path').all()) {
    const path = String(row['path']);
    if (!existsSync(path)) continue;
    archive ??= packKeys(engine.folder, engine.keys.vault);
    engine.disk.replaceAndDestroy(path, archive);
  }
}
