import { type CodeRow, failures } from '@wasl/record';

const bad = (meaning: string, next: string): CodeRow => ({ meaning, status: 400, retryable: false, next });
const refused = (status: number, meaning: string, next: string): CodeRow => ({ meaning, status, retryable: false, next });
const passing = (status: number, meaning: string, next: string): CodeRow => ({ meaning, status, retryable: true, next });

const tellPartner = 'Tell the partner; the log stays frozen until its stream is well formed again.';

/** Every code that the exchange makes. Codes of the node's refusals pass through it unchanged. */
export const codes = {
  // Lines of a stream (EX2)
  'line-malformed': bad('A line of an exchange stream does not have its form.', tellPartner),
  'line-too-long': bad('A line of an exchange stream is longer than its bound.', tellPartner),
  'line-utf8': bad('A line of an exchange stream is not UTF-8.', tellPartner),
  'batch-too-large': bad('More leaves or bytes than the bound came without a checkpoint.', tellPartner),
  'disclosures-too-large': bad('The disclosures beside one leaf are larger than their bound.', tellPartner),
  'index-gap': bad('The indices of a stream are not dense.', tellPartner),
  'note-malformed': bad('A note on the wire is empty or longer than its bound.', tellPartner),
  'body-malformed': bad('A body of the exchange does not have its form.', 'Compare the versions of both nodes.'),
  'body-too-long': refused(413, 'A body of the exchange is longer than its bound.', 'Send less at once.'),
  'stream-cut': passing(503, 'A stream ended inside a line or a batch.', 'Nothing: the reader resumes from what it holds.'),
  'leaves-withheld': refused(
    502,
    'The peer signs heads beyond the leaves that it sends.',
    'Tell the partner; what it withholds is missing here.',
  ),
  'stream-silent': passing(
    504,
    'A stream brought neither leaves nor heartbeats in time.',
    'Nothing: the reader opens it again; if it stays, ask the partner what its node says.',
  ),
  // Versions and routes
  'exchange-version-unknown': refused(406, 'The peer speaks another version of the exchange.', 'Update the older of the two nodes.'),
  'exchange-route-unknown': refused(404, 'There is no such route in the exchange.', 'Compare the versions of both nodes.'),
  'cursor-invalid': bad('The cursor of a stream is no tree size.', 'Ask with from=N, N the number of leaves held.'),
  'answer-unknown': refused(502, 'The peer gave an answer that the exchange does not know.', 'Compare the versions of both nodes.'),
  // Links
  'link-lost': passing(503, 'The connection to the peer ended.', 'Nothing: it is opened again.'),
  'link-half-open': passing(
    504,
    'The peer went silent on an open connection.',
    'Nothing: it is opened again; if it stays, check the line.',
  ),
  'link-timeout': passing(504, 'The peer did not answer in time.', 'Nothing: it is asked again; if it stays, check the line.'),
  'link-not-tried': passing(503, 'The link was not opened yet.', 'Nothing: it opens by itself.'),
  'link-stopped': refused(503, 'The link was stopped here.', 'Start it again if the partner should be reached.'),
  'link-rate-limited': passing(429, 'The peer asks faster than its allowance.', 'Ask again after a second.'),
  'link-slow-reader': passing(408, 'A reader took nothing from an open stream for too long.', 'Nothing: it resumes from what it holds.'),
  'peer-mismatch': refused(
    403,
    'The certificate is that of another agency than the one called.',
    'Check address and certificate with the partner.',
  ),
  'peer-untrusted': refused(
    403,
    'The certificate of the peer, or ours at the peer, ends in no pinned authority.',
    'Compare the pinned authorities of both sides.',
  ),
  'peer-dropped': refused(403, 'The node ended the sessions of this peer.', 'Look for a suspension or a revoked certificate.'),
  'answer-failed': passing(500, 'The node failed to answer a peer.', 'Look at the cause in the log of the node.'),
} as const satisfies Record<string, CodeRow>;

/** Failure factory of packages/exchange. */
export const fail = failures(codes);
