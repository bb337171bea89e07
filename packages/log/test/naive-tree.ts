import { createHash } from 'node:crypto';

function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
}

/** Root of leaf hashes, straight from the recursive definition of RFC 6962 §2.1: the oracle of the tree tests. */
export function naiveRoot(leafHashes: readonly Uint8Array[]): Uint8Array {
  const [only] = leafHashes;
  if (only === undefined) return sha256();
  if (leafHashes.length === 1) return only;
  const k = 2 ** (Math.ceil(Math.log2(leafHashes.length)) - 1);
  return sha256(Uint8Array.of(1), naiveRoot(leafHashes.slice(0, k)), naiveRoot(leafHashes.slice(k)));
}

/** Hash of leaf `i` of the test trees: any 32 bytes that differ do. */
export function naiveLeaf(i: number): Uint8Array {
  return sha256(Uint8Array.of(0), new TextEncoder().encode(`leaf ${i}`));
}
