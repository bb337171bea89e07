import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import type { Crypto } from '@wasl/record';

/** The hashing half of `Crypto` on node:crypto; the store checks no signatures. */
export const hashing: Crypto = {
  sha256: (data) => hash('sha256', data, 'buffer'),
  sha256Text: (data) => Buffer.from(hash('sha256', data, 'buffer')).toString('base64url'),
  verify: () => {
    throw new TypeError('the store checks no signatures');
  },
};
