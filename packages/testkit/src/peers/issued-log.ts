import { encodeCheckpoint, hashLeaf, leafText, originOf, signCheckpoint, TreeBuilder } from '@wasl/log';
import type { LogBatch, LogSummary, WireLeaf } from '@wasl/node';
import type { Crypto, Signer } from '@wasl/record';

/** A head to sign: of this log unless `origin` says another, with the true root unless `root` says another. */
export interface HeadClaim {
  readonly size: number;
  readonly root?: Uint8Array;
  readonly origin?: string;
}

/** A log with a real tree and real signatures, all of it in memory. Leaf 0 is the descriptor. */
export class IssuedLog {
  readonly origin: string;
  readonly descriptor: string;
  readonly leaves: WireLeaf[];
  readonly #name: string;
  readonly #signer: Signer;
  readonly #crypto: Crypto;

  /** `signer` is the issuer's log key; `name` the name on its notes, the issuing agency unless given. */
  constructor(options: {
    readonly descriptor: string;
    readonly signer: Signer;
    readonly crypto: Crypto;
    readonly name?: string;
    readonly leaves?: readonly WireLeaf[];
  }) {
    this.descriptor = options.descriptor;
    this.origin = originOf(options.descriptor, options.crypto);
    this.#name = options.name ?? this.origin.slice(0, this.origin.indexOf('/'));
    this.#signer = options.signer;
    this.#crypto = options.crypto;
    this.leaves = [...(options.leaves ?? [{ releaseLine: '', entryText: options.descriptor, disclosures: [] }])];
  }

  get size(): number {
    return this.leaves.length;
  }

  get summary(): LogSummary {
    return { origin: this.origin, descriptor: this.descriptor, checkpoint: this.head({ size: this.size }) };
  }

  append(...leaves: readonly WireLeaf[]): this {
    this.leaves.push(...leaves);
    return this;
  }

  /** RFC 6962 root of the first `size` leaves. */
  root(size = this.size): Uint8Array {
    const tree = new TreeBuilder(this.#crypto);
    for (const [index, leaf] of this.leaves.slice(0, size).entries()) {
      tree.push(hashLeaf(index === 0 ? leaf.entryText : leafText(leaf.releaseLine, leaf.entryText), this.#crypto));
    }
    return tree.root();
  }

  /** A checkpoint note that the log key signs, whatever it claims. */
  head(claim: HeadClaim): string {
    const text = encodeCheckpoint({ origin: claim.origin ?? this.origin, size: claim.size, root: claim.root ?? this.root(claim.size) });
    return signCheckpoint(text, { name: this.#name, signer: this.#signer, crypto: this.#crypto });
  }

  /** Leaves [first, end) with the head over `end`. */
  batch(first: number, end = this.size): LogBatch {
    return { origin: this.origin, first, leaves: this.leaves.slice(first, end), checkpoint: this.head({ size: end }) };
  }

  /** The same log up to `at` leaves, then others: a second history under the same name and key. */
  fork(at: number, ...others: readonly WireLeaf[]): IssuedLog {
    const leaves = [...this.leaves.slice(0, at), ...others];
    return new IssuedLog({ descriptor: this.descriptor, signer: this.#signer, crypto: this.#crypto, name: this.#name, leaves });
  }
}
