import type { Crypto } from '@wasl/record';
import { fail } from './codes.ts';

/** Length in bytes of every hash of the tree. */
export const hashBytes = 32;

const leafPrefix = 0x00;
const nodePrefix = 0x01;

// The digest is one-shot and synchronous, so that one scratch buffer serves every node without a copy per call.
const nodeInput = new Uint8Array(1 + 2 * hashBytes);
nodeInput[0] = nodePrefix;

/** SHA-256(0x00 ‖ leaf), 32 bytes. A string is hashed as UTF-8. RFC 6962 §2.1. */
export function hashLeaf(leaf: Uint8Array | string, crypto: Crypto): Uint8Array {
  if (typeof leaf === 'string') return crypto.sha256(`\u0000${leaf}`);
  const input = new Uint8Array(leaf.length + 1);
  input[0] = leafPrefix;
  input.set(leaf, 1);
  return crypto.sha256(input);
}

/** SHA-256(0x01 ‖ left ‖ right), 32 bytes; both inputs are 32 bytes. RFC 6962 §2.1. */
export function hashNode(left: Uint8Array, right: Uint8Array, crypto: Crypto): Uint8Array {
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + hashBytes);
  return crypto.sha256(nodeInput);
}

/** Root of the tree without leaves: SHA-256 of nothing. RFC 6962 §2.1. */
export function emptyRoot(crypto: Crypto): Uint8Array {
  return crypto.sha256(new Uint8Array(0));
}

/** True when both are equal byte for byte. Not constant time: tree hashes are not secrets. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Returns `hash`, or throws `log-hash-length` naming it as `what` when it is not 32 bytes. */
export function checkHash(hash: Uint8Array, what: string): Uint8Array {
  if (hash.length !== hashBytes) throw fail('log-hash-length', `${what} is ${hash.length} bytes, wanted ${hashBytes}`);
  return hash;
}
