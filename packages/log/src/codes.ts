import { type CodeRow, failures } from '@wasl/record';

/** Every code that the log package can refuse or fail with. */
export const codes = {
  'log-size-range': {
    meaning: 'A tree size, leaf index or tile number is not an integer from 0 to 2^53−1, or is outside its tree.',
    status: 400,
    retryable: false,
    next: 'Send sizes and indices as exact integers within the tree they speak about.',
  },
  'log-hash-length': {
    meaning: 'A tree hash is not 32 bytes, or is not written in canonical base64.',
    status: 400,
    retryable: false,
    next: 'Send SHA-256 hashes of exactly 32 bytes, in the canonical text form.',
  },
  'log-node-missing': {
    meaning: 'The reader of stored tree nodes has no hash for a node that the proof needs.',
    status: 500,
    retryable: false,
    next: 'Run wasl fsck: stored leaves and the recorded size disagree.',
  },
  'log-range-malformed': {
    meaning: 'A compact range does not hold exactly one node per one-bit of its size.',
    status: 400,
    retryable: false,
    next: 'Ask the issuer for the compact range again.',
  },
  'note-malformed': {
    meaning: 'A signed note breaks the grammar of C2SP signed-note or exceeds its bounds.',
    status: 400,
    retryable: false,
    next: 'Ask the sender for the checkpoint again and keep the bad one for the report.',
  },
  'note-signature-bad': {
    meaning: 'A signature of a known key on a note does not verify.',
    status: 422,
    retryable: false,
    next: 'Refuse the whole note and tell the oversight desk: someone altered it or signs with the wrong key.',
  },
  'note-unsigned': {
    meaning: 'No known key signed the note.',
    status: 422,
    retryable: false,
    next: 'Check which key the agency announced in its control log, then fetch the note again.',
  },
  'note-key-malformed': {
    meaning: 'A verifier key breaks the C2SP vkey grammar, or its key id does not belong to its name and key.',
    status: 400,
    retryable: false,
    next: 'Copy the verifier key again from the party that published it.',
  },
  'checkpoint-malformed': {
    meaning: 'A checkpoint body is not origin, size and root in the C2SP tlog-checkpoint form.',
    status: 400,
    retryable: false,
    next: 'Ask the sender for the checkpoint again and keep the bad one for the report.',
  },
  'tile-malformed': {
    meaning: 'A tile path, hash tile or entry bundle breaks the C2SP tlog-tiles form.',
    status: 400,
    retryable: false,
    next: 'Fetch the tile again; if it stays bad, report it to the issuer.',
  },
  'release-line-malformed': {
    meaning: 'A release line is not the canonical JSON of exactly the known members within their bounds.',
    status: 400,
    retryable: false,
    next: 'Quarantine the record and answer with a refused entry that names its index.',
  },
  'leaf-malformed': {
    meaning: 'A leaf is not a release line, a line feed and an entry, or is larger than 65 535 bytes.',
    status: 400,
    retryable: false,
    next: 'Quarantine the record and answer with a refused entry that names its index.',
  },
  'descriptor-malformed': {
    meaning: 'A log descriptor (leaf 0) is not the canonical JSON of exactly the known members.',
    status: 400,
    retryable: false,
    next: 'Refuse the log and ask its issuer to open it again.',
  },
} as const satisfies Record<string, CodeRow>;

/** Makes the WaslError of a code of this package. */
export const fail = failures(codes);
