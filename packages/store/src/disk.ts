import { Buffer } from 'node:buffer';
import { closeSync, existsSync, fdatasyncSync, fstatSync, fsyncSync, openSync, readSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { WaslError } from '@wasl/record';
import { fail } from './codes.ts';

/** Places where a test can make the disk fail or the process die. */
export type FaultPoint =
  | 'keys-write'
  | 'keys-sync'
  | 'commit-before'
  | 'commit-after'
  | 'mark-write'
  | 'mark-sync'
  | 'vault-sync'
  | 'erase-before-vault'
  | 'erase-after-vault';

/** A planned fault: at the `after`-th passing of the point (from 0) the disk answers with `errno`, or the process is killed. */
export interface Fault {
  readonly at: FaultPoint;
  readonly after: number;
  readonly errno: 'ENOSPC' | 'EIO' | 'kill';
}

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Turns a failed write into its code: no room is `disk-full`, all else `store-failed`. */
export function writeFailure(error: unknown, what: string): WaslError {
  if (error instanceof WaslError) return error;
  const code = full.has(errnoOf(error)) ? 'disk-full' : 'store-failed';
  return fail(code, `${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}

/** Writes and syncs that throw by code: a failed write `disk-full` or `store-failed`, a failed sync always `store-failed`. */
export class Disk {
  readonly #faults: readonly Fault[];
  readonly #passed = new Map<FaultPoint, number>();

  constructor(faults: readonly Fault[] = []) {
    this.#faults = faults;
  }

  /** Passes a fault point; does nothing unless a test planned a fault there. */
  point(at: FaultPoint): void {
    if (this.#faults.length === 0) return;
    const count = this.#passed.get(at) ?? 0;
    this.#passed.set(at, count + 1);
    const fault = this.#faults.find((one) => one.at === at && one.after === count);
    if (fault === undefined) return;
    if (fault.errno === 'kill') process.kill(process.pid, 'SIGKILL');
    throw Object.assign(new Error(`${fault.errno}: planned at ${at}`), { code: fault.errno });
  }

  write(fd: number, bytes: Uint8Array, position: number, at?: FaultPoint): void {
    try {
      if (at !== undefined) this.point(at);
      for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, position + done);
    } catch (error) {
      throw writeFailure(error, 'write');
    }
  }

  syncData(fd: number, at?: FaultPoint): void {
    try {
      if (at !== undefined) this.point(at);
      fdatasyncSync(fd);
    } catch (error) {
      throw fail('store-failed', `fdatasync: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }

  sync(fd: number, at?: FaultPoint): void {
    try {
      if (at !== undefined) this.point(at);
      fsyncSync(fd);
    } catch (error) {
      throw fail('store-failed', `fsync: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }

  /** Makes names in `folder` (created, renamed, removed) durable. */
  syncFolder(folder: string): void {
    this.syncPath(folder);
  }

  /** Syncs a file or folder by name. */
  syncPath(path: string): void {
    const fd = openSync(path, 'r');
    try {
      this.sync(fd);
    } finally {
      closeSync(fd);
    }
  }

  /** Creates or replaces `file` whole: written beside it, synced, renamed, folder synced. A crash leaves the old or the new. */
  replace(file: string, bytes: Uint8Array, at?: FaultPoint): void {
    const fresh = `${file}.new`;
    try {
      const fd = openSync(fresh, 'w', 0o600);
      try {
        this.write(fd, bytes, 0);
        this.sync(fd, at);
      } finally {
        closeSync(fd);
      }
      renameSync(fresh, file);
    } catch (error) {
      if (existsSync(fresh)) unlinkSync(fresh);
      throw writeFailure(error, `replace ${file}`);
    }
    this.syncFolder(dirname(file));
  }

  /** Overwrites a file with zeros, syncs it and removes its name. On flash and copy-on-write media only the lost wrapping key protects. */
  destroy(file: string): void {
    const fd = openSync(file, 'r+');
    try {
      this.#zero(fd);
    } finally {
      closeSync(fd);
    }
    unlinkSync(file);
  }

  /** Like `replace`, and the bytes of the old file are overwritten once the new one has its name. */
  replaceAndDestroy(file: string, bytes: Uint8Array, at?: FaultPoint): void {
    const old = existsSync(file) ? openSync(file, 'r+') : undefined;
    try {
      this.replace(file, bytes, at);
      if (old !== undefined) this.#zero(old);
    } finally {
      if (old !== undefined) closeSync(old);
    }
  }

  #zero(fd: number): void {
    const size = fstatSync(fd).size;
    const zeros = Buffer.alloc(Math.min(size, 1 << 20));
    for (let at = 0; at < size; at += zeros.length) this.write(fd, zeros.subarray(0, Math.min(zeros.length, size - at)), at);
    this.sync(fd);
  }
}

/** Reads up to `length` bytes at `position`; fewer at the end of the file. */
export function readAt(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const read = readSync(fd, bytes, done, length - done, position + done);
    if (read === 0) break;
    done += read;
  }
  return bytes.subarray(0, done);
}
