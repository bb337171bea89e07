import { type Crypto, type Result, refuse, type Signer } from '@wasl/record';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { fail } from './codes.ts';
import { hashBytes } from './hash.ts';
import {
  cosignatureMessage,
  defaultNoteBounds,
  encodeNote,
  encodeSignatureLine,
  type NoteBounds,
  type NoteSignature,
  parseNote,
  timestampToBytes,
  type VerifiedSignature,
  verifySignature,
} from './note.ts';
import { checkSize, parseSize } from './size.ts';
import { type NoteVerifier, verifierOf } from './verifier-key.ts';

/** A tree head: which log, how many leaves, which root (32 bytes). */
export interface TreeHead {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** A checkpoint as received: its head, the exact signed text, and its signatures, none of them checked yet. */
export interface Checkpoint extends TreeHead {
  readonly text: string;
  /** Lines after the third. Wasl writes none; they are signed but carry no meaning here. */
  readonly extensions: readonly string[];
  readonly signatures: readonly NoteSignature[];
}

const maxExtensionLines = 16;

/** The note text: origin LF size LF base64 root LF (C2SP tlog-checkpoint). Throws `checkpoint-malformed`, `log-size-range`. */
export function encodeCheckpoint(head: TreeHead): string {
  checkSize(head.size, 'checkpoint size');
  if (!isOrigin(head.origin))
    throw fail('checkpoint-malformed', `origin ${JSON.stringify(head.origin.slice(0, 80))} is empty or not one plain line`);
  if (head.root.length !== hashBytes) throw fail('checkpoint-malformed', `root of ${head.root.length} bytes, wanted ${hashBytes}`);
  return `${head.origin}\n${head.size}\n${encodeBase64(head.root)}\n`;
}

/** The checkpoint note with the log's own signature (type 0x01). The name should be the origin. `text` comes from encodeCheckpoint. */
export function signCheckpoint(text: string, by: { readonly name: string; readonly signer: Signer; readonly crypto: Crypto }): string {
  const verifier = verifierOf(by.signer, { name: by.name, type: 'log' });
  const line = encodeSignatureLine(verifier, by.signer.sign(new TextEncoder().encode(text)), by.crypto);
  return encodeNote(text, [line]);
}

/** One timestamped cosignature line (type 0x04) over a checkpoint text, without a line feed; addSignature puts it on a note. */
export function cosign(
  text: string,
  by: { readonly name: string; readonly signer: Signer; readonly timestampSeconds: number; readonly crypto: Crypto },
): string {
  const seconds = checkSize(by.timestampSeconds, 'cosignature time');
  const verifier = verifierOf(by.signer, { name: by.name, type: 'cosignature' });
  const time = timestampToBytes(seconds);
  const signature = by.signer.sign(cosignatureMessage(text, seconds));
  const bytes = new Uint8Array(time.length + signature.length);
  bytes.set(time);
  bytes.set(signature, time.length);
  return encodeSignatureLine(verifier, bytes, by.crypto);
}

/**
 * Reads a checkpoint note. Throws `note-grammar` or `checkpoint-malformed`. A note without any signature line is malformed;
 * whether the signatures are good, and whose, is openNote's answer.
 */
export function parseCheckpoint(note: Uint8Array | string, bounds: NoteBounds = defaultNoteBounds): Checkpoint {
  const { text, signatures } = parseNote(note, bounds);
  return { ...parseCheckpointText(text), text, signatures };
}

/** Reads a checkpoint text (no signatures). Throws `checkpoint-malformed`. */
export function parseCheckpointText(text: string): TreeHead & { readonly extensions: readonly string[] } {
  const refused = (why: string) => fail('checkpoint-malformed', `checkpoint ${why}`);
  if (!text.endsWith('\n')) throw refused('does not end in a line feed');
  const lines = text.slice(0, -1).split('\n', 3 + maxExtensionLines + 1);
  const [origin, sizeText, rootText, ...extensions] = lines;
  if (origin === undefined || sizeText === undefined || rootText === undefined)
    throw refused(`has ${lines.length} lines, wanted at least 3`);
  if (!isOrigin(origin)) throw refused('has an empty or overlong origin');
  const size = parseSize(sizeText);
  if (size === undefined) throw refused(`size ${JSON.stringify(sizeText.slice(0, 40))} is not a canonical decimal up to 2^53-1`);
  const root = decodeBase64(rootText);
  if (root?.length !== hashBytes)
    throw refused(`root ${JSON.stringify(rootText.slice(0, 60))} is not canonical base64 of ${hashBytes} bytes`);
  if (extensions.length > maxExtensionLines) throw refused(`has more than ${maxExtensionLines} extension lines`);
  if (extensions.includes('')) throw refused('has an empty extension line');
  return { origin, size, root, extensions };
}

/** Checks one cosignature line against a checkpoint text and a cosigner's key. Malformed lines throw `note-grammar`. */
export function verifyCosignature(
  text: string,
  line: string,
  by: { readonly verifier: NoteVerifier; readonly crypto: Crypto },
): Result<{ readonly timestampSeconds: number }> {
  const [signature, ...others] = parseNote(encodeNote(text, [line])).signatures;
  if (signature === undefined || others.length > 0 || signature.name !== by.verifier.name)
    return refuse('note-unsigned', `cosignature is not by ${by.verifier.name}`);
  const checked: VerifiedSignature | undefined = verifySignature(text, signature, by);
  if (checked?.timestampSeconds === undefined) return refuse('note-signature-bad', `cosignature of ${by.verifier.name} does not verify`);
  return { ok: true, value: { timestampSeconds: checked.timestampSeconds } };
}

function isOrigin(origin: string): boolean {
  return origin.length > 0 && origin.length <= 512 && origin.isWellFormed() && !origin.includes('\n');
}
