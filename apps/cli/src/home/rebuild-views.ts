import { nodeCrypto } from '@wasl/identity';
import type { HeldRecord, Store, ViewRow, Views } from '@wasl/node';
import { type Entry, openDisclosures, parseEntry, type RecordId } from '@wasl/record';

const page = 200;
type Link = Parameters<Views['refer']>[0][number];

/** Ids of records that stand in no log: they were put without release, and the activity record names them. */
function idsPut(held: {
  readonly entryText: string;
  readonly disclosures: readonly { readonly text: string }[] | undefined;
}): readonly string[] {
  if (held.disclosures === undefined) return [];
  const texts = held.disclosures.map((each) => each.text);
  const acts = openDisclosures(parseEntry(held.entryText), texts, { crypto: nodeCrypto }).find((field) => field.name === 'acts')?.value;
  if (!Array.isArray(acts)) return [];
  return (acts as readonly { readonly act?: unknown; readonly about?: readonly string[] }[]).flatMap((act) =>
    act.act === 'put' ? (act.about ?? []) : [],
  );
}

/** Makes the index of records again from the store, in the order of their clocks (DU6). Answers how many there are. */
export async function rebuildViews(store: Store, views: Views): Promise<number> {
  const entries = new Map<RecordId, Entry>();
  const put = new Set<RecordId>();
  const keep = ({ id, entryText }: Pick<HeldRecord, 'id' | 'entryText'>): Entry | undefined => {
    const known = entries.get(id);
    if (known !== undefined) return known;
    const entry = parseEntry(entryText);
    if (entry.type !== 'journal') entries.set(id, entry);
    return entry;
  };
  for (const head of await store.heads()) {
    for (let from = 1; from < head.size; ) {
      const leaves = await store.leaves(head.origin, { from, to: Math.min(from + page, head.size), maxBytes: 4 << 20 });
      for (const leaf of leaves) {
        if (keep(leaf)?.type !== 'journal') continue;
        for (const id of idsPut(leaf)) put.add(id as RecordId);
      }
      from += Math.max(1, leaves.length);
    }
  }
  for (const id of put) {
    const held = entries.has(id) ? undefined : await store.record(id);
    if (held !== undefined) keep(held);
  }
  await views.clear();
  const ordered = [...entries].sort(([, a], [, b]) => (a.hlc < b.hlc ? -1 : a.hlc > b.hlc ? 1 : 0));
  for (let at = 0; at < ordered.length; at += page) {
    const part = ordered.slice(at, at + page);
    await views.index(
      part.map(([id, { type, subject, mode, issuer, issuedAt }]): ViewRow => ({ id, type, subject, mode, issuer, issuedAt })),
    );
    const links = part.flatMap(([from, entry]) => entry.refs.map((ref): Link => ({ from, to: ref.id, rel: ref.rel })));
    if (links.length > 0) await views.refer(links);
  }
  return ordered.length;
}
