import { encodeJournalEvidence, inclusionNodes, inclusionProof, type JournalEvidence } from '@wasl/log';
import { accept, encodeBase64url, type PartyId, partyOf, type Result, refuse } from '@wasl/record';
import type { NodeCore } from '../core.ts';

/**
 * Proof of one leaf of the activity record: under the largest head that a partner cosigned when that covers it, else under our own
 * (EX6). Refusal: `record-unknown`.
 */
export async function journalEvidence(core: NodeCore, index: number): Promise<Result<string>> {
  const { journal, options } = core;
  const best = core.journals.stated.best(journal.origin);
  const covered = best !== undefined && index < best.size;
  const head = covered ? { size: best.size, note: best.note } : journal.head;
  const [leaf] =
    head !== undefined && Number.isSafeInteger(index) && index > 0 && index < head.size
      ? await options.store.leaves(journal.origin, { from: index, to: index + 1 })
      : [];
  if (leaf === undefined || head === undefined) return refuse('record-unknown', `the activity record has no leaf ${index} that is signed`);
  const parties = new Set<PartyId>([partyOf(core.agency)]);
  for (const active of core.agreements.all()) for (const { party } of active.agreement.parties) parties.add(party as PartyId);
  const evidence: JournalEvidence = {
    v: 1,
    kind: 'journal',
    index,
    releaseLine: leaf.releaseLine,
    entry: leaf.entryText,
    disclosures: (leaf.disclosures ?? []).map(({ text }) => text),
    proof: await proofOf(core, index, head.size),
    descriptor: journal.descriptor,
    descriptorProof: await proofOf(core, 0, head.size),
    checkpoint: head.note,
    roots: [...parties].sort().map((party) => ({ party, chain: options.directory.rootChain(party) })),
  };
  return accept(encodeJournalEvidence(evidence));
}

async function proofOf(core: NodeCore, index: number, size: number): Promise<readonly string[]> {
  const reader = await core.trees.reader(core.journal.origin, inclusionNodes(index, size));
  return inclusionProof({ index, size }, reader, core.options.crypto).map((hash) => encodeBase64url(hash));
}
