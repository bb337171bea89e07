import { Buffer } from 'node:buffer';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail } from '../codes.ts';
import { type Disk, readAt } from '../disk.ts';
import { openSealed, sealInto, sealOverhead } from './seal.ts';
import type { Period } from './vault.ts';

/** A row of a page: record id and its key, 32 bytes each; the key is zeros once erased. */
export const rowLength = 64;

const magic = Buffer.from('WASLKEY1', 'latin1');
const headerLength = 32;
const ahead = 256 * 1024;

/** Where the first page of a generation starts. */
export const firstPage = headerLength;

/** Bytes that a page of `rows` rows takes in the file. */
function pageLength(rows: number): number {
  return 4 + sealOverhead + rows * rowLength;
}

/**
 * One generation of one key period: `"WASLKEY1" ‖ period u32 ‖ generation u32 ‖ zeros to 32`, then pages
 * `length u32 ‖ AES-256-GCM(rows)` under the period's wrapping key, then zeros written ahead so that a sync moves no metadata.
 */
export class KeyFile {
  readonly path: string;
  readonly #period: Period;
  readonly #disk: Disk;
  readonly #fd: number;
  #allocated: number;

  private constructor(path: string, options: { period: Period; disk: Disk; fd: number }) {
    this.path = path;
    this.#period = options.period;
    this.#disk = options.disk;
    this.#fd = options.fd;
    this.#allocated = fstatSync(options.fd).size;
  }

  /** Creates the file, durable by name when this returns. */
  static create(path: string, period: Period, disk: Disk): KeyFile {
    const header = Buffer.alloc(headerLength);
    header.set(magic);
    header.writeUInt32LE(period.period, 8);
    header.writeUInt32LE(period.generation, 12);
    const fd = openSync(path, 'w+', 0o600);
    try {
      disk.write(fd, header, 0);
      disk.sync(fd);
      disk.syncFolder(dirname(path));
    } catch (error) {
      closeSync(fd);
      throw error;
    }
    return new KeyFile(path, { period, disk, fd });
  }

  /** Opens an existing generation; throws `key-store-missing`, `store-version` or `store-damaged`. */
  static open(path: string, period: Period, disk: Disk): KeyFile {
    let fd: number;
    try {
      fd = openSync(path, 'r+');
    } catch (cause) {
      throw fail('key-store-missing', `cannot open ${path}`, { cause });
    }
    const header = readAt(fd, 0, headerLength);
    const sound =
      header.length === headerLength &&
      header.toString('latin1', 0, 7) === 'WASLKEY' &&
      header.readUInt32LE(8) === period.period &&
      header.readUInt32LE(12) === period.generation;
    if (sound && header.subarray(0, 8).equals(magic)) return new KeyFile(path, { period, disk, fd });
    closeSync(fd);
    if (sound) throw fail('store-version', `key file format ${header.toString('latin1', 7, 8)}, wanted 1`);
    throw fail('store-damaged', `${path} is not generation ${period.generation} of key period ${period.period}`);
  }

  #aad(at: number): Buffer {
    const aad = Buffer.alloc(16);
    aad.writeUInt32LE(this.#period.period, 0);
    aad.writeUInt32LE(this.#period.generation, 4);
    aad.writeDoubleLE(at, 8);
    return aad;
  }

  /** Writes a page at `at` without syncing; returns where the next one starts. */
  write(at: number, rows: Uint8Array): number {
    const page = Buffer.allocUnsafe(pageLength(rows.length / rowLength));
    page.writeUInt32LE(page.length, 0);
    sealInto(page, 4, { key: this.#period.wrappingKey, plain: rows, aad: this.#aad(at) });
    const end = at + page.length;
    if (end + 4 > this.#allocated) {
      const wanted = Math.ceil((end + 4) / ahead) * ahead;
      this.#disk.write(this.#fd, Buffer.alloc(wanted - this.#allocated), this.#allocated, 'keys-write');
      this.#allocated = wanted;
    }
    this.#disk.write(this.#fd, page, at, 'keys-write');
    return end;
  }

  syncData(): void {
    this.#disk.syncData(this.#fd, 'keys-sync');
  }

  sync(): void {
    this.#disk.sync(this.#fd);
  }

  /** Rows of the page at `at`; undefined when there is no sound page there. */
  read(at: number): { readonly rows: Buffer; readonly end: number } | undefined {
    const head = readAt(this.#fd, at, 4);
    if (head.length < 4) return undefined;
    const length = head.readUInt32LE(0);
    if (length < pageLength(1) || (length - pageLength(0)) % rowLength !== 0 || at + length > this.#allocated) return undefined;
    const sealed = readAt(this.#fd, at + 4, length - 4);
    if (sealed.length < length - 4) return undefined;
    const rows = openSealed(this.#period.wrappingKey, sealed, this.#aad(at));
    return rows === undefined ? undefined : { rows, end: at + length };
  }

  /** Every sound page in order; stops at the first that is not, which after a crash is the unfinished tail. */
  *pages(): Generator<{ readonly at: number; readonly rows: Buffer; readonly end: number }> {
    for (let at = firstPage; ; ) {
      const page = this.read(at);
      if (page === undefined) return;
      yield { at, ...page };
      at = page.end;
    }
  }

  close(): void {
    closeSync(this.#fd);
  }
}
