import { fail } from '../../codes.ts';
import type { ByteReader } from './byte-reader.ts';

/** More than the longest of the words and one character behind it, so that a word cut by the pieces is seen. */
const windowBytes = 64;
/** What acts by itself or hides files, and passwords: nobody could look inside. */
const active = /\/(?:Encrypt|JavaScript|Launch|EmbeddedFiles?|RichMedia)[^A-Za-z0-9]/;
/** An author by name in the document's information or its XMP, and the EXIF data of a picture inside. */
const hidden = /\/Author\s{0,8}(?:\([^)]|<[^>])|<dc:creator>|Exif\0\0(?:II|MM)/;

/**
 * A PDF file as it is, refused with `attachment-content` when it shows an author, camera data, scripts, files within or a password. What stands in
 * compressed parts is not seen.
 */
export async function* checkedPdf(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const start = await reader.take(5);
  if (String.fromCharCode(...start) !== '%PDF-') throw fail('attachment-content', 'the file is no PDF document');
  yield start;
  let before = '';
  for (let bytes = await reader.some(); bytes !== undefined; bytes = await reader.some()) {
    const text = before + latin1(bytes);
    if (active.test(text)) throw fail('attachment-content', 'the PDF document has a password, a script or a file inside');
    if (hidden.test(text)) throw fail('attachment-content', 'the PDF document carries its author’s name or data of a camera');
    before = text.slice(-windowBytes);
    yield bytes;
  }
}

const decoder = new TextDecoder('latin1');

function latin1(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
