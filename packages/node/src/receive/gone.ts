import { type Entry, parseEntry } from '@wasl/record';
import { tombstoneOf } from '../control/tombstone.ts';
import type { NodeCore } from '../core.ts';
import type { PendingGone, RemoteLog } from './remote-logs.ts';

/** A leaf without content, with what it says about where its erasure stands. */
export interface GoneLeaf extends PendingGone {
  readonly index: number;
}

/** What became of leaves without content: founded ones need nothing more, the others wait or are refused (LG3). */
export interface GoneJudgement {
  readonly unfounded: readonly GoneLeaf[];
  readonly state: readonly { readonly key: string; readonly value: string | undefined }[];
  /** Applied once the batch is durable. */
  apply(): void;
}

/**
 * LG3: content may be absent only where leaf `erasure` of this log is the issuer's erasure of that record. `arrived` are entries of this
 * batch by index; `size` is the size after it. An erasure still to come is waited for, beyond restarts.
 */
export async function judgeGone(
  core: NodeCore,
  log: RemoteLog,
  of: { readonly fresh: readonly GoneLeaf[]; readonly arrived: ReadonlyMap<number, Entry>; readonly size: number },
): Promise<GoneJudgement> {
  const unfounded: GoneLeaf[] = [];
  const state: { key: string; value: string | undefined }[] = [];
  const settled: number[] = [];
  const waiting: GoneLeaf[] = [];
  const known = [...log.pendingGone].map(([index, pending]) => ({ index, ...pending }));
  for (const leaf of [...known, ...of.fresh]) {
    const old = log.pendingGone.has(leaf.index);
    if (leaf.erasure >= of.size) {
      if (old) continue;
      waiting.push(leaf);
      state.push(core.remote.goneState(log, leaf.index, { id: leaf.id, erasure: leaf.erasure }));
      continue;
    }
    if (old) {
      settled.push(leaf.index);
      state.push(core.remote.goneState(log, leaf.index, undefined));
    }
    if (!(await founded(core, log, { leaf, arrived: of.arrived }))) unfounded.push(leaf);
  }
  return {
    unfounded,
    state,
    apply() {
      for (const index of settled) log.pendingGone.delete(index);
      for (const { index, id, erasure } of waiting) log.pendingGone.set(index, { id, erasure });
    },
  };
}

/** Leaves whose erasure would stand beyond a head that the issuer signed after it had served them: no such erasure exists. */
export function overdueGone(log: RemoteLog, listedSize: number): readonly GoneLeaf[] {
  return [...log.pendingGone].flatMap(([index, pending]) => (pending.erasure >= listedSize ? [{ index, ...pending }] : []));
}

async function founded(
  core: NodeCore,
  log: RemoteLog,
  of: { readonly leaf: GoneLeaf; readonly arrived: ReadonlyMap<number, Entry> },
): Promise<boolean> {
  const { leaf, arrived } = of;
  const erasure = arrived.get(leaf.erasure) ?? (await entryAt(core, log.origin, leaf.erasure));
  if (erasure?.type === 'erasure' && erasure.refs.some((ref) => ref.rel === 'erases' && ref.id === leaf.id)) return true;
  // An epoch that is closed takes no erasure any more; the issuer's order then stands in its control log.
  return (await tombstoneOf(core.options.store, 'erased', { id: leaf.id, issuer: log.descriptor.issuer })) !== undefined;
}

async function entryAt(core: NodeCore, origin: string, index: number): Promise<Entry | undefined> {
  if (index === 0) return undefined;
  const [leaf] = await core.options.store.leaves(origin, { from: index, to: index + 1 });
  try {
    return leaf === undefined ? undefined : parseEntry(leaf.entryText);
  } catch {
    // A quarantined leaf need not be an entry at all.
    return undefined;
  }
}
