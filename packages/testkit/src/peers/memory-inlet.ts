import type { Inlet, LinkState, LogBatch, LogSummary, Peer, SeenHead, WireLeaf } from '@wasl/node';
import { accept, type Refusal, type Result } from '@wasl/record';

/** The wire's other end in memory: takes every batch that follows on what it holds. Everything the tests want to see is public. */
export class MemoryInlet implements Inlet {
  readonly held = new Map<string, WireLeaf[]>();
  readonly links: LinkState[] = [];
  readonly anomalies: { readonly origin: string; readonly code: string; readonly details: Readonly<Record<string, unknown>> }[] = [];
  readonly answers: { readonly origin: string; readonly note: string }[] = [];
  readonly compared: SeenHead[] = [];
  readonly failed: { readonly root: string; readonly code: string }[] = [];
  readonly chunks = new Map<string, Uint8Array[]>();
  /** Origins that go over the urgent link. */
  readonly urgent = new Set<string>();
  readonly wanted: { readonly root: string; readonly sizeBytes: number }[] = [];
  /** Runs before each batch is taken; a refusal is what `receive` answers. */
  gate: (batch: LogBatch) => Promise<Refusal | undefined> | Refusal | undefined = () => undefined;
  learnRefusal: Refusal | undefined;
  compareRefusal: Refusal | undefined;
  /** Receipts given again at every listing. */
  readonly heldReceipts = new Map<string, string>();
  listings = 0;

  sizeOf(origin: string): number {
    return this.held.get(origin)?.length ?? 0;
  }

  async learn(
    _peer: Peer,
    logs: readonly LogSummary[],
  ): Promise<Result<readonly { origin: string; from: number; urgent: boolean; receipt?: string }[]>> {
    this.listings += 1;
    if (this.learnRefusal !== undefined) return { ok: false, reason: this.learnRefusal };
    return accept(
      logs.map(({ origin }) => {
        const receipt = this.heldReceipts.get(origin);
        return { origin, from: this.sizeOf(origin), urgent: this.urgent.has(origin), ...(receipt === undefined ? {} : { receipt }) };
      }),
    );
  }

  async receive(_peer: Peer, batch: LogBatch): Promise<Result<{ readonly receipt: string }>> {
    const reason = await this.gate(batch);
    if (reason !== undefined) return { ok: false, reason };
    const leaves = this.held.get(batch.origin) ?? [];
    if (batch.first !== leaves.length)
      return { ok: false, reason: { code: 'log-gap', message: `${batch.first}, wanted ${leaves.length}` } };
    this.held.set(batch.origin, leaves);
    for (const leaf of batch.leaves) leaves.push(leaf);
    return accept({ receipt: `receipt ${batch.origin} ${leaves.length}` });
  }

  async anomaly(
    _peer: Peer,
    origin: string,
    anomaly: { readonly code: string; readonly details: Readonly<Record<string, unknown>> },
  ): Promise<void> {
    this.anomalies.push({ origin, ...anomaly });
  }

  async acknowledged(_peer: Peer, origin: string, note: string): Promise<void> {
    this.answers.push({ origin, note });
  }

  async compare(_peer: Peer, heads: readonly SeenHead[]): Promise<Result<true>> {
    this.compared.push(...heads);
    return this.compareRefusal === undefined ? accept(true as const) : { ok: false, reason: this.compareRefusal };
  }

  async missingAttachments(): Promise<readonly { root: string; sizeBytes: number; next: number }[]> {
    return this.wanted
      .map(({ root, sizeBytes }) => ({ root, sizeBytes, next: this.chunks.get(root)?.length ?? 0 }))
      .filter(({ sizeBytes, next }) => next < Math.ceil(sizeBytes / 65_536));
  }

  async attachmentChunk(_peer: Peer, root: string, index: number, chunk: Uint8Array): Promise<Result<true>> {
    const chunks = this.chunks.get(root) ?? [];
    this.chunks.set(root, chunks);
    if (index !== chunks.length)
      return { ok: false, reason: { code: 'attachment-corrupt', message: `chunk ${index}, wanted ${chunks.length}` } };
    chunks.push(chunk);
    return accept(true as const);
  }

  attachmentFailed(_peer: Peer, root: string, code: string): void {
    this.failed.push({ root, code });
  }

  link(_peer: Peer, state: LinkState): void {
    this.links.push(state);
  }
}
