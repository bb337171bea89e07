import { type RootKey, rootKeyId } from '@wasl/log';
import { type Crypto, encodeBase64url, type PublicKey, type Signer } from '@wasl/record';

/** A root officer at work: the row of the root document and the key in hand. */
export interface Officer {
  readonly row: RootKey;
  readonly signer: Signer;
}

/** The row that stands for a public key in a root document. */
export function rootKeyOf(key: PublicKey, crypto: Crypto): RootKey {
  const text = encodeBase64url(key.bytes);
  return { id: rootKeyId(key.alg, text, crypto), alg: key.alg, key: text };
}

/** An officer with the key in hand. */
export function officerWith(signer: Signer, crypto: Crypto): Officer {
  return { row: rootKeyOf(signer.key, crypto), signer };
}
