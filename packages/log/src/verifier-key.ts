import type { Crypto, PublicKey, Signer } from '@wasl/record';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { fail } from './codes.ts';

/** What a note signature says: 0x01 the log signs the body, 0x04 a cosigner signs body and time (C2SP signed-note, tlog-cosignature). */
export type NoteSignatureType = 'log' | 'cosignature';

/** A key that notes are checked against. Name and key id together identify it; `key` is Ed25519. */
export interface NoteVerifier {
  readonly name: string;
  readonly type: NoteSignatureType;
  readonly key: PublicKey;
}

const typeBytes: Readonly<Record<NoteSignatureType, number>> = { log: 0x01, cosignature: 0x04 };
// Unicode White_Space beside the control characters, and the plus sign that separates the parts of a vkey.
const nameForm = /^[^\s+\p{Cc}]{1,256}$/u;
const maxKeyText = 512;

/** True for a key name of C2SP signed-note: not empty, no Unicode space, no plus sign; here at most 256 characters, well formed. */
export function isKeyName(name: string): boolean {
  return name.length <= 512 && name.isWellFormed() && nameForm.test(name);
}

/** Four bytes: SHA-256(name ‖ LF ‖ type byte ‖ key)[:4]. Throws `note-key-malformed` for a bad name or a key that is not Ed25519. */
export function noteKeyId(verifier: NoteVerifier, crypto: Crypto): Uint8Array {
  const { name, type, key } = verifier;
  if (!isKeyName(name))
    throw fail('note-key-malformed', `key name ${JSON.stringify(name.slice(0, 80))} is empty, too long or holds a space or a plus`);
  if (key.alg !== 'Ed25519' || key.bytes.length !== 32) {
    throw fail('note-key-malformed', `key of ${name} is ${key.alg} with ${key.bytes.length} bytes, wanted Ed25519 with 32`);
  }
  const nameBytes = new TextEncoder().encode(name);
  const input = new Uint8Array(nameBytes.length + 34);
  input.set(nameBytes);
  input[nameBytes.length] = 0x0a;
  input[nameBytes.length + 1] = typeBytes[type];
  input.set(key.bytes, nameBytes.length + 2);
  return crypto.sha256(input).slice(0, 4);
}

/** `<name>+<key id, 8 hex digits>+<base64(type byte ‖ key)>`. Throws `note-key-malformed`. */
export function encodeVerifierKey(verifier: NoteVerifier, crypto: Crypto): string {
  const id = noteKeyId(verifier, crypto);
  const material = new Uint8Array(33);
  material[0] = typeBytes[verifier.type];
  material.set(verifier.key.bytes, 1);
  return `${verifier.name}+${hex(id)}+${encodeBase64(material)}`;
}

/** Reads a vkey of type 0x01 or 0x04 whose key id fits its name and key. Throws `note-key-malformed`. */
export function parseVerifierKey(text: string, crypto: Crypto): NoteVerifier {
  const refused = (why: string) => fail('note-key-malformed', `verifier key ${JSON.stringify(text.slice(0, 80))}: ${why}`);
  if (text.length > maxKeyText) throw refused(`longer than ${maxKeyText} characters`);
  const first = text.indexOf('+');
  const second = text.indexOf('+', first + 1);
  if (first < 1 || second < 0) throw refused('not three parts joined by a plus');
  const name = text.slice(0, first);
  const material = decodeBase64(text.slice(second + 1));
  if (material?.length !== 33) throw refused('key material is not canonical base64 of a type byte and 32 bytes');
  const type = material[0] === 0x01 ? 'log' : material[0] === 0x04 ? 'cosignature' : undefined;
  if (type === undefined) throw refused(`signature type ${material[0]} is not 1 or 4`);
  const verifier: NoteVerifier = { name, type, key: { alg: 'Ed25519', bytes: new Uint8Array(material.subarray(1)) } };
  if (hex(noteKeyId(verifier, crypto)) !== text.slice(first + 1, second)) throw refused('key id does not belong to this name and key');
  return verifier;
}

/** The verifier that belongs to a signer under a name. */
export function verifierOf(signer: Signer, as: { readonly name: string; readonly type: NoteSignatureType }): NoteVerifier {
  return { name: as.name, type: as.type, key: signer.key };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
