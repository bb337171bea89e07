import { Buffer } from 'node:buffer';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { fail } from '../codes.ts';
import type { EncodedCommit, EncodedRecord } from '../commit-codec.ts';
import { uniteEncoded } from '../content.ts';
import type { KeyStore } from '../keys/key-store.ts';
import { openSealed, sealInto, sealOverhead } from '../keys/seal.ts';
import type { Logs } from '../logs.ts';
import type { Segments, StoredRecord } from '../segment.ts';

/** Writes the parts of one commit into the running transaction; throws `commit-…` or `idempotency-repeated` without having to undo. */
export class CommitWriter {
  readonly #segments: Segments;
  readonly #logs: Logs;
  readonly #keys: KeyStore;
  readonly #getState: StatementSync;
  readonly #setState: StatementSync;
  readonly #dropState: StatementSync;
  readonly #getResult: StatementSync;
  readonly #setResult: StatementSync;
  readonly #setReceipt: StatementSync;

  constructor(database: DatabaseSync, parts: { readonly segments: Segments; readonly logs: Logs; readonly keys: KeyStore }) {
    this.#segments = parts.segments;
    this.#logs = parts.logs;
    this.#keys = parts.keys;
    this.#getState = database.prepare('SELECT value FROM state WHERE key = ?');
    this.#setState = database.prepare('INSERT OR REPLACE INTO state VALUES (?, ?)');
    this.#dropState = database.prepare('DELETE FROM state WHERE key = ?');
    this.#getResult = database.prepare('SELECT result FROM idempotency WHERE key = ?');
    this.#setResult = database.prepare('INSERT INTO idempotency VALUES (?, ?)');
    this.#setReceipt = database.prepare('INSERT OR REPLACE INTO receipts VALUES (?, ?, ?, ?, ?)');
  }

  write(commit: EncodedCommit): void {
    for (const guard of commit.guards) {
      const value = this.#getState.get(guard.key)?.['value'];
      if (value !== guard.value)
        throw fail('commit-guarded', `state ${guard.key} is no longer what the commit expects`, { details: { key: guard.key } });
    }
    for (const { key, result } of commit.idempotency) {
      const held = this.#getResult.get(key)?.['result'];
      if (held !== undefined) throw fail('idempotency-repeated', `idempotency key ${key} is held`, { details: { key, result: held } });
      this.#setResult.run(key, result);
    }
    const written = new Set<string>();
    for (const record of commit.records) {
      this.#record(record);
      written.add(record.id.toString('latin1'));
    }
    for (const append of commit.appends) {
      for (let at = 0; at < append.ids.length; at += 32) {
        if (written.has(append.ids.toString('latin1', at, at + 32))) continue;
        const id = append.ids.subarray(at, at + 32);
        if (!this.#segments.holds(id))
          throw fail('commit-invalid', `leaf of sha256:${id.toString('base64url')}, a record that is not held`);
      }
      this.#logs.append(append);
    }
    for (const one of commit.receipts) this.#setReceipt.run(one.origin, one.reader, one.size, one.root, one.note);
    for (const { key, value } of commit.state) {
      if (value === undefined) this.#dropState.run(key);
      else this.#setState.run(key, value);
    }
    this.#segments.flush();
  }

  #record(record: EncodedRecord): void {
    const held = this.#segments.find(record.id);
    if (held !== undefined) {
      this.#unite(record, held);
      return;
    }
    const { place, key } = this.#keys.take();
    const { id, entry, content } = record;
    this.#segments.add({ id, entry, key: place, sealedLength: content.length + sealOverhead }, (target, at) =>
      sealInto(target, at, { key, plain: content }),
    );
  }

  #unite(record: EncodedRecord, held: StoredRecord): void {
    if (!held.entry.equals(record.entry)) throw fail('commit-invalid', `another entry for sha256:${record.id.toString('base64url')}`);
    const key = this.#keys.keyOf(held.key, record.id);
    // Erased stays erased: what arrives for it later has no key to be kept under.
    if (key === undefined) return;
    const plain = openSealed(key, held.sealed);
    if (plain === undefined) throw fail('store-damaged', `content of sha256:${record.id.toString('base64url')} fails its authentication`);
    const united = uniteEncoded(plain, record.content);
    if (united === undefined) return;
    const entry = Buffer.from(held.entry);
    this.#segments.add({ id: record.id, entry, key: held.key, sealedLength: united.length + sealOverhead }, (target, at) =>
      sealInto(target, at, { key, plain: united }),
    );
  }
}
