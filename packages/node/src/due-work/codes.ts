import type { CodeRow } from '@wasl/record';

/** Codes of deadlines, divergence, questions and derivation. */
export const workCodes = {
  'subject-unknown': {
    meaning: 'Nothing is held about this subject, in this mode.',
    status: 404,
    retryable: false,
    next: 'Look at the id and the mode; what a partner did not release is not held.',
  },
  'too-many-records': {
    meaning: 'More records are held of these types than are read at once.',
    status: 413,
    retryable: false,
    next: 'Read them in pages by GET /api/v1/records.',
  },
  'not-answered': {
    meaning: 'A partner’s desk has not done by its time what a record asks of it.',
    status: 200,
    retryable: false,
    next: 'Call the desk; then its deputy.',
  },
  'work-due': {
    meaning: 'A desk of this agency has something to do soon.',
    status: 200,
    retryable: false,
    next: 'Open the record and answer it.',
  },
  'work-overdue': {
    meaning: 'A desk of this agency has not done by its time what a record asks of it.',
    status: 200,
    retryable: false,
    next: 'Answer the record, or hand it to the deputy desk.',
  },
  'work-failed': {
    meaning: 'Deadlines and statements could not be looked at.',
    status: 200,
    retryable: true,
    next: 'Look at the message; restart the node when it does not end by itself.',
  },
  'asked-again': {
    meaning: 'A question that must be answered stands open.',
    status: 200,
    retryable: false,
    next: 'Open the subject and answer the question, with yes or with no.',
  },
  divergent: {
    meaning: 'Agencies state different things about the same subject.',
    status: 200,
    retryable: false,
    next: 'Talk to the other side; state it anew, or close it by a joint decision that both accept.',
  },
  'limit-reached': {
    meaning: 'Reports together reach a limit that was agreed beforehand.',
    status: 200,
    retryable: false,
    next: 'The authority named in the alarm decides.',
  },
  cluster: {
    meaning: 'Reports close in space and time belong together.',
    status: 200,
    retryable: false,
    next: 'Look at them together and say what they are.',
  },
  'derived-open': {
    meaning: 'A record of this agency rests on one that fell since.',
    status: 200,
    retryable: false,
    next: 'Say it anew without the fallen one, withdraw it, or acknowledge the order and say why it stands.',
  },
} as const satisfies Record<string, CodeRow>;
