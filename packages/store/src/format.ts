import type { DatabaseSync } from 'node:sqlite';
import { fail } from './codes.ts';

/** Version of the database format that this code reads and writes. */
export const formatVersion = 1;

/** A step from one version of the database to the next, run inside the transaction that also raises the version. */
export interface Migration {
  readonly from: number;
  readonly to: number;
  readonly run: (database: DatabaseSync) => void;
}

/** Every step from formats that were ever released; version 1 is the first. */
const migrations: readonly Migration[] = [];

/**
 * The tables of version 1. Blobs are segments, never single records:
 * `segments` — one or more rows a flush, `heads` (56 bytes a record) before `data` so that heads are read without it;
 * `ids` — the first 48 bits of a record id to where it stands: log 0 is content (`segment × 1024 + ordinal`), others a leaf index;
 * `indexed` — how far `ids` is complete: log 0 the segment, others the leaf; what came later is read back from the segments at opening;
 * `leaves` — one row an append at `log × 2^32 + first`: ids, hashes, the head that it made, then release lines.
 */
const schema = `
CREATE TABLE format (
  version INTEGER NOT NULL, store BLOB NOT NULL, fence INTEGER NOT NULL,
  key_period INTEGER NOT NULL, key_end INTEGER NOT NULL, restored INTEGER NOT NULL) STRICT;
CREATE TABLE segments (segment INTEGER PRIMARY KEY, heads BLOB NOT NULL, data BLOB NOT NULL) STRICT;
CREATE TABLE ids (prefix INTEGER NOT NULL, log INTEGER NOT NULL, place INTEGER NOT NULL,
  PRIMARY KEY (prefix, log, place)) STRICT, WITHOUT ROWID;
CREATE TABLE indexed (log INTEGER PRIMARY KEY, size INTEGER NOT NULL) STRICT;
CREATE TABLE logs (
  log INTEGER PRIMARY KEY, origin TEXT NOT NULL UNIQUE, own INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL,
  before_size INTEGER NOT NULL, before_root BLOB NOT NULL, range TEXT NOT NULL, checkpoint TEXT) STRICT;
CREATE TABLE leaves (
  place INTEGER PRIMARY KEY, ids BLOB NOT NULL, hashes BLOB NOT NULL, root BLOB NOT NULL, range TEXT NOT NULL, checkpoint TEXT,
  lines BLOB NOT NULL) STRICT;
CREATE TABLE receipts (
  origin TEXT NOT NULL, reader TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL,
  PRIMARY KEY (origin, reader, size)) STRICT, WITHOUT ROWID;
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE key_copies (path TEXT PRIMARY KEY) STRICT;
CREATE TABLE idempotency (key TEXT PRIMARY KEY, result TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Makes the tables of the current version in an empty database. */
export function createTables(database: DatabaseSync, storeId: Uint8Array): void {
  database.exec('BEGIN IMMEDIATE');
  database.exec(schema);
  database.prepare('INSERT INTO format VALUES (?, ?, 0, 0, 0, 0)').run(formatVersion, storeId);
  database.exec('COMMIT');
}

/** The version that the database was written in; undefined when it is empty. */
export function versionOf(database: DatabaseSync): number | undefined {
  const known = database.prepare("SELECT 1 AS known FROM sqlite_master WHERE name = 'format'").get();
  if (known === undefined) return undefined;
  const row = database.prepare('SELECT version FROM format').get();
  return typeof row?.['version'] === 'number' ? row['version'] : -1;
}

/** Brings an older database to `wanted`, each step in its own transaction; throws `store-version` when no chain of steps leads there. */
export function migrate(database: DatabaseSync, steps: readonly Migration[] = migrations, wanted: number = formatVersion): void {
  for (let version = versionOf(database); version !== undefined && version !== wanted; ) {
    const step = steps.find((one) => one.from === version);
    if (step === undefined) throw fail('store-version', `database format ${version}, wanted ${wanted}`);
    database.exec('BEGIN IMMEDIATE');
    try {
      step.run(database);
      database.prepare('UPDATE format SET version = ?').run(step.to);
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
    version = step.to;
  }
}
