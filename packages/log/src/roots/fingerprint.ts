import { type Crypto, decodeBase64url } from '@wasl/record';
import { rootDigest } from './root-document.ts';

const groups = 12;
const digitsPerGroup = 5;
const modulus = 10n ** BigInt(groups * digitsPerGroup);

/** The fingerprint that two officers read to each other: 12 groups of 5 digits, parted by spaces, of a root document's text (LG6). */
export function fingerprint(rootText: string, crypto: Crypto): string {
  return fingerprintOfDigest(rootDigest(rootText, crypto));
}

/** The same from the digest that agreements pin: the digest as a big-endian integer, modulo 10^60, in 60 digits (199 bits). Throws `base64url-invalid`. */
export function fingerprintOfDigest(digest: string): string {
  let value = 0n;
  for (const byte of decodeBase64url(digest)) value = (value << 8n) | BigInt(byte);
  const digits = (value % modulus).toString().padStart(groups * digitsPerGroup, '0');
  return Array.from({ length: groups }, (_, i) => digits.slice(i * digitsPerGroup, (i + 1) * digitsPerGroup)).join(' ');
}

/** A typed fingerprint in its one written form; spaces, hyphens and line ends between digits are free. Undefined when it is not 60 digits. */
export function parseFingerprint(typed: string): string | undefined {
  if (typed.length > 200) return undefined;
  const digits = typed.replace(/[\s-]/g, '');
  if (!/^[0-9]{60}$/.test(digits)) return undefined;
  return digits.match(/[0-9]{5}/g)?.join(' ');
}
