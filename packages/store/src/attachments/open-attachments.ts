import { Buffer } from 'node:buffer';
import { type FileHandle, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AttachmentStage, AttachmentStore } from '@wasl/node';
import { fail } from '../codes.ts';
import { writeFailure } from '../disk.ts';

/** Length of every chunk but the last (RC6). */
const chunkBytes = 64 * 1024;
/** Chunks after which what was written is made durable. */
const syncEvery = 16;
const headerBytes = 64;
const stagePrefix = 'stage-';
const magic = Buffer.from('WASLATT1', 'latin1');

/** Where attachments are kept and how large one may be; 64 MiB of ciphertext unless given. */
export interface AttachmentOptions {
  readonly folder: string;
  readonly maxBytes?: number;
}

interface Held {
  readonly file: FileHandle;
  readonly sizeBytes: number;
  readonly chunks: number;
  held: number;
}

const nameForm = /^[A-Za-z0-9_-]{43}$/;

async function writeWhole(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
}

function nameOf(root: string): string {
  // The name is base64url of 32 bytes and so a file name; anything else could leave the folder.
  if (!nameForm.test(root)) throw fail('attachment-order', `no attachment root: ${root.slice(0, 80)}`);
  return root;
}

function header(sizeBytes: number, held: number): Buffer {
  const bytes = Buffer.alloc(headerBytes);
  bytes.set(magic);
  bytes.writeBigUInt64LE(BigInt(sizeBytes), 8);
  bytes.writeUInt32LE(held, 16);
  return bytes;
}

/**
 * One file an attachment: `"WASLATT1" ‖ size u64 ‖ durable chunks u32 ‖ zeros to 64`, then the chunks. The count is written after the
 * chunks are synced, so that after a crash every chunk counted is whole.
 */
class AttachmentFiles implements AttachmentStore {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #open = new Map<string, Promise<Held | undefined>>();
  #stages = 0;

  constructor(options: AttachmentOptions) {
    this.#folder = resolve(options.folder);
    this.#maxBytes = options.maxBytes ?? 64 << 20;
  }

  async prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.#folder)) if (name.startsWith(stagePrefix)) await unlink(join(this.#folder, name));
  }

  async #held(root: string): Promise<Held | undefined> {
    const known = this.#open.get(nameOf(root));
    if (known !== undefined) return await known;
    const loading = this.#load(root);
    this.#open.set(root, loading);
    try {
      const held = await loading;
      if (held === undefined) this.#open.delete(root);
      return held;
    } catch (error) {
      this.#open.delete(root);
      throw error;
    }
  }

  async #load(root: string): Promise<Held | undefined> {
    if (!(await readdir(this.#folder)).includes(root)) return undefined;
    const file = await open(join(this.#folder, root), 'r+');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
    if (bytesRead < headerBytes || !buffer.subarray(0, 7).equals(magic.subarray(0, 7))) {
      await file.close();
      throw fail('store-damaged', `attachment ${root} has no header`);
    }
    if (!buffer.subarray(0, 8).equals(magic)) {
      await file.close();
      throw fail('store-version', `attachment format ${buffer.toString('latin1', 7, 8)}, wanted 1`);
    }
    const sizeBytes = Number(buffer.readBigUInt64LE(8));
    return { file, sizeBytes, chunks: Math.ceil(sizeBytes / chunkBytes), held: buffer.readUInt32LE(16) };
  }

  async status(root: string): Promise<{ readonly held: number; readonly complete: boolean } | undefined> {
    const held = await this.#held(root);
    return held === undefined ? undefined : { held: held.held, complete: held.held === held.chunks };
  }

  async begin(root: string, sizeBytes: number): Promise<void> {
    if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0 || sizeBytes > this.#maxBytes) {
      throw fail('attachment-too-large', `attachment of ${sizeBytes} bytes, wanted at most ${this.#maxBytes}`);
    }
    const held = await this.#held(root);
    if (held !== undefined) {
      if (held.sizeBytes !== sizeBytes) throw fail('attachment-order', `attachment ${root} has ${held.sizeBytes} bytes, not ${sizeBytes}`);
      return;
    }
    const creating = this.#create(root, sizeBytes);
    this.#open.set(root, creating);
    try {
      await creating;
    } catch (error) {
      this.#open.delete(root);
      throw writeFailure(error, `attachment ${root}`);
    }
  }

  async #create(root: string, sizeBytes: number): Promise<Held> {
    const file = await open(join(this.#folder, root), 'wx+', 0o600);
    await file.write(header(sizeBytes, 0), 0, headerBytes, 0);
    await file.sync();
    await this.#syncFolder();
    return { file, sizeBytes, chunks: Math.ceil(sizeBytes / chunkBytes), held: 0 };
  }

  async #syncFolder(): Promise<void> {
    const folder = await open(this.#folder, 'r');
    await folder.sync();
    await folder.close();
  }

  async stage(): Promise<AttachmentStage> {
    this.#stages += 1;
    const path = join(this.#folder, `${stagePrefix}${this.#stages}`);
    const file = await open(path, 'wx+', 0o600);
    let sizeBytes = 0;
    const fall = async (): Promise<void> => {
      await file.close();
      await unlink(path);
    };
    return {
      write: async (chunk) => {
        if (sizeBytes + chunk.length > this.#maxBytes)
          throw fail('attachment-too-large', `attachment of more than ${this.#maxBytes} bytes`);
        try {
          await writeWhole(file, chunk, headerBytes + sizeBytes);
        } catch (error) {
          throw writeFailure(error, 'attachment');
        }
        sizeBytes += chunk.length;
      },
      keep: async (name) => {
        if ((await this.#held(name)) !== undefined) return fall();
        try {
          await file.write(header(sizeBytes, Math.ceil(sizeBytes / chunkBytes)), 0, headerBytes, 0);
          await file.sync();
          await file.close();
          await rename(path, join(this.#folder, nameOf(name)));
          await this.#syncFolder();
        } catch (cause) {
          throw fail('store-failed', `attachment ${name} could not be synced`, { cause });
        }
      },
      drop: fall,
    };
  }

  async list(): Promise<readonly string[]> {
    return (await readdir(this.#folder)).filter((name) => nameForm.test(name));
  }

  async write(root: string, index: number, chunk: Uint8Array): Promise<void> {
    const held = await this.#held(root);
    if (held === undefined) throw fail('attachment-order', `attachment ${root} was not begun`);
    if (index < held.held) return;
    if (index > held.held || index >= held.chunks) throw fail('attachment-order', `chunk ${index} of ${root}, wanted ${held.held}`);
    const wanted = index === held.chunks - 1 ? held.sizeBytes - index * chunkBytes : chunkBytes;
    if (chunk.length !== wanted) throw fail('attachment-order', `chunk ${index} of ${root} has ${chunk.length} bytes, wanted ${wanted}`);
    try {
      await writeWhole(held.file, chunk, headerBytes + index * chunkBytes);
    } catch (error) {
      throw writeFailure(error, `attachment ${root}`);
    }
    held.held = index + 1;
    if (held.held % syncEvery === 0 || held.held === held.chunks) await this.#sync(root, held);
  }

  async #sync(root: string, held: Held): Promise<void> {
    try {
      await held.file.datasync();
      await held.file.write(header(held.sizeBytes, held.held), 0, headerBytes, 0);
      await held.file.datasync();
    } catch (cause) {
      throw fail('store-failed', `attachment ${root} could not be synced`, { cause });
    }
  }

  async read(root: string, index: number): Promise<Uint8Array | undefined> {
    const held = await this.#held(root);
    if (held === undefined || !Number.isSafeInteger(index) || index < 0 || index >= held.held) return undefined;
    const length = Math.min(chunkBytes, held.sizeBytes - index * chunkBytes);
    const { buffer, bytesRead } = await held.file.read(Buffer.allocUnsafe(length), 0, length, headerBytes + index * chunkBytes);
    if (bytesRead < length) throw fail('store-damaged', `attachment ${root} ends before chunk ${index}`);
    return buffer;
  }

  async remove(root: string): Promise<void> {
    const held = await this.#held(root);
    if (held === undefined) return;
    this.#open.delete(root);
    await held.file.close();
    await unlink(join(this.#folder, root));
  }

  async close(): Promise<void> {
    const all = [...this.#open.values()];
    this.#open.clear();
    for (const one of all) await (await one)?.file.close();
  }
}

/**
 * Opens the attachments of a node: files of ciphertext chunks of 64 KiB, written in order, resumable after a crash from the last 16
 * (RC6). Codes: `attachment-order`, `attachment-too-large`, `disk-full`, `store-failed`, `store-damaged`, `store-version`.
 * One caller at a time writes an attachment; removing one unlinks its ciphertext, whose key is erased with its record.
 */
export async function openAttachments(options: AttachmentOptions): Promise<AttachmentStore & { close(): Promise<void> }> {
  const files = new AttachmentFiles(options);
  await files.prepare();
  return files;
}
