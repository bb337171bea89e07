import type { AgencyId, RecordId } from '@wasl/record';
import type { OwnLog } from './logs/own-log.ts';
import type { OwnLogs } from './logs/own-logs.ts';
import type { ReceiptWrite, Store } from './ports/store.ts';
import type { Delivery, DeliveryState } from './service.ts';

const keptPlaces = 10_000;

interface Place {
  readonly origin: string;
  readonly index: number;
  readonly atMs: number;
}

/** Who has what: receipts and refusals of this node's logs, and from them the delivery state of a record. */
export class DeliveryBoard {
  readonly #agency: AgencyId;
  readonly #logs: OwnLogs;
  readonly #store: Store;
  /** origin → reader → size confirmed. */
  readonly #confirmed = new Map<string, Map<AgencyId, number>>();
  /** origin → reader → record → code. */
  readonly #refused = new Map<string, string>();
  /** Places of recent records in two generations: the older one is dropped whole. */
  #places = new Map<RecordId, Place[]>();
  #older = new Map<RecordId, Place[]>();

  constructor(agency: AgencyId, logs: OwnLogs, store: Store) {
    this.#agency = agency;
    this.#logs = logs;
    this.#store = store;
  }

  /** Reads receipts of all own logs, and refusals kept as state. */
  async load(): Promise<void> {
    for (const log of this.#logs.all()) for (const receipt of await this.#store.receipts(log.origin)) this.confirm(receipt);
    for (const { key, value } of await this.#store.stateWithPrefix('refusal/')) this.#refused.set(key.slice('refusal/'.length), value);
  }

  /** Takes a durable receipt into account; answers the size confirmed before. */
  confirm(receipt: Pick<ReceiptWrite, 'origin' | 'reader' | 'size'>): number {
    const readers = this.#confirmed.get(receipt.origin) ?? new Map<AgencyId, number>();
    const before = readers.get(receipt.reader) ?? 0;
    readers.set(receipt.reader, Math.max(before, receipt.size));
    this.#confirmed.set(receipt.origin, readers);
    return before;
  }

  confirmed(origin: string, reader: AgencyId): number {
    return this.#confirmed.get(origin)?.get(reader) ?? 0;
  }

  /** The size that every reader of a log has confirmed. */
  confirmedByAll(log: OwnLog): number {
    const readers = log.channel.audience.filter((reader) => reader !== this.#agency);
    return readers.reduce((least, reader) => Math.min(least, this.confirmed(log.origin, reader)), log.size);
  }

  /** State to commit with the receipt of a reader's `refused` entry; takes effect at once. */
  refuse(reader: AgencyId, id: RecordId, code: string): { readonly key: string; readonly value: string } {
    this.#refused.set(`${reader}/${id}`, code);
    return { key: `refusal/${reader}/${id}`, value: code };
  }

  place(id: RecordId, place: Place): void {
    const places = this.#places.get(id) ?? this.#older.get(id);
    if (places === undefined) this.#places.set(id, [place]);
    else places.push(place);
    if (this.#places.size > keptPlaces) {
      this.#older = this.#places;
      this.#places = new Map();
    }
  }

  /** Own logs in which the record stands. */
  async placesOf(id: RecordId): Promise<readonly { readonly log: OwnLog; readonly index: number; readonly atMs: number }[]> {
    const kept = this.#places.get(id) ?? this.#older.get(id) ?? (await this.#store.placesOf(id)).map((place) => ({ ...place, atMs: 0 }));
    return kept.flatMap(({ origin, index, atMs }) => {
      const log = this.#logs.byOrigin(origin);
      return log === undefined ? [] : [{ log, index, atMs }];
    });
  }

  /** The five states of one record, whole and by reader. `lateMs`: how long a receipt may take before it is called late. */
  async of(id: RecordId, options: { readonly nowMs: number; readonly lateMs: number }): Promise<Delivery> {
    const parts: Delivery['parts'][number][] = [];
    for (const { log, index, atMs } of await this.placesOf(id)) {
      for (const reader of log.channel.audience) {
        if (reader === this.#agency) continue;
        const code = this.#refused.get(`${reader}/${id}`);
        const received = this.confirmed(log.origin, reader) > index;
        const late = !received && options.nowMs - atMs > options.lateMs;
        const state: DeliveryState = code !== undefined ? 'refused' : received ? 'delivered' : late ? 'late' : 'signed';
        parts.push({ agreement: log.channel.agreement, reader, state, ...(code === undefined ? {} : { code }) });
      }
    }
    const delivered = parts.filter((part) => part.state === 'delivered').length;
    return { state: worst(parts), delivered, readers: parts.length, parts };
  }
}

function worst(parts: Delivery['parts']): DeliveryState {
  for (const state of ['refused', 'late', 'signed', 'delivered'] as const) if (parts.some((part) => part.state === state)) return state;
  return 'signed';
}
