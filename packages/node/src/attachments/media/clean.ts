import { attachmentMediaTypes } from '@wasl/catalog';
import { accept, type Result, refuse } from '@wasl/record';
import { ByteReader } from './byte-reader.ts';
import { cleanJpeg } from './jpeg.ts';
import { checkedPdf } from './pdf.ts';
import { cleanPng } from './png.ts';

type MediaType = 'application/pdf' | 'image/jpeg' | 'image/png';

const cleaners: Readonly<Record<MediaType, (reader: ByteReader) => AsyncGenerator<Uint8Array>>> = {
  'application/pdf': checkedPdf,
  'image/jpeg': cleanJpeg,
  'image/png': cleanPng,
};

/** The media type without parameters, when files of it may travel; `attachment-type` else. */
export function mediaTypeOf(text: string): Result<MediaType> {
  const bare = (text.split(';', 1)[0] ?? '').trim().toLowerCase();
  return !isMediaType(bare)
    ? refuse('attachment-type', `${bare.slice(0, 80) || 'no type'}: wanted ${attachmentMediaTypes.join(', ')}`)
    : accept(bare);
}

function isMediaType(text: string): text is MediaType {
  return attachmentMediaTypes.includes(text) && Object.hasOwn(cleaners, text);
}

/** The file as it may travel. Throws `attachment-content` when it is not what its type says or hides what must not cross a border (L15). */
export function cleanFile(type: MediaType, bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return cleaners[type](new ByteReader(bytes));
}
