import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import { encodeRange, hashLeaf, TreeBuilder } from '@wasl/log';
import type {
  Commit,
  HeldLeaf,
  HeldRecord,
  LogAppend,
  LogHead,
  MarkMismatch,
  ReceiptWrite,
  RecordContent,
  RecordWrite,
  Store,
} from '@wasl/node';
import { type CodeRow, type Crypto, type RecordId, WaslError } from '@wasl/record';

interface HeldLog {
  head: LogHead;
  readonly leaves: { readonly id: RecordId; readonly releaseLine: string; readonly hash: Uint8Array }[];
  readonly boundaries: Pick<LogHead, 'size' | 'root' | 'range' | 'checkpoint'>[];
}

const row: CodeRow = { meaning: 'As the store port says.', status: 409, retryable: false, next: 'See the codes of the SQLite store.' };

const hashing: Crypto = {
  sha256: (data) => hash('sha256', data, 'buffer'),
  sha256Text: (data) => Buffer.from(hash('sha256', data, 'buffer')).toString('base64url'),
  verify: () => false,
};

function refusal(code: string, message: string, details: Readonly<Record<string, unknown>> = {}): WaslError {
  return new WaslError(code, row, message, { details });
}

function unite(held: RecordContent, given: RecordWrite): RecordContent {
  const bySlot = new Map(held.disclosures.map((one) => [one.slot, one]));
  for (const one of given.disclosures) if (!bySlot.has(one.slot)) bySlot.set(one.slot, one);
  const notes = given.notes ?? held.notes;
  const disclosures = [...bySlot.values()].sort((left, right) => left.slot - right.slot);
  return notes === undefined ? { disclosures } : { disclosures, notes };
}

/**
 * The store port in memory: same answers and codes as the SQLite store, no durability. `fail` makes the next commits reject, for
 * tests of callers; nothing of a rejected commit is kept.
 */
export class MemoryStore implements Store {
  mismatches: readonly MarkMismatch[] = [];
  /** Set to a failure to make every later call reject with it, as a store does after a failed sync. */
  failure: WaslError | undefined;
  readonly #records = new Map<RecordId, { readonly entryText: string; content: RecordContent | undefined }>();
  readonly #logs = new Map<string, HeldLog>();
  readonly #state = new Map<string, string>();
  readonly #results = new Map<string, string>();
  readonly #receipts: ReceiptWrite[] = [];
  readonly #copies = { backups: new Set<string>(), keys: new Set<string>() };
  #closed = false;

  async commit(commit: Commit): Promise<void> {
    this.#check();
    this.#refuseContradictions(commit);
    for (const record of commit.records) {
      const held = this.#records.get(record.id);
      const { disclosures, notes } = record;
      const given = { disclosures: [...disclosures], ...(notes === undefined ? {} : { notes }) };
      if (held === undefined) this.#records.set(record.id, { entryText: record.entryText, content: given });
      else if (held.content !== undefined) held.content = unite(held.content, record);
    }
    for (const append of commit.appends) this.#append(append);
    this.#receipts.push(...commit.receipts);
    for (const { key, value } of commit.state) {
      if (value === undefined) this.#state.delete(key);
      else this.#state.set(key, value);
    }
    for (const { key, result } of commit.idempotency) this.#results.set(key, result);
  }

  #check(): void {
    if (this.failure !== undefined) throw this.failure;
    if (this.#closed) throw refusal('store-closed', 'the store is closed');
  }

  #refuseContradictions(commit: Commit): void {
    for (const guard of commit.guards ?? []) {
      if (this.#state.get(guard.key) !== guard.value) throw refusal('commit-guarded', `state ${guard.key} differs`, { key: guard.key });
    }
    const keys = new Set<string>();
    for (const { key } of commit.idempotency) {
      const result = this.#results.get(key);
      if (result !== undefined || keys.has(key)) throw refusal('idempotency-repeated', `idempotency key ${key} is held`, { key, result });
      keys.add(key);
    }
    const written = new Map<RecordId, string>();
    for (const record of commit.records) {
      const held = this.#records.get(record.id)?.entryText ?? written.get(record.id);
      if (held !== undefined && held !== record.entryText) throw refusal('commit-invalid', `another entry for ${record.id}`);
      written.set(record.id, record.entryText);
    }
    const sizes = new Map<string, number>();
    for (const append of commit.appends) {
      const log = this.#logs.get(append.origin);
      const size = sizes.get(append.origin) ?? log?.head.size ?? 0;
      if (append.first !== size) throw refusal('commit-out-of-order', `append from ${append.first}, the log has ${size}`, { size });
      if (append.first + append.leaves.length !== append.size) throw refusal('commit-invalid', 'leaves and size differ');
      if (log !== undefined && log.head.own !== append.own) throw refusal('commit-invalid', `${append.origin} changes hands`);
      for (const leaf of append.leaves) {
        if (!written.has(leaf.id) && !this.#records.has(leaf.id)) throw refusal('commit-invalid', `leaf of ${leaf.id}, which is not held`);
      }
      sizes.set(append.origin, append.size);
    }
  }

  #append(append: LogAppend): void {
    const { origin, size, root, range, own } = append;
    const held = this.#logs.get(origin);
    const checkpoint = append.checkpoint ?? held?.head.checkpoint;
    const head = { origin, size, root: Uint8Array.from(root), range, own, ...(checkpoint === undefined ? {} : { checkpoint }) };
    const log = held ?? { head, leaves: [], boundaries: [] };
    log.head = head;
    log.leaves.push(...append.leaves);
    if (append.leaves.length === 0) log.boundaries.pop();
    const boundary = { size, root: head.root, range };
    log.boundaries.push(append.checkpoint === undefined ? boundary : { ...boundary, checkpoint: append.checkpoint });
    this.#logs.set(origin, log);
  }

  async heads(): Promise<readonly LogHead[]> {
    this.#check();
    return [...this.#logs.values()].map((log) => log.head);
  }

  async leaves(
    origin: string,
    range: { readonly from: number; readonly to: number; readonly maxBytes?: number },
  ): Promise<readonly HeldLeaf[]> {
    this.#check();
    const log = this.#logs.get(origin);
    const found: HeldLeaf[] = [];
    let bytes = 0;
    for (const [offset, leaf] of (log?.leaves.slice(range.from, range.to) ?? []).entries()) {
      const record = this.#records.get(leaf.id);
      if (record === undefined) throw refusal('store-damaged', `record of leaf ${range.from + offset} is missing`);
      bytes += record.entryText.length + (record.content?.disclosures.reduce((sum, one) => sum + one.text.length, 0) ?? 0);
      if (found.length > 0 && bytes > (range.maxBytes ?? Number.POSITIVE_INFINITY)) break;
      const { id, releaseLine } = leaf;
      found.push({
        index: range.from + offset,
        id,
        releaseLine,
        entryText: record.entryText,
        disclosures: record.content === undefined ? undefined : [...record.content.disclosures],
      });
    }
    return found;
  }

  async boundary(
    origin: string,
    bounds: { readonly after: number; readonly atMost: number },
  ): Promise<Pick<LogHead, 'size' | 'root' | 'range' | 'checkpoint'> | undefined> {
    this.#check();
    return this.#logs.get(origin)?.boundaries.findLast((one) => one.size > bounds.after && one.size <= bounds.atMost);
  }

  async leafHashes(origin: string, from: number, to: number): Promise<Uint8Array> {
    this.#check();
    return Buffer.concat((this.#logs.get(origin)?.leaves.slice(from, to) ?? []).map((leaf) => leaf.hash));
  }

  async record(id: RecordId): Promise<HeldRecord | undefined> {
    this.#check();
    const held = this.#records.get(id);
    return held === undefined ? undefined : { id, entryText: held.entryText, content: held.content };
  }

  async placesOf(id: RecordId): Promise<readonly { readonly origin: string; readonly index: number }[]> {
    this.#check();
    return [...this.#logs.values()].flatMap((log) =>
      log.leaves.flatMap((leaf, index) => (leaf.id === id ? [{ origin: log.head.origin, index }] : [])),
    );
  }

  async state(key: string): Promise<string | undefined> {
    this.#check();
    return this.#state.get(key);
  }

  async stateWithPrefix(prefix: string): Promise<readonly { readonly key: string; readonly value: string }[]> {
    this.#check();
    return [...this.#state]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
      .map(([key, value]) => ({ key, value }));
  }

  async idempotent(key: string): Promise<string | undefined> {
    this.#check();
    return this.#results.get(key);
  }

  async receipts(origin: string): Promise<readonly ReceiptWrite[]> {
    this.#check();
    const highest = new Map<string, ReceiptWrite>();
    for (const receipt of this.#receipts.filter((one) => one.origin === origin)) {
      if ((highest.get(receipt.reader)?.size ?? -1) <= receipt.size) highest.set(receipt.reader, receipt);
    }
    return [...highest.values()].sort((left, right) => (left.reader < right.reader ? -1 : 1));
  }

  async erase(ids: readonly RecordId[]): Promise<void> {
    this.#check();
    for (const id of ids) {
      const held = this.#records.get(id);
      if (held !== undefined) held.content = undefined;
    }
  }

  async acceptMarks(): Promise<void> {
    this.#check();
    this.mismatches = [];
  }

  async backup(folder: string): Promise<void> {
    this.#check();
    if (this.#copies.backups.has(folder)) throw refusal('store-exists', `${folder} already holds a backup`);
    this.#copies.backups.add(folder);
  }

  async backupKeys(file: string): Promise<void> {
    this.#check();
    this.#copies.keys.add(file);
  }

  async verify(): Promise<readonly string[]> {
    this.#check();
    const findings: string[] = [];
    for (const log of this.#logs.values()) {
      const tree = new TreeBuilder(hashing);
      for (const [index, leaf] of log.leaves.entries()) {
        const entryText = this.#records.get(leaf.id)?.entryText ?? '';
        const text = leaf.releaseLine === '' ? entryText : `${leaf.releaseLine}\n${entryText}`;
        if (Buffer.compare(hashLeaf(text, hashing), leaf.hash) !== 0) findings.push(`leaf ${index} has another hash`);
        tree.push(leaf.hash);
      }
      if (Buffer.compare(tree.root(), log.head.root) !== 0) findings.push(`log ${log.head.origin}: the leaves do not make its root`);
      if (encodeRange(tree.range()) !== log.head.range) findings.push(`log ${log.head.origin}: the leaves do not make its range`);
    }
    return findings;
  }

  async close(): Promise<void> {
    this.#closed = true;
  }
}
