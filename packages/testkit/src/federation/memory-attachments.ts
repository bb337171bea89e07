import type { AttachmentStage, AttachmentStore } from '@wasl/node';

const chunkBytes = 64 * 1024;

/** Attachments in memory, chunk by chunk in order. */
export class MemoryAttachments implements AttachmentStore {
  readonly held = new Map<string, { readonly sizeBytes: number; readonly chunks: Uint8Array[] }>();

  async status(name: string): Promise<{ readonly held: number; readonly complete: boolean } | undefined> {
    const held = this.held.get(name);
    return held === undefined
      ? undefined
      : { held: held.chunks.length, complete: held.chunks.length === Math.ceil(held.sizeBytes / chunkBytes) };
  }

  async begin(name: string, sizeBytes: number): Promise<void> {
    if (!this.held.has(name)) this.held.set(name, { sizeBytes, chunks: [] });
  }

  async write(name: string, index: number, chunk: Uint8Array): Promise<void> {
    const held = this.held.get(name);
    if (held === undefined || index > held.chunks.length) throw new Error(`chunk ${index} of ${name} is not the next`);
    if (index === held.chunks.length) held.chunks.push(Uint8Array.from(chunk));
  }

  async read(name: string, index: number): Promise<Uint8Array | undefined> {
    return this.held.get(name)?.chunks[index];
  }

  async remove(name: string): Promise<void> {
    this.held.delete(name);
  }

  async stage(): Promise<AttachmentStage> {
    const chunks: Uint8Array[] = [];
    return {
      write: async (chunk) => {
        chunks.push(Uint8Array.from(chunk));
      },
      keep: async (name) => {
        if (!this.held.has(name)) this.held.set(name, { sizeBytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0), chunks });
      },
      drop: async () => {
        chunks.length = 0;
      },
    };
  }

  async list(): Promise<readonly string[]> {
    return [...this.held.keys()];
  }
}
