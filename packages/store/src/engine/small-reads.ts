import { Buffer } from 'node:buffer';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ReceiptWrite } from '@wasl/node';
import type { AgencyId } from '@wasl/record';

const prepared = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

function statement(database: DatabaseSync, sql: string): StatementSync {
  const known = prepared.get(database) ?? new Map<string, StatementSync>();
  prepared.set(database, known);
  const held = known.get(sql) ?? database.prepare(sql);
  known.set(sql, held);
  return held;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The value of a key of the small state. */
export function stateAt(database: DatabaseSync, key: string): string | undefined {
  return textOf(statement(database, 'SELECT value FROM state WHERE key = ?').get(key)?.['value']);
}

/** Keys that start with `prefix`, in order of their UTF-8 bytes. */
export function stateWithPrefix(database: DatabaseSync, prefix: string): { key: string; value: string }[] {
  const found: { key: string; value: string }[] = [];
  for (const row of statement(database, 'SELECT key, value FROM state WHERE key >= ? ORDER BY key').iterate(prefix)) {
    const key = String(row['key']);
    if (!key.startsWith(prefix)) break;
    found.push({ key, value: String(row['value']) });
  }
  return found;
}

/** The result kept with an idempotency key. */
export function idempotent(database: DatabaseSync, key: string): string | undefined {
  return textOf(statement(database, 'SELECT result FROM idempotency WHERE key = ?').get(key)?.['result']);
}

/** The highest receipt of each reader of a log, in order of reader. */
export function receiptsOf(database: DatabaseSync, origin: string): ReceiptWrite[] {
  const sql = 'SELECT reader, max(size) AS size, root, note FROM receipts WHERE origin = ? GROUP BY reader ORDER BY reader';
  return statement(database, sql)
    .all(origin)
    .map((row) => ({
      origin,
      reader: String(row['reader']) as AgencyId,
      size: Number(row['size']),
      root: Uint8Array.from(Buffer.from(row['root'] as Uint8Array)),
      note: String(row['note']),
    }));
}
