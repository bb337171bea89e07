/** Limits of one exchange stream, in bytes on the wire unless named otherwise. */
export interface WireBounds {
  readonly maxLineBytes: number;
  /** Leaves between two checkpoints. */
  readonly maxLeaves: number;
  /** Bytes of lines between two checkpoints: 1 MiB of content (EX2), the leaf that passed it, and JSON's escapes. */
  readonly maxBatchBytes: number;
  /** Characters (ASCII) of all disclosures beside one leaf. */
  readonly maxDisclosureBytes: number;
  /** Characters of a checkpoint note with its cosignatures. */
  readonly maxNoteBytes: number;
}

/** EX2 with room for the escapes of JSON in JSON: a full leaf is 256 KiB of disclosures and an entry of 16 KiB. */
export const defaultWireBounds: WireBounds = Object.freeze({
  maxLineBytes: 512 * 1024,
  maxLeaves: 256,
  maxBatchBytes: 2 * 1024 * 1024,
  maxDisclosureBytes: 256 * 1024,
  maxNoteBytes: 64 * 1024,
});
