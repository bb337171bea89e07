import { type AgencyId, canonicalText, type DeskId, encodeBase64url, type Json, type PartyId, type Signer } from '@wasl/record';
import {
  type AgencyKeys,
  encodeRoot,
  type RootDocument,
  type RootKey,
  rootDigest,
  rootKeyId,
  rootSignatureMessage,
  type SignedRoot,
} from '../src/index.ts';
import { crypto, signerOf } from './crypto.ts';

/** An officer of a test party: the signer and the row that stands in root documents. */
export interface Officer {
  readonly signer: Signer;
  readonly row: RootKey;
}

/** The officer of a seed; the same in every run. */
export function officerOf(seed: string): Officer {
  const signer = signerOf(seed);
  const key = encodeBase64url(signer.key.bytes);
  return { signer, row: { id: rootKeyId('Ed25519', key, crypto), alg: 'Ed25519', key } };
}

/** Key text of a seed. */
export function keyText(seed: string): string {
  return encodeBase64url(signerOf(seed).key.bytes);
}

/** The keys of `<party>.police`, all derived from its name. */
export function policeKeys(party: string, suffix = ''): AgencyKeys {
  const agency = `${party}.police` as AgencyId;
  return {
    agency,
    function: 'police',
    logKey: keyText(`${agency} log${suffix}`),
    receiptKey: keyText(`${agency} receipt${suffix}`),
    witnessKey: keyText(`${agency} witness${suffix}`),
    tlsCa: crypto.sha256Text(`${agency} ca${suffix}`),
    authors: [{ desk: `${agency}/ops` as DeskId, key: keyText(`${agency} author${suffix}`) }],
  };
}

/** First root document of a test party: three officers, two must sign, three more committed. */
export function firstRoot(party: string, changes: Partial<RootDocument> = {}): RootDocument {
  const ids = officersOf(party, 'now').map(({ row }) => row.id);
  return {
    v: 1,
    party: party as PartyId,
    version: 1,
    expires: '2032-01-01T00:00:00Z',
    threshold: 2,
    keys: officersOf(party, 'now').map(({ row }) => row),
    roles: { agreement: { threshold: 2, keys: ids }, agency: { threshold: 1, keys: ids.slice(0, 1) } },
    agencies: [policeKeys(party)],
    next: officersOf(party, 'next').map(({ row }) => row.id),
    nextThreshold: 2,
    ...changes,
  };
}

/** Three officers of a party. */
export function officersOf(party: string, when: string): readonly Officer[] {
  return ['a', 'b', 'c'].map((name) => officerOf(`${party} ${when} ${name}`));
}

/** Signs a root document's canonical text, whatever it says. */
export function signRoot(document: RootDocument, officers: readonly Officer[]): SignedRoot {
  return signRootText(canonicalText(document as unknown as Json), officers);
}

/** Signs any text as a root document. */
export function signRootText(text: string, officers: readonly Officer[]): SignedRoot {
  const message = rootSignatureMessage(text);
  return {
    document: text,
    signatures: officers.map(({ signer, row }) => ({ keyId: row.id, signature: encodeBase64url(signer.sign(message)) })),
  };
}

/** The version that follows, with its number and its link set. */
export function nextRoot(before: RootDocument, changes: Partial<RootDocument>): RootDocument {
  return { ...before, version: before.version + 1, previous: rootDigest(encodeRoot(before, crypto), crypto), ...changes };
}
