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
  'note-grammar': {
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
  'log-leaf-malformed': {
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
  'root-malformed': {
    meaning: 'A root document breaks its form: members, bounds, key ids, or one key in two roles.',
    status: 400,
    retryable: false,
    next: 'Correct the place that the message names, then sign the document again.',
  },
  'root-chain-broken': {
    meaning: 'Root documents do not follow one another by number, party and digest.',
    status: 422,
    retryable: false,
    next: 'Ask the party for its whole chain of root documents.',
  },
  'root-pin-mismatch': {
    meaning: 'The first root document is not the one that the agreement pins.',
    status: 422,
    retryable: false,
    next: 'Stop, and compare fingerprints with the party over another channel.',
  },
  'root-signature-bad': {
    meaning: 'A signature of a known root key does not verify.',
    status: 422,
    retryable: false,
    next: 'Refuse the document and tell the oversight desks of both sides.',
  },
  'root-threshold': {
    meaning: 'Fewer distinct officers signed than the root document asks.',
    status: 422,
    retryable: false,
    next: 'Collect the missing signatures.',
  },
  'root-not-committed': {
    meaning: 'A rotation installs a key or a threshold that the version before had not committed to.',
    status: 422,
    retryable: false,
    next: 'Stop: the present keys may be in foreign hands. Call the party over another channel.',
  },
  'root-expired': {
    meaning: 'The last root document has expired.',
    status: 422,
    retryable: true,
    next: 'Ask the party to sign a new version of its root document.',
  },
  'key-unknown': {
    meaning: 'The root document names no such key of this agency or desk.',
    status: 422,
    retryable: true,
    next: 'Fetch the newest root documents of the party, then verify again.',
  },
  'key-cut-off': {
    meaning: 'A key or log does not speak for a tree of this size: it was retired, closed, suspended or compromised below it.',
    status: 422,
    retryable: false,
    next: 'Ask the issuer to release it again in the log that followed.',
  },
  'evidence-malformed': {
    meaning: 'An evidence bundle breaks its form or its bounds.',
    status: 400,
    retryable: false,
    next: 'Ask for the export again; keep the bad file for the report.',
  },
  'evidence-log': {
    meaning: 'The entry, the log descriptor and the checkpoint of a bundle do not belong to one log.',
    status: 422,
    retryable: false,
    next: 'Do not rely on the bundle; ask the issuer for a new export.',
  },
  'evidence-inclusion': {
    meaning: 'A proof of a bundle does not lead to the root of its checkpoint.',
    status: 422,
    retryable: false,
    next: 'Do not rely on the bundle; ask the issuer for a new export.',
  },
  'evidence-agreement': {
    meaning: 'The agreement versions of a bundle do not join the log to the release, or name other parties or roots.',
    status: 422,
    retryable: false,
    next: 'Do not rely on the bundle; ask for one with every version of the agreement.',
  },
  'evidence-head': {
    meaning: 'The log key of the issuer did not sign the checkpoint of a bundle, or does not stand at its size.',
    status: 422,
    retryable: false,
    next: 'Do not rely on the bundle; ask the issuer which key it announced.',
  },
  'evidence-author': {
    meaning: 'The author signature in a release line is by no key of the desk that it names.',
    status: 422,
    retryable: false,
    next: 'Treat the record as unsigned by its author and ask the issuer.',
  },
  'equivocation-malformed': {
    meaning: 'A proof of equivocation breaks its form or its bounds.',
    status: 400,
    retryable: false,
    next: 'Ask the accuser for the two signed checkpoints themselves.',
  },
  'equivocation-unproved': {
    meaning: 'The two checkpoints of a proof of equivocation do not contradict each other, or are not of one log.',
    status: 422,
    retryable: false,
    next: 'Keep the document, accuse nobody, and ask the accuser how it was made.',
  },
  'journal-statement-malformed': {
    meaning: 'A statement of the head of an activity record breaks its form or its bounds.',
    status: 400,
    retryable: false,
    next: 'Tell the partner; its next statement is judged by itself.',
  },
  'journal-evidence-malformed': {
    meaning: 'A proof of a line of an activity record breaks its form or its bounds.',
    status: 400,
    retryable: false,
    next: 'Ask for the export again; keep the bad file for the report.',
  },
} as const satisfies Record<string, CodeRow>;

/** Makes the WaslError of a code of this package. */
export const fail = failures(codes);
