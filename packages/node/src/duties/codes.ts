import type { CodeRow } from '@wasl/record';

/** Codes of what a node owes around its releases. */
export const dutyCodes = {
  'delayed-release-dropped': {
    meaning: 'Fields that were to go to a partner later may not go any more.',
    status: 409,
    retryable: false,
    next: 'Open the release check of the record to see what stands against it now.',
  },
  'duty-failed': {
    meaning: 'Something that the node does by itself at its time could not be done.',
    status: 500,
    retryable: true,
    next: 'It is tried again each minute; see the message for what stands in the way.',
  },
  'log-closed': {
    meaning: 'The log was closed: nothing is added to it, and no head above its end stands.',
    status: 409,
    retryable: true,
    next: 'Ask again: the channel goes on in a new log. A partner’s head above the end is shown to both oversight desks.',
  },
  'reader-excluded': {
    meaning: 'An officer excluded this reader: it is sent nothing more under the arrangement.',
    status: 403,
    retryable: false,
    next: 'Two officers take the exclusion back.',
  },
  'reader-not-excluded': {
    meaning: 'The reader is not excluded under this arrangement.',
    status: 404,
    retryable: false,
    next: 'Nothing is to be taken back.',
  },
  'version-behind': {
    meaning: 'A partner holds a later version of an arrangement than this node.',
    status: 409,
    retryable: false,
    next: 'Install the version that the parties signed; it takes effect once all have announced it.',
  },
  'hold-past': {
    meaning: 'The date until which a record is to be kept is past.',
    status: 422,
    retryable: false,
    next: 'State a date in the future.',
  },
  'hold-unknown': { meaning: 'No legal hold stands on this record.', status: 404, retryable: false, next: 'List the holds.' },
  'not-retained': {
    meaning: 'Nothing of this record is kept under a legal hold.',
    status: 404,
    retryable: false,
    next: 'List the holds; what no hold keeps is read as any record, or is gone.',
  },
  'review-unknown': {
    meaning: 'No emergency release of this record waits for a review.',
    status: 404,
    retryable: false,
    next: 'List the reviews; the activity record names those that are done.',
  },
  'review-overdue': {
    meaning: 'An emergency release was not reviewed by a second officer within 24 hours.',
    status: 409,
    retryable: false,
    next: 'Review it now; the alarm ends with the review.',
  },
  'emergency-objected': {
    meaning: 'The second officer objects to an emergency release.',
    status: 409,
    retryable: false,
    next: 'Withdraw or erase the record, or close the alarm with the reason for leaving it.',
  },
  'standing-invalid': {
    meaning: 'A standing approval is not for 1 to 12 hours, or no audience takes such a release.',
    status: 422,
    retryable: false,
    next: 'Correct the member that the message names.',
  },
  'standing-unknown': {
    meaning: 'No such standing approval, or it has ended.',
    status: 404,
    retryable: false,
    next: 'List the standing approvals; propose a new one.',
  },
} as const satisfies Record<string, CodeRow>;
