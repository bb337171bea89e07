import { Buffer } from 'node:buffer';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { MarkMismatch } from '@wasl/node';
import { WaslError } from '@wasl/record';
import { type FoundRecord, writeFound, writeLeaf } from '../answer-codec.ts';
import { ByteWriter } from '../bytes.ts';
import { fail } from '../codes.ts';
import { decodeCommit, type EncodedCommit } from '../commit-codec.ts';
import { databaseFailure, openDatabase } from '../database.ts';
import { Disk, type Fault } from '../disk.ts';
import { createTables, migrate, versionOf } from '../format.ts';
import { IdIndex } from '../id-index.ts';
import { KeyStore } from '../keys/key-store.ts';
import { openSealed } from '../keys/seal.ts';
import type { Unlock } from '../keys/vault.ts';
import { nameHolder, removeLock, writeLock } from '../lock.ts';
import { type Boundary, Logs } from '../logs.ts';
import { MarkFile } from '../mark.ts';
import { Segments, type StoredRecord } from '../segment.ts';
import { CommitWriter } from './apply-commit.ts';
import { compareMarks } from './compare-marks.ts';

/** Everything that opening a store needs; plain data, so that it can be handed to the worker. */
export interface EngineOptions {
  readonly folder: string;
  readonly unlock: Unlock;
  readonly markFile: string;
  readonly mirror?: string;
  readonly cacheBytes: number;
  readonly keysPerPeriod?: number;
  /** Index entries kept in memory; see `IdIndex`. */
  readonly keptIds?: number;
  readonly faults?: readonly Fault[];
  readonly maxPages?: number;
}

// What a transaction writes to the write-ahead log beside its records: the pages of heads, leaves and small tables.
const transactionBytes = 64 << 10;
const checkpointBytes = 64 << 20;
/** With nothing waiting, earlier: a little at a time is not felt, a hundred megabytes at once are. */
const idleCheckpointBytes = 8 << 20;
const commitCodes = new Set(['commit-out-of-order', 'commit-invalid', 'commit-guarded', 'idempotency-repeated']);

/** The store on one thread, synchronous. The worker calls it for `openStore`; tests may call it directly. */
export class Engine {
  readonly database: DatabaseSync;
  readonly keys: KeyStore;
  readonly logs: Logs;
  readonly segments: Segments;
  readonly index: IdIndex;
  readonly disk: Disk;
  readonly folder: string;
  mismatches: readonly MarkMismatch[];
  readonly #mark: MarkFile;
  readonly #writer: CommitWriter;
  readonly #fence: number;
  readonly #selectFence: StatementSync;
  readonly #saveKeyEnd: StatementSync;
  #failure: WaslError | undefined;
  #unchecked = 0;
  /** The end of the key store as the database knows it. */
  #keyEnd: { readonly period: number; readonly at: number };

  private constructor(options: EngineOptions, parts: { database: DatabaseSync; keys: KeyStore; mark: MarkFile; disk: Disk }) {
    const { database, keys, mark } = parts;
    this.database = database;
    this.keys = keys;
    this.disk = parts.disk;
    this.folder = options.folder;
    this.#mark = mark;
    this.index = new IdIndex(database, options.keptIds);
    this.logs = new Logs(database, this.index);
    this.segments = new Segments(database, this.index);
    this.#writer = new CommitWriter(database, { segments: this.segments, logs: this.logs, keys });
    const format = database.prepare('SELECT store, fence, key_period, key_end, restored FROM format').get() ?? {};
    const storeId = keys.vault.storeId;
    if (!storeId.equals(Buffer.from(format['store'] as Uint8Array)))
      throw fail('key-store-missing', `the vault ${keys.vault.file} is of another store`);
    if (!keys.reaches(Number(format['key_period']), Number(format['key_end']))) {
      throw fail('key-store-outdated', 'the key store ends before the last key that the database refers to');
    }
    this.#keyEnd = { period: Number(format['key_period']), at: Number(format['key_end']) };
    const sameStore = mark.storeId?.equals(storeId) === true;
    if (sameStore && mark.erasures > keys.vault.erasures) {
      throw fail('key-store-outdated', `the key store counts ${keys.vault.erasures} erasures, the mark ${mark.erasures}`);
    }
    const findings = compareMarks(this.logs, mark, { restored: format['restored'] === 1, storeId });
    this.mismatches = findings.mismatches;
    mark.reserve(findings.behind.map((one) => one.origin));
    mark.write(findings.behind);
    if (findings.mismatches.length === 0 && (!sameStore || mark.erasures !== keys.vault.erasures))
      mark.writeHeader(storeId, keys.vault.erasures);
    this.#fence = Number(format['fence']) + 1;
    database.prepare('UPDATE format SET fence = ?').run(this.#fence);
    this.#selectFence = database.prepare('SELECT fence FROM format');
    this.#saveKeyEnd = database.prepare('UPDATE format SET key_period = ?, key_end = ?');
  }

  /** Opens or creates the store in `folder`. Codes: `store-locked`, `store-version`, `store-damaged`, `store-key-wrong`, `key-store-…`. */
  static open(options: EngineOptions): Engine {
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    mkdirSync(dirname(options.markFile), { recursive: true, mode: 0o700 });
    const disk = new Disk(options.faults);
    const lock = join(options.folder, 'lock');
    const { cacheBytes, maxPages } = options;
    let database: DatabaseSync;
    try {
      database = openDatabase({ file: join(options.folder, 'store.db'), cacheBytes, ...(maxPages === undefined ? {} : { maxPages }) });
    } catch (error) {
      throw nameHolder(error, lock);
    }
    const opened: { close(): void }[] = [database];
    try {
      writeLock(lock);
      const empty = versionOf(database) === undefined;
      migrate(database);
      const keys = openKeys(options, { disk, empty });
      opened.push(keys);
      if (empty) createTables(database, keys.vault.storeId);
      disk.syncFolder(options.folder);
      const mark = MarkFile.open(options.markFile, disk);
      opened.push(mark);
      return new Engine(options, { database, keys, mark, disk });
    } catch (error) {
      removeLock(lock);
      for (const one of opened.reverse()) one.close();
      throw databaseFailure(error);
    }
  }

  /** Throws what made the store unusable, if anything did. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /**
   * Commits a group in one transaction, in order: keys, database, marks (DU1). A commit that contradicts what is held is refused
   * alone; a failure of the disk refuses all. Answers one outcome a commit.
   */
  commit(group: readonly ArrayBuffer[]): (WaslError | undefined)[] {
    if (this.#failure !== undefined) return group.map(() => this.#failure);
    try {
      const outcomes = this.#transaction(group.map(decodeCommit));
      this.#unchecked += transactionBytes;
      for (const bytes of group) this.#unchecked += 2 * bytes.byteLength;
      return outcomes;
    } catch (error) {
      const failure = this.#fail(error);
      return group.map(() => failure);
    }
  }

  #transaction(commits: readonly EncodedCommit[]): (WaslError | undefined)[] {
    const { database, logs, segments, keys } = this;
    const start = segments.mark;
    database.exec('BEGIN IMMEDIATE');
    try {
      if (this.#selectFence.get()?.['fence'] !== this.#fence) throw fail('store-fenced', `fence ${this.#fence} is no longer the newest`);
      const outcomes = commits.map((commit) => this.#apply(commit, commits.length > 1));
      if (outcomes.every((outcome) => outcome !== undefined)) {
        this.#rollBack(start);
        return outcomes;
      }
      const end = keys.end();
      if (end.period !== this.#keyEnd.period || end.at !== this.#keyEnd.at) this.#saveKeyEnd.run(end.period, end.at);
      const marks = this.#markable();
      this.#mark.reserve(marks.map((mark) => mark.origin));
      logs.save();
      this.index.drain(() => ({ segment: start, logs: new Map(logs.heads().map((log) => [log.log, log.size])) }));
      this.disk.point('commit-before');
      database.exec('COMMIT');
      this.#keyEnd = end;
      logs.accept();
      this.index.accept();
      this.disk.point('commit-after');
      this.#writeMarks(marks);
      return outcomes;
    } catch (error) {
      this.#rollBack(start);
      throw error;
    }
  }

  #rollBack(segment: number): void {
    if (this.database.isTransaction) this.database.exec('ROLLBACK');
    this.segments.revert(segment);
    this.logs.reject();
    this.index.reject();
  }

  #apply(commit: EncodedCommit, grouped: boolean): WaslError | undefined {
    const before = { segment: this.segments.mark, logs: this.logs.snapshot(), index: this.index.mark };
    if (grouped) this.database.exec('SAVEPOINT one');
    try {
      this.#writer.write(commit);
      if (grouped) this.database.exec('RELEASE one');
      return undefined;
    } catch (error) {
      if (!(error instanceof WaslError) || !commitCodes.has(error.code)) throw error;
      if (grouped) this.database.exec('ROLLBACK TO one; RELEASE one');
      this.segments.revert(before.segment);
      this.logs.restore(before.logs);
      this.index.revert(before.index);
      return error;
    }
  }

  /** Own logs written by this transaction whose marks may move: those in a mismatch keep theirs until it is dealt with. */
  #markable(): { origin: string; size: number; root: Uint8Array }[] {
    const frozen = new Set(this.mismatches.map((mismatch) => mismatch.origin));
    return this.logs.stagedOwn().filter((log) => !frozen.has(log.origin));
  }

  #writeMarks(marks: readonly { origin: string; size: number; root: Uint8Array }[]): void {
    try {
      this.#mark.write(marks);
    } catch (error) {
      throw fail('store-failed', 'committed, but the mark could not be written', { cause: error });
    }
  }

  /** Remembers what makes the store unusable; returns the failure to answer with. */
  #fail(error: unknown): WaslError {
    const failure = databaseFailure(error);
    if (failure.code === 'store-failed' || failure.code === 'store-fenced') this.#failure = failure;
    return failure;
  }

  /** Runs an operation whose failure may poison the store. */
  guarded<T>(run: () => T): T {
    this.check();
    try {
      return run();
    } catch (error) {
      throw this.#fail(error);
    }
  }

  /** Moves the write-ahead log into the database when it has grown; call between answers, it takes a while. */
  checkpoint(idle: boolean): void {
    if (this.#failure !== undefined || this.#unchecked < (idle ? idleCheckpointBytes : checkpointBytes)) return;
    this.#unchecked = 0;
    try {
      this.database.exec('PRAGMA wal_checkpoint(PASSIVE)');
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Entry and content of a record as stored; content undefined once erased. */
  open(id: Buffer, stored: StoredRecord): FoundRecord {
    const key = this.keys.keyOf(stored.key, id);
    if (key === undefined) return { entry: stored.entry, content: undefined };
    const content = openSealed(key, stored.sealed);
    if (content === undefined) throw fail('store-damaged', `content of sha256:${id.toString('base64url')} fails its authentication`);
    return { entry: stored.entry, content };
  }

  record(id: Buffer): ArrayBuffer | undefined {
    const stored = this.segments.find(id);
    if (stored === undefined) return undefined;
    const found = this.open(id, stored);
    const writer = new ByteWriter(found.entry.length + (found.content?.length ?? 0) + 8);
    writeFound(writer, found);
    return writer.transferable();
  }

  leaves(origin: string, range: { readonly from: number; readonly to: number; readonly maxBytes?: number }): ArrayBuffer | undefined {
    const head = this.logs.head(origin);
    if (head === undefined) return undefined;
    const maxBytes = range.maxBytes ?? Number.POSITIVE_INFINITY;
    const writer = new ByteWriter(64 * 1024);
    const before = writer.reserve();
    let count = 0;
    let bytes = 0;
    for (const leaf of this.logs.leaves(head, range.from, range.to)) {
      const stored = this.segments.find(leaf.id);
      if (stored === undefined) throw fail('store-damaged', `record of leaf ${leaf.index} of ${origin} is missing`);
      const found = this.open(leaf.id, stored);
      bytes += found.entry.length + (found.content?.length ?? 0);
      if (count > 0 && bytes > maxBytes) break;
      writeLeaf(writer, { id: leaf.id, line: leaf.line, found });
      count += 1;
    }
    writer.patch(before, count);
    return writer.transferable();
  }

  boundary(origin: string, after: number, atMost: number): Boundary | undefined {
    const head = this.logs.head(origin);
    return head === undefined ? undefined : this.logs.boundary(head, after, atMost);
  }

  leafHashes(origin: string, from: number, to: number): Uint8Array {
    const head = this.logs.head(origin);
    return head === undefined ? new Uint8Array(0) : this.logs.hashes(head, from, to);
  }

  /** Destroys the keys of `ids`; ids not held or already erased are passed over (ER3). */
  erase(ids: readonly Buffer[]): void {
    const places = ids.flatMap((id) => {
      const stored = this.segments.find(id);
      return stored === undefined || this.keys.keyOf(stored.key, id) === undefined ? [] : [stored.key];
    });
    if (places.length === 0) return;
    this.keys.erase(places);
    this.#mark.writeHeader(this.keys.vault.storeId, this.keys.vault.erasures);
  }

  /** Writes all marks anew from the database; mismatches are over. */
  acceptMarks(): void {
    const own = this.logs.heads().filter((log) => log.own);
    this.#mark.reserve(own.map((log) => log.origin));
    this.#mark.write(own);
    this.#mark.retain(new Set(own.map((log) => log.origin)));
    this.#mark.writeHeader(this.keys.vault.storeId, this.keys.vault.erasures);
    this.database.exec('UPDATE format SET restored = 0');
    this.mismatches = [];
  }

  /** Ends cleanly; after a failure nothing more is written. */
  close(): void {
    this.keys.close();
    this.#mark.close();
    // While the database is still locked, so that it is never another process's lock file.
    removeLock(join(this.folder, 'lock'));
    this.database.close();
  }
}

function openKeys(options: EngineOptions, parts: { readonly disk: Disk; readonly empty: boolean }): KeyStore {
  const { folder, unlock, mirror, keysPerPeriod } = options;
  const keyOptions = {
    folder,
    unlock,
    disk: parts.disk,
    ...(mirror === undefined ? {} : { mirror }),
    ...(keysPerPeriod === undefined ? {} : { keysPerPeriod }),
  };
  return parts.empty && !KeyStore.exists(folder) ? KeyStore.create(keyOptions) : KeyStore.open(keyOptions);
}
