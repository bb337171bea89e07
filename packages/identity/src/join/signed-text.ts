import type { RootDocument } from '@wasl/log';
import { parsePublicKey } from '@wasl/log';
import { accept, type Crypto, canonicalText, decodeBase64url, encodeBase64url, parseCanonical, type Result, refuse } from '@wasl/record';
import { fail } from '../codes.ts';
import { readObject } from '../json-reader.ts';
import type { Officer } from '../root/officers.ts';

/** A text made once and an officer's signature over it; `keyId` is a key of the signer's root document. */
export interface SignedText {
  readonly text: string;
  readonly keyId: string;
  readonly signature: string;
}

/** What a signature is for; no signature of one kind can stand for another. */
export type SignedKind = 'wasl/join-bundle/v1' | 'wasl/ceremony/v1';

/** Largest signed text that is read, in UTF-16 units. */
export const maxSignedText = 1 << 19;
const keyIdForm = /^[A-Za-z0-9_-]{43}$/;
const signatureForm = /^[A-Za-z0-9_-]{86}$/;

function messageOf(kind: SignedKind, text: string): Uint8Array {
  return new TextEncoder().encode(`${kind}\n${text}`);
}

/** Signs a text as an officer. */
export function signText(kind: SignedKind, text: string, { row, signer }: Officer): SignedText {
  return { text, keyId: row.id, signature: encodeBase64url(signer.sign(messageOf(kind, text))) };
}

/** Whether a key of the root's officers signed the text as this kind; refused with `join-line-refused`. */
export function verifyText(
  kind: SignedKind,
  signed: SignedText,
  by: { readonly root: RootDocument; readonly crypto: Crypto },
): Result<true> {
  const row = by.root.keys.find((key) => key.id === signed.keyId);
  if (row === undefined) return refuse('join-line-refused', `key ${signed.keyId} is none of the officers of ${by.root.party}`);
  const key = parsePublicKey(row.key);
  const good =
    key !== undefined && key.alg === row.alg && by.crypto.verify(key, messageOf(kind, signed.text), decodeBase64url(signed.signature));
  return good ? accept(true) : refuse('join-line-refused', `the signature of ${signed.keyId} of ${by.root.party} does not verify`);
}

/** One line of canonical JSON, without line end. */
export function encodeSigned({ text, keyId, signature }: SignedText): string {
  return canonicalText({ text, keyId, signature });
}

/** Reads what `encodeSigned` made; nothing is verified. Throws `join-bundle-malformed`. */
export function parseSigned(line: string): SignedText {
  try {
    const reader = readObject(
      parseCanonical(line, { maxBytes: 1 << 21, maxDepth: 2, maxMembers: 8, maxStringLength: maxSignedText }),
      'join-bundle-malformed',
    );
    const signed = {
      text: reader.text('text', /^[\s\S]*$/),
      keyId: reader.text('keyId', keyIdForm),
      signature: reader.text('signature', signatureForm),
    };
    reader.done();
    decodeBase64url(signed.signature);
    return signed;
  } catch (cause) {
    throw fail('join-bundle-malformed', 'line is no signed text', { cause });
  }
}
