import type { AgencyId, Mode, RecordId } from '@wasl/record';
import type { Store } from '../ports/store.ts';

/** State to commit. */
export type StateRow = { readonly key: string; readonly value: string | undefined };

/** A file uploaded here. Sizes are those of the plain file. */
export interface OwnFile {
  readonly sizeBytes: number;
  /** RFC 3339. */
  readonly at: string;
  /** The one record that names it; absent until there is one. */
  readonly record?: RecordId;
}

/** A file that a partner's record names. */
export interface IncomingFile {
  readonly issuer: AgencyId;
  readonly agreement: string;
  readonly mode: Mode;
  readonly sizeBytes: number;
  readonly state: 'wanted' | 'complete' | 'refused';
  /** Why it is refused. */
  readonly code?: string;
}

/** What a reader answered about a file of ours. */
export interface FileAnswer {
  readonly at: string;
  readonly code?: string;
}

const ownPrefix = 'attachment-own/';
const incomingPrefix = 'attachment-in/';
const answerPrefix = 'attachment-out/';

/**
 * Which files there are, whose and in what state: a copy in memory of rows of the store. Methods named `…Row` give the state to commit;
 * `take…` and `forget…` put it into the copy, once it is durable. It never holds a key.
 */
export class AttachmentBook {
  readonly #own = new Map<string, OwnFile>();
  readonly #incoming = new Map<RecordId, Map<string, IncomingFile>>();
  /** `issuer/root` → records that name it. */
  readonly #records = new Map<string, Set<RecordId>>();
  readonly #answers = new Map<string, Map<string, FileAnswer>>();
  /** `root/reader` → chunks served since the start. */
  readonly #served = new Map<string, number>();
  /** `issuer/root` → code of the last failed attempt to fetch. */
  readonly #failed = new Map<string, string>();
  /** Roots that a put in progress is about to bind. */
  readonly claimed = new Set<string>();
  uploads = 0;

  async load(store: Store): Promise<void> {
    for (const { key, value } of await store.stateWithPrefix(ownPrefix)) this.#own.set(key.slice(ownPrefix.length), JSON.parse(value));
    for (const { key, value } of await store.stateWithPrefix(incomingPrefix)) {
      const [record, root] = key.slice(incomingPrefix.length).split('/');
      this.takeIncoming(record as RecordId, root ?? '', JSON.parse(value));
    }
    for (const { key, value } of await store.stateWithPrefix(answerPrefix)) {
      const [root, reader] = key.slice(answerPrefix.length).split('/');
      this.takeAnswer(root ?? '', reader ?? '', JSON.parse(value));
    }
  }

  own(root: string): OwnFile | undefined {
    return this.#own.get(root);
  }

  allOwn(): Iterable<readonly [string, OwnFile]> {
    return this.#own;
  }

  ownRow(root: string, file: OwnFile | undefined): StateRow {
    return { key: `${ownPrefix}${root}`, value: file === undefined ? undefined : JSON.stringify(file) };
  }

  takeOwn(root: string, file: OwnFile): void {
    this.#own.set(root, file);
  }

  /** Bytes of uploads that no record names yet. */
  pendingBytes(): number {
    let sum = 0;
    for (const file of this.#own.values()) if (file.record === undefined) sum += file.sizeBytes;
    return sum;
  }

  /** Files that a record of a partner names: root → state. */
  incoming(record: RecordId): ReadonlyMap<string, IncomingFile> {
    return this.#incoming.get(record) ?? new Map();
  }

  *allIncoming(): Generator<readonly [RecordId, string, IncomingFile]> {
    for (const [record, files] of this.#incoming) for (const [root, file] of files) yield [record, root, file];
  }

  /** What is still to be fetched of one issuer under one root, by the records that name it. */
  wanted(issuer: AgencyId, root: string): readonly (readonly [RecordId, string, IncomingFile])[] {
    const found: (readonly [RecordId, string, IncomingFile])[] = [];
    for (const record of this.#records.get(`${issuer}/${root}`) ?? []) {
      const file = this.incoming(record).get(root);
      if (file?.state === 'wanted') found.push([record, root, file]);
    }
    return found;
  }

  incomingRow(record: RecordId, root: string, file: IncomingFile | undefined): StateRow {
    return { key: `${incomingPrefix}${record}/${root}`, value: file === undefined ? undefined : JSON.stringify(file) };
  }

  takeIncoming(record: RecordId, root: string, file: IncomingFile): void {
    const files = this.#incoming.get(record) ?? new Map<string, IncomingFile>();
    files.set(root, file);
    this.#incoming.set(record, files);
    const key = `${file.issuer}/${root}`;
    this.#records.set(key, (this.#records.get(key) ?? new Set()).add(record));
  }

  receivedBytes(issuer: AgencyId): number {
    let sum = 0;
    for (const [, , file] of this.allIncoming()) if (file.issuer === issuer && file.state !== 'refused') sum += file.sizeBytes;
    return sum;
  }

  answers(root: string): ReadonlyMap<string, FileAnswer> {
    return this.#answers.get(root) ?? new Map();
  }

  answerRow(root: string, reader: AgencyId, answer: FileAnswer | undefined): StateRow {
    return { key: `${answerPrefix}${root}/${reader}`, value: answer === undefined ? undefined : JSON.stringify(answer) };
  }

  takeAnswer(root: string, reader: string, answer: FileAnswer): void {
    const answers = this.#answers.get(root) ?? new Map<string, FileAnswer>();
    answers.set(reader, answer);
    this.#answers.set(root, answers);
  }

  served(root: string, reader: AgencyId): number {
    return this.#served.get(`${root}/${reader}`) ?? 0;
  }

  noteServed(root: string, reader: AgencyId, chunks: number): void {
    this.#served.set(`${root}/${reader}`, Math.max(chunks, this.served(root, reader)));
  }

  failure(issuer: AgencyId, root: string): string | undefined {
    return this.#failed.get(`${issuer}/${root}`);
  }

  noteFailure(issuer: AgencyId, root: string, code: string | undefined): void {
    if (code === undefined) this.#failed.delete(`${issuer}/${root}`);
    else this.#failed.set(`${issuer}/${root}`, code);
  }

  forgetOwn(root: string): void {
    this.#own.delete(root);
    this.#answers.delete(root);
    for (const key of this.#served.keys()) if (key.startsWith(`${root}/`)) this.#served.delete(key);
  }

  forgetIncoming(record: RecordId): void {
    for (const [root, file] of this.incoming(record)) {
      const key = `${file.issuer}/${root}`;
      this.#failed.delete(key);
      const records = this.#records.get(key);
      records?.delete(record);
      if (records?.size === 0) this.#records.delete(key);
    }
    this.#incoming.delete(record);
  }
}
