import { type AgencyId, type Crypto, createRecord, type DeskId, type Json, type RandomBytes, type SubjectId } from '@wasl/record';
import type { RecordWrite } from '../ports/store.ts';

/** One thing the node did: a permanent entry commits to it, actor, reason and details stay erasable (JO1). */
export interface JournalAct {
  readonly act: string;
  /** Home identity of who did it; absent for what the node did by itself. */
  readonly actor?: string;
  readonly reason?: string;
  readonly code?: string;
  /** Records or logs concerned; acts alike in everything else are written once with all their subjects. */
  readonly about?: string;
  readonly details?: Readonly<Record<string, Json>>;
}

/** Acts of one flush as the journal keeps them: alike acts folded, in order of first appearance. */
export function foldActs(acts: readonly JournalAct[], at: string): Json {
  const folded = new Map<string, { base: Record<string, Json>; about: string[] }>();
  for (const { about, ...rest } of acts) {
    const key = `${rest.act}\n${rest.actor ?? ''}\n${rest.reason ?? ''}\n${rest.code ?? ''}\n${rest.details === undefined ? '' : JSON.stringify(rest.details)}`;
    let entry = folded.get(key);
    if (entry === undefined) {
      const base: Record<string, Json> = { act: rest.act, at };
      if (rest.actor !== undefined) base['actor'] = rest.actor;
      if (rest.reason !== undefined) base['reason'] = rest.reason;
      if (rest.code !== undefined) base['code'] = rest.code;
      if (rest.details !== undefined) base['details'] = rest.details;
      entry = { base, about: [] };
      folded.set(key, entry);
    }
    if (about !== undefined) entry.about.push(about);
  }
  return [...folded.values()].map(({ base, about }) => (about.length === 0 ? base : { ...base, about }));
}

/** The release line of journal leaves: they go to nobody. */
export const journalReleaseLine = '{"home":true}';

/** The journal's entry for one flush: `acts` is its only field. */
export function journalRecord(
  acts: Json,
  options: {
    readonly issuer: AgencyId;
    readonly desk: DeskId;
    readonly subject: SubjectId;
    readonly hlc: string;
    readonly at: string;
    readonly crypto: Crypto;
    readonly random: RandomBytes;
  },
): RecordWrite {
  const sealed = createRecord(
    {
      type: 'journal',
      issuer: options.issuer,
      mode: 'system',
      issuedAt: options.at,
      hlc: options.hlc,
      subject: options.subject,
      refs: [],
      label: { lvl: 2, cav: [], hdl: [], rel: [], pur: [], tlp: 'RED', own: [options.issuer], orcon: true, nat: [] },
      author: options.desk,
      fields: [{ name: 'acts', value: acts }],
      arity: 2,
    },
    { crypto: options.crypto, random: options.random },
  );
  return { id: sealed.id, entryText: sealed.entryText, disclosures: sealed.disclosures.map(({ slot, text }) => ({ slot, text })) };
}
