import { encodeCheckpoint, encodeDescriptor, originOf, signCheckpoint } from '@wasl/log';
import { type AgencyId, type Crypto, encodeBase64url, type RandomBytes, type RecordId, type Signer } from '@wasl/record';
import type { LogHead, RecordWrite, Store } from '../ports/store.ts';
import { type Channel, channelKey } from './channel.ts';
import type { Flusher } from './flusher.ts';
import { OwnLog } from './own-log.ts';

const prefix = 'own/';

interface Kept {
  readonly descriptor: string;
  readonly agreement: string;
  readonly epoch: number;
  readonly closed: boolean;
}

/** Everything needed to name and sign this agency's logs. */
export interface OwnLogsOptions {
  readonly agency: AgencyId;
  readonly crypto: Crypto;
  readonly random: RandomBytes;
  readonly signer: Signer;
  readonly store: Store;
}

/** This agency's logs by origin and by channel. Opening one writes its descriptor as leaf 0 (LG1). */
export class OwnLogs {
  readonly #options: OwnLogsOptions;
  readonly #byOrigin = new Map<string, OwnLog>();
  readonly #current = new Map<string, OwnLog>();
  /** Logs that ended, the last of each channel: the next one goes on from it (LG1, DU4). */
  readonly #ended = new Map<string, OwnLog>();

  constructor(options: OwnLogsOptions) {
    this.#options = options;
  }

  /** Reads back every own log, those of a restore as closed; heads are signed again from what the store holds, which gives the same bytes (Ed25519). */
  async load(heads: readonly LogHead[], restored: ReadonlySet<string>): Promise<void> {
    const byOrigin = new Map(heads.map((head) => [head.origin, head]));
    for (const { key, value } of await this.#options.store.stateWithPrefix(prefix)) {
      const kept = JSON.parse(value) as Kept;
      const origin = key.slice(prefix.length);
      const head = byOrigin.get(origin);
      if (head === undefined) continue;
      const descriptor = JSON.parse(kept.descriptor) as { agreement: string; audience: AgencyId[]; topic: string; mode: Channel['mode'] };
      const channel: Channel = {
        agreement: kept.agreement,
        chain: descriptor.agreement,
        audience: descriptor.audience,
        topic: descriptor.topic,
        mode: descriptor.mode,
      };
      const log = new OwnLog({
        origin,
        descriptor: kept.descriptor,
        channel,
        epoch: kept.epoch,
        crypto: this.#options.crypto,
        range: head.range,
      });
      log.closed = kept.closed || restored.has(origin);
      log.head = { size: head.size, root: head.root, note: this.sign(log, head.size, head.root) };
      this.#byOrigin.set(origin, log);
      const key2 = channelKey(channel);
      const among = log.closed ? this.#ended : this.#current;
      const rival = among.get(key2);
      if (rival === undefined || rival.epoch < log.epoch) among.set(key2, log);
    }
  }

  /** Checkpoint note of a head of one of these logs. */
  sign(log: OwnLog, size: number, root: Uint8Array): string {
    const { agency, signer, crypto } = this.#options;
    return signCheckpoint(encodeCheckpoint({ origin: log.origin, size, root }), { name: agency, signer, crypto });
  }

  /** Takes up an own log that only readers still hold, closed and empty until they give it back (DU4). */
  adopt(of: { readonly origin: string; readonly descriptor: string; readonly channel: Channel; readonly epoch: number }): OwnLog {
    const log = new OwnLog({ ...of, crypto: this.#options.crypto });
    log.closed = true;
    this.#byOrigin.set(log.origin, log);
    return log;
  }

  /** State that names the log, to commit with its leaves. */
  stateOf(log: OwnLog): { readonly key: string; readonly value: string } {
    return { key: `${prefix}${log.origin}`, value: keptText(log) };
  }

  /** Takes nothing more into a log; the next of its channel goes on from it. */
  retire(log: OwnLog): void {
    log.closed = true;
    const key = channelKey(log.channel);
    if (this.#current.get(key) !== log) return;
    this.#current.delete(key);
    this.#ended.set(key, log);
  }

  byOrigin(origin: string): OwnLog | undefined {
    return this.#byOrigin.get(origin);
  }

  all(): Iterable<OwnLog> {
    return this.#byOrigin.values();
  }

  /** The open log of a channel, if there is one. */
  current(channel: Channel): OwnLog | undefined {
    return this.#current.get(channelKey(channel));
  }

  /** The open log of a channel; opens it first when needed, leaf 0 going through `flusher` before anything planned after it. */
  open(channel: Channel, flusher: Flusher, continues?: OwnLog): OwnLog {
    const existing = this.current(channel);
    if (existing !== undefined && continues === undefined) return existing;
    const { log, record, state } = this.create(channel, continues);
    // The descriptor is queued before any leaf that the caller plans; a store failure ends the process, so nobody waits here.
    flusher
      .submit({
        records: [record],
        leaves: [{ log, id: record.id, entryText: record.entryText, releaseLine: '', disclosures: [] }],
        state,
        acts: [{ act: 'open-log', about: log.origin, details: { agreement: channel.agreement, topic: channel.topic, mode: channel.mode } }],
      })
      .catch(() => undefined);
    return log;
  }

  /** Makes a log without writing it: its descriptor record and the state to commit with leaf 0. */
  create(channel: Channel, given?: OwnLog): { log: OwnLog; record: RecordWrite; state: { key: string; value: string }[] } {
    const { agency, crypto, random } = this.#options;
    const continues = given ?? this.#ended.get(channelKey(channel));
    const epoch = (continues?.epoch ?? this.current(channel)?.epoch ?? 0) + 1;
    const head = continues?.head;
    const descriptor = encodeDescriptor({
      v: 1,
      salt: encodeBase64url(random(16)),
      agreement: channel.chain,
      issuer: agency,
      audience: [...channel.audience],
      topic: channel.topic,
      mode: channel.mode,
      epoch,
      ...(head === undefined || continues === undefined
        ? {}
        : { continues: { origin: continues.origin, size: head.size, root: encodeBase64url(head.root) } }),
    });
    const origin = originOf(descriptor, crypto);
    const log = new OwnLog({ origin, descriptor, channel, epoch, crypto });
    this.#byOrigin.set(origin, log);
    this.#current.set(channelKey(channel), log);
    const id = `sha256:${crypto.sha256Text(descriptor)}` as RecordId;
    const state = [{ key: `${prefix}${origin}`, value: keptText(log) }];
    if (continues !== undefined) {
      continues.closed = true;
      state.push({ key: `${prefix}${continues.origin}`, value: keptText(continues) });
    }
    return { log, record: { id, entryText: descriptor, disclosures: [] }, state };
  }
}

function keptText(log: OwnLog): string {
  const kept: Kept = { descriptor: log.descriptor, agreement: log.channel.agreement, epoch: log.epoch, closed: log.closed };
  return JSON.stringify(kept);
}
