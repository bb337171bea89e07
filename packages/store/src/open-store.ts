import { Buffer } from 'node:buffer';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Commit, HeldLeaf, HeldRecord, LogHead, MarkMismatch, ReceiptWrite, Store } from '@wasl/node';
import { type RecordId, WaslError } from '@wasl/record';
import { readLeaves, readRecord } from './answer-codec.ts';
import { codes, fail } from './codes.ts';
import { encodeCommit } from './commit-codec.ts';
import type { Fault } from './disk.ts';
import type { EngineOptions } from './engine/engine.ts';
import type { Unlock } from './keys/vault.ts';
import type { Boundary } from './logs.ts';
import type { Answer, Call, Failure, Reply } from './worker/messages.ts';

/** How to open the store of a node. */
export interface StoreOptions {
  /** Holds `store.db`, `keys/`, `vault`, `lock` and, unless `markFile` says otherwise, `mark`. Made when absent. */
  readonly folder: string;
  /** Opens the vault of wrapping keys: 32 random bytes kept elsewhere, or a passphrase. */
  readonly unlock: Unlock;
  /** Where the mark of DU4 is kept, best on another disk than the database and never in its backups. */
  readonly markFile?: string;
  /** A second folder for a copy of the key store, kept current with every commit and every erasure. */
  readonly mirror?: string;
  /** Page cache of the database, at most 32 MB; 16 MB unless given. */
  readonly cacheBytes?: number;
  /** Keys in one key period: what one erasure rewrites, 64 bytes a key; 65,536 unless given. */
  readonly keysPerPeriod?: number;
  /** Planned faults, for tests of DU1. */
  readonly faults?: readonly Fault[];
  /** Bound on the growth of the database in pages of 8 KiB, for tests of a full disk. */
  readonly maxPages?: number;
}

interface Waiting {
  resolve(value: Answer): void;
  reject(error: unknown): void;
}

const maxCacheBytes = 32 << 20;

function failureFrom(failure: Failure): WaslError {
  const row = codes[failure.code as keyof typeof codes] ?? codes['store-failed'];
  return new WaslError(failure.code, row, failure.message, { details: failure.details });
}

function idBytes(id: RecordId): Uint8Array {
  return Uint8Array.from(Buffer.from(id.slice('sha256:'.length), 'base64url'));
}

class WorkerStore implements Store {
  mismatches: readonly MarkMismatch[] = [];
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #number = 0;
  #ended: WaslError | undefined;

  constructor(options: EngineOptions) {
    this.#worker = new Worker(new URL('./worker/store-worker.ts', import.meta.url), { workerData: options, name: 'wasl-store' });
    this.#worker.on('message', (replies: readonly Reply[]) => {
      for (const reply of replies) this.#settle(reply);
    });
    this.#worker.on('error', (error) =>
      this.#end(
        fail('store-failed', `the store's thread died: ${error instanceof Error ? error.message : String(error)}`, { cause: error }),
      ),
    );
    this.#worker.on('exit', () => this.#end(fail('store-closed', 'the store is closed')));
  }

  /** Resolves when the store is open. */
  async opened(): Promise<void> {
    try {
      this.mismatches = (await this.#wait(0)) as readonly MarkMismatch[];
    } catch (error) {
      await this.#worker.terminate();
      throw error;
    }
  }

  #wait(number: number): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    if (this.#waiting.size === 0) this.#worker.ref();
    this.#waiting.set(number, { resolve, reject });
    return promise;
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.number);
    this.#waiting.delete(reply.number);
    // An open but idle store does not keep its process alive.
    if (this.#waiting.size === 0) this.#worker.unref();
    if (reply.ok) waiting?.resolve(reply.value);
    else waiting?.reject(failureFrom(reply.failure));
  }

  #end(reason: WaslError): void {
    this.#ended ??= reason;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#ended);
    this.#waiting.clear();
  }

  #call(call: Call, moved: ArrayBuffer[] = []): Promise<Answer> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    this.#number += 1;
    const answer = this.#wait(this.#number);
    this.#worker.postMessage({ number: this.#number, call }, moved);
    return answer;
  }

  async commit(commit: Commit): Promise<void> {
    const bytes = encodeCommit(commit);
    await this.#call({ op: 'commit', bytes }, [bytes]);
  }

  async heads(): Promise<readonly LogHead[]> {
    return (await this.#call({ op: 'heads' })) as readonly LogHead[];
  }

  async leaves(
    origin: string,
    range: { readonly from: number; readonly to: number; readonly maxBytes?: number },
  ): Promise<readonly HeldLeaf[]> {
    const bytes = await this.#call({ op: 'leaves', origin, ...range });
    return bytes instanceof ArrayBuffer ? readLeaves(range.from, bytes) : [];
  }

  async boundary(origin: string, bounds: { readonly after: number; readonly atMost: number }): Promise<Boundary | undefined> {
    return (await this.#call({ op: 'boundary', origin, ...bounds })) as Boundary | undefined;
  }

  async leafHashes(origin: string, from: number, to: number): Promise<Uint8Array> {
    return (await this.#call({ op: 'leaf-hashes', origin, from, to })) as Uint8Array;
  }

  async record(id: RecordId): Promise<HeldRecord | undefined> {
    const bytes = await this.#call({ op: 'record', id: idBytes(id) });
    return bytes instanceof ArrayBuffer ? readRecord(id, bytes) : undefined;
  }

  async placesOf(id: RecordId): Promise<readonly { readonly origin: string; readonly index: number }[]> {
    return (await this.#call({ op: 'places', id: idBytes(id) })) as readonly { origin: string; index: number }[];
  }

  async state(key: string): Promise<string | undefined> {
    return (await this.#call({ op: 'state', key })) as string | undefined;
  }

  async stateWithPrefix(prefix: string): Promise<readonly { readonly key: string; readonly value: string }[]> {
    return (await this.#call({ op: 'state-prefix', prefix })) as readonly { key: string; value: string }[];
  }

  async idempotent(key: string): Promise<string | undefined> {
    return (await this.#call({ op: 'idempotent', key })) as string | undefined;
  }

  async receipts(origin: string): Promise<readonly ReceiptWrite[]> {
    return (await this.#call({ op: 'receipts', origin })) as readonly ReceiptWrite[];
  }

  async erase(ids: readonly RecordId[]): Promise<void> {
    await this.#call({ op: 'erase', ids: ids.map(idBytes) });
  }

  async acceptMarks(): Promise<void> {
    await this.#call({ op: 'accept-marks' });
    this.mismatches = [];
  }

  async backup(folder: string): Promise<void> {
    await this.#call({ op: 'backup', folder: resolve(folder) });
  }

  async backupKeys(file: string): Promise<void> {
    await this.#call({ op: 'backup-keys', file: resolve(file) });
  }

  async verify(): Promise<readonly string[]> {
    return (await this.#call({ op: 'verify' })) as readonly string[];
  }

  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    const closing = this.#call({ op: 'close' });
    // Calls made while it closes are refused; those made before are answered.
    this.#ended = fail('store-closed', 'the store is closed');
    try {
      await closing;
    } finally {
      this.#end(this.#ended);
      await this.#worker.terminate();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/**
 * Opens or creates the embedded store: SQLite, key store and mark on a thread of their own (DU1, DU4, ER3). One process at a time.
 * Throws `store-locked` (the message names the process), `store-version`, `store-damaged`, `store-key-wrong`, `key-store-missing`,
 * `key-store-outdated`. Later calls reject with `store-failed` once the disk failed a sync: end the process then.
 */
export async function openStore(options: StoreOptions): Promise<Store & AsyncDisposable> {
  const folder = resolve(options.folder);
  const { mirror, keysPerPeriod, faults, maxPages } = options;
  const store = new WorkerStore({
    folder,
    unlock: options.unlock,
    markFile: resolve(options.markFile ?? join(folder, 'mark')),
    cacheBytes: Math.min(options.cacheBytes ?? maxCacheBytes / 2, maxCacheBytes),
    ...(mirror === undefined ? {} : { mirror: resolve(mirror) }),
    ...(keysPerPeriod === undefined ? {} : { keysPerPeriod }),
    ...(faults === undefined ? {} : { faults }),
    ...(maxPages === undefined ? {} : { maxPages }),
  });
  await store.opened();
  return store;
}
