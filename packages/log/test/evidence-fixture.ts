import {
  type AgencyId,
  canonicalText,
  createRecord,
  type DeskId,
  encodeBase64url,
  type Json,
  type Label,
  type SealedRecord,
  type SubjectId,
  signEntry,
} from '@wasl/record';
import {
  addSignature,
  agreementSignatureMessage,
  cosign,
  type Descriptor,
  type EvidenceBundle,
  encodeCheckpoint,
  encodeDescriptor,
  encodeReleaseLine,
  fingerprint,
  hashLeaf,
  inclusionProof,
  leafHashReader,
  leafText,
  originOf,
  type ReleaseLine,
  type RootDocument,
  rootDigest,
  type SignedAgreement,
  type SignedRoot,
  signCheckpoint,
  TreeBuilder,
} from '../src/index.ts';
import { crypto, signerOf } from './crypto.ts';
import { firstRoot, type Officer, officersOf, signRoot } from './party.ts';

/** What a test may change in the honest bundle before it is signed and assembled. */
export interface Changes {
  readonly roots?: Readonly<Record<string, readonly SignedRoot[]>>;
  readonly logSeed?: string;
  readonly authorSeed?: string;
  readonly signed?: boolean;
  readonly cosigned?: boolean;
  readonly descriptor?: Partial<Descriptor>;
  readonly line?: Partial<ReleaseLine>;
  readonly agreementSigners?: readonly string[];
  readonly pins?: Readonly<Record<string, string>>;
  readonly leaves?: number;
}

export const issuer = 'ma.police' as AgencyId;
export const rootOfMa = firstRoot('ma');
export const rootOfGb = firstRoot('gb');
export const heartbeatSeconds = 1_906_000_030;
const signers = (party: string) => officersOf(party, 'now').slice(0, 2);
const signedRoots: Readonly<Record<string, readonly SignedRoot[]>> = {
  ma: [signRoot(rootOfMa, signers('ma'))],
  gb: [signRoot(rootOfGb, signers('gb'))],
};

/** Fingerprint of a party's first root document. */
export function fingerprintOf(root: RootDocument): string {
  return fingerprint(canonicalText(root as unknown as Json), crypto);
}

/** A signed version of the test agreement. */
export function agreementOf(version: number, previous: string | undefined, changes: Changes = {}): SignedAgreement {
  const pin = (party: string) => changes.pins?.[party] ?? rootDigest((signedRoots[party] ?? [])[0]?.document ?? '', crypto);
  const text = canonicalText({
    v: 1,
    id: 'ma-gb.major-events',
    version,
    ...(previous === undefined ? {} : { previous }),
    title: [{ lang: 'en', text: 'Test arrangement' }],
    parties: ['ma', 'gb'].map((party) => ({ party, root: pin(party), threshold: 2 })),
    agencies: ['ma', 'gb'].map((party) => ({ agency: `${party}.police`, party, function: 'police' })),
  });
  const digest = crypto.sha256Text(text);
  const message = agreementSignatureMessage(digest);
  const sign = (party: string) => (officer: Officer) => ({
    party,
    keyId: officer.row.id,
    signature: encodeBase64url(officer.signer.sign(message)),
  });
  return { digest, text, signatures: (changes.agreementSigners ?? ['ma', 'gb']).flatMap((party) => signers(party).map(sign(party))) };
}

/** A record whose bytes are the same in every run. */
export function sealedRecord(): SealedRecord {
  const label: Label = {
    lvl: 1,
    cav: [],
    hdl: [],
    rel: ['gb.police'],
    pur: ['event-safety'],
    tlp: 'GREEN',
    own: ['ma.police'],
    orcon: false,
    nat: [],
  };
  return createRecord(
    {
      type: 'incident',
      issuer,
      mode: 'exercise',
      issuedAt: '2030-06-13T18:04:09Z',
      hlc: '1907604249000.0000',
      subject: 'AAAAAAAAAAAAAAAAAAAAAA' as SubjectId,
      refs: [],
      label,
      author: 'ma.police/ops' as DeskId,
      fields: [
        { name: 'what', value: 'gate 4 closed' },
        { name: 'count', value: 12 },
        { name: 'place', value: { lat: 339_590_000, lon: -68_880_000 } },
      ],
      arity: 8,
    },
    { crypto, random },
  );
}

/** The honest bundle, or one dishonest in exactly the ways asked for; every signature is good for what it signs. */
export function bundleOf(changes: Changes = {}): EvidenceBundle {
  const record = sealedRecord();
  const first = agreementOf(1, undefined, changes);
  const second = agreementOf(2, first.digest, changes);
  const released = record.disclosures.filter(({ name }) => name !== 'place');
  const line: ReleaseLine = {
    agreement: second.digest,
    clause: ['4.1'],
    obligations: [{ type: 'expire', id: 'o1', days: 90 }],
    purpose: 'event-safety',
    slots: released.map(({ slot }) => slot),
    until: '2030-09-11T18:04:09Z',
    verdict: crypto.sha256Text('verdict'),
    ...(changes.signed === false ? {} : { sig: signEntry(record.entryText, signerOf(changes.authorSeed ?? 'ma.police author')) }),
    ...changes.line,
  };
  const releaseLine = encodeReleaseLine(line);
  const descriptor = encodeDescriptor({
    v: 1,
    salt: 'AAAAAAAAAAAAAAAAAAAAAA',
    agreement: first.digest,
    issuer,
    audience: [`gb.police` as AgencyId],
    topic: 'operations',
    mode: 'exercise',
    epoch: 0,
    ...changes.descriptor,
  });
  const index = 5;
  const leaves = [descriptor, 'a', 'b', 'c', 'd', leafText(releaseLine, record.entryText), 'e', 'f', 'g'];
  while (leaves.length < (changes.leaves ?? 9)) leaves.push(`more ${leaves.length}`);
  const hashes = leaves.map((leaf) => hashLeaf(leaf, crypto));
  const builder = new TreeBuilder(crypto);
  for (const hash of hashes) builder.push(hash);
  const reader = leafHashReader((at) => hashes[at], crypto);
  const path = (at: number) => inclusionProof({ index: at, size: leaves.length }, reader, crypto).map(encodeBase64url);
  return {
    v: 1,
    releaseLine,
    entry: record.entryText,
    disclosures: released.map(({ text }) => text),
    index,
    proof: path(index),
    descriptor,
    descriptorProof: path(0),
    checkpoint: checkpointOf({ origin: originOf(descriptor, crypto), size: leaves.length, root: builder.root() }, changes),
    agreements: [first, second],
    roots: Object.entries(changes.roots ?? signedRoots).map(([party, chain]) => ({ party, chain })),
  };
}

function checkpointOf(head: { readonly origin: string; readonly size: number; readonly root: Uint8Array }, changes: Changes): string {
  const text = encodeCheckpoint(head);
  let note = signCheckpoint(text, { name: head.origin, signer: signerOf(changes.logSeed ?? 'ma.police log'), crypto });
  note = addSignature(
    note,
    cosign(text, { name: 'fr.police/witness', signer: signerOf('stranger'), timestampSeconds: 2_000_000_000, crypto }),
  );
  if (changes.cosigned === false) return note;
  const heartbeat = { name: 'ma.police/receipt', signer: signerOf('ma.police receipt'), timestampSeconds: heartbeatSeconds, crypto };
  note = addSignature(note, cosign(text, heartbeat));
  return addSignature(
    note,
    cosign(text, { name: 'gb.police', signer: signerOf('gb.police receipt'), timestampSeconds: heartbeatSeconds - 20, crypto }),
  );
}

// Hashes of a counter: distinct salts, the same in every run.
function random(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 32) bytes.set(crypto.sha256(`random ${length} at ${at}`).subarray(0, Math.min(32, length - at)), at);
  return bytes;
}
