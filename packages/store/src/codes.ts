import { type CodeRow, failures } from '@wasl/record';

/** Every code that the store throws. */
export const codes = {
  'store-locked': {
    meaning: 'Another process has this store open.',
    status: 503,
    retryable: true,
    next: 'Stop the process named in the message, or choose another folder.',
  },
  'store-version': {
    meaning: 'The store was written in a format that this version does not read.',
    status: 500,
    retryable: false,
    next: 'Start the version of Wasl that wrote it, or a newer one.',
  },
  'store-failed': {
    meaning: 'The disk did not confirm a write; nothing after it can be trusted to be durable.',
    status: 503,
    retryable: false,
    next: 'Let the process end, check the disk, then start again.',
  },
  'store-closed': { meaning: 'The store was closed.', status: 503, retryable: true, next: 'Open the store again.' },
  'store-damaged': {
    meaning: 'A file of the store does not hold what was written to it.',
    status: 500,
    retryable: false,
    next: 'Keep the folder as it is and restore from a backup with the current key store.',
  },
  'store-exists': {
    meaning: 'The folder already holds a store.',
    status: 409,
    retryable: false,
    next: 'Restore into an empty folder.',
  },
  'store-fenced': {
    meaning: 'Another signer took over this store.',
    status: 503,
    retryable: false,
    next: 'Let this process end; only the newest signer may write.',
  },
  'store-key-wrong': {
    meaning: 'The master key or passphrase does not open the vault.',
    status: 403,
    retryable: false,
    next: 'Give the key with which the store was made.',
  },
  'key-store-missing': {
    meaning: 'The database is there but its key store is not.',
    status: 500,
    retryable: false,
    next: 'Restore the current key store from its mirror or its backup.',
  },
  'key-store-outdated': {
    meaning: 'The key store is older than the database or than the last erasure.',
    status: 409,
    retryable: false,
    next: 'Restore with the current key store, never with an older copy.',
  },
  'backup-damaged': {
    meaning: 'A backup is incomplete or was changed.',
    status: 422,
    retryable: false,
    next: 'Use another copy of the backup.',
  },
  'disk-full': {
    meaning: 'There is no room on the disk; nothing of the commit was kept.',
    status: 507,
    retryable: true,
    next: 'Free space on the disk, then try again.',
  },
  'commit-out-of-order': {
    meaning: 'An append does not continue its log where the log ends.',
    status: 409,
    retryable: false,
    next: 'Read the head of the log and append from there.',
  },
  'commit-invalid': {
    meaning: 'A commit contradicts itself or what is held.',
    status: 422,
    retryable: false,
    next: 'Correct the commit; nothing of it was kept.',
  },
  'commit-guarded': {
    meaning: 'A condition of the commit no longer holds.',
    status: 409,
    retryable: true,
    next: 'Read the state named in the message and decide again.',
  },
  'idempotency-repeated': {
    meaning: 'A commit with this idempotency key is held already.',
    status: 409,
    retryable: false,
    next: 'Answer the caller with the result in the details.',
  },
  'views-failed': {
    meaning: 'The disposable index of entries could not answer.',
    status: 503,
    retryable: true,
    next: 'Run `wasl rebuild`, which makes it anew.',
  },
  'attachment-order': {
    meaning: 'A chunk of an attachment does not follow the chunks held, or has the wrong length.',
    status: 409,
    retryable: false,
    next: 'Ask for the status and send the next chunk.',
  },
  'attachment-too-large': {
    meaning: 'The attachment is larger than this store keeps.',
    status: 413,
    retryable: false,
    next: 'Send it in parts.',
  },
} as const satisfies Record<string, CodeRow>;

/** Makes a `WaslError` with one of the codes above. */
export const fail = failures(codes);
