import { decodeBase64url } from '@wasl/record';
import type { TreeHead } from './checkpoint.ts';
import type { Descriptor } from './descriptor.ts';
import { sameHash } from './hash.ts';

/**
 * What a new epoch says about the log before it, against the highest head that one reader holds (LG1, DU4). `rollback`: the issuer goes on from
 * below that head; `lost` leaves stay said and are re-imported from readers. `ahead`: the reader has not yet got the last leaves.
 * `fork`: at one size the two roots differ, which only a comparison by proof can settle for other sizes.
 */
export type Continuation =
  | { readonly state: 'complete' }
  | { readonly state: 'ahead'; readonly missing: number }
  | { readonly state: 'rollback'; readonly lost: number }
  | { readonly state: 'fork' }
  | { readonly state: 'unrelated' };

/** Judges the `continues` of a descriptor against a held head. A descriptor without it, or of another log, is `unrelated`. */
export function judgeContinuation(descriptor: Pick<Descriptor, 'continues'>, held: TreeHead): Continuation {
  const { continues } = descriptor;
  if (continues === undefined || continues.origin !== held.origin) return { state: 'unrelated' };
  if (continues.size < held.size) return { state: 'rollback', lost: held.size - continues.size };
  if (continues.size > held.size) return { state: 'ahead', missing: continues.size - held.size };
  return { state: sameHash(decodeBase64url(continues.root), held.root) ? 'complete' : 'fork' };
}
