import { type CodeRow, failures } from '@wasl/record';

/** Every code that identity throws or returns. */
export const codes = {
  'key-unsupported': {
    meaning: 'The private key is of an algorithm that Wasl does not use.',
    status: 422,
    retryable: false,
    next: 'Make an Ed25519 or P-256 key.',
  },
  'key-unreadable': { meaning: 'The bytes are no PKCS#8 private key.', status: 422, retryable: false, next: 'Give the key as PKCS#8 DER.' },
  'key-not-exportable': {
    meaning: 'The key lives in a token that does not give it out.',
    status: 409,
    retryable: false,
    next: 'Back the token up with its own tools.',
  },
} as const satisfies Record<string, CodeRow>;

/** Makes a `WaslError` with one of the codes above. */
export const fail = failures(codes);
