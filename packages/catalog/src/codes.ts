import type { CodeRow } from '@wasl/record';

/** Codes of packages/catalog. */
export const codes = {
  'record-type-unknown': {
    meaning: 'The catalogue has no record type of this name.',
    status: 400,
    retryable: false,
    next: 'Use a type that GET /api/v1/types lists.',
  },
  'fields-invalid': {
    meaning: 'One or more units do not have the form that the catalogue gives them.',
    status: 422,
    retryable: false,
    next: 'Correct every unit that the findings name.',
  },
} as const satisfies Record<string, CodeRow>;
