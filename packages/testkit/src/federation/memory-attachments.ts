import type { AttachmentStore } from '@wasl/node';

const chunkBytes = 64 * 1024;

/** Attachments in memory, chunk by chunk in order. */
export class MemoryAttachments implements AttachmentStore {
  readonly #held = new Map<string, { readonly sizeBytes: number; readonly chunks: Uint8Array[] }>();

  async status(root: string): Promise<{ readonly held: number; readonly complete: boolean } | undefined> {
    const held = this.#held.get(root);
    return held === undefined
      ? undefined
      : { held: held.chunks.length, complete: held.chunks.length === Math.ceil(held.sizeBytes / chunkBytes) };
  }

  async begin(root: string, sizeBytes: number): Promise<void> {
    if (!this.#held.has(root)) this.#held.set(root, { sizeBytes, chunks: [] });
  }

  async write(root: string, index: number, chunk: Uint8Array): Promise<void> {
    const held = this.#held.get(root);
    if (held === undefined || index > held.chunks.length) throw new Error(`chunk ${index} of ${root} is not the next`);
    if (index === held.chunks.length) held.chunks.push(Uint8Array.from(chunk));
  }

  async read(root: string, index: number): Promise<Uint8Array | undefined> {
    return this.#held.get(root)?.chunks[index];
  }

  async remove(root: string): Promise<void> {
    this.#held.delete(root);
  }
}
