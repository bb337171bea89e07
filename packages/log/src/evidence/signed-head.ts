import { type AgencyId, type Crypto, partyOf } from '@wasl/record';
import type { Checkpoint } from '../checkpoint.ts';
import { fail } from '../codes.ts';
import { sameHash } from '../hash.ts';
import { type NoteSignature, verifySignature } from '../note.ts';
import { type KeyStanding, keyAt, keysOf } from '../roots/key-validity.ts';
import { parsePublicKey } from '../roots/public-key.ts';
import type { RootChain } from '../roots/root-document.ts';
import { type NoteSignatureType, type NoteVerifier, noteKeyId } from '../verifier-key.ts';

/** A cosignature of a known agency on the head. */
export interface Cosigner {
  readonly agency: AgencyId;
  readonly use: 'log' | 'receipt' | 'witness';
  readonly timestampSeconds: number;
}

/** Who is known to have signed a head. `cosigners` are other agencies than the issuer; `latestSeconds` is the newest of all cosignatures, the issuer's included. */
export interface HeadSignatures {
  readonly standing: KeyStanding;
  readonly cosigners: readonly Cosigner[];
  readonly latestSeconds?: number;
}

interface Known {
  readonly agency: AgencyId;
  readonly use: 'log' | 'receipt' | 'witness';
  readonly key: string;
  readonly verifier: NoteVerifier;
}

const roles: readonly { readonly use: Known['use']; readonly type: NoteSignatureType }[] = [
  { use: 'log', type: 'log' },
  { use: 'log', type: 'cosignature' },
  { use: 'receipt', type: 'cosignature' },
  { use: 'witness', type: 'cosignature' },
];

/**
 * Checks the signatures of a checkpoint with the keys of the parties' newest root documents. The issuer's log key must have signed and must
 * stand at this size; after its compromise another party must have cosigned (LG6). Lines of unknown keys are ignored; a failing line of a
 * known key throws `note-signature-bad`. A key is found by the name in its line, which is the agency or begins with the agency and a slash.
 */
export function verifyHead(
  checkpoint: Checkpoint,
  by: { readonly issuer: AgencyId; readonly agencies: readonly AgencyId[]; readonly chains: ReadonlyMap<string, RootChain> },
  crypto: Crypto,
): HeadSignatures {
  const standings: KeyStanding[] = [];
  const cosigners: Cosigner[] = [];
  let latestSeconds: number | undefined;
  let refusal: string | undefined;
  for (const signature of checkpoint.signatures) {
    const known = findKey(signature, by, crypto);
    if (known === undefined) continue;
    const checked = verifySignature(checkpoint.text, signature, { verifier: known.verifier, crypto });
    if (checked === undefined) throw fail('note-signature-bad', `signature of ${signature.name} on the checkpoint does not verify`);
    const root = by.chains.get(partyOf(known.agency))?.latest;
    if (root === undefined) continue;
    const judged = keyAt(root, known, { key: known.key, origin: checkpoint.origin, size: checkpoint.size });
    if (!judged.ok) {
      refusal = judged.reason.message;
      continue;
    }
    if (checked.timestampSeconds === undefined) {
      if (known.agency === by.issuer) standings.push(judged.value);
      continue;
    }
    latestSeconds = Math.max(latestSeconds ?? 0, checked.timestampSeconds);
    const { agency, use } = known;
    if (agency !== by.issuer && judged.value !== 'compromised') cosigners.push({ agency, use, timestampSeconds: checked.timestampSeconds });
  }
  const standing = standings.find((each) => each !== 'compromised') ?? standings[0];
  if (standing === undefined) throw fail('evidence-head', refusal ?? `the log key of ${by.issuer} did not sign the checkpoint`);
  if (standing === 'compromised' && !cosigners.some(({ agency }) => partyOf(agency) !== partyOf(by.issuer))) {
    throw fail('evidence-head', `the log key of ${by.issuer} was compromised and no other party cosigned this checkpoint`);
  }
  return { standing, cosigners, ...(latestSeconds === undefined ? {} : { latestSeconds }) };
}

function findKey(
  signature: NoteSignature,
  by: { readonly agencies: readonly AgencyId[]; readonly chains: ReadonlyMap<string, RootChain> },
  crypto: Crypto,
): Known | undefined {
  const { name } = signature;
  const agency = by.agencies.find((each) => name === each || name.startsWith(`${each}/`));
  const root = agency === undefined ? undefined : by.chains.get(partyOf(agency))?.latest;
  if (agency === undefined || root === undefined) return undefined;
  for (const { use, type } of roles) {
    for (const key of keysOf(root, { agency, use })) {
      const publicKey = parsePublicKey(key);
      if (publicKey?.alg !== 'Ed25519') continue;
      const verifier: NoteVerifier = { name, type, key: publicKey };
      if (sameHash(noteKeyId(verifier, crypto), signature.keyId)) return { agency, use, key, verifier };
    }
  }
  return undefined;
}
