import { type EvidenceBundle, encodeEvidence, inclusionNodes, inclusionProof, parseCheckpoint, parseReleaseLine } from '@wasl/log';
import { accept, encodeBase64url, type PartyId, parseEntry, type RecordId, type Result, refuse } from '@wasl/record';
import type { ActiveAgreement } from './agreements.ts';
import { tombstoneOf } from './control/tombstone.ts';
import type { NodeCore } from './core.ts';
import { journalTopic } from './logs/channel.ts';

interface Standing {
  readonly origin: string;
  readonly descriptor: string;
  readonly agreement: string;
  readonly size: number;
  readonly checkpoint: string;
}

/** Evidence bundle (EV1) of a record where it stands in a log, own or received: everything a stranger needs but the party's fingerprint. */
export async function evidenceOf(core: NodeCore, id: RecordId): Promise<Result<string>> {
  for (const { origin, index } of await core.options.store.placesOf(id)) {
    const standing = await standingOf(core, origin);
    if (standing === undefined || index >= standing.size) continue;
    const [leaf] = await core.options.store.leaves(origin, { from: index, to: index + 1 });
    const active = core.agreements.byId(standing.agreement);
    if (leaf === undefined || active === undefined || leaf.releaseLine === '') continue;
    const line = parseReleaseLine(leaf.releaseLine);
    const bySlot = new Map((leaf.disclosures ?? []).map((disclosure) => [disclosure.slot, disclosure.text]));
    const gone = leaf.disclosures === undefined ? await erasureIndex(core, { id, origin, entryText: leaf.entryText }) : undefined;
    const bundle: EvidenceBundle = {
      v: 1,
      releaseLine: leaf.releaseLine,
      entry: leaf.entryText,
      disclosures: line.slots.flatMap((slot) => bySlot.get(slot) ?? []),
      ...(gone === undefined ? {} : { gone }),
      index,
      proof: await proofOf(core, { origin, index, size: standing.size }),
      descriptor: standing.descriptor,
      descriptorProof: await proofOf(core, { origin, index: 0, size: standing.size }),
      checkpoint: standing.checkpoint,
      agreements: versionsOf(core, active, line.agreement),
      roots: active.agreement.parties.map(({ party }) => ({ party, chain: core.options.directory.rootChain(party as PartyId) })),
    };
    return accept(encodeEvidence(bundle));
  }
  return refuse('record-unknown', `${id} stands in no log: it never left this agency`);
}

async function standingOf(core: NodeCore, origin: string): Promise<Standing | undefined> {
  const own = core.logs.byOrigin(origin);
  if (own !== undefined) {
    if (own.channel.topic === journalTopic || own.head === undefined) return undefined;
    const { size, note } = own.head;
    const receipts = await core.options.store.receipts(origin);
    const receipt = receipts.find((candidate) => candidate.size === size);
    return { origin, descriptor: own.descriptor, agreement: own.channel.agreement, size, checkpoint: receipt?.note ?? note };
  }
  const remote = core.remote.byOrigin(origin);
  if (remote?.checkpoint === undefined) return undefined;
  const dated = remote.dated !== undefined && parseCheckpoint(remote.dated).size === remote.tree.size ? remote.dated : undefined;
  const checkpoint = dated ?? remote.checkpoint;
  return { origin, descriptor: remote.descriptorText, agreement: remote.agreement, size: remote.tree.size, checkpoint };
}

async function proofOf(
  core: NodeCore,
  at: { readonly origin: string; readonly index: number; readonly size: number },
): Promise<readonly string[]> {
  const reader = await core.trees.reader(at.origin, inclusionNodes(at.index, at.size));
  return inclusionProof(at, reader, core.options.crypto).map((hash) => encodeBase64url(hash));
}

async function erasureIndex(
  core: NodeCore,
  of: { readonly entryText: string; readonly id: RecordId; readonly origin: string },
): Promise<number | undefined> {
  const { issuer } = parseEntry(of.entryText);
  const tombstone = await tombstoneOf(core.options.store, 'erased', { id: of.id, issuer });
  if (tombstone === undefined) return undefined;
  const places = await core.options.store.placesOf(tombstone.order);
  return places.find((place) => place.origin === of.origin)?.index;
}

/** Versions from the first to the one the release names. */
function versionsOf(core: NodeCore, active: ActiveAgreement, until: string): EvidenceBundle['agreements'] {
  const versions: ActiveAgreement[] = [];
  let at: ActiveAgreement | undefined = core.agreements.byDigest(until) ?? active;
  while (at !== undefined) {
    versions.unshift(at);
    const { previous }: { previous?: string } = at.agreement;
    at = previous === undefined ? undefined : core.agreements.byDigest(previous);
  }
  return versions.map(({ digest, text, signatures }) => ({ digest, text, signatures }));
}
