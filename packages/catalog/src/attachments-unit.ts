import { type Unit, unit } from './record-type.ts';
import { digest, integer, list, object } from './schema-parts.ts';
import { fileKind } from './vocabulary/technical.ts';
import { coded } from './vocabulary/vocabulary.ts';

/** Largest file in bytes, before encryption (RC6). */
export const maxAttachmentBytes = 50_000_000;

/** Kinds of files that may travel: pictures without hidden data, and documents. No tables, no archives, no recordings (S3). */
export const attachmentMediaTypes: readonly string[] = Object.keys(fileKind.terms);

// No path, no control character, and none of those that turn the direction of writing: `fdp.exe` must not look like `exe.pdf`.
const fileName = {
  type: 'string',
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\u0000-\\u001f\\u007f\\u202a-\\u202e\\u2066-\\u2069/\\\\]+$',
};

/**
 * Files of a record; the list is one unit and goes or stays whole. `sizeBytes` is the length of the file; `root` the RFC 6962 root of its
 * 64 KiB ciphertext chunks; `key` the AES-256 key of this file alone. Pictures of persons have no place here (S3).
 */
export const attachments: Unit = {
  ...unit(
    'attachments',
    ['Attachments', 'Pièces jointes', 'المرفقات'],
    list(
      object({
        name: fileName,
        mediaType: coded(fileKind),
        sizeBytes: integer(1, maxAttachmentBytes),
        root: digest,
        key: digest,
      }),
      { min: 1, max: 8 },
    ),
  ),
  attachments: true,
};
