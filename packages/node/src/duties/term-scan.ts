import type { NodeCore } from '../core.ts';
import { controlTopic, journalTopic } from '../logs/channel.ts';
import type { Chore } from './calendar.ts';
import { leafEndMs, leavesRow, type Span, withIndex } from './terms.ts';

const cursorPrefix = 'term-cursor/';
const pageLeaves = 256;
const hourMs = 3_600_000;

/**
 * Writes down when the terms of new leaves end, own and partners', some time after they came: what releases and receives records does
 * nothing for it. How far each log was looked at stands in the store, committed with the rows.
 */
export function termScan(core: NodeCore): Chore {
  return {
    everyMs: hourMs,
    firstMs: 10 * 60_000,
    async run() {
      for (const log of core.logs.all())
        if (log.channel.topic !== journalTopic && log.channel.topic !== controlTopic) await scan(core, log.origin, log.size);
      for (const log of core.remote.all())
        if (log.checkpoint !== undefined && log.descriptor.topic !== controlTopic) await scan(core, log.origin, log.tree.size);
    },
  };
}

async function scan(core: NodeCore, origin: string, size: number): Promise<void> {
  const { store } = core.options;
  const cursor = `${cursorPrefix}${origin}`;
  // Leaf 0 is the descriptor.
  let at = Number((await store.state(cursor)) ?? '1');
  while (at < size) {
    const leaves = await store.leaves(origin, { from: at, to: Math.min(at + pageLeaves, size) });
    if (leaves.length === 0) return;
    const rows = new Map<string, { readonly endMs: number; spans: readonly Span[] }>();
    for (const leaf of leaves) {
      const endMs = leafEndMs(core, leaf);
      if (endMs === undefined) continue;
      const { key } = leavesRow(origin, endMs, []);
      const row = rows.get(key) ?? { endMs, spans: JSON.parse((await store.state(key)) ?? '[]') as readonly Span[] };
      rows.set(key, { ...row, spans: withIndex(row.spans, leaf.index) });
    }
    at += leaves.length;
    const state = [...rows.values()].map(({ endMs, spans }) => leavesRow(origin, endMs, spans));
    const done = await core.flusher.submit({ state: [...state, { key: cursor, value: String(at) }] });
    if (!done.ok) return;
    core.calendar.expect(...state.map(({ key }) => key));
  }
}
