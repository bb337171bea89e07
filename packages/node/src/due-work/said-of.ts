import type { EngineDeclaration, Said } from '@wasl/engine';
import { type Json, openDisclosures, parseEntry } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { HeldRecord } from '../ports/store.ts';

/** A held record as the engine reads it: every unit that this node holds, whoever may look at it. */
export function saidOf(core: NodeCore, held: HeldRecord): Said {
  const entry = parseEntry(held.entryText);
  const opened = openDisclosures(
    entry,
    (held.content?.disclosures ?? []).map(({ text }) => text),
    { crypto: core.options.crypto },
  );
  const fields: Record<string, Json> = {};
  for (const { name, value } of opened) if (name !== 'label') fields[name] = value;
  const { type, issuer, author, mode, hlc, subject, refs } = entry;
  return { id: held.id, type, issuer, author, mode, hlc, subject, refs, fields };
}

/** What the catalogue of a node asks of the engine, by type. */
export function declarationsOf(core: NodeCore): ReadonlyMap<string, EngineDeclaration> {
  return new Map(
    Object.values(core.options.catalog).flatMap((type) => (type.engine === undefined ? [] : [[type.type, type.engine] as const])),
  );
}
