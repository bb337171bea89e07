import { createRecord, type Json, type Mode, newSubjectId, type Ref, type SubjectId } from '@wasl/record';
import type { ActiveAgreement } from '../agreements.ts';
import type { NodeCore } from '../core.ts';
import type { LeafPlan } from '../logs/flusher.ts';
import type { OwnLog } from '../logs/own-log.ts';
import type { RecordWrite, ViewRow } from '../ports/store.ts';
import { releaseControl } from '../release/release.ts';
import { signatureOf } from '../release/signature.ts';

/** A record of codes and ids that the node writes about other records (LG7). */
export interface ControlRecord {
  readonly record: RecordWrite;
  readonly row: ViewRow;
  /** The leaf that carries it in one of this node's logs. */
  leafIn(log: OwnLog, active: ActiveAgreement): LeafPlan;
}

/** Makes a control record: its fields are codes, ids and times by the catalogue; its label is the lowest, because it says nothing. */
export function controlRecord(
  core: NodeCore,
  draft: {
    readonly type: string;
    readonly mode: Mode;
    readonly fields: Readonly<Record<string, Json>>;
    readonly refs: readonly Ref[];
    readonly subject?: SubjectId;
  },
): ControlRecord {
  const { options } = core;
  const type = options.catalog[draft.type];
  const issuedAt = core.nowText();
  const sealed = createRecord(
    {
      type: draft.type,
      issuer: options.agency,
      mode: draft.mode,
      issuedAt,
      hlc: core.hlc.next(),
      subject: draft.subject ?? newSubjectId(options.random),
      refs: draft.refs,
      label: { lvl: 0, cav: [], hdl: [], rel: ['*'], pur: ['*'], tlp: 'GREEN', own: [options.agency], orcon: false, nat: [] },
      author: options.ownDesk,
      fields: Object.entries(draft.fields).map(([name, value]) => ({ name, value })),
      arity: type?.arity ?? 8,
    },
    { crypto: options.crypto, random: options.random },
  );
  const disclosures = sealed.disclosures.map(({ slot, text }) => ({ slot, text }));
  const signature = signatureOf(core, sealed.entryText, { type: draft.type, desk: options.ownDesk });
  const row: ViewRow = {
    id: sealed.id,
    type: draft.type,
    subject: sealed.entry.subject,
    mode: draft.mode,
    issuer: options.agency,
    issuedAt,
  };
  return {
    record: { id: sealed.id, entryText: sealed.entryText, disclosures },
    row,
    leafIn(log, active) {
      const released = releaseControl(
        { id: sealed.id, entry: sealed.entry, entryText: sealed.entryText, disclosures, ...(signature === undefined ? {} : { signature }) },
        { agreement: active.digest, crypto: options.crypto },
      );
      return { log, id: sealed.id, entryText: sealed.entryText, releaseLine: released.releaseLine, disclosures: released.disclosures };
    },
  };
}
