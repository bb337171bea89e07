import { type Json, openDisclosures, parseEntry } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { JournalLine } from '../service.ts';

const pageLeaves = 200;

/** Lines of the activity record from leaf `since` on, oldest first. An erased leaf shows as `erased`. */
export async function journalLines(
  core: NodeCore,
  filter: { readonly since?: number; readonly limit?: number; readonly act?: string },
): Promise<readonly JournalLine[]> {
  const limit = Math.min(Math.max(filter.limit ?? 200, 1), 1000);
  const { journal } = core;
  const lines: JournalLine[] = [];
  let from = filter.since === undefined ? Math.max(1, journal.size - pageLeaves) : Math.max(1, filter.since + 1);
  while (from < journal.size && lines.length < limit) {
    const leaves = await core.options.store.leaves(journal.origin, { from, to: Math.min(from + pageLeaves, journal.size) });
    for (const leaf of leaves) {
      for (const line of linesOf(core, leaf)) if (filter.act === undefined || line.act === filter.act) lines.push(line);
    }
    from += Math.max(1, leaves.length);
  }
  return lines.slice(0, limit);
}

function linesOf(
  core: NodeCore,
  leaf: { index: number; entryText: string; disclosures: readonly { text: string }[] | undefined },
): readonly JournalLine[] {
  if (leaf.disclosures === undefined) return [{ index: leaf.index, at: '', act: 'erased', details: {} }];
  const opened = openDisclosures(
    parseEntry(leaf.entryText),
    leaf.disclosures.map((disclosure) => disclosure.text),
    { crypto: core.options.crypto },
  );
  const acts = opened.find((field) => field.name === 'acts')?.value;
  if (!Array.isArray(acts)) return [];
  return acts.map((act: Json) => {
    const { act: name, at, code, ...details } = act as Record<string, Json>;
    return { index: leaf.index, at: String(at), act: String(name), ...(typeof code === 'string' ? { code } : {}), details };
  });
}
