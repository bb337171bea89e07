import {
  type AuthorityPin,
  type Certificate,
  checkPeer,
  createAuthority,
  createSigner,
  issueLeaf,
  nodeRandom,
  tlsIdentity,
} from '@wasl/identity';
import type { Peer } from '@wasl/node';
import { type AgencyId, partyOf, type Result, type Signer } from '@wasl/record';

/** An agency with its own authority, for tests: certificates of this moment, keys of the machine's randomness. */
export interface CertifiedAgency {
  readonly peer: Peer;
  readonly authority: Certificate;
  readonly pin: AuthorityPin;
  /** Node certificate for `names` (its own agency unless given), PEM chain and key. */
  certify(names?: AgencyId): Promise<{ readonly cert: string; readonly key: string }>;
}

export async function certifyAgency(agency: AgencyId): Promise<CertifiedAgency> {
  const signer: Signer = createSigner('Ed25519');
  const options = { nowMs: Date.now(), random: nodeRandom };
  const authority = await createAuthority(agency, signer, options);
  const party = partyOf(agency);
  return {
    peer: { agency, party },
    authority,
    pin: { party, agencies: [agency], certificate: authority },
    async certify(names = agency) {
      const key = createSigner('Ed25519');
      const leaf = await issueLeaf(
        { agency: names, key: key.key, hosts: ['localhost', '127.0.0.1'] },
        { certificate: authority, signer },
        options,
      );
      const identity = tlsIdentity(leaf, authority, key);
      return { cert: identity.cert, key: identity.key.reveal() };
    },
  };
}

/** What server and client of the exchange take: own certificate, pinned authorities and the rule of EX1 over them. */
export function exchangeIdentity(
  own: { readonly cert: string; readonly key: string },
  pinned: readonly CertifiedAgency[],
): {
  readonly tls: { readonly key: string; readonly cert: string; readonly ca: readonly string[] };
  readonly identify: (chain: readonly Uint8Array[]) => Result<Peer>;
} {
  const pins = pinned.map((agency) => agency.pin);
  return {
    tls: { ...own, ca: pins.map((pin) => pin.certificate.pem) },
    identify: (chain) => {
      const found = checkPeer(chain, pins, { nowMs: Date.now() });
      return found.ok ? { ok: true, value: { agency: found.value.agency, party: found.value.party } } : found;
    },
  };
}
