import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { RecordId } from '@wasl/record';
import type { Filter, Reference, Row } from './messages.ts';

const schemaVersion = 2;

const schema = `
CREATE TABLE entries (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL, key TEXT NOT NULL UNIQUE, type TEXT NOT NULL, subject TEXT NOT NULL, mode TEXT NOT NULL,
  issuer TEXT NOT NULL, issued_at TEXT NOT NULL) STRICT;
CREATE INDEX by_type ON entries (type, seq);
CREATE INDEX by_subject ON entries (subject, seq);
CREATE TABLE refs (target TEXT NOT NULL, source TEXT NOT NULL, rel TEXT NOT NULL, PRIMARY KEY (target, source, rel)) STRICT, WITHOUT ROWID;
PRAGMA user_version = ${schemaVersion};
`;

function openFile(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
    database.exec('PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192; PRAGMA trusted_schema = OFF');
    const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
    if (version === 0) database.exec(schema);
    else if (version !== schemaVersion) throw new Error(`views of version ${version}`);
    if (database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] !== 'ok') throw new Error('views are damaged');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function removeFile(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) if (existsSync(file + suffix)) rmSync(file + suffix);
}

/** The disposable database of views. It is never synced: what can't be read is thrown away and made again (DU6). */
export class ViewTables {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #refer: StatementSync;
  readonly #lists = new Map<string, StatementSync>();

  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    let database: DatabaseSync;
    try {
      database = openFile(file);
    } catch (error) {
      // SQLITE_BUSY: another process has it open, and then it must stay.
      if (error instanceof Error && 'errcode' in error && error.errcode === 5) throw error;
      removeFile(file);
      database = openFile(file);
    }
    this.#database = database;
    // One statement for a whole batch, read from its JSON: binding values row by row costs more than inserting them.
    this.#insert = database.prepare(
      `INSERT OR IGNORE INTO entries (id, key, type, subject, mode, issuer, issued_at)
       SELECT value ->> 0, substr(value ->> 0, -16), value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(?)`,
    );
    this.#refer = database.prepare('INSERT OR IGNORE INTO refs VALUES (?, ?, ?)');
  }

  #transaction(run: () => void): void {
    this.#database.exec('BEGIN');
    try {
      run();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** `rows` is a JSON array of [id, type, subject, mode, issuer, issuedAt]. */
  index(rows: string): void {
    this.#insert.run(rows);
  }

  refer(rows: readonly Reference[]): void {
    this.#transaction(() => {
      for (const row of rows) this.#refer.run(row.to, row.from, row.rel);
    });
  }

  list(filter: Filter): Row[] {
    const wanted = [
      ['type = ?', filter.type],
      ['subject = ?', filter.subject],
      ['mode = ?', filter.mode],
      ['seq > ?', filter.since],
      ['seq < ?', filter.before],
    ] as const;
    const terms = wanted.filter(([, value]) => value !== undefined);
    const where = terms.length === 0 ? '' : `WHERE ${terms.map(([term]) => term).join(' AND ')}`;
    const sql = `SELECT seq, id, type, subject, mode, issuer, issued_at FROM entries ${where} ORDER BY seq ${filter.newestFirst === true ? 'DESC' : 'ASC'} LIMIT ?`;
    const statement = this.#lists.get(sql) ?? this.#database.prepare(sql);
    this.#lists.set(sql, statement);
    const values = terms.flatMap(([, value]) => (value === undefined ? [] : [value]));
    return statement.all(...values, filter.limit).map(
      (row) =>
        ({
          seq: Number(row['seq']),
          id: row['id'],
          type: row['type'],
          subject: row['subject'],
          mode: row['mode'],
          issuer: row['issuer'],
          issuedAt: row['issued_at'],
        }) as Row,
    );
  }

  referring(id: RecordId): { from: RecordId; rel: string }[] {
    const rows = this.#database.prepare('SELECT source, rel FROM refs WHERE target = ? ORDER BY source, rel').all(id);
    return rows.map((row) => ({ from: String(row['source']) as RecordId, rel: String(row['rel']) }));
  }

  count(): number {
    return Number(this.#database.prepare('SELECT count(*) AS count FROM entries').get()?.['count']);
  }

  /** Empties the database and its write-ahead log; `seq` starts again from 1. */
  clear(): void {
    this.#transaction(() => this.#database.exec('DELETE FROM entries; DELETE FROM refs'));
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  close(): void {
    this.#database.close();
  }
}
