import { fail } from '../../codes.ts';
import type { ByteReader } from './byte-reader.ts';

const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;
/** Frames, tables and restart intervals: what a decoder needs. */
const pictureSegments: ReadonlySet<number> = new Set([...range(0xc0, 0xcf), 0xdb, 0xdc, 0xdd, 0xde, 0xdf]);

function* range(from: number, to: number): Generator<number> {
  for (let code = from; code <= to; code++) if (code !== 0xc8) yield code;
}

function isRestart(code: number): boolean {
  return code >= 0xd0 && code <= 0xd7;
}

/**
 * A JPEG file (ITU-T T.81) without what hides in it: EXIF, XMP, IPTC, comments, thumbnails and whatever stands behind the end of the image.
 * Colour profile and turn of the picture stay. Throws `attachment-content` when the bytes are no JPEG.
 */
export async function* cleanJpeg(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const start = await reader.take(2);
  if (start[0] !== 0xff || start[1] !== startOfImage) throw fail('attachment-content', 'the file is no JPEG picture');
  yield start;
  for (;;) {
    const code = await nextMarker(reader);
    if (code === endOfImage) {
      yield Uint8Array.of(0xff, endOfImage);
      await reader.drain();
      return;
    }
    if (isRestart(code) || code === 0x01) continue;
    const [high = 0, low = 0] = await reader.take(2);
    const length = high * 256 + low;
    if (length < 2) throw fail('attachment-content', 'a segment of the JPEG picture has no length');
    const kept = keep(code, await reader.take(length - 2));
    if (kept !== undefined) yield segment(kept.code, kept.data);
    if (code === startOfScan) yield* scan(reader);
  }
}

async function nextMarker(reader: ByteReader): Promise<number> {
  let [byte = 0] = await reader.take(1);
  if (byte !== 0xff) throw fail('attachment-content', 'a marker of the JPEG picture was expected');
  while (byte === 0xff) [byte = 0] = await reader.take(1);
  return byte;
}

function segment(code: number, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 4);
  bytes.set([0xff, code, (data.length + 2) >> 8, (data.length + 2) & 0xff]);
  bytes.set(data, 4);
  return bytes;
}

/** The segment as it may stay, or undefined. */
function keep(code: number, data: Uint8Array): { readonly code: number; readonly data: Uint8Array } | undefined {
  if (pictureSegments.has(code) || code === startOfScan) return { code, data };
  if (code === 0xe0 && begins(data, 'JFIF\0') && data.length >= 14) {
    // The thumbnail may show what was cut off the picture.
    const bare = data.slice(0, 14);
    bare.set([0, 0], 12);
    return { code, data: bare };
  }
  if (code === 0xe2 && begins(data, 'ICC_PROFILE\0')) return { code, data };
  if (code === 0xee && begins(data, 'Adobe')) return { code, data };
  if (code === 0xe1 && begins(data, 'Exif\0\0')) {
    const turn = orientation(data.subarray(6));
    if (turn !== undefined && turn > 1) return { code, data: exifOf(turn) };
  }
  return undefined;
}

function begins(data: Uint8Array, text: string): boolean {
  for (let at = 0; at < text.length; at++) if (data[at] !== text.charCodeAt(at)) return false;
  return true;
}

/** How the picture is to be turned (EXIF tag 0x0112, 1 to 8). */
function orientation(tiff: Uint8Array): number | undefined {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (view.byteLength < 8) return undefined;
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return undefined;
  const little = order === 0x4949;
  const at = view.getUint32(4, little);
  if (at + 2 > view.byteLength) return undefined;
  const entries = view.getUint16(at, little);
  for (let index = 0; index < entries; index++) {
    const entry = at + 2 + index * 12;
    if (entry + 12 > view.byteLength) return undefined;
    if (view.getUint16(entry, little) !== 0x0112) continue;
    const value = view.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** EXIF that says how to turn the picture and nothing else. */
function exifOf(turn: number): Uint8Array {
  const data = new Uint8Array(32);
  data.set([0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn]);
  return data;
}

/** Entropy-coded data up to the next marker, which stays unread. */
async function* scan(reader: ByteReader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const bytes = await reader.some();
    if (bytes === undefined) throw fail('attachment-content', 'the JPEG picture has no end');
    let at = bytes.indexOf(0xff);
    while (at >= 0 && at + 1 < bytes.length && isData(bytes[at + 1] ?? 0)) at = bytes.indexOf(0xff, at + 2);
    if (at < 0) {
      yield bytes;
      continue;
    }
    if (at > 0) yield bytes.subarray(0, at);
    const [, code = 0] = at + 1 < bytes.length ? bytes.subarray(at, at + 2) : [0xff, (await reader.take(1))[0] ?? 0];
    if (at + 1 === bytes.length && isData(code)) {
      yield Uint8Array.of(0xff, code);
      continue;
    }
    reader.unread(at + 1 < bytes.length ? bytes.subarray(at) : Uint8Array.of(0xff, code));
    return;
  }
}

/** After 0xFF: a stuffed zero or a restart is data, anything else a marker. */
function isData(code: number): boolean {
  return code === 0 || isRestart(code);
}
