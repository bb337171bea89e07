import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail } from './codes.ts';
import { type Disk, readAt } from './disk.ts';

/** The last committed state of one own log. */
export interface Mark {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

const magic = Buffer.from('WASLMRK1', 'latin1');
const half = 512;
const slotLength = 2 * half;
const aheadSlots = 64;
const maxOriginBytes = half - 8 - 8 - 32 - 16 - 2;

interface Slot {
  readonly index: number;
  sequence: number;
}

function checked(bytes: Buffer): Buffer {
  bytes.set(
    createHash('sha256')
      .update(bytes.subarray(0, half - 16))
      .digest()
      .subarray(0, 16),
    half - 16,
  );
  return bytes;
}

function isSound(bytes: Buffer): boolean {
  const wanted = createHash('sha256')
    .update(bytes.subarray(0, half - 16))
    .digest()
    .subarray(0, 16);
  return bytes.length === half && wanted.equals(bytes.subarray(half - 16));
}

/** The newer of the two halves of a slot; a torn write leaves the older one standing. */
function newest(slot: Buffer): Buffer | undefined {
  const halves = [slot.subarray(0, half), slot.subarray(half)].filter((one) => isSound(one) && one.readBigUInt64LE(0) > 0n);
  return halves.sort((left, right) => Number(right.readBigUInt64LE(0) - left.readBigUInt64LE(0)))[0];
}

/**
 * The mark of DU4: (origin, size, root) of every own log in a file outside the database and its backups.
 *
 * Slots of 1 KiB, written ahead of need; slot 0 is the header. A slot has two halves of 512 bytes written in turn:
 * `sequence u64 ‖ size u64 ‖ root 32 ‖ origin length u16 ‖ origin ‖ zeros ‖ check 16` (SHA-256 cut to 16 bytes), little-endian. In the
 * header: `sequence u64 ‖ erasures u64 ‖ "WASLMRK1" ‖ store id 16`. Writing a known log is one pwrite and one fdatasync of half a KiB.
 */
export class MarkFile {
  readonly file: string;
  /** Marks as found at opening, then as written. */
  readonly marks = new Map<string, Mark>();
  /** The store that the file belongs to; undefined when the file is new or its header is not sound. */
  storeId: Buffer | undefined;
  /** Erasures that the key store had counted when this was last written. */
  erasures = 0;
  /** True when there was no file at opening. */
  readonly fresh: boolean;
  readonly #disk: Disk;
  readonly #fd: number;
  readonly #slots = new Map<string, Slot>();
  #header = 0;
  #next = 1;
  #allocated: number;

  private constructor(file: string, options: { fd: number; disk: Disk; fresh: boolean }) {
    this.file = file;
    this.#fd = options.fd;
    this.#disk = options.disk;
    this.fresh = options.fresh;
    this.#allocated = Math.floor(fstatSync(options.fd).size / slotLength);
  }

  /** Opens or creates the file. A slot whose halves are both unsound counts as missing; another format throws `store-version`. */
  static open(file: string, disk: Disk): MarkFile {
    const fresh = !existsSync(file);
    const mark = new MarkFile(file, { fd: openSync(file, fresh ? 'w+' : 'r+', 0o600), disk, fresh });
    if (fresh) {
      mark.#allocate(aheadSlots);
      disk.syncFolder(dirname(file));
    } else mark.#load();
    return mark;
  }

  #load(): void {
    for (let index = 0; index < this.#allocated; index += 1) {
      const sound = newest(readAt(this.#fd, index * slotLength, slotLength));
      if (sound === undefined) continue;
      const sequence = Number(sound.readBigUInt64LE(0));
      if (index === 0) {
        if (!sound.subarray(16, 24).equals(magic)) throw fail('store-version', `${this.file} is in another format, wanted WASLMRK1`);
        this.#header = sequence;
        this.erasures = Number(sound.readBigUInt64LE(8));
        this.storeId = Buffer.from(sound.subarray(24, 40));
        continue;
      }
      const origin = sound.toString('utf8', 50, 50 + sound.readUInt16LE(48));
      this.marks.set(origin, { origin, size: Number(sound.readBigUInt64LE(8)), root: Buffer.from(sound.subarray(16, 48)) });
      this.#slots.set(origin, { index, sequence });
      this.#next = index + 1;
    }
  }

  #allocate(slots: number): void {
    this.#disk.write(this.#fd, Buffer.alloc((slots - this.#allocated) * slotLength), this.#allocated * slotLength);
    this.#disk.sync(this.#fd);
    this.#allocated = slots;
  }

  /** Makes room for logs not marked before, so that `write` after the commit can't find the disk full. */
  reserve(origins: Iterable<string>): void {
    for (const origin of origins) {
      if (this.#slots.has(origin)) continue;
      if (Buffer.byteLength(origin) > maxOriginBytes)
        throw fail('commit-invalid', `origin of ${origin.length} characters, wanted at most ${maxOriginBytes} bytes`);
      if (this.#next >= this.#allocated) this.#allocate(this.#allocated + aheadSlots);
      this.#slots.set(origin, { index: this.#next, sequence: 0 });
      this.#next += 1;
    }
  }

  /** Writes and syncs marks of reserved logs. */
  write(marks: readonly Mark[]): void {
    if (marks.length === 0) return;
    for (const mark of marks) {
      const slot = this.#slots.get(mark.origin);
      if (slot === undefined) throw new TypeError(`mark of ${mark.origin} was not reserved`);
      slot.sequence += 1;
      const bytes = Buffer.alloc(half);
      bytes.writeBigUInt64LE(BigInt(slot.sequence), 0);
      bytes.writeBigUInt64LE(BigInt(mark.size), 8);
      bytes.set(mark.root, 16);
      bytes.writeUInt16LE(bytes.write(mark.origin, 50, 'utf8'), 48);
      this.#disk.write(this.#fd, checked(bytes), slot.index * slotLength + (slot.sequence % 2) * half, 'mark-write');
      this.marks.set(mark.origin, mark);
    }
    this.#disk.syncData(this.#fd, 'mark-sync');
  }

  /** Writes and syncs the header. */
  writeHeader(storeId: Buffer, erasures: number): void {
    this.#header += 1;
    const bytes = Buffer.alloc(half);
    bytes.writeBigUInt64LE(BigInt(this.#header), 0);
    bytes.writeBigUInt64LE(BigInt(erasures), 8);
    bytes.set(magic, 16);
    bytes.set(storeId, 24);
    this.#disk.write(this.#fd, checked(bytes), (this.#header % 2) * half);
    this.#disk.syncData(this.#fd);
    this.storeId = storeId;
    this.erasures = erasures;
  }

  /** Forgets the marks of logs that the database does not hold. */
  retain(origins: ReadonlySet<string>): void {
    for (const origin of [...this.marks.keys()]) {
      const slot = this.#slots.get(origin);
      if (origins.has(origin) || slot === undefined) continue;
      this.#disk.write(this.#fd, Buffer.alloc(slotLength), slot.index * slotLength);
      this.marks.delete(origin);
      this.#slots.delete(origin);
    }
    this.#disk.syncData(this.#fd);
  }

  close(): void {
    closeSync(this.#fd);
  }
}
