import type { RecordId, Relation } from '@wasl/record';
import type { Declarations } from '../declaration.ts';
import { awaitedTypes } from '../declared-paths.ts';
import { isAct } from '../fate.ts';
import { mentionsOf } from '../mentions.ts';
import type { Said } from '../said.ts';

/** At most so many records are remembered as bearing on one record or subject; more of them say nothing new. */
const maxBearing = 4096;

/**
 * Records that may bear on clocks, by what they refer to or mention, whether that is known yet or not. Only relations and types that some
 * clock of the declarations waits for are kept.
 */
export class Bearings {
  readonly #declarations: Declarations;
  readonly #relations = new Set<Relation>();
  readonly #types: ReadonlySet<string>;
  readonly #refer = new Map<RecordId, Said[]>();
  readonly #mention = new Map<string, Said[]>();
  /** Bearing record → what it bears on. */
  readonly #on = new Map<RecordId, readonly string[]>();

  constructor(declarations: Declarations) {
    this.#declarations = declarations;
    for (const { clocks } of declarations.values()) {
      for (const rule of clocks ?? []) {
        for (const stop of [...rule.stops, ...(rule.pauses === undefined ? [] : [rule.pauses.by])])
          if ('rel' in stop) this.#relations.add(stop.rel);
        if (rule.pauses !== undefined) this.#relations.add(rule.pauses.resumedBy);
      }
    }
    this.#types = new Set([...declarations.values()].flatMap(awaitedTypes));
  }

  /** Takes note of a record; answers the records and subjects whose clocks it may touch. */
  add(said: Said): readonly string[] {
    const touched: string[] = [];
    for (const { rel, id } of said.refs) {
      if (!this.#relations.has(rel) && !isAct(rel)) continue;
      put(this.#refer, id, said);
      // What it refers to may itself bear on a clock: an acknowledgement taken back, a pause resumed.
      touched.push(id, ...(this.#on.get(id) ?? []));
    }
    const mentioned = this.#types.has(said.type) ? mentionsOf(said, this.#declarations) : [];
    for (const id of mentioned) put(this.#mention, id, said);
    const on = [...touched, ...mentioned];
    if (on.length > 0) this.#on.set(said.id, on);
    return on;
  }

  referring(id: RecordId): readonly Said[] {
    return this.#refer.get(id) ?? [];
  }

  /** Records of awaited types that mention the record or its subject. */
  mentioning(said: Pick<Said, 'id' | 'subject'>): readonly Said[] {
    return [...(this.#mention.get(said.subject) ?? []), ...(this.#mention.get(said.id) ?? [])];
  }
}

function put<K>(map: Map<K, Said[]>, key: K, said: Said): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [said]);
  else {
    const at = list.findIndex((one) => one.id === said.id);
    if (at >= 0) list[at] = { ...said, fields: { ...list[at]?.fields, ...said.fields } };
    else if (list.length < maxBearing) list.push(said);
  }
}
