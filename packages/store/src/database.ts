import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { WaslError } from '@wasl/record';
import { fail } from './codes.ts';

const busy = 5;
const ioError = 10;
const corrupt = 11;
const full = 13;
const notADatabase = 26;

function resultCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

/** The failure that an error of SQLite means, by its result code (sqlite.org/rescode.html). Anything unforeseen is `store-failed`. */
export function databaseFailure(error: unknown): WaslError {
  if (error instanceof WaslError) return error;
  const message = `database: ${error instanceof Error ? error.message : String(error)}`;
  switch (resultCode(error)) {
    case full:
      return fail('disk-full', message, { cause: error });
    case corrupt:
    case notADatabase:
      return fail('store-damaged', message, { cause: error });
    case busy:
      return fail('store-locked', message, { cause: error });
    case ioError:
      return fail('store-failed', message, { cause: error });
    default:
      return fail('store-failed', message, { cause: error });
  }
}

/** How to open the database of a store. */
export interface DatabaseOptions {
  readonly file: string;
  readonly cacheBytes: number;
  /** Bound on the size, for tests of a full disk. */
  readonly maxPages?: number;
}

/**
 * Opens the database for this process alone: WAL, `synchronous=FULL`, exclusive locks kept until it closes. Throws `store-locked`
 * when another process has it, `store-damaged` when the file is not a whole database.
 */
export function openDatabase(options: DatabaseOptions): DatabaseSync {
  const database = new DatabaseSync(options.file, { timeout: 0 });
  try {
    database.exec('PRAGMA page_size = 8192');
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    database.exec('PRAGMA wal_autocheckpoint = 0');
    database.exec('PRAGMA temp_store = MEMORY');
    database.exec('PRAGMA trusted_schema = OFF');
    database.exec(`PRAGMA cache_size = -${Math.floor(options.cacheBytes / 1024)}`);
    database.exec('BEGIN IMMEDIATE');
    database.exec('COMMIT');
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const pages = numberOf(database, 'page_count');
    const wanted = pages * numberOf(database, 'page_size');
    const size = statSync(options.file).size;
    if (size < wanted) throw fail('store-damaged', `${options.file} has ${size} bytes, wanted ${wanted}`);
    if (options.maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${pages + options.maxPages}`);
    return database;
  } catch (error) {
    database.close();
    throw databaseFailure(error);
  }
}

function numberOf(database: DatabaseSync, pragma: string): number {
  const row = database.prepare(`PRAGMA ${pragma}`).get();
  return Number(row?.[pragma] ?? 0);
}
