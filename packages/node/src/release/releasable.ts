import { type Entry, openDisclosures, recordLabel } from '@wasl/record';
import type { NodeCore } from '../core.ts';
import type { HeldRecord, RecordContent } from '../ports/store.ts';
import type { Releasable } from './release.ts';
import { signatureOf } from './signature.ts';

/** What the issuer keeps beside an own record, sealed with it: how it was put. */
export interface PutNotes {
  readonly actor?: string;
  readonly purpose?: string;
  readonly threatToLife?: boolean;
  /** When it was really issued, where its entry says so to the hour only (RC4). */
  readonly issuedAtMs?: number;
}

/** How an own record was put. */
export function notesOf(content: RecordContent): PutNotes {
  return content.notes === undefined ? {} : (JSON.parse(content.notes) as PutNotes);
}

/** An own record as `release` takes it, made again from what is held. */
export function releasableOf(core: NodeCore, held: HeldRecord & { readonly content: RecordContent }, entry: Entry): Releasable {
  const opened = openDisclosures(
    entry,
    held.content.disclosures.map((disclosure) => disclosure.text),
    { crypto: core.options.crypto },
  );
  const twins = core.twins(entry.type);
  const classes = core.plainUnits(entry.type);
  const { issuedAtMs } = notesOf(held.content);
  const signature = signatureOf(core, held.entryText, { type: entry.type, desk: entry.author });
  return {
    id: held.id,
    entry,
    entryText: held.entryText,
    label: recordLabel(entry.label, opened),
    units: opened.map(({ slot, name, label }) => {
      const twin = twins.get(name)?.twin;
      return {
        slot,
        name,
        digest: entry.sd[slot] as string,
        ...(classes.has(name) ? { personalData: 'none' as const } : {}),
        ...(label === undefined ? {} : { label }),
        ...(twin === undefined ? {} : { twin }),
      };
    }),
    disclosures: held.content.disclosures,
    ...(issuedAtMs === undefined ? {} : { issuedAtMs }),
    ...(signature === undefined ? {} : { signature }),
  };
}
