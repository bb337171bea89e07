import { type CodeRow, failures } from '@wasl/record';

/** Failure codes of the engine. */
export const codes = {
  'engine-state': {
    meaning: 'kept state of the engine has another form than this version writes',
    status: 500,
    retryable: false,
    next: 'Restore the state from a backup, or remove it: what was told already may then be told once more.',
  },
} as const satisfies Record<string, CodeRow>;

/** Makes a failure of the engine. */
export const fail = failures(codes);
