import { type FileHandle, open } from 'node:fs/promises';

/** A file that grows by length-prefixed blobs; each append is one write and one fdatasync, in order. */
export class BlobFile {
  readonly #file: FileHandle;
  #last: Promise<void> = Promise.resolve();

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(path: string): Promise<BlobFile> {
    return new BlobFile(await open(path, 'a'));
  }

  /** Resolves when the lines are on disk. */
  append(lines: readonly string[]): Promise<void> {
    this.#last = this.#last.then(async () => {
      const parts: Buffer[] = [];
      for (const line of lines) {
        const bytes = Buffer.from(line);
        const prefix = Buffer.allocUnsafe(4);
        prefix.writeUInt32BE(bytes.length);
        parts.push(prefix, bytes);
      }
      await this.#file.write(Buffer.concat(parts));
      await this.#file.datasync();
    });
    return this.#last;
  }
}
