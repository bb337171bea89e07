import { scrypt } from 'node:crypto';
import { Secret } from '../crypto/secret.ts';

/** scrypt costs (RFC 7914 §2): memory is 128·n·r bytes, time grows with n·r·p. */
export interface ScryptCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** For a key file opened once per start: 128 MiB, about half a second on one core. */
export const keyFileCost: ScryptCost = Object.freeze({ n: 131_072, r: 8, p: 1 });
/** For passwords, where several logins may run at once: 32 MiB each, the same time through p. */
export const passwordCost: ScryptCost = Object.freeze({ n: 32_768, r: 8, p: 3 });

const largestMemoryBytes = 256 * 1024 * 1024;

/**
 * Whether costs read from a file are worth running: n a power of two of at least 2^10, and no more than 256 MiB or p 16,
 * so that a planted file can neither weaken the next save nor eat the machine.
 */
export function costIsSane({ n, r, p }: ScryptCost): boolean {
  const powerOfTwo = Number.isSafeInteger(n) && n >= 1024 && Number.isInteger(Math.log2(n));
  return (
    powerOfTwo && Number.isSafeInteger(r) && r >= 1 && Number.isSafeInteger(p) && p >= 1 && p <= 16 && 128 * n * r <= largestMemoryBytes
  );
}

/** 32 bytes from a passphrase, in libuv's pool. The text is NFKC-normalised: one passphrase, whatever keyboard typed it. */
export function deriveKey(passphrase: Secret<string>, salt: Uint8Array, cost: ScryptCost): Promise<Secret<Uint8Array>> {
  const { n, r, p } = cost;
  return new Promise((resolve, reject) => {
    scrypt(passphrase.reveal().normalize('NFKC'), salt, 32, { N: n, r, p, maxmem: 128 * n * r * 2 + 1_048_576 }, (error, key) => {
      if (error) reject(error);
      else resolve(new Secret<Uint8Array>(key));
    });
  });
}
