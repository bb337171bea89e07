import { fail } from '../../codes.ts';
import type { ByteReader } from './byte-reader.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Chunks that make the picture and its colours. Texts, times and EXIF are not among them. */
const pictureChunks: ReadonlySet<string> = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'bKGD', 'hIST', 'pHYs'],
  ...['cICP', 'mDCV', 'cLLI', 'acTL', 'fcTL', 'fdAT'],
]);

/**
 * A PNG file (W3C PNG, third edition) with the chunks that make the picture only: texts, times, EXIF and whatever stands behind the end are left
 * out. Throws `attachment-content` when the bytes are no PNG.
 */
export async function* cleanPng(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const start = await reader.take(signature.length);
  if (!signature.every((byte, at) => start[at] === byte)) throw fail('attachment-content', 'the file is no PNG picture');
  yield start;
  for (;;) {
    const head = await reader.take(8);
    const length = new DataView(head.buffer).getUint32(0);
    const type = String.fromCharCode(...head.subarray(4));
    const kept = pictureChunks.has(type);
    // A capital first letter means that a decoder cannot do without the chunk.
    if (!kept && !/^[a-z][A-Za-z]{3}$/.test(type)) throw fail('attachment-content', 'the PNG picture has a chunk of no known kind');
    if (kept) yield head;
    for await (const bytes of reader.through(length + 4)) if (kept) yield bytes;
    if (type === 'IEND') break;
  }
  await reader.drain();
}
