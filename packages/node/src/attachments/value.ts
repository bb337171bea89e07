import type { AgencyId, Crypto, Json } from '@wasl/record';

/** Length of every ciphertext chunk but the last (RC6). */
const chunkBytes = 64 * 1024;
/** What encryption adds to a chunk. */
const tagBytes = 16;
/** Plaintext in a full chunk. */
export const plainChunkBytes = chunkBytes - tagBytes;

/** One file as a record's field names it; the form is that of the catalogue's `attachments` unit. */
export interface AttachmentValue {
  readonly name: string;
  readonly mediaType: string;
  /** Length of the file. */
  readonly sizeBytes: number;
  /** RFC 6962 root over the ciphertext chunks, base64url. */
  readonly root: string;
  /** AES-256 key of this file alone, base64url. */
  readonly key: string;
}

/** Chunks of a file of so many bytes. */
export function chunkCount(sizeBytes: number): number {
  return Math.ceil(sizeBytes / plainChunkBytes);
}

/** Length of the ciphertext of a file of so many bytes. */
export function sealedBytes(sizeBytes: number): number {
  return sizeBytes + chunkCount(sizeBytes) * tagBytes;
}

/** Length of one ciphertext chunk. */
export function chunkLength(sizeBytes: number, index: number): number {
  return index === chunkCount(sizeBytes) - 1 ? sealedBytes(sizeBytes) - index * chunkBytes : chunkBytes;
}

/** Values of a unit that the catalogue has checked. */
export function attachmentsOf(value: Json): readonly AttachmentValue[] {
  return value as unknown as readonly AttachmentValue[];
}

/**
 * Name of the file on this node's disk. Issuer and size are in it, so that what one partner announces, rightly or wrongly, never touches
 * what another sent.
 */
export function fileNameOf(of: { readonly issuer: AgencyId; readonly root: string; readonly sizeBytes: number }, crypto: Crypto): string {
  return crypto.sha256Text(`wasl/attachment/v1\n${of.issuer}\n${of.root}\n${of.sizeBytes}`);
}
