import { Buffer } from 'node:buffer';

const digestLength = 32;
const recordIdLength = 50;
const idPrefix = 'sha256:';
const absent = 0xffff_ffff;

/** Writes little-endian fields into one growing buffer. Text is UTF-8 with its length in bytes before it as u32. */
export class ByteWriter {
  #buffer: Buffer;
  #at = 0;

  constructor(capacity: number) {
    this.#buffer = Buffer.allocUnsafeSlow(Math.max(64, capacity));
  }

  get length(): number {
    return this.#at;
  }

  #ensure(length: number): void {
    if (this.#buffer.length - this.#at >= length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#at + length));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }

  u8(value: number): void {
    this.#ensure(1);
    this.#buffer[this.#at++] = value;
  }

  u32(value: number): void {
    this.#ensure(4);
    this.#at = this.#buffer.writeUInt32LE(value, this.#at);
  }

  /** A count or index up to 2^53. */
  f64(value: number): void {
    this.#ensure(8);
    this.#at = this.#buffer.writeDoubleLE(value, this.#at);
  }

  bytes(value: Uint8Array): void {
    this.#ensure(value.length);
    this.#buffer.set(value, this.#at);
    this.#at += value.length;
  }

  text(value: string): void {
    this.#ensure(4);
    const before = this.#at;
    this.#at += 4;
    if (this.#buffer.length - this.#at < value.length * 3) this.#ensure(Buffer.byteLength(value));
    const written = this.#buffer.write(value, this.#at, 'utf8');
    this.#buffer.writeUInt32LE(written, before);
    this.#at += written;
  }

  optionalText(value: string | undefined): void {
    if (value === undefined) this.u32(absent);
    else this.text(value);
  }

  /** The 32 bytes of a record id; what is no record id of 50 characters is a mistake of the caller. */
  recordId(id: string): void {
    if (id.length !== recordIdLength || !id.startsWith(idPrefix)) throw new TypeError(`no record id: ${id}`);
    this.#ensure(digestLength);
    this.#at += this.#buffer.write(id.slice(idPrefix.length), this.#at, 'base64url');
  }

  /** Leaves room for a u32 that is written later with `patch`. */
  reserve(): number {
    this.u32(0);
    return this.#at - 4;
  }

  patch(at: number, value: number): void {
    this.#buffer.writeUInt32LE(value, at);
  }

  /** The bytes written; a view, valid until the next write. */
  view(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  /** The whole underlying memory, to be transferred to another thread; readers stop at what the format says. */
  transferable(): ArrayBuffer {
    return this.#buffer.buffer as ArrayBuffer;
  }
}

/** Reads what `ByteWriter` wrote. Reading past the end throws `RangeError`. */
export class ByteReader {
  readonly buffer: Buffer;
  at = 0;

  constructor(bytes: Uint8Array | ArrayBuffer) {
    this.buffer = bytes instanceof ArrayBuffer ? Buffer.from(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(): number {
    const value = this.buffer.readUInt8(this.at);
    this.at += 1;
    return value;
  }

  u32(): number {
    const value = this.buffer.readUInt32LE(this.at);
    this.at += 4;
    return value;
  }

  f64(): number {
    const value = this.buffer.readDoubleLE(this.at);
    this.at += 8;
    return value;
  }

  bytes(length: number): Buffer {
    const end = this.at + length;
    if (end > this.buffer.length) throw new RangeError(`${end} is past the end, ${this.buffer.length}`);
    const value = this.buffer.subarray(this.at, end);
    this.at = end;
    return value;
  }

  text(): string {
    return this.#text(this.u32());
  }

  optionalText(): string | undefined {
    const length = this.u32();
    return length === absent ? undefined : this.#text(length);
  }

  recordId(): string {
    return recordIdText(this.bytes(digestLength));
  }

  #text(length: number): string {
    const end = this.at + length;
    if (end > this.buffer.length) throw new RangeError(`${end} is past the end, ${this.buffer.length}`);
    const value = this.buffer.toString('utf8', this.at, end);
    this.at = end;
    return value;
  }
}

/** `sha256:` and base64url of 32 bytes. */
function recordIdText(bytes: Buffer): string {
  return idPrefix + bytes.toString('base64url');
}
