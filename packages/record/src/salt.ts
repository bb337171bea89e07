import { encodeBase64url } from './base64url.ts';
import type { RandomBytes } from './crypto.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
// Bytes are drawn in multiples of three, so that one base64url text of all of them can be cut at whole characters.
const saltStride = 24;
const decoyStride = 44;

/** Salts of 128 bits (22 characters) and decoy digests of 256 bits (43 characters), all from one draw. */
export interface Drawn {
  readonly salts: readonly string[];
  readonly decoys: readonly string[];
}

/** Draws what a record needs in one call: 18 bytes for each salt and 33 for each decoy, of which 16 and 32 are used. */
export function draw(random: RandomBytes, salts: number, decoys: number): Drawn {
  const text = encodeBase64url(random(salts * 18 + decoys * 33));
  const drawn: { salts: string[]; decoys: string[] } = { salts: [], decoys: [] };
  let at = 0;
  for (let i = 0; i < salts; i += 1, at += saltStride) {
    drawn.salts.push(text.slice(at, at + 21) + cut(text, at + 21, 0x30));
  }
  for (let i = 0; i < decoys; i += 1, at += decoyStride) {
    drawn.decoys.push(text.slice(at, at + 42) + cut(text, at + 42, 0x3c));
  }
  return drawn;
}

/** The character with only the leading bits of its sextet kept, as the last of 16 or 32 bytes has them. */
function cut(text: string, at: number, mask: number): string {
  return alphabet.charAt(alphabet.indexOf(text.charAt(at)) & mask);
}
