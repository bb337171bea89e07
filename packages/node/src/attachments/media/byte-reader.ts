import { fail } from '../../codes.ts';

/** Reads a stream of buffers piece by piece. A stream that ends too soon is `attachment-content`. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #left: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** What is there, at least one byte; undefined at the end. */
  async some(): Promise<Uint8Array | undefined> {
    while (this.#left.length === 0) {
      const next = await this.#source.next();
      if (next.done === true) return undefined;
      this.#left = next.value;
    }
    const bytes = this.#left;
    this.#left = new Uint8Array(0);
    return bytes;
  }

  /** Exactly so many bytes. */
  async take(length: number): Promise<Uint8Array> {
    const taken = new Uint8Array(length);
    let at = 0;
    while (at < length) {
      const bytes = await this.some();
      if (bytes === undefined) throw fail('attachment-content', `the file ends ${length - at} bytes too early`);
      const part = bytes.subarray(0, length - at);
      taken.set(part, at);
      at += part.length;
      this.#left = bytes.subarray(part.length);
    }
    return taken;
  }

  /** Exactly so many bytes, in pieces as they come. */
  async *through(length: number): AsyncGenerator<Uint8Array> {
    let left = length;
    while (left > 0) {
      const bytes = await this.some();
      if (bytes === undefined) throw fail('attachment-content', `the file ends ${left} bytes too early`);
      const part = bytes.subarray(0, left);
      this.#left = bytes.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  /** Puts bytes back before what is left. */
  unread(bytes: Uint8Array): void {
    const joined = new Uint8Array(bytes.length + this.#left.length);
    joined.set(bytes);
    joined.set(this.#left, bytes.length);
    this.#left = joined;
  }

  /** Reads to the end and keeps nothing. */
  async drain(): Promise<void> {
    while ((await this.some()) !== undefined);
  }
}
