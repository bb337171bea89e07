import { accept, type Crypto, type Result, refuse } from '@wasl/record';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { fail } from './codes.ts';
import { sameHash } from './hash.ts';
import { isKeyName, type NoteVerifier, noteKeyId } from './verifier-key.ts';

/** One signature line of a note, not yet checked. `bytes` is what follows the four bytes of the key id. */
export interface NoteSignature {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly bytes: Uint8Array;
  /** The line as it stands in the note, without its line feed. */
  readonly line: string;
}

/** A note split in its parts. `text` ends in a line feed. */
export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Bounds of a note, checked before anything is allocated for it. C2SP signed-note asks for at least 16 signatures. */
export interface NoteBounds {
  readonly maxBytes: number;
  readonly maxSignatures: number;
}

/** 128 KiB and 64 signatures: room for 16 post-quantum signatures of 5 kB. */
export const defaultNoteBounds: NoteBounds = { maxBytes: 128 * 1024, maxSignatures: 64 };

/** A signature that verified. `timestampSeconds` stands for cosignatures only. */
export interface VerifiedSignature {
  readonly verifier: NoteVerifier;
  readonly timestampSeconds?: number;
}

/** A note with at least one verified signature; `unknown` counts the lines of other keys. */
export interface OpenedNote {
  readonly text: string;
  readonly verified: readonly VerifiedSignature[];
  readonly unknown: number;
}

const utf8 = new TextEncoder();
const signatureBytes = 64;
const timestampBytes = 8;
// ASCII control characters but the line feed are forbidden in the whole note (C2SP signed-note, Format).
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const forbidden = /[\u0000-\u0009\u000b-\u001f]/;

/**
 * Splits a signed note at its last empty line. Throws `note-grammar` for bad UTF-8, control characters, no signature line, a line that
 * is not `— name base64`, or a broken bound. Signatures are not checked: use openNote.
 */
export function parseNote(input: Uint8Array | string, bounds: NoteBounds = defaultNoteBounds): Note {
  const note = noteText(input, bounds);
  const blank = note.lastIndexOf('\n\n');
  if (blank < 0) throw fail('note-grammar', 'note without an empty line before its signatures');
  if (!note.endsWith('\n')) throw fail('note-grammar', 'note does not end in a line feed');
  const text = note.slice(0, blank + 1);
  const lines = note.slice(blank + 2, -1).split('\n', bounds.maxSignatures + 1);
  if (lines.length > bounds.maxSignatures) throw fail('note-grammar', `more than ${bounds.maxSignatures} signatures`);
  return { text, signatures: lines.map(parseSignatureLine) };
}

/** `<text>` LF `<lines>`; the text ends in a line feed, the lines have none. */
export function encodeNote(text: string, lines: readonly string[]): string {
  return `${text}\n${lines.map((line) => `${line}\n`).join('')}`;
}

/** The note with one more signature line, unless that exact line is there. Throws `note-grammar`. */
export function addSignature(note: string, line: string): string {
  const parsed = parseNote(note);
  parseSignatureLine(line);
  if (parsed.signatures.some((signature) => signature.line === line)) return note;
  return `${note}${line}\n`;
}

/** `— <name> <base64(key id ‖ bytes)>`, without a line feed. Throws `note-key-malformed`. */
export function encodeSignatureLine(verifier: NoteVerifier, bytes: Uint8Array, crypto: Crypto): string {
  const blob = new Uint8Array(4 + bytes.length);
  blob.set(noteKeyId(verifier, crypto));
  blob.set(bytes, 4);
  return `— ${verifier.name} ${encodeBase64(blob)}`;
}

/**
 * Checks a note against known keys. Lines of unknown keys are ignored; a failing line of a known key refuses the note
 * (`note-signature-bad`), and so does a note that no known key signed (`note-unsigned`). Malformed input throws as parseNote does.
 */
export function openNote(
  note: Note | Uint8Array | string,
  verifiers: readonly NoteVerifier[],
  options: { readonly crypto: Crypto; readonly bounds?: NoteBounds },
): Result<OpenedNote> {
  const { crypto, bounds } = options;
  const { text, signatures } = typeof note === 'string' || note instanceof Uint8Array ? parseNote(note, bounds) : note;
  const known = verifiers.map((verifier) => ({ verifier, keyId: noteKeyId(verifier, crypto) }));
  const verified: VerifiedSignature[] = [];
  let unknown = 0;
  for (const signature of signatures) {
    const match = known.find(({ verifier, keyId }) => verifier.name === signature.name && sameHash(keyId, signature.keyId));
    if (match === undefined) {
      unknown += 1;
      continue;
    }
    const checked = verifySignature(text, signature, { verifier: match.verifier, crypto });
    if (checked === undefined) return refuse('note-signature-bad', `signature of ${signature.name} does not verify`);
    verified.push(checked);
  }
  if (verified.length === 0)
    return refuse('note-unsigned', `none of ${signatures.length} signatures is by one of ${verifiers.length} known keys`);
  return accept({ text, verified, unknown });
}

/** Checks one signature line over a note text with one key, whatever its name and id say; undefined when it does not verify. */
export function verifySignature(
  text: string,
  signature: NoteSignature,
  by: { readonly verifier: NoteVerifier; readonly crypto: Crypto },
): VerifiedSignature | undefined {
  const { verifier, crypto } = by;
  const bytes = signature.bytes;
  if (verifier.type === 'log') {
    const good = bytes.length === signatureBytes && crypto.verify(verifier.key, utf8.encode(text), bytes);
    return good ? { verifier } : undefined;
  }
  if (bytes.length !== timestampBytes + signatureBytes) return undefined;
  const timestampSeconds = readTimestamp(bytes);
  if (timestampSeconds === undefined) return undefined;
  const good = crypto.verify(verifier.key, cosignatureMessage(text, timestampSeconds), bytes.subarray(timestampBytes));
  return good ? { verifier, timestampSeconds } : undefined;
}

/** The bytes an Ed25519 cosigner signs: `cosignature/v1` LF `time N` LF note text (C2SP tlog-cosignature). */
export function cosignatureMessage(text: string, timestampSeconds: number): Uint8Array {
  return utf8.encode(`cosignature/v1\ntime ${timestampSeconds}\n${text}`);
}

/** Eight bytes, big-endian; `seconds` is an integer from 0 to 2^53 − 1. */
export function timestampToBytes(seconds: number): Uint8Array {
  const bytes = new Uint8Array(timestampBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(seconds / 2 ** 32));
  view.setUint32(4, seconds % 2 ** 32);
  return bytes;
}

function readTimestamp(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, timestampBytes);
  const seconds = view.getUint32(0) * 2 ** 32 + view.getUint32(4);
  return Number.isSafeInteger(seconds) ? seconds : undefined;
}

function noteText(input: Uint8Array | string, bounds: NoteBounds): string {
  if (input.length > bounds.maxBytes) throw fail('note-grammar', `note of ${input.length} bytes, wanted at most ${bounds.maxBytes}`);
  let text: string;
  if (typeof input === 'string') {
    text = input;
    if (!text.isWellFormed()) throw fail('note-grammar', 'note holds a lone surrogate');
  } else {
    try {
      text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(input);
    } catch (cause) {
      throw fail('note-grammar', 'note is not UTF-8', { cause });
    }
  }
  if (forbidden.test(text)) throw fail('note-grammar', 'note holds an ASCII control character other than a line feed');
  return text;
}

function parseSignatureLine(line: string): NoteSignature {
  const refused = () => fail('note-grammar', `signature line ${JSON.stringify(line.slice(0, 80))} is not an em dash, a name and base64`);
  const parts = line.split(' ', 4);
  const [dash, name, encoded] = parts;
  if (parts.length !== 3 || dash !== '—' || name === undefined || encoded === undefined || !isKeyName(name)) throw refused();
  const blob = decodeBase64(encoded);
  if (blob === undefined || blob.length < 5) throw refused();
  return { name, keyId: blob.subarray(0, 4), bytes: blob.subarray(4), line };
}
