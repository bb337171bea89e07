import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import { encodeRange, hashLeaf, TreeBuilder } from '@wasl/log';
import type { Commit, LogAppend, RecordWrite } from '@wasl/node';
import type { Crypto, RecordId } from '@wasl/record';

/** Hashing on node:crypto; verifies nothing. */
export const sampleHashing: Crypto = {
  sha256: (data) => hash('sha256', data, 'buffer'),
  sha256Text: (data) => Buffer.from(hash('sha256', data, 'buffer')).toString('base64url'),
  verify: () => false,
};

/** What a sample record holds; the same seed and content make the same bytes. */
export interface Sample {
  readonly seed: string;
  /** Values of its fields, one disclosure each. */
  readonly values?: readonly string[];
  readonly notes?: string;
}

/** A record whose entry commits to its disclosures, as far as a store looks into it. */
export function sampleRecord(sample: Sample): RecordWrite {
  const texts = (sample.values ?? [`value of ${sample.seed}`]).map((value, index) => {
    const salt = sampleHashing.sha256Text(`${sample.seed}/${index}`).slice(0, 22);
    return Buffer.from(JSON.stringify([salt, `field${index}`, { v: value }])).toString('base64url');
  });
  const bySlot = texts.map((text) => ({ digest: sampleHashing.sha256Text(text), text }));
  bySlot.sort((left, right) => (left.digest < right.digest ? -1 : 1));
  const entryText = JSON.stringify({ sd: bySlot.map((one) => one.digest), seed: sample.seed, type: 'logEntry', v: 1 });
  const id = `sha256:${sampleHashing.sha256Text(entryText)}` as RecordId;
  const disclosures = bySlot.map(({ text }, slot) => ({ slot, text }));
  return { id, entryText, disclosures, ...(sample.notes === undefined ? {} : { notes: sample.notes }) };
}

/** A log that grows in step with the appends it makes. */
export class SampleLog {
  readonly origin: string;
  readonly own: boolean;
  readonly #tree = new TreeBuilder(sampleHashing);

  /** `hashes` are the leaf hashes so far, 32 bytes each, of a log that goes on. */
  constructor(origin: string, own = true, hashes: Uint8Array = new Uint8Array(0)) {
    this.origin = origin;
    this.own = own;
    for (let at = 0; at < hashes.length; at += 32) this.#tree.push(hashes.slice(at, at + 32));
  }

  get size(): number {
    return this.#tree.size;
  }

  append(records: readonly RecordWrite[], checkpoint?: string): LogAppend {
    const first = this.#tree.size;
    const leaves = records.map((record, offset) => {
      const releaseLine = first + offset === 0 ? '' : `{"slots":[0],"until":"2031-01-01T00:00:00Z"}`;
      const text = releaseLine === '' ? record.entryText : `${releaseLine}\n${record.entryText}`;
      const leafHash = hashLeaf(text, sampleHashing);
      this.#tree.push(leafHash);
      return { id: record.id, releaseLine, hash: leafHash };
    });
    const { origin, own } = this;
    const head = { size: this.#tree.size, root: this.#tree.root(), range: encodeRange(this.#tree.range()) };
    return { origin, own, first, leaves, ...head, ...(checkpoint === undefined ? {} : { checkpoint }) };
  }
}

/** A commit of the parts given, all else empty. */
export function commitOf(parts: Partial<Commit>): Commit {
  return { records: [], appends: [], receipts: [], state: [], idempotency: [], ...parts };
}

/** `count` records appended to `log`, in one commit. */
export function commitOfNew(log: SampleLog, count: number, prefix = log.origin): Commit {
  const first = log.size;
  const records = Array.from({ length: count }, (_, index) => sampleRecord({ seed: `${prefix} ${first + index}` }));
  return commitOf({ records, appends: [log.append(records)] });
}
