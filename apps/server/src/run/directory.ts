import { type RootChain, rootDigest, type SignedRoot, verifyRootChain } from '@wasl/log';
import type { AgencyKeys, Directory } from '@wasl/node';
import { type AgencyId, type Crypto, type DeskId, decodeBase64url, type PartyId, type PublicKey } from '@wasl/record';
import { fail } from '../codes.ts';

/** Verified chains by party: the newest version of each speaks for its agencies now. */
export interface Roots {
  readonly chains: ReadonlyMap<PartyId, RootChain>;
  readonly signed: ReadonlyMap<PartyId, readonly SignedRoot[]>;
}

/** Verifies every chain from its own first version; which first version counts is pinned by the agreements (LG6). Throws `ceremony-failed`. */
export function verifyRoots(
  signed: ReadonlyMap<PartyId, readonly SignedRoot[]>,
  options: { readonly crypto: Crypto; readonly nowMs: number },
): Roots {
  const chains = new Map<PartyId, RootChain>();
  for (const [party, chain] of signed) {
    const verified = verifyRootChain(chain, { pin: rootDigest(chain[0]?.document ?? '', options.crypto), ...options });
    if (!verified.ok) throw fail('ceremony-failed', `root chain of ${party}: ${verified.reason.message}`);
    chains.set(party, verified.value);
  }
  return { chains, signed };
}

/** Keys of agencies as their parties' newest roots state them. */
export function directoryOf(roots: Roots): Directory {
  const known = new Map<AgencyId, AgencyKeys>();
  for (const chain of roots.chains.values()) {
    for (const row of chain.latest.agencies) {
      const authors = new Map<DeskId, PublicKey>(row.authors.map(({ desk, key }) => [desk, authorKey(key)]));
      known.set(row.agency, {
        agency: row.agency,
        party: chain.party,
        log: { alg: 'Ed25519', bytes: decodeBase64url(row.logKey) },
        receipt: { alg: 'Ed25519', bytes: decodeBase64url(row.receiptKey) },
        witness: { alg: 'Ed25519', bytes: decodeBase64url(row.witnessKey) },
        author: (desk) => authors.get(desk),
      });
    }
  }
  return { agency: (id) => known.get(id), rootChain: (party) => roots.signed.get(party) ?? [] };
}

function authorKey(text: string): PublicKey {
  const bytes = decodeBase64url(text);
  return { alg: bytes.length === 65 ? 'ES256' : 'Ed25519', bytes };
}
