import { type CodeRow, failures } from '@wasl/record';

/** Every code that paging throws or reports. */
export const codes = {
  'page-unsent': {
    meaning: 'Something waits for a desk and nobody could be told outside the console.',
    status: 503,
    retryable: false,
    next: 'Call the desk or its deputy by telephone, then look at the paging settings and wasl doctor.',
  },
  'page-refused': {
    meaning: 'The mail server, SMS service or push service refused the page for good.',
    status: 502,
    retryable: false,
    next: 'Check address and credentials of the adapter; the next step of the ladder is taken at once.',
  },
  'page-failed': {
    meaning: 'The mail server, SMS service or push service could not be reached or is busy.',
    status: 503,
    retryable: true,
    next: 'Nothing now: it is tried again, then the next step of the ladder is taken.',
  },
  'paging-invalid': {
    meaning: 'The paging settings are not usable.',
    status: 422,
    retryable: false,
    next: 'Correct the member that the path names.',
  },
} as const satisfies Record<string, CodeRow>;

export const fail = failures(codes);
