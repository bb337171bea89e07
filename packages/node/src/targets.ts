import { type AgencyId, accept, type Json, type Label, parseLabel, type Result, refuse } from '@wasl/record';
import type { ActiveAgreement } from './agreements.ts';
import type { NodeCore } from './core.ts';
import type { Channel } from './logs/channel.ts';
import { readersOf } from './release/part-channel.ts';
import type { PutRecord } from './service.ts';

/** A channel that a record may travel on, and who reads it. */
export interface Target {
  readonly active: ActiveAgreement;
  readonly channel: Channel;
  readonly readers: readonly AgencyId[];
  /** Agencies of the audience that an officer excluded. */
  readonly excluded: readonly AgencyId[];
}

/** Where records of one kind go, and the label they start from. */
export interface Targets {
  readonly list: readonly Target[];
  readonly label: Label;
}

const keptKinds = 512;

/** Targets by type, mode, purpose and agreement. They follow from the agreements alone, so they are worked out once for each set of them. */
export class TargetBook {
  readonly #core: NodeCore;
  readonly #known = new Map<string, Targets>();
  #generation = -1;

  constructor(core: NodeCore) {
    this.#core = core;
  }

  /** Refuses `agreement-unknown`. No purpose, no target: the record stays at home. */
  of(put: Pick<PutRecord, 'type' | 'mode' | 'purpose' | 'agreement'>): Result<Targets> {
    const { agreements } = this.#core;
    if (put.agreement !== undefined && agreements.byId(put.agreement) === undefined)
      return refuse('agreement-unknown', `no arrangement ${put.agreement}`);
    if (this.#generation !== agreements.generation || this.#known.size > keptKinds) {
      this.#known.clear();
      this.#generation = agreements.generation;
    }
    const key = `${put.type}|${put.mode}|${put.purpose ?? ''}|${put.agreement ?? ''}`;
    let found = this.#known.get(key);
    if (found === undefined) {
      const list = put.purpose === undefined ? [] : this.#list(put, put.purpose);
      found = { list, label: this.label(put, list, undefined) };
      this.#known.set(key, found);
    }
    return accept(found);
  }

  /** The label of a record or of one field: the type's own, readers and purpose of the targets, and what the officer gave. Throws `label-invalid`. */
  label(put: Pick<PutRecord, 'type' | 'purpose'>, list: readonly Target[], given: Json | undefined): Label {
    const readers = [...new Set(list.flatMap((target) => target.channel.audience))].sort();
    return parseLabel({
      lvl: 1,
      cav: [],
      hdl: [],
      tlp: 'GREEN',
      orcon: false,
      nat: [],
      ...((this.#core.options.catalog[put.type]?.defaultLabel ?? {}) as Record<string, Json>),
      rel: readers,
      pur: put.purpose === undefined ? [] : [put.purpose],
      own: [this.#core.agency],
      ...(typeof given === 'object' && given !== null ? (given as Record<string, Json>) : {}),
    });
  }

  #list(put: Pick<PutRecord, 'type' | 'mode' | 'agreement'>, purpose: string): readonly Target[] {
    const { agreements, agency } = this.#core;
    return agreements
      .all()
      .filter((active) => put.agreement === undefined || active.agreement.id === put.agreement)
      .filter((active) => active.agreement.purposes.some((entry) => entry.purpose === purpose))
      .flatMap((active) =>
        agreements.channels(active, agency, { type: put.type, mode: put.mode }).map((channel) => ({
          active,
          channel,
          readers: readersOf(this.#core, channel),
          excluded: channel.audience.filter((reader) => this.#core.excludes(channel.agreement, reader)),
        })),
      );
  }
}
