import { parseCheckpoint } from '@wasl/log';
import type { LogBatch } from '@wasl/node';
import { type Refusal, refusalOf } from '@wasl/record';
import type { Member } from './federation.ts';

/** What one pass of a reader over an issuer's logs did. */
export interface Passed {
  readonly leaves: number;
  readonly receipts: number;
  /** Chunks of attachments fetched. */
  readonly chunks: number;
  /** Refusals of either side, with the log where one was concerned. */
  readonly refusals: readonly (Refusal & { readonly origin?: string })[];
}

export interface PassOptions {
  /** Changes batches on the way: what a liar, or the line, does. */
  readonly tap?: (batch: LogBatch) => LogBatch;
  /** False: what is received is not acknowledged, as when the reader dies first. */
  readonly receipts?: boolean;
  /** Changes chunks of attachments on the way; undefined: the line breaks there. */
  readonly chunk?: (body: Uint8Array, root: string, index: number) => Uint8Array | undefined;
}

/** The exchange in memory: lists, follows every log to its listed size, posts receipts, compares heads. No sockets, no time. */
export async function pass(reader: Member, issuer: Member, options: PassOptions = {}): Promise<Passed> {
  const refusals: (Refusal & { readonly origin?: string })[] = [];
  let leaves = 0;
  let receipts = 0;
  let chunks = 0;
  const listed = await issuer.node.outlet.logs(reader.peer);
  if (!listed.ok) return { leaves, receipts, chunks, refusals: [listed.reason] };
  const follow = await reader.node.inlet.learn(issuer.peer, listed.value);
  if (!follow.ok) return { leaves, receipts, chunks, refusals: [follow.reason] };
  const post = async (origin: string, note: string) => {
    if (options.receipts === false) return;
    const taken = await issuer.node.outlet.receipt(reader.peer, origin, note);
    if (!taken.ok) refusals.push({ ...taken.reason, origin });
    else {
      receipts += 1;
      await reader.node.inlet.acknowledged(issuer.peer, origin, taken.value);
    }
  };
  for (const { origin, from, receipt } of follow.value) {
    if (receipt !== undefined) await post(origin, receipt);
    const size = parseCheckpoint(listed.value.find((log) => log.origin === origin)?.checkpoint ?? '').size;
    const stop = new AbortController();
    const stream = await issuer.node.outlet.stream(reader.peer, origin, { from, signal: stop.signal });
    if (!stream.ok) {
      refusals.push({ ...stream.reason, origin });
      await reader.node.inlet.anomaly(issuer.peer, origin, { code: stream.reason.code, details: stream.reason.details ?? {} });
      continue;
    }
    let at = from;
    try {
      if (at < size) {
        for await (const sent of stream.value) {
          const batch = options.tap?.(sent) ?? sent;
          const taken = await reader.node.inlet.receive(issuer.peer, batch);
          if (!taken.ok) {
            refusals.push({ ...taken.reason, origin });
            break;
          }
          leaves += batch.leaves.length;
          at = batch.first + batch.leaves.length;
          await post(origin, taken.value.receipt);
          if (at >= size) break;
        }
      }
    } catch (error) {
      refusals.push({ ...refusalOf(error), origin });
    }
    stop.abort();
  }
  const heads = await issuer.node.outlet.heads(reader.peer);
  if (heads.ok) {
    const compared = await reader.node.inlet.compare(issuer.peer, heads.value);
    if (!compared.ok) refusals.push(compared.reason);
  }
  for (const missing of await reader.node.inlet.missingAttachments(issuer.peer)) {
    const fetched = await fetchFile(reader, issuer, { ...missing, options });
    chunks += fetched.chunks;
    if (fetched.refusal !== undefined) refusals.push(fetched.refusal);
  }
  return { leaves, receipts, chunks, refusals };
}

/** Chunks of one file in order until it is whole, one is refused, or the line breaks. */
async function fetchFile(
  reader: Member,
  issuer: Member,
  of: { readonly root: string; readonly sizeBytes: number; readonly next: number; readonly options: PassOptions },
): Promise<{ readonly chunks: number; readonly refusal?: Refusal }> {
  let chunks = 0;
  for (let index = of.next; index < Math.ceil(of.sizeBytes / 65_536); index++) {
    const sent = await issuer.node.outlet.attachmentChunk(reader.peer, of.root, index);
    if (!sent.ok) {
      reader.node.inlet.attachmentFailed(issuer.peer, of.root, sent.reason.code);
      return { chunks, refusal: sent.reason };
    }
    const body = of.options.chunk === undefined ? sent.value : of.options.chunk(sent.value, of.root, index);
    if (body === undefined) return { chunks };
    const taken = await reader.node.inlet.attachmentChunk(issuer.peer, of.root, index, body);
    if (!taken.ok) return { chunks, refusal: taken.reason };
    chunks += 1;
  }
  return { chunks };
}

/** Passes between all members, both ways, until nothing moves any more. */
export async function settle(...members: readonly Member[]): Promise<readonly Refusal[]> {
  const refusals: Refusal[] = [];
  for (let round = 0; round < 20; round++) {
    let moved = 0;
    for (const reader of members) {
      for (const issuer of members) {
        if (reader === issuer) continue;
        const done = await pass(reader, issuer);
        moved += done.leaves + done.chunks;
        refusals.push(...done.refusals);
      }
    }
    for (const member of members) await member.node.core.flusher.settled();
    if (moved === 0) return refusals;
  }
  throw new Error('the members did not settle in 20 rounds');
}
