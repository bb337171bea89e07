import { decodeBase64url, encodeBase64url } from '@wasl/record';

const form = /^[A-Za-z0-9+/]*={0,2}$/;

/** Standard padded base64 (RFC 4648 §4), the form of C2SP notes. */
export function encodeBase64(bytes: Uint8Array): string {
  const text = encodeBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/** Inverse of encodeBase64; undefined for anything that would not re-encode to the same text. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !form.test(text)) return undefined;
  const bare = text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
  return decodeStrict(bare, text);
}

function decodeStrict(bare: string, text: string): Uint8Array | undefined {
  const padding = (4 - (bare.length % 4)) % 4;
  if (padding === 3 || bare.length + padding !== text.length) return undefined;
  try {
    return decodeBase64url(bare);
  } catch {
    // The only failure is base64url-invalid: non-zero trailing bits, which the caller reports in its own words.
    return undefined;
  }
}
