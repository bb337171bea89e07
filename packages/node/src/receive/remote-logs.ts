import { type Descriptor, parseDescriptor, parseRange, TreeBuilder } from '@wasl/log';
import type { Crypto, RecordId } from '@wasl/record';
import type { LogHead, Store } from '../ports/store.ts';

const prefix = 'remote/';
const closedPrefix = 'closed-at/';
const frozenPrefix = 'frozen/';
const gonePrefix = 'gone-pending/';

/** A leaf without content, and where the issuer says it erased it. */
export interface PendingGone {
  readonly id: RecordId;
  readonly erasure: number;
}

/** A partner's log as held here. */
export interface RemoteLog {
  readonly origin: string;
  readonly descriptor: Descriptor;
  readonly descriptorText: string;
  /** Id of the agreement it belongs to. */
  readonly agreement: string;
  tree: TreeBuilder;
  /** Newest checkpoint note held; undefined before the first batch. */
  checkpoint: string | undefined;
  /** The same head with the issuer's newest date, of a heartbeat; not durable (EX6). */
  dated: string | undefined;
  /** Code of the reason nothing more is taken from it. */
  frozen: string | undefined;
  /** Leaves said to be gone whose erasure has not come yet: index of the leaf → record and index of the erasure (LG3). */
  readonly pendingGone: Map<number, PendingGone>;
  /** Size at which its issuer closed it: no head above it stands (LG6.9). */
  closedAt: number | undefined;
  /** The issuer goes on from below what is held here, or lists it no more: it is offered back (DU4). */
  rolledBack: boolean;
}

/** Partners' logs by origin. */
export class RemoteLogs {
  readonly #store: Store;
  readonly #crypto: Crypto;
  readonly #logs = new Map<string, RemoteLog>();

  constructor(store: Store, crypto: Crypto) {
    this.#store = store;
    this.#crypto = crypto;
  }

  async load(heads: readonly LogHead[]): Promise<void> {
    const byOrigin = new Map(heads.map((head) => [head.origin, head]));
    for (const { key, value } of await this.#store.stateWithPrefix(prefix)) {
      const origin = key.slice(prefix.length);
      const kept = JSON.parse(value) as { descriptor: string; agreement: string };
      const log = this.#make(origin, kept.descriptor, kept.agreement);
      const head = byOrigin.get(origin);
      if (head !== undefined) {
        log.tree = new TreeBuilder(this.#crypto, parseRange(head.range));
        log.checkpoint = head.checkpoint;
      }
      log.frozen = await this.#store.state(`${frozenPrefix}${origin}`);
      const closedAt = await this.#store.state(`${closedPrefix}${origin}`);
      log.closedAt = closedAt === undefined ? undefined : Number(closedAt);
      for (const pending of await this.#store.stateWithPrefix(`${gonePrefix}${origin}/`)) {
        log.pendingGone.set(Number(pending.key.slice(`${gonePrefix}${origin}/`.length)), JSON.parse(pending.value) as PendingGone);
      }
    }
  }

  byOrigin(origin: string): RemoteLog | undefined {
    return this.#logs.get(origin);
  }

  all(): Iterable<RemoteLog> {
    return this.#logs.values();
  }

  /** Takes up a new log whose descriptor was checked; answers the state to commit. */
  add(origin: string, descriptor: string, agreement: string): { readonly key: string; readonly value: string } {
    this.#make(origin, descriptor, agreement);
    return { key: `${prefix}${origin}`, value: JSON.stringify({ descriptor, agreement }) };
  }

  /** State of a leaf whose erasure is still to come; undefined once it came or was found not to exist. */
  goneState(log: RemoteLog, index: number, pending: PendingGone | undefined): { readonly key: string; readonly value: string | undefined } {
    return { key: `${gonePrefix}${log.origin}/${index}`, value: pending === undefined ? undefined : JSON.stringify(pending) };
  }

  /** The issuer said where the log ends; answers the state to commit. */
  close(origin: string, size: number): { readonly key: string; readonly value: string } {
    const log = this.#logs.get(origin);
    if (log !== undefined) log.closedAt = size;
    return { key: `${closedPrefix}${origin}`, value: String(size) };
  }

  /** Takes nothing more from the log; answers the state to commit. */
  freeze(log: RemoteLog, code: string): { readonly key: string; readonly value: string } {
    log.frozen = code;
    return { key: `${frozenPrefix}${log.origin}`, value: code };
  }

  #make(origin: string, descriptorText: string, agreement: string): RemoteLog {
    const log: RemoteLog = {
      origin,
      descriptor: parseDescriptor(descriptorText),
      descriptorText,
      agreement,
      tree: new TreeBuilder(this.#crypto),
      checkpoint: undefined,
      dated: undefined,
      frozen: undefined,
      pendingGone: new Map(),
      closedAt: undefined,
      rolledBack: false,
    };
    this.#logs.set(origin, log);
    return log;
  }
}
