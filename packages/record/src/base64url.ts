import { fail } from './codes.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const sextets = new Int8Array(128).fill(-1);
for (let i = 0; i < alphabet.length; i += 1) sextets[alphabet.charCodeAt(i)] = i;

interface ByteView extends Uint8Array {
  toString(encoding?: string): string;
}
interface NativeBuffer {
  from(text: string, encoding: string): ByteView;
  from(buffer: ArrayBufferLike, offset: number, length: number): ByteView;
}
// Runtimes with a global Buffer encode ten times faster than the table below; the results are equal and a test compares them.
const native: NativeBuffer | undefined = nativeBuffer();

function nativeBuffer(): NativeBuffer | undefined {
  const found = (globalThis as { readonly Buffer?: NativeBuffer }).Buffer;
  try {
    return found?.from('-_8', 'base64url').toString('base64url') === '-_8' ? found : undefined;
  } catch {
    // Older stand-ins for Buffer in browsers do not know base64url.
    return undefined;
  }
}

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Base64url without padding (RFC 4648 §5), by table; `encodeBase64url` is the same and faster where the runtime helps. */
export function encodeBase64urlByTable(bytes: Uint8Array): string {
  let text = '';
  let i = 0;
  for (; i + 2 < bytes.length; i += 3) {
    const n = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += alphabet.charAt(n >> 18) + alphabet.charAt((n >> 12) & 63) + alphabet.charAt((n >> 6) & 63) + alphabet.charAt(n & 63);
  }
  const left = bytes.length - i;
  if (left === 1) {
    const n = bytes[i] ?? 0;
    text += alphabet.charAt(n >> 2) + alphabet.charAt((n & 3) << 4);
  } else if (left === 2) {
    const n = ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0);
    text += alphabet.charAt(n >> 10) + alphabet.charAt((n >> 4) & 63) + alphabet.charAt((n & 15) << 2);
  }
  return text;
}

/** Inverse of `encodeBase64urlByTable`; `undefined` for anything that does not re-encode to the same text (BY2). */
export function decodeBase64urlByTable(text: string): Uint8Array | undefined {
  const left = text.length & 3;
  if (left === 1) return undefined;
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let at = 0;
  let held = 0;
  let bits = 0;
  for (let i = 0; i < text.length; i += 1) {
    const value = sextets[text.charCodeAt(i)] ?? -1;
    if (value < 0) return undefined;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (held >> bits) & 0xff;
      at += 1;
    }
  }
  return bits > 0 && (held & ((1 << bits) - 1)) !== 0 ? undefined : bytes;
}

/** Base64url without padding (RFC 4648 §5). */
export function encodeBase64url(bytes: Uint8Array): string {
  if (native === undefined) return encodeBase64urlByTable(bytes);
  return native.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}

/** Bytes of a base64url text; throws `base64url-invalid` for padding, foreign characters and non-zero trailing bits (BY2). */
export function decodeBase64url(text: string): Uint8Array {
  if (native !== undefined) {
    const bytes = native.from(text, 'base64url');
    if (bytes.toString('base64url') === text) return bytes;
  } else {
    const bytes = decodeBase64urlByTable(text);
    if (bytes !== undefined) return bytes;
  }
  throw fail('base64url-invalid', `${JSON.stringify(text.slice(0, 60))} is not canonical base64url`);
}

/** Base64url of the UTF-8 bytes of a well-formed string. */
export function encodeBase64urlText(text: string): string {
  return native === undefined ? encodeBase64urlByTable(utf8.encode(text)) : native.from(text, 'utf8').toString('base64url');
}

/** The string whose UTF-8 bytes a base64url text holds; throws `base64url-invalid` unless it re-encodes to the same text, `json-utf8` for bad UTF-8. */
export function decodeBase64urlText(text: string): string {
  if (native !== undefined) {
    const decoded = native.from(text, 'base64url').toString('utf8');
    if (native.from(decoded, 'utf8').toString('base64url') === text) return decoded;
  }
  const bytes = decodeBase64url(text);
  try {
    return strictUtf8.decode(bytes);
  } catch (cause) {
    throw fail('json-utf8', 'the decoded bytes are not UTF-8', { cause });
  }
}
