import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ViewRow, Views } from '@wasl/node';
import type { RecordId } from '@wasl/record';
import { fail } from '../codes.ts';
import type { Filter, Reference, Row, ViewAnswer, ViewCall, ViewReply } from './messages.ts';

interface Waiting {
  resolve(value: ViewAnswer): void;
  reject(error: unknown): void;
}

class WorkerViews implements Views {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #number = 0;
  #closed = false;

  constructor(file: string) {
    this.#worker = new Worker(new URL('./views-worker.ts', import.meta.url), { workerData: file, name: 'wasl-views' });
    this.#worker.on('message', (reply: ViewReply) => this.#settle(reply));
    this.#worker.on('error', (error) => this.#end(error instanceof Error ? error.message : String(error)));
    this.#worker.on('exit', () => this.#end('closed'));
  }

  #settle(reply: ViewReply): void {
    const waiting = this.#waiting.get(reply.number);
    this.#waiting.delete(reply.number);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (reply.failure === undefined) waiting?.resolve(reply.value);
    else waiting?.reject(fail('views-failed', reply.failure));
  }

  #end(why: string): void {
    this.#closed = true;
    for (const waiting of this.#waiting.values()) waiting.reject(fail('views-failed', `views: ${why}`));
    this.#waiting.clear();
  }

  call(call: ViewCall): Promise<ViewAnswer> {
    if (this.#closed) return Promise.reject(fail('views-failed', 'views: closed'));
    const { promise, resolve: settle, reject } = Promise.withResolvers<ViewAnswer>();
    this.#number += 1;
    if (this.#waiting.size === 0) this.#worker.ref();
    this.#waiting.set(this.#number, { resolve: settle, reject });
    this.#worker.postMessage({ number: this.#number, call });
    return promise;
  }

  async index(rows: readonly ViewRow[]): Promise<void> {
    // One text instead of many objects: what crosses to the worker is copied once.
    const columns = rows.map((row) => [row.id, row.type, row.subject, row.mode, row.issuer, row.issuedAt]);
    await this.call({ op: 'index', rows: JSON.stringify(columns) });
  }

  async list(filter: Filter): Promise<readonly Row[]> {
    return (await this.call({ op: 'list', filter })) as readonly Row[];
  }

  async refer(rows: readonly Reference[]): Promise<void> {
    await this.call({ op: 'refer', rows });
  }

  async referring(id: RecordId): Promise<readonly { readonly from: RecordId; readonly rel: string }[]> {
    return (await this.call({ op: 'referring', id })) as readonly { from: RecordId; rel: string }[];
  }

  async count(): Promise<number> {
    return (await this.call({ op: 'count' })) as number;
  }

  async clear(): Promise<void> {
    await this.call({ op: 'clear' });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    await this.call({ op: 'close' });
    await this.terminate();
  }

  async terminate(): Promise<void> {
    this.#end('closed');
    await this.#worker.terminate();
  }
}

/**
 * Opens the disposable index of entries in its own database and on its own thread, so that a long list never delays a commit (DU6).
 * It is not synced; a file that is damaged or of another version is replaced by an empty one, which the caller sees by `count`.
 * Throws `views-failed`.
 */
export async function openViews(options: { readonly file: string }): Promise<Views> {
  const views = new WorkerViews(resolve(options.file));
  try {
    await views.call({ op: 'open' });
  } catch (error) {
    await views.terminate();
    throw error;
  }
  return views;
}
