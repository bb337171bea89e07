import { type CodeRow, failures } from '@wasl/record';

/** Codes that a client of the API makes by itself, when there is no problem document to quote. */
export const codes = {
  'api-unreachable': {
    meaning: 'The node did not answer.',
    status: 503,
    retryable: true,
    next: 'Check that the node runs and try again; nothing is lost by repeating a request with the same Idempotency-Key.',
  },
  'api-answer-malformed': {
    meaning: 'What answered is not a node, or is another version of it.',
    status: 502,
    retryable: false,
    next: 'Check the address and the versions of both sides.',
  },
} as const satisfies Record<string, CodeRow>;

/** Makes a failure of the client. */
export const fail = failures(codes);
