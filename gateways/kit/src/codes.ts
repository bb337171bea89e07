import { type CodeRow, failures } from '@wasl/record';

const bad = (meaning: string, next: string): CodeRow => ({ meaning, status: 422, retryable: false, next });

/** Codes of gateways/kit: reading XML, times and decimals of foreign standards. */
export const codes = {
  'xml-too-large': { meaning: 'The document is longer than its bound.', status: 413, retryable: false, next: 'Send a smaller document.' },
  'xml-too-deep': bad('Elements are nested deeper than the bound.', 'Send a document of the expected standard.'),
  'xml-too-many': bad('The document has more elements or attributes than its bound.', 'Split the message.'),
  'xml-too-long': bad('A text, name or attribute value is longer than its bound.', 'Shorten it, or link to it.'),
  'xml-encoding': bad(
    'The bytes are not text in a supported encoding.',
    'Send UTF-8, UTF-16 with a byte order mark, ISO-8859-1 or windows-1252.',
  ),
  'xml-encoding-mismatch': bad(
    'The byte order mark, the bytes and the declared encoding disagree.',
    'Declare the encoding that the bytes have.',
  ),
  'xml-malformed': bad('The document is not well-formed XML 1.0 with namespaces.', 'Correct it at the named line.'),
  'xml-doctype': bad('The document has a document type declaration; none is read.', 'Remove the DOCTYPE and write its entities out.'),
  'xml-entity': bad(
    'The document uses an entity other than the five predefined ones.',
    'Write the characters themselves or numeric references.',
  ),
  'xml-instruction': bad('The document has a processing instruction that is not allowed here.', 'Remove it; nothing it names is fetched.'),
} as const satisfies Record<string, CodeRow>;

/** Failure factory of gateways/kit. */
export const fail = failures(codes);
