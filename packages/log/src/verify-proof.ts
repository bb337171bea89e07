import type { Crypto } from '@wasl/record';
import { emptyRoot, hashBytes, hashNode, sameHash } from './hash.ts';
import { isSize } from './size.ts';

/** A claim that a leaf stands at `index` of the tree with this size and root. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** A claim that the tree (size1, root1) is a prefix of the tree (size2, root2). */
export interface ConsistencyClaim {
  readonly size1: number;
  readonly root1: Uint8Array;
  readonly size2: number;
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

// A path in a tree of 2^53 leaves has 53 steps; a consistency proof has one more.
const maxProofHashes = 54;

/** True when the audit path leads from the leaf hash to the root (RFC 9162 §2.1.3.2). Never throws; any malformed input is false. */
export function verifyInclusion(claim: InclusionClaim, crypto: Crypto): boolean {
  const { index, size, leafHash, proof, root } = claim;
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  if (!wellFormed(proof) || leafHash.length !== hashBytes || root.length !== hashBytes) return false;
  let place = index;
  let last = size - 1;
  let hash = leafHash;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      hash = hashNode(sibling, hash, crypto);
      while (place % 2 === 0 && place !== 0) {
        place /= 2;
        last = half(last);
      }
    } else {
      hash = hashNode(hash, sibling, crypto);
    }
    place = half(place);
    last = half(last);
  }
  return last === 0 && sameHash(hash, root);
}

/**
 * True when the proof shows that the first tree is a prefix of the second (RFC 9162 §2.1.4.2). Never throws; any malformed input is false.
 * For equal sizes the proof is empty and the roots are equal; from size 0 the proof is empty and root1 is the empty root.
 */
export function verifyConsistency(claim: ConsistencyClaim, crypto: Crypto): boolean {
  const { size1, root1, size2, root2, proof } = claim;
  if (!isSize(size1) || !isSize(size2) || size1 > size2) return false;
  if (!wellFormed(proof) || root1.length !== hashBytes || root2.length !== hashBytes) return false;
  if (size1 === size2) return proof.length === 0 && sameHash(root1, root2);
  if (size1 === 0) return proof.length === 0 && sameHash(root1, emptyRoot(crypto));
  if (proof.length === 0) return false;
  let place = size1 - 1;
  let last = size2 - 1;
  while (place % 2 === 1) {
    place = half(place);
    last = half(last);
  }
  // A first tree that is one perfect subtree is its own starting node and is left out of the proof.
  const seeded = place === 0 ? root1 : proof[0];
  if (seeded === undefined) return false;
  let first = seeded;
  let second = seeded;
  for (let i = place === 0 ? 0 : 1; i < proof.length; i++) {
    const sibling = proof[i];
    if (sibling === undefined || last === 0) return false;
    if (place % 2 === 1 || place === last) {
      first = hashNode(sibling, first, crypto);
      second = hashNode(sibling, second, crypto);
      while (place % 2 === 0 && place !== 0) {
        place /= 2;
        last = half(last);
      }
    } else {
      second = hashNode(second, sibling, crypto);
    }
    place = half(place);
    last = half(last);
  }
  return last === 0 && sameHash(first, root1) && sameHash(second, root2);
}

function half(value: number): number {
  return (value - (value % 2)) / 2;
}

function wellFormed(proof: readonly Uint8Array[]): boolean {
  return proof.length <= maxProofHashes && proof.every((hash) => hash.length === hashBytes);
}
