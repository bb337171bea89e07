import {
  addSignature,
  type Checkpoint,
  consistencyNodes,
  consistencyProof,
  cosign,
  encodeJournalStatement,
  openNote,
  parseCheckpoint,
  rootFromNodes,
  sameHash,
} from '@wasl/log';
import { type AgencyId, accept, type Result, refusalOf, refuse } from '@wasl/record';
import { fail } from '../codes.ts';
import type { NodeCore } from '../core.ts';
import { journalTopic } from '../logs/channel.ts';
import type { Peer } from '../ports/link.ts';
import { cover } from '../read/tree-reader.ts';
import { witnessName } from './journal-keeper.ts';

const prefix = 'journal-cosigned/';
/** State of a node that a partner showed to have been set back: the next start treats it as restored (DU4). */
export const setBackKey = 'set-back';

/** The newest head of this node's activity record that a partner cosigned. */
export interface CosignedHead {
  readonly origin: string;
  readonly size: number;
  readonly note: string;
  readonly atSeconds: number;
}

/**
 * States the head of this node's activity record to partners and keeps their cosignatures (EX6). A partner answers with the head that it
 * keeps: one that is larger than ours, under our own signature, shows that this node was set back together with its mark.
 */
export class JournalStatements {
  readonly #core: NodeCore;
  readonly #cosigned = new Map<AgencyId, CosignedHead>();
  /** What a partner keeps, as it last answered. */
  readonly #kept = new Map<AgencyId, { readonly origin: string; readonly size: number }>();

  constructor(core: NodeCore) {
    this.#core = core;
  }

  /** Reads the cosignatures kept, and compares them with the activity record as the store has it. */
  async load(): Promise<void> {
    for (const { key, value } of await this.#core.options.store.stateWithPrefix(prefix)) {
      const agency = key.slice(prefix.length) as AgencyId;
      const cosigned = JSON.parse(value) as CosignedHead;
      this.#cosigned.set(agency, cosigned);
      const head = parseCheckpoint(cosigned.note);
      if (cosigned.origin !== this.#core.journal.origin) continue;
      if (head.size <= this.#core.journal.size && (await this.#isOurs(head))) this.#kept.set(agency, cosigned);
      else this.#tellRewritten(agency, head);
    }
  }

  /** The newest cosignature of a partner, for status and proofs. */
  of(agency: AgencyId): CosignedHead | undefined {
    return this.#cosigned.get(agency);
  }

  /** The largest cosigned head of a log of the activity record. */
  best(origin: string): CosignedHead | undefined {
    return [...this.#cosigned.values()].filter((head) => head.origin === origin).sort((a, b) => b.size - a.size)[0];
  }

  /** Our head, signed and dated, with the proof that it grew out of what the partner keeps. */
  async statement(peer: Peer): Promise<Result<string>> {
    const core = this.#core;
    const { agency, keys, crypto } = core.options;
    const { journal } = core;
    const { head } = journal;
    if (head === undefined) return refuse('log-unknown', 'the activity record has no head yet');
    const kept = this.#kept.get(peer.agency);
    const old = kept?.origin === journal.origin && kept.size <= head.size ? kept.size : 0;
    const reader = await core.trees.reader(journal.origin, consistencyNodes(old, head.size));
    const { text } = parseCheckpoint(head.note);
    const dated = cosign(text, { name: agency, signer: keys.log, timestampSeconds: Math.floor(core.nowMs() / 1000), crypto });
    return accept(
      encodeJournalStatement({
        descriptor: journal.descriptor,
        old,
        proof: consistencyProof({ size1: old, size2: head.size }, reader, crypto),
        note: addSignature(head.note, dated),
      }),
    );
  }

  /** Takes the head that the partner keeps. What our own key never signed says nothing and is shown. */
  async answered(peer: Peer, note: string): Promise<void> {
    const core = this.#core;
    const opened = this.#open(peer, note);
    if (!opened.ok) {
      core.alarms.raise('receipt-invalid', `${peer.agency} answered with no head of our activity record`, { partner: peer.agency });
      return;
    }
    const { head, atSeconds } = opened.value;
    const known = core.logs.byOrigin(head.origin);
    if (head.origin !== core.journal.origin) {
      if (known === undefined || known.channel.topic !== journalTopic) await this.#setBack(peer, head, note);
      return;
    }
    if (head.size > core.journal.size) return this.#setBack(peer, head, note);
    if (!(await this.#isOurs(head))) return this.#tellRewritten(peer.agency, head);
    this.#kept.set(peer.agency, { origin: head.origin, size: head.size });
    if (atSeconds === undefined) return;
    const before = this.#cosigned.get(peer.agency);
    const cosigned: CosignedHead = { origin: head.origin, size: head.size, note, atSeconds };
    this.#cosigned.set(peer.agency, cosigned);
    if (before?.origin === head.origin && before.size >= head.size) return;
    // No act: a line in the activity record would change the head with every heartbeat.
    await core.flusher.submit({ state: [{ key: `${prefix}${peer.agency}`, value: JSON.stringify(cosigned) }] });
  }

  #open(peer: Peer, note: string): Result<{ readonly head: Checkpoint; readonly atSeconds: number | undefined }> {
    const { agency, directory, crypto, keys } = this.#core.options;
    const partner = directory.agency(peer.agency);
    if (partner === undefined) return refuse('peer-not-allowed', `no keys of ${peer.agency} are known`);
    try {
      const name = witnessName(peer.agency);
      const opened = openNote(
        note,
        [
          { name: agency, type: 'log', key: keys.log.key },
          { name, type: 'cosignature', key: partner.witness },
        ],
        { crypto },
      );
      if (!opened.ok) return opened;
      const { verified } = opened.value;
      if (!verified.some(({ verifier }) => verifier.type === 'log')) return refuse('checkpoint-signature', 'our log key did not sign it');
      const times = verified.flatMap(({ timestampSeconds }) => (timestampSeconds === undefined ? [] : [timestampSeconds]));
      return accept({ head: parseCheckpoint(note), atSeconds: times.length === 0 ? undefined : Math.max(...times) });
    } catch (error) {
      return { ok: false, reason: refusalOf(error) };
    }
  }

  /** Whether our activity record has this root at this size. */
  async #isOurs(head: Checkpoint): Promise<boolean> {
    const { journal, trees, options } = this.#core;
    const known =
      journal.rootAt(head.size) ?? (await options.store.boundary(journal.origin, { after: head.size - 1, atMost: head.size }))?.root;
    if (known !== undefined) return sameHash(known, head.root);
    const reader = await trees.reader(journal.origin, cover(head.size));
    return sameHash(rootFromNodes(head.size, reader, options.crypto), head.root);
  }

  #tellRewritten(agency: AgencyId, head: Checkpoint): void {
    this.#core.alarms.raise(
      'journal-rewritten',
      `our own activity record is not the one that ${agency} cosigned at ${head.size} flushes: someone changed or cut it`,
      { partner: agency, had: head.size, has: this.#core.journal.size },
    );
  }

  /** DU4: our own signature on more than we have. Nothing more may be signed of the old logs: the process ends, the next start is a restore. */
  async #setBack(peer: Peer, head: Checkpoint, note: string): Promise<void> {
    const core = this.#core;
    const details = { partner: peer.agency, had: head.size, has: core.journal.size };
    core.alarms.raise(
      'store-restored',
      `${peer.agency} keeps ${head.size} flushes of our activity record under our own signature: this node was set back`,
      details,
    );
    await core.flusher.submit({
      state: [{ key: setBackKey, value: JSON.stringify({ ...details, origin: head.origin, note }) }],
      acts: [{ act: 'set-back', about: head.origin, code: 'store-restored', details }],
    });
    await core.flusher.settled();
    core.options.onFatal(
      fail('store-restored', `${peer.agency} keeps a later head of the activity record; started again, this node opens new epochs`),
    );
  }
}
