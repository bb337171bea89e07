import type { CodeRow } from '@wasl/record';

/** Codes of attachments (RC6). */
export const attachmentCodes = {
  'attachment-unknown': {
    meaning: 'No such attachment for whoever asks, or it is not complete yet.',
    status: 404,
    retryable: true,
    next: 'Wait until its delivery state is complete.',
  },
  'attachment-in-use': {
    meaning: 'The file belongs to another record already.',
    status: 409,
    retryable: false,
    next: 'Upload the file again: each record has its own copy under its own key.',
  },
  'attachment-type': {
    meaning: 'Files of this kind do not travel.',
    status: 415,
    retryable: false,
    next: 'Send a JPEG or PNG picture, or a PDF document.',
  },
  'attachment-content': {
    meaning: 'The file is not what its type says, or hides what must not cross a border.',
    status: 422,
    retryable: false,
    next: 'Print the document to a new PDF, or save the picture anew as JPEG or PNG, and send that.',
  },
  'attachment-over-bound': {
    meaning: 'The file is larger than 50 MB.',
    status: 413,
    retryable: false,
    next: 'Send it in parts, or smaller.',
  },
  'attachment-quota': {
    meaning: 'More files are kept than one partner, or one agency without records for them, may have.',
    status: 507,
    retryable: false,
    next: 'Make records of the files uploaded, or erase what is no longer needed.',
  },
  'attachment-busy': {
    meaning: 'Too many files are being uploaded at once.',
    status: 429,
    retryable: true,
    next: 'Try again in a moment.',
  },
  'attachment-key': {
    meaning: 'The key given does not open the file.',
    status: 422,
    retryable: false,
    next: 'Use the value exactly as the upload answered it.',
  },
  'attachment-invalid': {
    meaning: 'A record of a partner names its files in a form that the catalogue does not have.',
    status: 422,
    retryable: false,
    next: 'Nothing was kept; the partner must correct and send again.',
  },
  'attachment-corrupt': {
    meaning: 'A chunk does not belong to the file that the record names.',
    status: 422,
    retryable: false,
    next: 'Nothing of it was kept; ask the partner to send the file with a new record.',
  },
} as const satisfies Record<string, CodeRow>;
