import { Buffer } from 'node:buffer';
import { randomFillSync } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { fail } from '../codes.ts';
import type { EncodedCommit, EncodedRecord } from '../commit-codec.ts';
import { uniteEncoded } from '../content.ts';
import { rowLength } from '../keys/key-file.ts';
import type { KeyPlace, KeyStore } from '../keys/key-store.ts';
import { openSealed, sealInto, sealOverhead } from '../keys/seal.ts';
import type { Logs } from '../logs.ts';
import type { Segments, StoredRecord } from '../segment.ts';

/** The page of new keys that a group of commits fills; written to the key store before the group commits. */
export class KeyPage {
  readonly #place: { readonly period: number; readonly at: number };
  readonly #rows: Buffer;
  /** Rows filled so far. */
  count = 0;

  constructor(place: { readonly period: number; readonly at: number }, maxRows: number) {
    this.#place = place;
    this.#rows = Buffer.allocUnsafeSlow(maxRows * rowLength);
    randomFillSync(this.#rows);
  }

  /** A new key for the record. */
  add(id: Uint8Array): { readonly place: KeyPlace; readonly key: Buffer } {
    const slot = this.count;
    this.#rows.set(id, slot * rowLength);
    this.count += 1;
    return { place: { ...this.#place, slot }, key: this.#rows.subarray(slot * rowLength + 32, (slot + 1) * rowLength) };
  }

  /** The key of a record that this page made; undefined when the place is elsewhere. */
  keyAt(place: KeyPlace): Buffer | undefined {
    if (place.period !== this.#place.period || place.at !== this.#place.at) return undefined;
    return this.#rows.subarray(place.slot * rowLength + 32, (place.slot + 1) * rowLength);
  }

  rows(): Buffer {
    return this.#rows.subarray(0, this.count * rowLength);
  }
}

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

  write(commit: EncodedCommit, page: KeyPage): void {
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
      this.#record(record, page);
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

  #record(record: EncodedRecord, page: KeyPage): void {
    const held = this.#segments.find(record.id);
    if (held !== undefined) {
      this.#unite(record, held, page);
      return;
    }
    const { place, key } = page.add(record.id);
    const { id, entry, content } = record;
    this.#segments.add({ id, entry, key: place, sealedLength: content.length + sealOverhead }, (target, at) =>
      sealInto(target, at, { key, plain: content }),
    );
  }

  #unite(record: EncodedRecord, held: StoredRecord, page: KeyPage): void {
    if (!held.entry.equals(record.entry)) throw fail('commit-invalid', `another entry for sha256:${record.id.toString('base64url')}`);
    const key = page.keyAt(held.key) ?? this.#keys.keyOf(held.key, record.id);
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
