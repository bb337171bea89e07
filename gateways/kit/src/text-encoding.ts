import { fail } from './codes.ts';

const supported: Readonly<Record<string, 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-16' | 'us-ascii' | 'iso-8859-1' | 'windows-1252'>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'utf-16': 'utf-16',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'us-ascii': 'us-ascii',
  ascii: 'us-ascii',
  'iso-8859-1': 'iso-8859-1',
  latin1: 'iso-8859-1',
  'windows-1252': 'windows-1252',
};

const declaration = /^<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,39})["']/;

function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join('');
}

function decodeWith(label: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw fail('xml-encoding', `the bytes are not valid ${label}`, { cause });
  }
}

function byteOrderMark(bytes: Uint8Array): { readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be'; readonly length: number } | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', length: 3 };
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff)) {
    throw fail('xml-encoding', 'UTF-32 is not read; wanted UTF-8');
  }
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', length: 2 };
  return undefined;
}

function declared(head: string): (typeof supported)[string] | undefined {
  const name = declaration.exec(head)?.[1];
  if (name === undefined) return undefined;
  const known = Object.hasOwn(supported, name.toLowerCase()) ? supported[name.toLowerCase()] : undefined;
  if (known === undefined) throw fail('xml-encoding', `encoding ${JSON.stringify(name)} is not read; wanted UTF-8`);
  return known;
}

function decodeUtf16(encoding: 'utf-16le' | 'utf-16be', bytes: Uint8Array): string {
  if (bytes.length % 2 !== 0) throw fail('xml-encoding', `${encoding} text has an odd number of bytes`);
  const text = decodeWith(encoding, bytes);
  const name = declared(text.slice(0, 256));
  if (name !== undefined && name !== 'utf-16' && name !== encoding) {
    throw fail('xml-encoding-mismatch', `the bytes are ${encoding}, the declaration says ${name}`);
  }
  return text;
}

function decodeOneByte(encoding: 'us-ascii' | 'iso-8859-1' | 'windows-1252', bytes: Uint8Array): string {
  if (encoding === 'us-ascii') {
    const at = bytes.findIndex((byte) => byte > 0x7f);
    if (at >= 0) throw fail('xml-encoding', `byte ${at} is not US-ASCII`);
    return latin1(bytes);
  }
  if (encoding === 'iso-8859-1') return latin1(bytes);
  const undefinedByte = bytes.findIndex((byte) => byte === 0x81 || byte === 0x8d || byte === 0x8f || byte === 0x90 || byte === 0x9d);
  if (undefinedByte >= 0) throw fail('xml-encoding', `byte ${undefinedByte} has no meaning in windows-1252`);
  return decodeWith('windows-1252', bytes);
}

/**
 * The text of an XML document, by byte order mark, then by its declaration, then UTF-8 (XML 1.0 appendix F, narrowed).
 * Read: UTF-8, UTF-16 (either order), US-ASCII, ISO-8859-1 (true: bytes 80–9F stay controls), windows-1252. The mark itself is removed.
 * Throws `xml-encoding` for invalid bytes or another encoding, `xml-encoding-mismatch` when mark, bytes and declaration disagree.
 */
export function decodeXmlText(bytes: Uint8Array): string {
  const mark = byteOrderMark(bytes);
  if (mark !== undefined) {
    const content = bytes.subarray(mark.length);
    if (mark.encoding !== 'utf-8') return decodeUtf16(mark.encoding, content);
    const text = decodeWith('utf-8', content);
    const name = declared(text.slice(0, 256));
    if (name !== undefined && name !== 'utf-8')
      throw fail('xml-encoding-mismatch', `the byte order mark says UTF-8, the declaration ${name}`);
    return text;
  }
  if (bytes[0] === 0x3c && bytes[1] === 0) return decodeUtf16('utf-16le', bytes);
  if (bytes[0] === 0 && bytes[1] === 0x3c) return decodeUtf16('utf-16be', bytes);
  const encoding = declared(latin1(bytes.subarray(0, 256))) ?? 'utf-8';
  if (encoding === 'utf-8') return decodeWith('utf-8', bytes);
  if (encoding === 'utf-16' || encoding === 'utf-16le' || encoding === 'utf-16be') {
    throw fail('xml-encoding-mismatch', `the declaration says ${encoding}, the bytes are of one-byte units`);
  }
  return decodeOneByte(encoding, bytes);
}
